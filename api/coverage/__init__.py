"""Coverage: what fired, what could fire, and what no source feeds."""
