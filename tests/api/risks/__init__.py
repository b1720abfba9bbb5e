"""Risks over HTTP."""
