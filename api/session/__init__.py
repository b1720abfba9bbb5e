"""Signing in and out, and what the console needs to know about who is signed in."""
