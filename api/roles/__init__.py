"""Roles and permissions, and who holds which."""
