"""Counts of events for evidence, kept by day: a day is asked again only when events were added to it or deleted from it.

Answers are aggregated per query and window; only the newest day of a window changes from round to round, so everything
before it is added up once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TypeAlias

from compliance.mlps.facts import NOTHING, UNIT, Group, Seen
from compliance.mlps.rules import questions
from model.times import DAY, Micros, day_of, parse_iso
from store.contract import EventStore, Tally, TimeRange
from store.scope import EVERYTHING

Values: TypeAlias = Mapping[str, Seen]
Day: TypeAlias = dict[Group, dict[str, dict[tuple[str, ...], Tally]]]


class Counts:
    """Of one process; one thread refreshes at a time, readers take what `refresh` left."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._days: dict[str, tuple[int, Day]] = {}
        self._sums: dict[tuple[str, Group, int, bool], tuple[tuple[tuple[str, int], ...], dict[str, Seen]]] = {}
        self._at: Micros = 0
        self.partial: list[str] = []

    @property
    def stamp(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((day, held[0]) for day, held in self._days.items()))

    def refresh(self, at: Micros) -> int:
        """Ask for what has changed; how many days that were."""
        with self._lock:
            longest = max(days for asked in questions().values() for days in asked.values())
            first = day_of(at - longest * DAY)
            now = {day: rows for day, rows in self._store.days(EVERYTHING).items() if day >= first}
            for day in self._days.keys() - now.keys():
                del self._days[day]
            stale = [day for day, rows in now.items() if day not in self._days or self._days[day][0] != rows]
            if stale:
                self.partial = []
            for day in stale:
                self._days[day] = now[day], self._ask(day, at)
            self._at = at
            return len(stale)

    def _ask(self, day: str, at: Micros) -> Day:
        start = parse_iso(day)
        within = TimeRange(start, start + DAY)
        age = (at - start) // DAY
        found: Day = {}
        for group, asked in questions().items():
            wanted = {query: query for query, days in asked.items() if days >= age}
            if wanted:
                found[group] = self._store.tally(wanted, group, EVERYTHING, within=within, partial=self.partial)
        return found

    def values(self, query: str, group: Group, days: int) -> Values:
        """By value of the group's first field."""
        first = day_of(self._at - days * DAY)
        window = sorted(day for day in self._days if day >= first)
        if not window:
            return {}
        key = tuple((day, self._days[day][0]) for day in window)
        held = self._sums.get((query, group, days, True))
        if held is not None and held[0] == key:
            return held[1]
        before = self._sums.get((query, group, days, False))
        if before is None or before[0] != key[:-1]:
            before = key[:-1], self._sum({}, window[:-1], query, group)
            self._sums[query, group, days, False] = before
        summed = self._sum(before[1], window[-1:], query, group)
        self._sums[query, group, days, True] = key, summed
        return summed

    def _sum(self, base: dict[str, Seen], days: list[str], query: str, group: Group) -> dict[str, Seen]:
        out = dict(base)
        for day in days:
            for (first, second), one in self._days[day][1].get(group, {}).get(query, {}).items():
                seen = Seen(one.count, one.first, one.last, one.ids, {second: one.count})
                out[first] = out[first] | seen if first in out else seen
        return out

    def look(self, query: str, group: Group, days: int, value: str) -> Seen:
        return self.values(query, group, days).get(value, NOTHING)

    def spans(self) -> dict[str, tuple[tuple[Micros, Micros], ...]]:
        """By unit, the first and last event of every day."""
        out: dict[str, dict[str, tuple[Micros, Micros]]] = {}
        for day, (_, held) in self._days.items():
            for (unit, _source), one in held.get(UNIT, {}).get("*", {}).items():
                days = out.setdefault(unit, {})
                first, last = days.get(day, (one.first, one.last))
                days[day] = min(first, one.first), max(last, one.last)
        return {unit: tuple(sorted(days.values())) for unit, days in out.items()}
