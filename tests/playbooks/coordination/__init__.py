"""Coordinated response, without anything around it."""
