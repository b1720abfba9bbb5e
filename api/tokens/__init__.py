"""One's own API tokens."""
