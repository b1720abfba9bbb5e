"""The platform over HTTP.

In:  requests.
Out: what the caller may see.
Not: business rules; a handler asks the pipeline or the store.
"""
