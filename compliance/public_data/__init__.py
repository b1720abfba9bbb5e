"""Public data: how each data set stands in the ten phases of its life, who gave what to whom, and what that risks.

    phases.py      phases, controls and evidence rules, read with checks
    standing.py    each control answered by telemetry, papers or people
    lineage.py     the graph of who gave what to whom, under which approval, to its end
    assessment.py  findings, harm and likelihood to a risk level and measures

In: a register, counts of events, alerts, papers, the posture of the system it lies in. Out: values for pages and reports.
"""
