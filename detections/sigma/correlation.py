"""Correlation rules over a stream: stateful, bounded, deterministic in the order events are fed.

Semantics are decided in `docs/reference/sigma.md`: windows trail each event, both ends included; a match is reported
when the condition begins to hold for a group and again while it goes on holding, at most once per timespan.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import msgspec

from detections.sigma.correlation_rule import NUMERIC, CorrelationRule
from detections.sigma.fields import FieldMap
from detections.sigma.rules import CompiledRule, Match
from detections.sigma.values import number_of, text_of
from detections.sigma.windows import Item, Value, Window
from model.errors import InputError
from model.event import Event
from model.times import Micros

MAX_EVENT_IDS = 500  # carried by one match, the latest
MAX_COMBINATIONS = 64  # of list values in group-by fields or value tuples, per event
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class CorrelationMatch:
    """group: group-by name to value. value: the measure (None for boolean conditions). count: events in the window."""

    rule: CompiledRule
    group: dict[str, str]
    value: float | None
    count: int
    time: Micros
    first_time: Micros
    event_ids: tuple[str, ...]
    matched: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Input:
    """One occurrence of a rule (or of an inner correlation) at the current event."""

    fields: FieldMap
    group: Mapping[str, str]
    event_ids: tuple[str, ...]
    first_time: Micros


class _Group(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    fingerprint: str
    key: list[str]
    newest: int
    fired: int | None
    items: list[tuple[int, int, list[int], list[Any], list[str], int]]


class _Snapshot(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    format: int
    sequence: int
    counters: dict[str, int]
    groups: list[_Group]


class Correlations:
    """One instance per stream; feed events in the order they are to be counted.

    counters: `evicted` (items or groups given up for the bounds), `late` (older than their whole window), `ungrouped`
    (a group-by field was absent), `without_value` (nothing to measure), `discarded` (groups of a snapshot whose rule is
    gone or changed).
    """

    def __init__(
        self,
        rules: Sequence[CorrelationRule],
        fields_of: Callable[[Match, Event], FieldMap],
        *,
        max_groups: int = 100_000,
        max_items: int = 10_000,
    ) -> None:
        """rules: in an order in which those referred to come first, as the loader gives them. fields_of: how the event of a
        match was read."""
        self.rules = tuple(rules)
        self._fields_of = fields_of
        self.max_groups = max_groups
        self.max_items = max_items
        self.counters = dict.fromkeys(("evicted", "late", "ungrouped", "without_value", "discarded"), 0)
        self._windows: OrderedDict[tuple[str, tuple[str, ...]], Window] = OrderedDict()
        self._sequence = 0
        self._plan = [(correlation, frozenset(correlation.rules)) for correlation in self.rules]

    @property
    def evicted(self) -> int:
        return self.counters["evicted"]

    @property
    def groups(self) -> int:
        return len(self._windows)

    def feed(self, event: Event, matches: Sequence[Match]) -> list[CorrelationMatch]:
        """The correlations this event completes. `matches` are the rules found in it, all of them."""
        if not matches or not self.rules:
            return []
        self._sequence += 1
        time = event["@timestamp"]
        event_ids = (event["event.id"],) if "event.id" in event else ()
        inputs: dict[int, list[_Input]] = {}
        for match in matches:
            fields = self._fields_of(match, event)
            inputs.setdefault(match.rule.index, []).append(_Input(fields, {}, event_ids, time))
        found: list[CorrelationMatch] = []
        for correlation, referred in self._plan:
            if referred.isdisjoint(inputs):
                continue
            for done in self._one(correlation, event, time, inputs):
                found.append(done)
                fields = next(i.fields for r in correlation.rules for i in inputs.get(r, ()))
                inputs.setdefault(correlation.rule.index, []).append(
                    _Input(fields, done.group, done.event_ids, done.first_time)
                )
        return found

    def _one(
        self, correlation: CorrelationRule, event: Event, time: Micros, inputs: Mapping[int, list[_Input]]
    ) -> Iterator[CorrelationMatch]:
        """An event counts once per group, whichever of the rules it matches."""
        per_group: dict[tuple[str, ...], list[tuple[int, int, _Input]]] = {}
        for position, rule in enumerate(correlation.rules):
            for one in inputs.get(rule, ()):
                keys = list(self._keys(correlation, rule, one, event))
                if not keys:
                    self.counters["ungrouped"] += 1
                for key in keys:
                    per_group.setdefault(key, []).append((position, rule, one))
        for key, occurrences in per_group.items():
            values = self._values(correlation, occurrences[0][1], occurrences[0][2], event)
            if values is None:
                self.counters["without_value"] += 1
                continue
            item = Item(
                time=time,
                sequence=self._sequence,
                rules=tuple(sorted({position for position, _, _ in occurrences})),
                values=values,
                event_ids=tuple(dict.fromkeys(i for _, _, one in occurrences for i in one.event_ids))[-MAX_EVENT_IDS:],
                first_time=min(one.first_time for _, _, one in occurrences),
            )
            yield from self._step(correlation, key, item)

    def _keys(self, correlation: CorrelationRule, rule: int, one: _Input, event: Event) -> Iterator[tuple[str, ...]]:
        """The groups an event belongs to: one, or one per member of a list; none when a field is absent."""
        choices = []
        for name in correlation.group_by:
            wanted = correlation.field_for(name, rule)
            inner = one.group.get(wanted)
            choices.append([inner] if inner is not None else [text_of(v) for v in one.fields.read(event, wanted)])
        yield from islice(dict.fromkeys(product(*choices)), MAX_COMBINATIONS)

    def _values(self, correlation: CorrelationRule, rule: int, one: _Input, event: Event) -> tuple[Value, ...] | None:
        """What the event adds to the measure; None when its field is absent or (for numbers) holds none."""
        if not correlation.fields:
            return ()
        read = [
            (one.group[wanted],) if wanted in one.group else one.fields.read(event, wanted)
            for wanted in (correlation.field_for(name, rule) for name in correlation.fields)
        ]
        values: tuple[Value, ...]
        if correlation.type in NUMERIC:
            values = tuple(n for n in map(number_of, read[0]) if n is not None)
        elif len(read) == 1:
            values = tuple(dict.fromkeys(text_of(v) for v in read[0]))
        else:
            texts = [[text_of(v) for v in field_values] for field_values in read]
            values = tuple(islice(dict.fromkeys(product(*texts)), MAX_COMBINATIONS))
        return values or None

    def _step(self, correlation: CorrelationRule, key: tuple[str, ...], item: Item) -> Iterator[CorrelationMatch]:
        place = (correlation.fingerprint, key)
        window = self._windows.get(place)
        if window is None:
            window = self._windows[place] = Window(correlation)
            if len(self._windows) > self.max_groups:  # the group that has been quiet for longest
                _, oldest = self._windows.popitem(last=False)
                self.counters["evicted"] += max(1, len(oldest.items))
        self._windows.move_to_end(place)
        if not window.add(item):
            self.counters["late"] += 1
            return
        if len(window.items) > self._room(correlation):
            window.drop()
            self.counters["evicted"] += 1
        if not window.holds():
            window.fired = None
        elif window.fired is None or window.newest - window.fired > correlation.timespan:
            window.fired = window.newest
            yield self._match(correlation, key, window)

    def _room(self, correlation: CorrelationRule) -> int:
        """Items one window may hold: enough to reach any threshold a rule may sensibly ask for."""
        if correlation.type in ("event_count", "value_count"):
            return max(self.max_items, *(min(2 * int(bound), 1_000_000) for _, bound in correlation.bounds))
        return self.max_items

    def _match(self, correlation: CorrelationRule, key: tuple[str, ...], window: Window) -> CorrelationMatch:
        group = dict(zip(correlation.group_by, key, strict=True))
        value = None if correlation.expression is not None else window.measure()
        measured = {} if value is None else {correlation.type: value}
        ids = dict.fromkeys(i for item in window.items for i in item.event_ids)
        return CorrelationMatch(
            rule=correlation.rule,
            group=group,
            value=value,
            count=len(window.items),
            time=window.newest,
            first_time=min(item.first_time for item in window.items),
            event_ids=tuple(ids)[-MAX_EVENT_IDS:],
            matched={**group, **measured},
        )

    def advance(self, now_us: Micros) -> None:
        """Forget groups whose last event is more than a timespan before `now_us` (event time, not the wall clock)."""
        gone = [p for p, w in self._windows.items() if w.newest < now_us - w.rule.timespan]
        for place in gone:
            del self._windows[place]

    def snapshot(self) -> bytes:
        """The whole state, as MessagePack; the same state always gives the same bytes."""
        groups = [
            _Group(
                fingerprint,
                list(key),
                window.newest,
                window.fired,
                [
                    (i.time, i.sequence, list(i.rules), list(i.values), list(i.event_ids), i.first_time)
                    for i in window.items
                ],
            )
            for (fingerprint, key), window in self._windows.items()
        ]
        return msgspec.msgpack.encode(_Snapshot(_FORMAT, self._sequence, self.counters, groups))

    def restore(self, data: bytes) -> None:
        """Take over a snapshot. Groups of rules that are gone or changed are dropped and counted as `discarded`.

        Raises InputError when the bytes are no snapshot; the state is then unchanged.
        """
        try:
            snapshot = msgspec.msgpack.decode(data, type=_Snapshot)
        except (msgspec.DecodeError, RecursionError) as error:
            raise InputError(f"not a snapshot of correlation state: {error}") from error
        if snapshot.format != _FORMAT:
            raise InputError(f"correlation state of format {snapshot.format}, expected {_FORMAT}")
        rules = {c.fingerprint: c for c in self.rules}
        windows: OrderedDict[tuple[str, tuple[str, ...]], Window] = OrderedDict()
        discarded = 0
        for group in snapshot.groups:
            correlation = rules.get(group.fingerprint)
            if correlation is None or len(group.key) != len(correlation.group_by):
                discarded += 1
                continue
            windows[group.fingerprint, tuple(group.key)] = _window(correlation, group)
        self._windows = windows
        self._sequence = snapshot.sequence
        self.counters.update({k: v for k, v in snapshot.counters.items() if k in self.counters})
        self.counters["discarded"] += discarded


def _window(correlation: CorrelationRule, group: _Group) -> Window:
    window = Window(correlation, newest=group.newest, fired=group.fired)
    for time, sequence, positions, values, event_ids, first_time in group.items:
        known = tuple(p for p in positions if 0 <= p < len(correlation.rules))
        kept: tuple[Value, ...] = tuple(tuple(v) if isinstance(v, list) else v for v in values)
        if correlation.type in NUMERIC:
            kept = tuple(v for v in kept if isinstance(v, int | float))
        window.add(Item(time, sequence, known, kept, tuple(event_ids), first_time))
    return window
