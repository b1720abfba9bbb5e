"""Bytes to Event: facts, never judgement.

In:  files and streams (packets, logs, IoT messages), an `Origin` that says who owns them.
Out: Events with ECS names, and quarantined records with the reason they could not be read.
Not: detection, storage, sockets' life cycle (the pipeline opens and closes them).

One folder per source: `reader.py` finds the records, `normalise.py` turns one into Events, `mapping.yml` holds names as
data, `README.md` says what it does not see.
"""
