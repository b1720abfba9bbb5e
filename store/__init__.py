"""Keeps what the platform knows: events, state, the audit ledger.

In:  Events, alerts, incidents, changes made by people.
Out: the same, searchable, each read limited to the caller's `Scope` (a subtree of units).
Not: parsing, detection, HTTP. Nothing outside this package writes SQL or Parquet.
"""
