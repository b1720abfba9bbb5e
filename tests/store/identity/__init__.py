"""Accounts, sessions, tokens and roles, on a real state."""
