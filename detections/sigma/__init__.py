"""Sigma rules: read, resolved against the names events carry, and evaluated by the letter of the specification."""
