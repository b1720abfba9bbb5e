"""Records that other programs deliver and wait for: over HTTP, from Beats, from Kafka.

In:  bodies of HTTP requests (`over_http`), Lumberjack connections (`beats`), topics (`kafka`).
Out: the Events of what each record is: JSON as `collectors.logs.jsonl` reads it, other text as `collectors.logs.syslog`.
Not: acknowledging what is not durable; where a deliverer names its records, the same one again gives the same Event.
"""
