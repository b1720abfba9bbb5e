"""Drafts of playbooks over HTTP: begun, edited by one person at a time, rehearsed, published as a new version."""
