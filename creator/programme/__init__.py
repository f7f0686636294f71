"""Strict reader and checker of programme files: one file describes one competition. Pure."""
