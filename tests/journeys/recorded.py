"""The project's own recordings through collectors, rules and correlator, joined by hand: no store, no bus, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from collectors import registry
from collectors.contract import Quarantined
from collectors.inputs import open_input
from correlator import Correlator
from correlator.known import known
from detections.sigma import load
from detections.sigma.alerts import alert_of
from model.alert import Alert
from model.errors import BadRecord
from model.estate import Asset, AssetKind
from model.event import Event, Origin
from model.times import parse_iso
from tests.captures.make.world import HOSTS
from tests.shared import ROOT

RULES = ROOT / "detections" / "rules"
RECORDINGS = ROOT / "tests" / "captures"


@dataclass(frozen=True)
class Replayed:
    manifest: dict[str, Any]
    events: list[Event]
    refused: list[str]
    alerts: list[Alert]


@cache
def replay(name: str) -> Replayed:
    """Every input of a recording, its events in order of time, and the alerts our rules raise on them."""
    folder = RECORDINGS / name
    manifest = yaml.safe_load((folder / "recording.yml").read_text("utf-8"))
    events: list[Event] = []
    refused: list[str] = []
    for entry in manifest["inputs"]:
        _read(folder, entry, parse_iso(manifest["recorded"]["end"]), events, refused)
    events.sort(key=lambda event: event["@timestamp"])
    rules = load([RULES])
    correlations = rules.correlator()
    alerts = []
    for event in events:
        matches = rules.match(event)
        found = [*matches, *correlations.feed(event, matches)]
        alerts += [alert_of(match, event, event["@timestamp"]) for match in found if match.rule.reports]
    return Replayed(manifest, events, refused, alerts)


def _read(folder: Path, entry: dict[str, str], now: int, events: list[Event], refused: list[str]) -> None:
    for given in open_input(folder / entry["file"]):
        origin = Origin(
            source=entry["source"],
            fingerprint=given.fingerprint,
            unit=entry["unit"],
            observer=entry["observer"],
            path=entry["file"],
            timezone=entry["timezone"],
        )
        source: Any = registry.source(entry["kind"])
        if hasattr(source, "events"):
            made = list(source.events(given.stream, origin, now))
            events += [e for e in made if not isinstance(e, Quarantined)]
            refused += [f"{entry['file']}: {e.reason}" for e in made if isinstance(e, Quarantined)]
            continue
        for record in source.records(given.stream):
            try:
                if isinstance(record, Quarantined):
                    raise BadRecord(record.reason)
                events += source.normalise(record, origin, now)
            except BadRecord as error:
                refused.append(f"{entry['file']}: {error.reason}")


def inventory() -> list[Asset]:
    """The made-up district's register: which address is which host."""
    return [
        Asset(
            id=host.name,
            name=host.name,
            kind=AssetKind.OTHER,
            unit="district",
            hostnames=(host.name,),
            addresses=(host.ip,),
        )
        for host in HOSTS.values()
        if host.zone != "wan" and not host.more
    ]


def correlated(alerts: list[Alert], *, with_inventory: bool) -> Correlator:
    correlator = Correlator(known=known(inventory()) if with_inventory else None)
    correlator.feed_all(alerts)
    return correlator
