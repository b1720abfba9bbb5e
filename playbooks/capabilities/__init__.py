"""Capabilities: what can carry a command out, behind one guard.

In:  a Job: one command, filled in, aimed at one target, under an idempotency key.
Out: a Plan beforehand (what would happen), a Result afterwards, an undo.
Not: deciding whether it should happen; `guard` says what it takes, the pipeline asks people.
"""
