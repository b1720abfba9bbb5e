"""Facts to Evidence to posture: classified protection, three synchronizations, critical infrastructure, public data,
risk.

In:  events, alerts, incidents and executions, as stored.
Out: evidence and posture per control.
Not: collecting or judging attacks.
"""
