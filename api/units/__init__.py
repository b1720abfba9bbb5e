"""The tree of units, read and changed within one's own part of it."""
