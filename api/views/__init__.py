"""One's own saved views: searches kept under a name."""
