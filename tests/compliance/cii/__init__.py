"""Critical infrastructure."""
