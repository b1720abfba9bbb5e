"""Counts of events for evidence, kept by block: parts of the event store, asked together, that never change.

A round asks only what is new since the last one and adds it to the sums; a block one of whose parts was merged away or
deleted is asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from compliance.mlps.facts import NOTHING, UNIT, Group, Seen
from compliance.mlps.rules import questions
from model.times import DAY, Micros, day_of
from store.contract import EventStore, Tallies, Tally
from store.scope import EVERYTHING

Values: TypeAlias = Mapping[str, Seen]
Questions: TypeAlias = Mapping[Group, Mapping[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    parts: frozenset[str]
    day: str
    counts: Tallies


@dataclass(slots=True)
class Sum:
    """Of one query over a window: the first day of it, the blocks added so far, values by the group's first field."""

    first: str
    added: set[Block]
    values: dict[str, Seen]


class Counts:
    """Of one process; whoever uses it holds the desk's lock."""

    def __init__(self, store: EventStore, asked: Callable[[], Questions] = questions) -> None:
        """asked: what is to be counted, by group the queries with their windows in days."""
        self._store, self._asked = store, asked
        self._lock = threading.Lock()
        self._blocks: list[Block] = []
        self._sums: dict[tuple[str, Group, int], Sum] = {}
        self._at: Micros = 0
        self.partial: list[str] = []

    def refresh(self, at: Micros) -> int:
        """Ask for what has changed; how many parts that were."""
        with self._lock:
            asked = self._asked()
            first = day_of(at - max(days for queries in asked.values() for days in queries.values()) * DAY)
            live = {part: day for part, day in self._store.parts(EVERYTHING).items() if day >= first}
            kept = [block for block in self._blocks if block.parts <= live.keys()]
            known = frozenset().union(*(block.parts for block in kept))
            if len(kept) != len(self._blocks):
                self._sums.clear()
            fresh: dict[str, list[str]] = {}
            for part, day in live.items():
                if part not in known:
                    fresh.setdefault(day, []).append(part)
            self.partial = [] if fresh else self.partial
            for day, parts in fresh.items():
                kept.append(Block(frozenset(parts), day, self._ask(parts)))
            self._blocks, self._at = kept, at
            return sum(map(len, fresh.values()))

    def _ask(self, parts: list[str]) -> Tallies:
        asked = self._asked()
        texts = list(dict.fromkeys(query for queries in asked.values() for query in queries))
        found = self._store.tally(
            texts,
            list(asked),
            EVERYTHING,
            parts=parts,
            partial=self.partial,
            wanted=dict(asked.items()),
        )
        return {
            group: {query: held for query, held in found[group].items() if query in asked[group]} for group in asked
        }

    def values(self, query: str, group: Group, days: int) -> Values:
        """By value of the group's first field."""
        first = day_of(self._at - days * DAY)
        held = self._sums.get((query, group, days))
        if held is None or held.first != first:
            held = self._sums[query, group, days] = Sum(first, set(), {})
        if len(held.added) != len(self._blocks):
            for block in self._blocks:
                if block not in held.added:
                    held.added.add(block)
                    if block.day >= first:
                        _add(held.values, block.counts[group].get(query, {}))
        return held.values

    def look(self, query: str, group: Group, days: int, value: str) -> Seen:
        return self.values(query, group, days).get(value, NOTHING)

    def spans(self) -> dict[str, tuple[tuple[Micros, Micros], ...]]:
        """By unit, the first and last event of every day."""
        out: dict[str, dict[str, tuple[Micros, Micros]]] = {}
        for block in self._blocks:
            for (unit, _source), one in block.counts[UNIT].get("*", {}).items():
                days = out.setdefault(unit, {})
                first, last = days.get(block.day, (one.first, one.last))
                days[block.day] = min(first, one.first), max(last, one.last)
        return {unit: tuple(sorted(days.values())) for unit, days in out.items()}


def _add(values: dict[str, Seen], counted: Mapping[tuple[str, ...], Tally]) -> None:
    for (first, second), one in counted.items():
        seen = Seen(one.count, one.first, one.last, one.ids, {second: one.count})
        values[first] = values[first] | seen if first in values else seen
