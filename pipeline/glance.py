"""A quick look at raw JSON records: most are seen, through a lens, to fire no rule and need not become Events at all.

For runs that store nothing (`fengsui detect`). What fires, and what no lens can be sure of, is normalised and matched as
everywhere else. Of a record that is only glanced at, the JSON is checked whole, but not the limits that hold for Events
(nesting, number and length of names); a record beyond those is quarantined only when it is normalised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson

from collectors.contract import Quarantined, RawRecord
from collectors.logs.jsonl.lineage import heads_of, known_schemas
from detections.sigma import Match, RuleSet
from model.errors import BadRecord
from model.event import Event
from pipeline.guard import Guard
from pipeline.lens import Lens, MoreNames, build

_class_in = dict.get
MAX_FAMILIES = 4_096
TOGETHER = 32
"""Records scanned at once: enough to spread the price of a call, few enough to be still in the processor's cache."""
MAX_IN_FAMILY = 64
MAX_NAMES = 12
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError)


@dataclass(slots=True)
class Glanced:
    """fired: each event with what matched in it. schemas: events by what they were read as, "" where they do not say."""

    events: int = 0
    schemas: Counter[str] = field(default_factory=Counter)
    fired: list[tuple[Event, list[Match]]] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)


class _Family:
    """Records of one channel and event number: by what else they must have in common, each with its lens (None: whole)."""

    def __init__(self, heads: tuple[str, ...]) -> None:
        self.lenses: dict[tuple[Any, ...], Lens | None] = {}
        self.extra = False
        self.agree_on(heads)

    def agree_on(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.signature = _signature_of(names)
        self.lenses.clear()


def _signature_of(names: tuple[str, ...]) -> Callable[[bytes], tuple[Any, ...]]:
    fields = [(f"f{i}", str | int | None, None) for i in range(len(names))]
    struct = msgspec.defstruct("Signature", fields, rename={f"f{i}": n for i, n in enumerate(names)}, gc=False)
    decode = msgspec.json.Decoder(struct).decode
    return lambda data: msgspec.structs.astuple(decode(data))


class Glance:
    """Of one process. Learns from the records it sees; results do not depend on what it has learned."""

    def __init__(self, rules: RuleSet, keep: Callable[[list[Match]], list[Match]]) -> None:
        """keep: those of an event's matches that count."""
        self._engine = rules.engine
        self._keep = keep
        self._heads = tuple(dict.fromkeys(n for schema in known_schemas() for n in heads_of(schema)))
        self._heads_of = _signature_of(self._heads)
        self._families: dict[tuple[Any, ...], _Family] = {}
        self._last: Lens | None = None
        self._waiting: dict[tuple[Guard, str], list[RawRecord]] = {}
        self.meters: Counter[str] = Counter()

    def look(self, records: Sequence[RawRecord], normalise: Callable[[RawRecord], list[Event]]) -> Glanced:
        """All records of a batch. normalise: as the journey does it; may raise BadRecord."""
        found = Glanced()
        lens = self._last
        for record in records:
            data = record.data
            try:
                if lens is not None:
                    decoded = lens.decode(data)
                    signature = lens.signature(decoded)
                if lens is None or signature != lens.key:
                    heads = self._heads_of(data) if lens is None else signature[: len(self._heads)]
                    family = self._family(heads)
                    signature = family.signature(data) if family.extra else heads
                    lens = family.lenses.get(signature)
                    if lens is None:
                        self._whole(record, family, signature, normalise, found)
                        continue
                    decoded = lens.decode(data)
            except _UNREADABLE:
                self._match(record, normalise, found)
                continue
            key = tuple(map(_class_in, lens.memos, lens.singles(decoded)))
            if lens.groups:
                key += tuple([get(pick(decoded)) for get, pick in lens.groups])
            if key in lens.quiet and (lens.known_by_signature or lens.whole(decoded)):
                waiting = self._waiting.get(lens.waits)
                if waiting is None:
                    waiting = self._waiting[lens.waits] = []
                waiting.append(record)
                if len(waiting) >= TOGETHER:
                    self._scan(*lens.waits, waiting, normalise, found)
            elif not lens.sees_all(data, decoded):
                self._match(record, normalise, found)
            elif self._learn(record, lens, key, lens.values(decoded), normalise, found):
                found.events += 1
                found.schemas[lens.waits[1]] += 1
                self.meters["glanced"] += 1
            elif lens.spent:
                self._family(lens.key[: len(self._heads)]).lenses.pop(lens.key, None)
                lens = None
        self._last = lens
        for (guard, schema), waiting in self._waiting.items():
            self._scan(guard, schema, waiting, normalise, found)
        self._waiting.clear()
        found.fired.sort(key=_place)
        return found

    def _scan(
        self,
        guard: Guard,
        schema: str,
        waiting: list[RawRecord],
        normalise: Callable[[RawRecord], list[Event]],
        found: Glanced,
    ) -> None:
        """Records on which no rule fires, provided that nothing else in them counts: they are scanned together."""
        if not guard.holds(b"\n".join([record.data for record in waiting])):
            odd = [record for record in waiting if not guard.holds(record.data)]
            for record in odd:
                self._match(record, normalise, found)
            found.events -= len(odd)
            found.schemas[schema] -= len(odd)
            self.meters["glanced"] -= len(odd)
        found.events += len(waiting)
        found.schemas[schema] += len(waiting)
        self.meters["glanced"] += len(waiting)
        waiting.clear()

    def _family(self, heads: tuple[Any, ...]) -> _Family:
        family = self._families.get(heads)
        if family is None:
            if len(self._families) >= MAX_FAMILIES:
                self._families.clear()
            family = self._families[heads] = _Family(self._heads)
        return family

    def _learn(
        self,
        record: RawRecord,
        lens: Lens,
        key: tuple[int | None, ...],
        values: tuple[Any, ...],
        normalise: Callable[[RawRecord], list[Event]],
        found: Glanced,
    ) -> bool:
        """True when no rule fires; else what fires is found."""
        self.meters["learned"] += 1
        events: list[Event] = []

        def event_of() -> Event:
            if not events:
                events.extend(normalise(record))
            return events[0]

        try:
            if None in key:
                key = tuple(lens.numbers(values, event_of))
            if key in lens.quiet:
                return True
            verdict = lens.verdict(key)  # type: ignore[arg-type]
            if not verdict:
                return True
            event = event_of()
        except BadRecord as error:
            found.quarantined.append(_refused(record, error))
            return False
        found.events += 1
        found.schemas[schema_of(event)] += 1
        if matches := self._keep(self._engine.found(verdict, event)):
            found.fired.append((event, matches))
        return False

    def _whole(
        self,
        record: RawRecord,
        family: _Family,
        key: tuple[Any, ...],
        normalise: Callable[[RawRecord], list[Event]],
        found: Glanced,
    ) -> None:
        """Match a record whole and, if there is none yet, make the lens for its like."""
        event = self._match(record, normalise, found)
        if event is None or key in family.lenses or len(family.lenses) >= MAX_IN_FAMILY:
            return
        family.lenses[key] = None
        try:
            family.lenses[key] = build(orjson.loads(record.data), event, self._engine, family.names)
        except MoreNames as more:
            names = tuple(dict.fromkeys([*family.names, *sorted(more.names)]))
            if len(names) <= MAX_NAMES:
                family.agree_on(names)
                family.extra = True
            return
        if (lens := family.lenses[key]) is not None:
            lens.key = key
            lens.waits = (lens.guard, schema_of(event))

    def _match(self, record: RawRecord, normalise: Callable[[RawRecord], list[Event]], found: Glanced) -> Event | None:
        self.meters["whole"] += 1
        try:
            events = normalise(record)
        except BadRecord as error:
            found.quarantined.append(_refused(record, error))
            return None
        found.events += len(events)
        for event in events:
            found.schemas[schema_of(event)] += 1
            if matches := self._keep(self._engine.match(event)):
                found.fired.append((event, matches))
        return events[0] if len(events) == 1 else None


def schema_of(event: Event) -> str:
    """What a record was read as, "" where its event does not say."""
    found = event.get("fengsui.schema")
    return found if type(found) is str else ""


def _place(fired: tuple[Event, list[Match]]) -> int:
    place = fired[0].get("log.offset", 0)
    return place if isinstance(place, int) else 0


def _refused(record: RawRecord, error: BadRecord) -> Quarantined:
    return Quarantined(error.reason, error.message, record.position, record.data, record.meta)
