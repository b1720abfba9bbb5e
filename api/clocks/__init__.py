"""Statutory clocks of incidents: what has to be reported to whom by when, the grade, drafts and reports."""
