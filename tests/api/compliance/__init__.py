"""Compliance over HTTP."""
