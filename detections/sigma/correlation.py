"""Correlation rules over a stream: stateful, bounded, deterministic in the order events are fed.

Semantics are decided in `docs/reference/sigma.md`: windows trail each event, both ends included; a match is reported
when the condition begins to hold for a group and again while it goes on holding, at most once per timespan. What an
absence fulfils is judged when events leave their window, by event time or, when nothing comes, by `advance`.
"""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import chain
from typing import Any

from detections.sigma.correlation_inputs import NO_GROUP, Input, Place, Reading
from detections.sigma.correlation_rule import CorrelationRule
from detections.sigma.correlation_state import Group, LastEvent, State, decode
from detections.sigma.fields import FieldMap
from detections.sigma.rules import CompiledRule, Match
from detections.sigma.windows import Item, Window, window_of
from model.event import Event
from model.times import Micros

MAX_EVENT_IDS = 500  # carried by one match, the latest


@dataclass(frozen=True, slots=True)
class CorrelationMatch:
    """group: group-by name to value. value: the measure (None for boolean conditions). count: events in the window.

    event: the one that completed it or, when it was completed by nothing happening, the last of the group.
    """

    rule: CompiledRule
    group: dict[str, str]
    value: float | None
    count: int
    time: Micros
    first_time: Micros
    event_ids: tuple[str, ...]
    matched: dict[str, Any] = field(default_factory=dict)
    event: Event = field(default_factory=dict, compare=False, repr=False)


class _Plan:
    """A correlation with what is worked out once for it. room: items one of its windows may hold."""

    __slots__ = ("chained", "correlation", "number", "parents", "room", "waits")

    def __init__(self, number: int, correlation: CorrelationRule, room: int) -> None:
        self.number = number
        self.correlation = correlation
        self.room = room
        self.waits = correlation.waits
        self.chained = False  # it refers to correlations, whose matches begin before their time
        self.parents: list[_Reach] = []


class _Reach:
    """A rule as one of those a correlation refers to, at a position. readings: by field map."""

    __slots__ = ("plan", "positions", "readings", "rule")

    def __init__(self, plan: _Plan, position: int, rule: int) -> None:
        self.plan = plan
        self.positions = (position,)
        self.rule = rule
        self.readings: dict[str, Reading] = {}

    def reading(self, fields: FieldMap) -> Reading:
        known = self.readings.get(fields.name)
        if known is None:
            known = Reading(self.plan.correlation, self.plan.number, self.rule, fields)
            self.readings[fields.name] = known
        return known


_Occurrence = tuple[_Reach, Input]


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
        max_total: int = 2_000_000,
    ) -> None:
        """rules: in an order in which those referred to come first, as the loader gives them. fields_of: how the event of a
        match was read. max_items: of one window; max_total: of all windows together."""
        self.rules = tuple(rules)
        self._fields_of = fields_of
        self.max_groups = max_groups
        self.max_total = max_total
        self.counters = dict.fromkeys(("evicted", "late", "ungrouped", "without_value", "discarded"), 0)
        self._windows: OrderedDict[Place, Window] = OrderedDict()
        self._total = 0
        self._sequence = 0
        self._waiting: list[tuple[Micros, Place]] = []
        self._swept: Micros | None = None
        self._plans = [_Plan(n, c, _room(c, max_items)) for n, c in enumerate(self.rules)]
        self._consumers: dict[int, list[_Reach]] = {}
        own = {c.rule.index for c in self.rules}
        for plan in self._plans:
            plan.chained = not own.isdisjoint(plan.correlation.rules)
            for position, index in enumerate(plan.correlation.rules):
                self._consumers.setdefault(index, []).append(_Reach(plan, position, index))
        for plan in self._plans:
            plan.parents = self._consumers.get(plan.correlation.rule.index, [])
        self._inner = {i for i, reached in self._consumers.items() if any(r.plan.parents for r in reached)}
        self._shortest = min((c.timespan for c in self.rules), default=0)

    @property
    def evicted(self) -> int:
        return self.counters["evicted"]

    @property
    def groups(self) -> int:
        return len(self._windows)

    @property
    def items(self) -> int:
        """Events remembered, in all windows together."""
        return self._total

    @property
    def figures(self) -> dict[str, int]:
        """What is remembered and what was given up, for metrics and statistics."""
        return {"groups": self.groups, "items": self._total, **self.counters}

    @property
    def due(self) -> Micros | None:
        """When the next event leaves a window that is waited for; `advance` beyond it has something to say."""
        return self._waiting[0][0] if self._waiting else None

    def holding(self) -> list[tuple[CompiledRule, dict[str, str]]]:
        """The correlations that hold, and for which group, as far as events and time have been fed."""
        held = [(self.rules[p[0]], p) for p, w in self._windows.items() if (w.fired, w.absent) != (None, None)]
        return [(c.rule, dict(zip(c.group_by, place[1:], strict=True))) for c, place in held]

    def feed(self, event: Event, matches: Sequence[Match]) -> list[CorrelationMatch]:
        """The correlations this event completes, after those the time up to it has completed. `matches` are the rules found
        in it, all of them."""
        time: Micros = event["@timestamp"]
        found = self._pass(time) if self._waiting and self._waiting[0][0] <= time else []
        consumers = self._consumers
        if len(matches) > 1:
            matches = [m for m in matches if m.rule.index in consumers]
        if not matches or (reached := consumers.get(matches[0].rule.index)) is None:
            return found
        self._sequence += 1
        event_id = event.get("event.id")
        ids = () if event_id is None else (event_id,)
        match = matches[0]
        if len(matches) > 1 or match.rule.index in self._inner:
            self._feed_several(event, matches, ids, found)
            return found
        for reach in reached:
            reading = reach.readings.get(match.via) or reach.reading(self._fields_of(match, event))
            places = reading.places(event)
            if not places:
                self.counters["ungrouped"] += 1
                continue
            values = reading.values(event) if reading.measures else ()
            if values is None:
                self.counters["without_value"] += len(places)
                continue
            item = (time, self._sequence, reach.positions, values, ids, time)
            for place in places:
                done = self._step(reach.plan, place, item, event, reading.fields)
                if done is not None:
                    found.append(done)
        return found

    def _feed_several(
        self, event: Event, matches: Sequence[Match], ids: tuple[str, ...], found: list[CorrelationMatch]
    ) -> None:
        pending: dict[int, list[_Occurrence]] = {}
        for match in matches:
            one = Input(self._fields_of(match, event), NO_GROUP, ids, event["@timestamp"])
            for reach in self._consumers[match.rule.index]:
                pending.setdefault(reach.plan.number, []).append((reach, one))
        self._run(pending, event, event["@timestamp"], found)

    def _run(
        self, pending: dict[int, list[_Occurrence]], event: Event, time: Micros, found: list[CorrelationMatch]
    ) -> None:
        """Every correlation reached, those referred to first; what one finds may reach others."""
        order = sorted(pending)
        at = 0
        while at < len(order):
            plan = self._plans[order[at]]
            at += 1
            occurrences = pending[plan.number]
            for done in self._one(plan, event, time, occurrences):
                found.append(done)
                self._pass_on(plan, done, occurrences[0][1].fields, pending, order)

    def _pass_on(
        self,
        plan: _Plan,
        done: CorrelationMatch,
        fields: FieldMap,
        pending: dict[int, list[_Occurrence]],
        order: list[int],
    ) -> None:
        one = Input(fields, done.group, done.event_ids, done.first_time)
        for reach in plan.parents:
            number = reach.plan.number
            if number not in pending:
                pending[number] = []
                insort(order, number)
            pending[number].append((reach, one))

    def _one(
        self, plan: _Plan, event: Event, time: Micros, occurrences: list[_Occurrence]
    ) -> Iterator[CorrelationMatch]:
        """An event counts once per group, whichever of the rules it matches."""
        per_place: dict[Place, list[_Occurrence]] = {}
        for reach, one in sorted(occurrences, key=lambda o: o[0].positions):
            places = reach.reading(one.fields).places(event, one.group)
            if not places:
                self.counters["ungrouped"] += 1
            for place in places:
                per_place.setdefault(place, []).append((reach, one))
        for place, several in per_place.items():
            reach, one = several[0]
            values = reach.reading(one.fields).values(event, one.group)
            if values is None:
                self.counters["without_value"] += 1
                continue
            ids = tuple(dict.fromkeys(i for _, other in several for i in other.event_ids))[-MAX_EVENT_IDS:]
            positions = tuple(dict.fromkeys(other.positions[0] for other, _ in several))
            item = (time, self._sequence, positions, values, ids, min(other.first_time for _, other in several))
            done = self._step(plan, place, item, event, one.fields)
            if done is not None:
                yield done

    def _step(self, plan: _Plan, place: Place, item: Item, event: Event, fields: FieldMap) -> CorrelationMatch | None:
        window = self._windows.get(place)
        if window is None:
            window = self._windows[place] = window_of(plan.correlation)
            if len(self._windows) > self.max_groups:
                self._give_up_oldest()
        else:
            self._windows.move_to_end(place)
        grown = window.add(item)
        if grown is None:
            self.counters["late"] += 1
            if not window.items:
                del self._windows[place]
            return None
        if len(window.items) > plan.room:
            window.drop()
            grown -= 1
            self.counters["evicted"] += 1
        self._total += grown
        while self._total > self.max_total and len(self._windows) > 1:
            self._give_up_oldest()
        if plan.waits:
            window.last = (event, fields)
            self._await(place, window)
        if not window.holds():
            window.fired = None
        elif window.fired is None or window.newest - window.fired > window.span:
            window.fired = window.newest
            return self._match(plan, place, window, window.newest, event)
        return None

    def _give_up_oldest(self) -> None:
        """The group that has been quiet for longest."""
        _, oldest = self._windows.popitem(last=False)
        self._total -= len(oldest.items)
        self.counters["evicted"] += max(1, len(oldest.items))

    def _match(
        self, plan: _Plan, place: Place, window: Window, time: Micros, event: Event, left: tuple[Item, ...] = ()
    ) -> CorrelationMatch:
        """left: events that belong to the finding and have just left the window."""
        correlation, items = plan.correlation, window.items
        group = dict(zip(correlation.group_by, place[1:], strict=True))
        value = window.measure() if correlation.expression is None else None
        ids: dict[str, None] = {}
        for item in chain(reversed(items), reversed(left)):
            for one in reversed(item[4]):
                ids[one] = None
            if len(ids) >= MAX_EVENT_IDS:
                break
        first = min(i[5] for i in (*left, *items)) if plan.chained else (left[0] if left else items[0])[5]
        return CorrelationMatch(
            rule=correlation.rule,
            group=group,
            value=value,
            count=len(items),
            time=time,
            first_time=first,
            event_ids=tuple(ids)[:MAX_EVENT_IDS][::-1],
            matched=group if value is None else {**group, correlation.type: value},
            event=event,
        )

    # Time

    def advance(self, now_us: Micros) -> list[CorrelationMatch]:
        """The correlations that are complete because nothing came: call it when every event before `now_us` has been fed.

        Also forgets groups whose last event is more than a timespan before `now_us` (event time, not the wall clock).
        """
        found = self._pass(now_us)
        if self._swept is None or now_us - self._swept >= self._shortest:
            self._swept = now_us
            for place in [p for p, w in self._windows.items() if w.newest < now_us - w.span and w.due is None]:
                self._total -= len(self._windows.pop(place).items)
        return found

    def _await(self, place: Place, window: Window) -> None:
        """The moment after the oldest event's last in the window."""
        due = window.items[0][0] + window.span + 1
        if window.due != due:
            window.due = due
            heappush(self._waiting, (due, place))

    def _pass(self, now: Micros) -> list[CorrelationMatch]:
        """What begins to hold, group by group, as events leave their windows up to and including `now`."""
        found: list[CorrelationMatch] = []
        waiting = self._waiting
        while waiting and waiting[0][0] <= now:
            due, place = heappop(waiting)
            window = self._windows.get(place)
            if window is None or window.due != due:
                continue
            plan = self._plans[place[0]]
            event, fields = window.last
            for done in self._leave(plan, place, window, due, event):
                found.append(done)
                if plan.parents:
                    self._sequence += 1
                    pending: dict[int, list[_Occurrence]] = {}
                    order: list[int] = []
                    self._pass_on(plan, done, fields, pending, order)
                    self._run(pending, event, done.time, found)
            if window.items:
                self._await(place, window)
            else:
                del self._windows[place]
        return found

    def _leave(
        self, plan: _Plan, place: Place, window: Window, due: Micros, event: Event
    ) -> Iterator[CorrelationMatch]:
        """The oldest events leave. Before they do, the window that began with them is complete; after, there is less."""
        began = due - window.span - 1
        window.due = None
        if not window.items or window.items[0][0] != began:
            return
        if plan.correlation.absence:
            if not window.holds_absent(began):
                window.absent = None
            elif window.absent is None or due - 1 - window.absent > window.span:
                window.absent = due - 1
                yield self._match(plan, place, window, due - 1, event)
        left: list[Item] = []
        while window.items and window.items[0][0] == began:
            left.append(window.drop())
        self._total -= len(left)
        if plan.correlation.absence:
            return
        if not window.holds():
            window.fired = None
        elif window.fired is None:
            window.fired = due
            yield self._match(plan, place, window, due, event, tuple(left))

    # What outlives the process

    def snapshot(self) -> bytes:
        """The whole state, as MessagePack; the same state always gives the same bytes."""
        groups = []
        for (number, *key), window in self._windows.items():
            plan = self._plans[number]
            last = None
            if window.last is not None:
                event, fields = window.last
                names = [reach.reading(fields).names() for reach in plan.parents]
                last = LastEvent.of(event, fields.name, set().union(*names))
            groups.append(Group.of(plan.correlation.fingerprint, key, window, last))
        return State.of(self._sequence, self._swept, self.counters, groups).encode()

    def restore(self, data: bytes) -> None:
        """Take over a snapshot. Groups of rules that are gone or changed are dropped and counted as `discarded`.

        Raises InputError when the bytes are no snapshot; the state is then unchanged.
        """
        state = decode(data)
        plans = {p.correlation.fingerprint: p for p in self._plans}
        windows: OrderedDict[Place, Window] = OrderedDict()
        discarded = 0
        for group in state.groups:
            plan = plans.get(group.fingerprint)
            if plan is None or not group.fits(plan.correlation):
                discarded += 1
                continue
            window = group.window(plan.correlation)
            if group.last is not None:
                event = group.last.event
                window.last = (event, self._fields_of(Match(plan.correlation.rule, {}, group.last.via), event))
            windows[plan.number, *group.key] = window
        self._windows = windows
        self._total = sum(len(w.items) for w in windows.values())
        self._waiting = []
        for place, window in windows.items():
            if window.last is not None and window.items:
                window.due = None
                self._await(place, window)
        self._sequence = state.sequence
        self._swept = state.swept
        self.counters.update({k: v for k, v in state.counters.items() if k in self.counters})
        self.counters["discarded"] += discarded


def _room(correlation: CorrelationRule, max_items: int) -> int:
    """Items one window may hold: enough to reach any threshold a rule may sensibly ask for."""
    if correlation.type in ("event_count", "value_count"):
        return max(max_items, *(min(2 * int(bound), 1_000_000) for _, bound in correlation.bounds))
    return max_items
