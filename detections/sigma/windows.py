"""What a correlation measures: the events of one group in one trailing window, added and expired one at a time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from detections.sigma.correlation_rule import ORDERED, CorrelationRule, Expression
from detections.sigma.predicates import compare
from model.times import Micros

NEVER = float("-inf")
Value: TypeAlias = "str | int | float | tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Item:
    """One event in a window. sequence: its place in the order of arrival. rules: positions of the rules it matched.

    values: what it contributes to the measure. first_time: earliest event it stands for (a chained correlation's).
    """

    time: Micros
    sequence: int
    rules: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()
    event_ids: tuple[str, ...] = ()
    first_time: Micros = 0

    @property
    def order(self) -> tuple[Micros, int]:
        return self.time, self.sequence


@dataclass(slots=True)
class Window:
    """newest: event time of the latest event so far. fired: `newest` when it last reported, None when not holding since."""

    rule: CorrelationRule
    items: deque[Item] = field(default_factory=deque)
    newest: Micros = 0
    fired: Micros | None = None
    tally: Tally = field(init=False)
    chains: Chains = field(init=False)

    def __post_init__(self) -> None:
        self.tally = Tally()
        self.chains = Chains(len(self.rule.rules) if self.rule.type == ORDERED else 0)

    def add(self, item: Item) -> bool:
        """Take an event in; False when it is older than the whole window and cannot count any more."""
        self.newest = max(self.newest, item.time)
        if item.time < self.newest - self.rule.timespan:
            return False
        place = len(self.items)
        while place and self.items[place - 1].order > item.order:
            place -= 1
        if place == len(self.items):
            self.items.append(item)
            self.chains.add(item)
        else:
            self.items.insert(place, item)
            if self.rule.type == ORDERED:
                self.chains = Chains.of(self.items, len(self.rule.rules))
        self.tally.add(item, self.rule.type)
        self.expire()
        return True

    def expire(self) -> None:
        """Both ends belong to the window: an event exactly one timespan old still counts."""
        while self.items and self.items[0].time < self.newest - self.rule.timespan:
            self.drop()

    def drop(self) -> None:
        self.tally.remove(self.items.popleft(), self.rule.type)

    def measure(self) -> float | None:
        """The number the condition is about; None when there is nothing to measure."""
        kind = self.rule.type
        if kind == "event_count":
            return len(self.items)
        if kind == "value_count":
            return len(self.tally.values)
        if kind in ("value_sum", "value_avg"):
            if not self.tally.numbers:
                return None
            total = self.tally.total if kind == "value_sum" else self.tally.total / len(self.tally.numbers)
            return int(total) if total.denominator == 1 else float(total)
        if kind in ("value_percentile", "value_median"):
            return percentile(self.tally.numbers, self.rule.percentile)
        if kind == ORDERED:
            return self.chains.longest(self.newest - self.rule.timespan)
        return len(self.tally.rules)

    def holds(self) -> bool:
        if self.rule.expression is not None:
            if self.rule.type == ORDERED:
                return in_order(self.rule.expression, [item.rules for item in self.items], self.tally.rules)
            return satisfied(self.rule.expression, self.tally.rules)
        measured = self.measure()
        return measured is not None and all(compare(measured, op, bound) for op, bound in self.rule.bounds)


class Chains:
    """How many of the rules occurred in the order listed, each in an event of its own; skipping rules is allowed.

    For every length and last rule, the latest time such a chain began: the chain is in the window as long as that is. So
    an event costs the square of the number of rules, whatever the window holds.
    """

    __slots__ = ("_began",)

    def __init__(self, rules: int) -> None:
        self._began = [[NEVER] * (rules + 1) for _ in range(rules)]  # [last rule][length]

    @classmethod
    def of(cls, items: Iterable[Item], rules: int) -> Chains:
        chains = cls(rules)
        for item in items:
            chains.add(item)
        return chains

    def add(self, item: Item) -> None:
        """Items come in order."""
        if not self._began:
            return
        before = [list(began) for began in self._began]
        for last in item.rules:
            self._began[last][1] = max(self._began[last][1], item.time)
            for shorter in before[:last]:
                for length, began in enumerate(shorter[:-1]):
                    self._began[last][length + 1] = max(self._began[last][length + 1], began)

    def longest(self, since: Micros) -> int:
        return max((n for began in self._began for n, t in enumerate(began) if t >= since), default=0)


class Tally:
    """Running totals. Sums are exact fractions, so that what was added can be taken away without drift."""

    __slots__ = ("numbers", "rules", "total", "values")

    def __init__(self) -> None:
        self.rules: Counter[int] = Counter()
        self.values: Counter[Value] = Counter()
        self.numbers: list[float] = []
        self.total = Fraction(0)

    def add(self, item: Item, kind: str) -> None:
        self.rules.update(item.rules)
        if kind == "value_count":
            self.values.update(item.values)
        elif kind.startswith("value_"):
            for value in item.values:
                assert isinstance(value, int | float)
                insort(self.numbers, value)
                self.total += Fraction(value)

    def remove(self, item: Item, kind: str) -> None:
        _subtract(self.rules, item.rules)
        if kind == "value_count":
            _subtract(self.values, item.values)
        elif kind.startswith("value_"):
            for value in item.values:
                assert isinstance(value, int | float)
                del self.numbers[bisect_left(self.numbers, value)]
                self.total -= Fraction(value)


def _subtract(counts: Counter[Any], gone: tuple[Any, ...]) -> None:
    for key in gone:
        counts[key] -= 1
        if not counts[key]:
            del counts[key]


def percentile(numbers: list[float], percent: float) -> float | None:
    """Of sorted numbers, interpolated between neighbours (SQL's PERCENTILE_CONT, Hyndman and Fan 1996, type 7)."""
    if not numbers:
        return None
    place = Fraction(percent) / 100 * (len(numbers) - 1)
    below = floor(place)
    low, high = numbers[below], numbers[min(below + 1, len(numbers) - 1)]
    exact = Fraction(low) + (Fraction(high) - Fraction(low)) * (place - below)
    return int(exact) if exact.denominator == 1 else float(exact)


def satisfied(expression: Expression, present: Counter[int]) -> bool:
    if isinstance(expression, int):
        return expression in present
    kind, parts = expression
    if kind == "not":
        return not satisfied(parts[0], present)
    results = [satisfied(part, present) for part in parts]
    return all(results) if kind == "and" else any(results)


def in_order(expression: Expression, events: list[tuple[int, ...]], present: Counter[int]) -> bool:
    """The condition holds with its parts in the order written. `not c`: no c in the whole window."""
    return _earliest(expression, events, 0, present) is not None


def _earliest(expression: Expression, events: list[tuple[int, ...]], start: int, present: Counter[int]) -> int | None:
    """The place just after the earliest event that completes the expression from `start` on; None when none does."""
    if isinstance(expression, int):
        return next((i + 1 for i in range(start, len(events)) if expression in events[i]), None)
    kind, parts = expression
    if kind == "not":
        return None if satisfied(parts[0], present) else start
    ends = []
    for part in parts:
        end = _earliest(part, events, start, present)
        if kind == "or":
            ends.append(end)
        elif end is None:
            return None
        else:
            start = end
    return start if kind == "and" else min((e for e in ends if e is not None), default=None)
