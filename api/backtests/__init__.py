"""Back-tests: what a rule would have found in stored events."""
