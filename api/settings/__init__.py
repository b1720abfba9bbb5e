"""The settings in force, and where each comes from."""
