"""Notices and early warnings to units: drafted, issued, signed for, answered, reviewed, archived."""
