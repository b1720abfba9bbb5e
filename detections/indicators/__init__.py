"""Indicators: what others know to be malicious, found in our events.

In:  documents (STIX 2.1, MISP, CSV), feeds (TAXII 2.1, MISP feeds, folders), Events.
Out: Assertions with a report of everything that cannot be used; matches of observables in Events.
Not: keeping anything, deciding when to poll, making incidents.
"""
