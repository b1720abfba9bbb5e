"""Quarantine: records that could not be read, whole, with the reason."""
