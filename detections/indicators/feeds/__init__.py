"""Feeds: servers and folders that are asked again and again for what is new. Clients only; nothing here keeps anything."""
