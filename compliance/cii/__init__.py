"""Critical information infrastructure (关基): six activities, each answered by evidence, papers and people.

In:  the posture of a system, its file, assessments, permits, suppliers.
Out: how every control stands, with answers in the words of evidence rules.
Not: who is critical; the protection department of the sector says so.
"""
