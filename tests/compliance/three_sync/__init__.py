"""Compliance, ledger by ledger."""
