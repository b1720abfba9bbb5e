"""Live updates: what changed, as server-sent events that resume."""
