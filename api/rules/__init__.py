"""Detection rules: which are loaded, what they say, what they cover, why they match."""
