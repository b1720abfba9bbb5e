"""Threat intelligence: indicators with their provenance, imports, feeds, warning lists, retro-hunts."""
