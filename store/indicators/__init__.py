"""Indicators, where they come from, what happened to them: part of the state. Not owned by units; sightings are."""
