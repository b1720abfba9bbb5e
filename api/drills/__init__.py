"""Drills (应急演练), from plan to score sheet and record."""
