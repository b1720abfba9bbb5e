"""Exceptions: known harmless alerts, kept back and counted, with an end."""
