"""Incident to Execution: CACAO 2.0 playbooks, durable, approved, undoable.

In:  incidents.
Out: executions.
Not: detection.
"""
