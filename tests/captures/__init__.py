"""Recordings the project made itself, and the builder that makes them. See `docs/explanation/recordings.md`."""
