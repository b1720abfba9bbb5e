"""The correlator and its baselines over a stream: which incident holds each alert, and which incidents are shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import orjson

from collectors.inventory import read_machines
from correlator import Correlator, baseline
from correlator.foreign import alerts_from
from correlator.known import Known, known
from model.alert import Alert
from model.entity import EntityKind
from model.incident import IncidentChange
from model.times import MINUTE

BATCH = 100


class Outcome(msgspec.Struct):
    home: dict[str, str]
    shown: set[str]
    seconds: float = 0.0
    scores: dict[str, float] = {}


def alerts_of(rows: Iterable[dict[str, Any]]) -> list[Alert]:
    """Through the reader that `fengsui correlate` uses."""
    return list(alerts_from((orjson.dumps(row) for row in rows), source="stream"))


def register_of(machines: list[dict[str, str]]) -> Known:
    """Through the reader of `fengsui correlate --inventory`."""
    return known(read_machines(orjson.dumps(machines)))


def correlator(alerts: list[Alert], register: Known | None = None) -> Outcome:
    engine = Correlator(known=register)
    held = _Held()
    began = time.perf_counter()
    for start in range(0, len(alerts), BATCH):
        batch = alerts[start : start + BATCH]
        held.take(engine.feed_all(batch))
        held.take(engine.advance(max(a.time for a in batch)))
    return held.outcome(time.perf_counter() - began)


class _Held:
    def __init__(self) -> None:
        self.home: dict[str, str] = {}
        self.gone: dict[str, str] = {}
        self.shown: dict[str, bool] = {}
        self.scores: dict[str, float] = {}

    def take(self, changes: Iterable[IncidentChange]) -> None:
        for change in changes:
            incident = change.incident
            if incident.merged_into:
                self.gone[incident.id] = incident.merged_into
            self.shown[incident.id] = incident.escalated
            self.scores[incident.id] = incident.score
            for member in incident.members:
                self.home[member.alert_id] = incident.id

    def outcome(self, seconds: float) -> Outcome:
        def live(incident_id: str) -> str:
            while incident_id in self.gone:
                incident_id = self.gone[incident_id]
            return incident_id

        home = {alert: live(incident) for alert, incident in self.home.items()}
        scores = {i: score for i, score in self.scores.items() if i not in self.gone}
        return Outcome(home, {i for i in scores if self.shown[i]}, seconds, scores)


def unregistered(alerts: list[Alert], _: Known | None = None) -> Outcome:
    """The correlator of somebody who has no register."""
    return correlator(alerts)


def by_host(alerts: list[Alert], _: Known | None = None) -> Outcome:
    """A host's alerts without a gap of 30 minutes are one incident, each of them shown."""
    home: dict[str, str] = {}
    last: dict[str, tuple[int, str]] = {}
    for alert in alerts:
        host = next((e.value for e in alert.entities if e.kind is EntityKind.HOST), "")
        at, group = last.get(host, (0, ""))
        if not group or alert.time - at > 30 * MINUTE:
            group = alert.id
        last[host] = (alert.time, group)
        home[alert.id] = group
    return Outcome(home, set(home.values()))


def by_risk(alerts: list[Alert], _: Known | None = None) -> Outcome:
    """Risk-based alerting, as it is built in."""
    home, shown = baseline.grouped(alerts)
    return Outcome(home, shown)


METHODS: dict[str, Callable[[list[Alert], Known | None], Outcome]] = {
    "correlator": correlator,
    "unregistered": unregistered,
    "host+30min": by_host,
    "risk-based": by_risk,
}
