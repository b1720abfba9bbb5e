"""Sources of records, and how each is doing."""
