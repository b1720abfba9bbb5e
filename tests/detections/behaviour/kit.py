"""Observations made up for tests, and running them through the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from collectors.contract import Quarantined
from detections.behaviour import Config, Engine, Finding, Selector
from detections.behaviour.catalogue import rules
from detections.behaviour.observed import Access, AnyObservation, Connection, Login, Message, Process, Query, Sighting
from detections.behaviour.selection import unpack
from model.event import Event
from model.public_data import Approval, CatalogueEntry, DataRegister, Place, PlaceKind
from model.times import LATEST, SECOND, Micros
from pipeline.lanes import Reading, events_of
from pipeline.recordings import load_recording
from tests.shared import ROOT

START: Micros = 1_780_000_000 * SECOND  # the beginning of an hour
_IDS = count()


def at(seconds: float) -> Micros:
    return START + round(seconds * SECOND)


def _head(seconds: float, source: str = "sensor") -> tuple[Micros, str, str, str]:
    return at(seconds), f"{next(_IDS):032x}", "data-centre", source


def flow(
    seconds: float,
    client: str,
    server: str,
    port: int = 443,
    *,
    answered: bool | None = True,
    out: int = 500,
    transport: str = "tcp",
    client_port: int = 50_000,
    source: str = "sensor",
) -> Connection:
    head = _head(seconds, source)
    return Connection(*head, head[0], client, server, port, transport, "", answered, out, 0, 0, client_port)


def query(seconds: float, client: str, name: str, record: str = "A", code: str = "") -> Query:
    return Query(*_head(seconds), client, name, record, code)


def login(
    seconds: float,
    client: str,
    account: str,
    *,
    success: bool = False,
    host: str = "portal",
    place: tuple[float, float, str] | None = None,
) -> Login:
    return Login(*_head(seconds), "syslog", client, host, account, success, place)


def process(seconds: float, host: str, program: str, parent: str = "") -> Process:
    return Process(*_head(seconds), host, program, parent, "root")


def sighting(seconds: float, mac: str, address: str, zone: str = "office") -> Sighting:
    return Sighting(*_head(seconds), zone, mac, address)


def message(seconds: float, device: str, source: str = "broker") -> Message:
    return Message(*_head(seconds, source), device, "10.20.8.100")


REGISTER = DataRegister(
    catalogue=(
        CatalogueEntry(
            data_set="residents",
            unit="data-centre",
            places=(Place(kind=PlaceKind.API, name="/data/residents"),),
            fields=("name", "town"),
        ),
    ),
    approvals=(
        Approval(
            id="A-1", data_set="residents", unit="data-centre", recipient="friend", purposes=("survey",), max_rows=10, fields=("name",)
        ),
    ),
)  # fmt: skip


def taking(
    seconds: float, actor: str, *, rows: int = 5, action: str = "share", to: str = "", digest: str = ""
) -> Access:
    """An access to the one data set of REGISTER that nearly everything is wrong with."""
    return Access(
        *_head(seconds, "gateway"), "api", "/data/residents/x", "", action, actor, to, "10.1.1.5", rows, 100, ("name", "shoe"), "fun",
        "", "", 3, ("mobile",), digest,
    )  # fmt: skip


def engine_of(config: Config) -> Engine:
    """One that knows REGISTER."""
    engine = Engine(config)
    engine.know(REGISTER)
    return engine


def only(name: str, **thresholds: float) -> Config:
    """Just one detector, with some thresholds changed."""
    changed = tuple((name, key, float(value)) for key, value in thresholds.items())
    return Config(disabled=frozenset(rules()) - {name}, thresholds=changed)


def run(config: Config, seen: Iterable[AnyObservation], until: float | None = None) -> list[Finding]:
    """All observations in one go; then time goes on to `until`, where given."""
    engine = engine_of(config)
    engine.hold(seen)
    found = engine.advance(LATEST)
    if until is not None:
        found += engine.advance(at(until))
    return found


def told(findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
    """What can be compared of findings."""
    return [(f.rule.name, f.time, f.first_time, f.event_ids, f.group, f.measured, f.level, f.why) for f in findings]


@cache
def recorded(name: str) -> tuple[Event, ...]:
    """The events of one of the project's own recordings, in order of time."""
    found = []
    for reading in load_recording(ROOT / "tests" / "captures" / name).readings:
        found += [event for event in events_of(reading) if not isinstance(event, Quarantined)]
    return tuple(sorted(found, key=lambda event: (event["@timestamp"], event["event.id"])))


def events_in(path: Path) -> list[Event]:
    return [event for event in events_of(Reading(path=str(path))) if not isinstance(event, Quarantined)]


def observed(events: Sequence[Event], config: Config | None = None) -> list[AnyObservation]:
    return unpack(Selector(config or Config()).select(events))
