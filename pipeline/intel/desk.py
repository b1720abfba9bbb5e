"""Matches of indicators become alerts, in the transaction that commits their events.

A worker finds a value in the index; here the state has the last word: what was revoked, refused or ended since is no match.
One alert tells of one observable, one thing of ours that met it and one day, so that a beacon does not flood; every event
is counted as a sighting all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from detections.indicators.judge import decayed
from detections.indicators.severity import level_of
from detections.sigma.alerts import entities_of
from model import attack
from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.event import Event, digest
from model.indicator import ENTITIES, IndicatorMatch, Observable, ObservableKind
from model.severity import Level, worst
from model.times import DAY, Micros
from pipeline.batch import Hit
from pipeline.reorder import Reorder
from store import checkpoints
from store.indicators import observables, sources
from store.indicators.intake import numbers_of
from store.indicators.observables import Known, Said
from store.indicators.sources import Source

WINDOW: Micros = DAY
"""One alert for an observable and an entity in so long, counted from midnight UTC."""
MAX_MADE = 50_000
"""Alerts of late, remembered so that the thousandth event of a beacon is not worked out again."""
MAX_SHOWN = 5
SNAPSHOT = "held-indicators"

_OURS = frozenset({EntityKind.HOST, EntityKind.DEVICE, EntityKind.IP, EntityKind.USER})


@dataclass(frozen=True, slots=True)
class _Fact:
    known: Known
    said: list[Said]


@dataclass(slots=True)
class Desk:
    """In the committing process. Its memory only saves work: what it forgets is found again in the state."""

    _made: dict[str, None] = field(default_factory=dict)
    _held: Reorder = field(default_factory=Reorder)
    _changed: bool = False

    def hold(self, seen: Iterable[Hit], duplicates: frozenset[str]) -> None:
        """Hits wait until their time has passed on every input, as those of rules do."""
        for hit in seen:
            if hit.event["event.id"] not in duplicates:
                self._held.push(hit)
                self._changed = True

    def due(self, tx: Session, watermark: Micros, now: Micros) -> list[Alert]:
        """Alerts of what is due."""
        due = [(hit.event, hit.matches) for hit in self._held.due(watermark)]
        self._changed |= bool(due)
        return self.alerts(tx, due, now)

    def restore(self, tx: Session) -> None:
        if (data := checkpoints.get_snapshot(tx, SNAPSHOT)) is not None:
            self._held.restore(
                data,
                lambda saved: IndicatorMatch(
                    observable=Observable(ObservableKind(saved[0]), saved[1]), field=saved[2], seen=saved[3]
                ),
            )

    def remember(self, tx: Session) -> None:
        """Save what is held, if it changed since the last time."""
        if self._changed:
            data = self._held.snapshot(lambda m: (m.observable.kind, m.observable.value, m.field, m.seen))
            checkpoints.put_snapshot(tx, SNAPSHOT, data)
            self._changed = False

    def alerts(
        self,
        tx: Session,
        found: Iterable[tuple[Event, Sequence[IndicatorMatch]]],
        now: Micros,
        *,
        retrospective: bool = False,
        sighted_until: Micros | None = None,
    ) -> list[Alert]:
        """Alerts in the order of the events, those made lately left out. Counts sightings.

        sighted_until: events ingested later were counted when they came and are not counted again.
        """
        pairs = [(event, match) for event, matches in found for match in matches]
        if not pairs:
            return []
        facts = _facts(tx, {match.observable for _, match in pairs}, now)
        providers = {source.id: source for source in sources.find(tx)}
        out: dict[str, Alert] = {}
        tally: dict[tuple[int, str], tuple[str, int, Micros, Micros]] = {}
        for event, match in pairs:
            fact = facts.get(match.observable)
            time = event["@timestamp"]
            if fact is None or not _stands(fact.known, time, now):
                continue
            if sighted_until is None or event.get("event.ingested", 0) <= sighted_until:
                _count(tally, fact.known.number, event, match.field)
            entities = _entities(event, match)
            identity = _identity(match, entities, event)
            if identity in self._made or identity in out:
                continue
            standing = [one for one in fact.said if not one.revoked and (one.valid_until or time + 1) > time]
            if standing:
                out[identity] = _alert(identity, event, match, entities, standing, providers, now, retrospective)
        observables.see(tx, [(number, unit, *rest) for (number, unit), rest in tally.items()])
        self._remember(out)
        return list(out.values())

    def _remember(self, ids: Iterable[str]) -> None:
        for one in ids:
            self._made[one] = None
        while len(self._made) > MAX_MADE:
            del self._made[next(iter(self._made))]


def rule_of(kind: ObservableKind, level: Level, tags: tuple[str, ...] = ()) -> RuleRef:
    """The detection that is built in for each kind."""
    return RuleRef(
        id=f"indicator-{kind.value}",
        title=f"Known indicator seen: {kind.en}",
        title_zh=f"命中威胁情报：{kind.zh}",
        level=level,
        tags=tags,
    )


def _facts(tx: Session, wanted: set[Observable], now: Micros) -> dict[Observable, _Fact]:
    numbers = numbers_of(tx, sorted(wanted))
    return {
        one: _Fact(observables.get(tx, number, now=now), observables.said(tx, number))
        for one, number in numbers.items()
    }


def _stands(known: Known, time: Micros, now: Micros) -> bool:
    """Whether it is matched in an event of this time. An indicator that is not valid yet is not; one that is, is also
    looked for in what happened before somebody published it."""
    if known.state not in ("active", "expired") or (known.valid_from or 0) > now:
        return False
    return known.valid_until is None or time < known.valid_until


def _identity(match: IndicatorMatch, entities: tuple[Entity, ...], event: Event) -> str:
    seen = {match.seen.lower(), match.observable.value}
    ours = next((e.key for e in entities if e.kind in _OURS and e.value.lower() not in seen), "")
    return digest(
        "indicator",
        match.observable.kind.value,
        match.observable.value,
        ours,
        event.get("fengsui.unit", ""),
        event["@timestamp"] // WINDOW,
    )


def _entities(event: Event, match: IndicatorMatch) -> tuple[Entity, ...]:
    found = entities_of(event)
    kind = ENTITIES.get(match.observable.kind)
    if kind is None or any(e.kind is kind and e.value == match.observable.value for e in found):
        return found
    return (*found, Entity(kind=kind, value=match.observable.value, role=Role.OBSERVED))


def _count(tally: dict[tuple[int, str], tuple[str, int, Micros, Micros]], number: int, event: Event, name: str) -> None:
    key, time = (number, event.get("fengsui.unit", "")), event["@timestamp"]
    before = tally.get(key)
    tally[key] = (name, before[1] + 1, min(before[2], time), max(before[3], time)) if before else (name, 1, time, time)


def _alert(
    identity: str,
    event: Event,
    match: IndicatorMatch,
    entities: tuple[Entity, ...],
    standing: list[Said],
    providers: dict[str, Source],
    now: Micros,
    retrospective: bool,
) -> Alert:
    kind, value, time = match.observable.kind, match.observable.value, event["@timestamp"]
    sure = {one: _sure(one, providers.get(one.source), time) for one in standing}
    level = worst([level_of(sure[one], one.labels) for one in standing])
    numbers = dict.fromkeys(t for one in standing for t in one.techniques if attack.technique(t) is not None)
    tags = tuple(f"attack.{number.lower()}" for number in list(numbers)[:MAX_SHOWN])
    techniques, tactics = attack.from_sigma_tags(tags)
    matched: dict[str, object] = {
        match.field: match.seen[:2000],
        "threat.indicator.type": kind.value,
        "threat.indicator.name": value,
        "threat.indicator.provider": list(dict.fromkeys(one.source for one in standing))[:MAX_SHOWN],
        "threat.indicator.id": [one.external_id for one in standing][:MAX_SHOWN],
        "threat.indicator.confidence": max(sure.values()),
    }
    labels = list(dict.fromkeys(label for one in standing for label in one.labels))[:10]
    if labels:
        matched["threat.indicator.labels"] = labels
    marks = [one.tlp for one in standing if one.tlp]
    if marks:
        matched["threat.indicator.marking.tlp"] = marks[0]
    names = [one.name for one in standing if one.name]
    if names:
        matched["threat.indicator.description"] = names[0]
    if retrospective:
        matched["fengsui.retrospective"] = True
    rule = rule_of(kind, level, tags)
    said = f"{match.field} = {match.seen[:80]}"
    return Alert(
        id=identity,
        rule=rule,
        time=time,
        first_time=time,
        created=now,
        unit=event.get("fengsui.unit", ""),
        source=event.get("fengsui.source", ""),
        event_ids=(event["event.id"],),
        entities=entities,
        matched=matched,
        techniques=techniques,
        tactics=tactics,
        summary=f"{rule.title}{' (found later)' if retrospective else ''}: {said}",
    )


def _sure(said: Said, source: Source | None, time: Micros) -> int:
    sure = said.confidence if said.confidence is not None else source.confidence if source else 50
    return decayed(sure, said.valid_from, said.valid_until, time) if source and source.decay else sure
