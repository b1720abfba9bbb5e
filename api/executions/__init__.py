"""Runs of playbooks and their effects over HTTP."""
