"""Approvals for public data: asked for, decided by another person, revoked."""
