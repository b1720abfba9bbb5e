"""Playbooks over HTTP: listed, checked, imported, rehearsed, run."""
