"""Retro-hunts: new indicators in what is stored already, day by day, each found once.

The walk reads and matches; it changes nothing. Its steps are settled by the committing loop, which writes alerts, incidents
and how far the hunt has come in one transaction: killed in between, the day is walked again and adds nothing twice, because
an alert's id depends on what was found only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from detections.indicators.index import build
from detections.indicators.matcher import Matcher, composed_url, fields_for
from model.event import Event
from model.indicator import IndicatorMatch, Observable, ObservableKind
from model.times import DAY, Micros
from store.contract import TimeRange
from store.events.seek import Seeker
from store.events.store import ParquetEventStore
from store.indicators import hunts, observables
from store.indicators.hunts import ALL, Hunt
from store.state import State

STEP: Micros = DAY
MAX_FOUND = 20_000
"""Events of one step that are taken; a hunt that finds more in a day says so."""
MAX_VALUES = 50_000
"""Values of one step whose events are fetched."""
URL_PARTS = ("url.original", "url.domain", "url.scheme", "url.port", "url.full")


@dataclass(slots=True)
class Step:
    """What a stretch of time held. position: where the next begins; message: what could not be looked at."""

    hunt: int
    position: Micros
    observables: int
    cutoff: Micros
    found: list[tuple[Event, list[IndicatorMatch]]] = field(default_factory=list)
    done: bool = False
    message: str = ""


def walk(state: State, store: ParquetEventStore, hunt: Hunt, *, stopping: Callable[[], bool]) -> Iterator[Step]:
    """The rest of a hunt from where it stands.

    Sightings are counted in events that came before the indicators did: later ones were counted as they came.
    """
    cutoff = 0 if hunt.imported == ALL else hunt.created
    with state.reading() as tx:
        wanted = _wanted(tx, hunt)
    with tempfile.TemporaryDirectory(prefix="fengsui-hunt-") as folder:
        path = Path(folder) / "index.bin"
        build(path, wanted, version=1, built=0)
        matcher = Matcher(path)
        matcher.refresh()
        kinds = frozenset(one.kind for one in wanted)
        count = len(wanted)
        del wanted
        span = store.seek.span(TimeRange(hunt.position, hunt.end)) if count else None
        at = span.start if span else hunt.end
        while span and at < span.end and not stopping():
            end = min(span.end, at + STEP)
            step = Step(hunt.number, end, count, cutoff)
            _search(store.seek, matcher, kinds, TimeRange(at, end), step)
            at = end
            yield step
        if not stopping():
            yield Step(hunt.number, hunt.end, count, cutoff, done=True)


def _wanted(tx: Session, hunt: Hunt) -> list[Observable]:
    imported = None if hunt.imported == ALL else hunt.imported
    return list(observables.active(tx, since=hunt.start, imported=imported))


def _search(seek: Seeker, matcher: Matcher, kinds: frozenset[ObservableKind], within: TimeRange, step: Step) -> None:
    hits: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(_candidates(seek, matcher, kinds, within)):
        if number >= MAX_VALUES:
            step.message = f"more than {MAX_VALUES} matching values in a day; the rest of that day was not looked at"
            break
        hits.setdefault(name, []).append(value)
    if not hits:
        return
    seen: set[str] = set()
    for event in seek.holding(hits, within):
        if event["event.id"] in seen:
            continue
        matches = matcher.match(event)
        if matches:
            if len(step.found) >= MAX_FOUND:
                step.message = f"more than {MAX_FOUND} matching events in a day; the rest of that day was not looked at"
                break
            seen.add(event["event.id"])
            step.found.append((event, matches))
    step.found.sort(key=lambda one: (one[0]["@timestamp"], one[0]["event.id"]))


def _candidates(
    seek: Seeker, matcher: Matcher, kinds: frozenset[ObservableKind], within: TimeRange
) -> Iterator[tuple[str, str]]:
    for name, value in seek.values(fields_for(kinds), within):
        if matcher.look(name, value):
            yield name, value
    if ObservableKind.URL in kinds:
        for parts in seek.rows(URL_PARTS, within):
            whole = composed_url(parts)
            if whole is not None and matcher.look("url.original", whole):
                yield "url.original", parts["url.original"]


def settle_step(tx: Session, step: Step, alerts: int, now: Micros) -> None:
    """Note how far the hunt has come, with what it found."""
    hunt = hunts.get(tx, step.hunt)
    if hunt.state == "cancelled":
        return
    values = {
        "position": step.position,
        "state": "done" if step.done else "running",
        "observables": step.observables,
        "events": hunt.events + len(step.found),
        "alerts": hunt.alerts + alerts,
        "message": step.message or hunt.message,
    }
    hunts.change(tx, step.hunt, **values, finished=now if step.done else None)
