"""Builds a small district in network namespaces and records real software at work in it (`make captures`).

In: configuration here and programs of the Debian packages named in `README.md`. Out: folders beside this one, each
with packets, the hosts' logs, `recording.yml` and `README.md`. It needs root, talks to no address outside the
namespaces it makes, and takes everything down again, also after a failure.
"""
