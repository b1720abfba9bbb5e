"""What of which repository protects which system, and looks at repositories."""
