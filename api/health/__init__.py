"""Whether the platform answers and can reach what it keeps."""
