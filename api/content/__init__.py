"""Content: rule packs from files, looked at before they are installed."""
