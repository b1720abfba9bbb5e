"""Searching, charting, reading and exporting stored events."""
