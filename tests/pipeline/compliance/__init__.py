"""Posture worked out from what is stored, kept, sealed, bundled."""
