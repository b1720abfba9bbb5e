"""Exports for other tools: the kinds there are, and taking one as a file."""
