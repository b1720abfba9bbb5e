"""The tree of units."""
