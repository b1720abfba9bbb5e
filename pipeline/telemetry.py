"""What the platform says about itself, in Prometheus words. Names and labels are part of the interface.

Labels hold source and stage names only, never values from records: those are unbounded and untrusted.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from model.errors import InputError

RECORDS = Counter("fengsui_records", "Raw records read, by what became of them", ["source", "outcome"])
BYTES = Counter("fengsui_bytes", "Bytes of raw records read", ["source"])
STAGE_SECONDS = Counter("fengsui_stage_seconds", "Processor time spent per stage, all workers together", ["stage"])
EVENTS_STORED = Counter("fengsui_events_stored", "Events made visible", ["source"])
DUPLICATES = Counter("fengsui_events_duplicate", "Events that were stored already and were not stored again")
RECEIVED = Counter("fengsui_received_records", "Records taken from the network, before they are read", ["source"])
DROPS = Counter("fengsui_drops", "Records lost before they could be read, by reason", ["source", "reason"])
LAG = Gauge("fengsui_lag_seconds", "Between an event's time and its commit, newest batch", ["source"])
RECEIVER_RESTARTS = Counter(
    "fengsui_receiver_restarts", "Times the receiving process ended by itself and was started again"
)
BACKLOG = Gauge("fengsui_spool_bytes", "Bytes received and not yet committed", ["source"])
ALERTS = Counter("fengsui_alerts", "Alerts raised", ["level"])
INCIDENT_CHANGES = Counter("fengsui_incident_changes", "Incidents opened, grown, merged, split, closed", ["change"])
COMMIT_SECONDS = Histogram("fengsui_commit_seconds", "Length of a commit", buckets=(0.005, 0.02, 0.1, 0.5, 2.0, 10.0))
HELD = Gauge("fengsui_held_hits", "Hits waiting for slower sources so that alerts come in order of time")
CORRELATION = Gauge(
    "fengsui_correlation", "State of Sigma correlations: groups and items remembered, and what was given up", ["what"]
)
BEHAVIOUR_ENTRIES = Gauge("fengsui_behaviour_entries", "Things a behaviour detector remembers", ["detector"])
BEHAVIOUR_EVICTED = Gauge(
    "fengsui_behaviour_evicted", "Things a behaviour detector gave up for room before they grew old", ["detector"]
)
BEHAVIOUR_LATE = Gauge("fengsui_behaviour_late", "Observations that came too late to be put in order of time")


def serve_metrics(listen: str) -> None:
    """Start the metrics page in a thread of this process. listen: `host:port`, "" for none."""
    if not listen:
        return
    host, _, port = listen.rpartition(":")
    try:
        start_http_server(int(port), host)
    except OSError as error:
        raise InputError(
            f"the metrics page cannot listen there: {error.strerror}",
            where=listen,
            hint="another process uses the port; change metrics.listen, or set it to an empty text",
        ) from error
