"""Incidents: alerts that tell one attack, their story, and what people decide about it."""
