"""Reports that make themselves, and the files that came of them."""
