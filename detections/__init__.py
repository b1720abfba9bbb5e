"""Event to Alert: Sigma rules, later indicators and behaviour.

In:  Events as plain dicts, rule files.
Out: Alerts with the fields that matched, and a report in which every rule is accounted for.
Not: parsing of raw records, I/O other than reading rule files, knowledge of incidents.

Matching is a pure function of rule and event.
"""
