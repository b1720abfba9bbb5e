"""Notices, clocks and duty over HTTP."""
