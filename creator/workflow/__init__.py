"""The workflow engine: reads lifecycle files, proves them sound, runs and draws them. Pure.

A file becomes a `Lifecycle` (reader), with an edition's options a `Definition` (resolve), which is
proven (verifier), pinned by its hash, run (machine) and drawn (drawing).
"""
