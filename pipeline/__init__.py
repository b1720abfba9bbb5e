"""Where stages meet, and the only place: journey, stages, workers, bus, replay, settings, telemetry.

In:  settings and inputs.
Out: a running platform.
Not: parsing, matching, scoring; those are the stages' own.

Read `journey.py` first: it is the whole platform on one page.
"""
