"""Sheets become totals: items, panels, rounds and groups."""
