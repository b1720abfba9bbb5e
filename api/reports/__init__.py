"""Reports: the kinds there are, and making one as a file."""
