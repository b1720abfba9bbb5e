"""Logs to Events: one folder per source, each with reader, normalise, mapping and README.

In:  files and streams (`collectors.inputs`), growing files (`tail`), network messages (`syslog.listen`).
Out: Events with the source's own names and ECS beside them; everything unread as Quarantined with a reason.
Not: joining records of different sources, storing, judging.

Shared: `lines` cuts, `stamps` reads times, `mapping` runs mapping.yml, `keys` guards the platform's own names, `windows`
names Windows events for EVTX and JSON alike.
"""
