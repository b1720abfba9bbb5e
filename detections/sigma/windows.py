"""What a correlation measures: the events of one group in one trailing window, each entering and leaving once.

A window costs the same however long it is: counts, sums and distinct values are kept as running totals, percentiles in
two heaps (`numbers`), orders as the latest beginning of every chain (`orders`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, TypeAlias

from detections.sigma.correlation_rule import ORDERED, CorrelationRule, Expression
from detections.sigma.numbers import ExactSum, Quantile
from detections.sigma.orders import Chains, Tracks, branches, earliest
from model.times import Micros

Value: TypeAlias = "str | int | float | tuple[str, ...]"
Item: TypeAlias = "tuple[Micros, int, tuple[int, ...], tuple[Value, ...], tuple[str, ...], Micros]"
"""One event in a window, a plain tuple because every matched event makes one.

0 time; 1 place in the order of arrival; 2 positions of the rules it matched; 3 what it adds to the measure; 4 the events it
stands for; 5 the earliest time among them (of a chained correlation's, else its own).
"""


class Window:
    """newest: event time of the latest event so far. fired: `newest` when it last reported, None when not holding since.

    absent: the same for conditions that need an absence. due: when the next event leaves, where that is waited for.
    """

    __slots__ = ("absent", "due", "fired", "items", "last", "newest", "rule", "span", "tests")
    counts = True  # whether `enter` and `leave` do anything

    def __init__(self, rule: CorrelationRule) -> None:
        self.rule = rule
        self.span = rule.timespan
        self.tests = rule.tests
        self.items: deque[Item] = deque()
        self.newest: Micros = 0
        self.fired: Micros | None = None
        self.absent: Micros | None = None
        self.due: Micros | None = None
        self.last: Any = None  # the event that time speaks for, of rules that wait for departures

    def add(self, item: Item) -> int | None:
        """Take an event in: by how many the window has grown, or None when it is older than the whole window."""
        time = item[0]
        items = self.items
        if time >= self.newest:
            self.newest = time
            items.append(item)
            if self.counts:
                self.enter(item)
            oldest = time - self.span
            grown = 1
            while items[0][0] < oldest:
                self.drop()
                grown -= 1
            return grown
        if time < self.newest - self.span:
            return None
        place = len(items)
        while place and items[place - 1][:2] > item[:2]:
            place -= 1
        items.insert(place, item)
        self.enter(item)
        if place < len(items) - 1:
            self.reorder()
        return 1

    def drop(self) -> Item:
        """The oldest event leaves."""
        item = self.items.popleft()
        if self.counts:
            self.leave(item)
        return item

    def load(self, items: Iterable[Item]) -> None:
        """Take over the events of a snapshot, in their order."""
        for item in items:
            self.items.append(item)
            self.enter(item)

    def enter(self, item: Item) -> None:
        """Count an event in."""

    def leave(self, item: Item) -> None:
        """Count it out again."""

    def reorder(self) -> None:
        """An event came late and stands before others."""

    def measure(self) -> float | None:
        """The number the condition is about; None when there is nothing to measure."""
        return len(self.items)

    def holds(self) -> bool:
        measured = self.measure()
        if measured is None:
            return False
        for compares, bound in self.tests:  # noqa: SIM110 - a generator costs more than the test
            if not compares(measured, bound):
                return False
        return True

    def holds_absent(self, time: Micros) -> bool:  # noqa: ARG002
        """Whether the window that began with the events of `time` is complete without what must be absent."""
        return False


class Count(Window):
    """event_count."""

    __slots__ = ()
    counts = False


class Distinct(Window):
    """value_count."""

    __slots__ = ("values",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.values: dict[Value, int] = {}

    def enter(self, item: Item) -> None:
        values = self.values
        for value in item[3]:
            values[value] = values.get(value, 0) + 1

    def leave(self, item: Item) -> None:
        values = self.values
        for value in item[3]:
            left = values[value] - 1
            if left:
                values[value] = left
            else:
                del values[value]

    def measure(self) -> float | None:
        return len(self.values)


class Sum(Window):
    """value_sum, and with `average` value_avg."""

    __slots__ = ("total",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.total = ExactSum()

    def enter(self, item: Item) -> None:
        for value in item[3]:
            self.total.add(value)

    def leave(self, item: Item) -> None:
        for value in item[3]:
            self.total.remove(value)

    def measure(self) -> float | None:
        return self.total.sum()


class Average(Sum):
    """value_avg."""

    __slots__ = ()

    def measure(self) -> float | None:
        return self.total.mean()


class Percentile(Window):
    """value_percentile and value_median."""

    __slots__ = ("numbers",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.numbers = Quantile(rule.percentile)

    def enter(self, item: Item) -> None:
        for value in item[3]:
            self.numbers.add(value)

    def leave(self, item: Item) -> None:
        for value in item[3]:
            self.numbers.remove(value)

    def measure(self) -> float | None:
        return self.numbers.value()


class Temporal(Window):
    """temporal: how many of the rules are there."""

    __slots__ = ("present",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.present: dict[int, int] = {}

    def enter(self, item: Item) -> None:
        present = self.present
        for position in item[2]:
            present[position] = present.get(position, 0) + 1

    def leave(self, item: Item) -> None:
        present = self.present
        for position in item[2]:
            left = present[position] - 1
            if left:
                present[position] = left
            else:
                del present[position]

    def measure(self) -> float | None:
        return len(self.present)


class Condition(Temporal):
    """temporal with a boolean condition."""

    __slots__ = ("expression",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        assert rule.expression is not None
        self.expression: Expression = rule.expression

    def measure(self) -> float | None:
        return None

    def holds(self) -> bool:
        return any(not b.negated for b in branches(self.expression, self.present, ()))

    def holds_absent(self, time: Micros) -> bool:
        return any(b.completes for b in branches(self.expression, self.present, self.began(time)))

    def began(self, time: Micros) -> frozenset[int]:
        """The rules that the events at one time matched; they are the window's first."""
        found: set[int] = set()
        for item in self.items:
            if item[0] != time:
                break
            found.update(item[2])
        return frozenset(found)


class Ordered(Window):
    """temporal_ordered: the longest chain of the rules in the order listed. left: time of the latest event that has gone;
    chains may still begin with it."""

    __slots__ = ("chains", "left")

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.left: Micros = -1
        self.chains = Chains(len(rule.rules))

    def enter(self, item: Item) -> None:
        self.chains.add(item[0], item[2])

    def leave(self, item: Item) -> None:
        self.left = item[0]

    def reorder(self) -> None:
        self.chains = Chains(len(self.rule.rules))
        for item in self.items:
            self.chains.add(item[0], item[2])

    def measure(self) -> float | None:
        return self.chains.longest(max(self.newest - self.span, self.left + 1))


class OrderedCondition(Condition):
    """temporal_ordered with a boolean condition, whose parts follow each other as written."""

    __slots__ = ("tracks",)

    def __init__(self, rule: CorrelationRule) -> None:
        super().__init__(rule)
        self.tracks = Tracks(len(rule.rules))

    def enter(self, item: Item) -> None:
        self.tracks.add(item[:2], item[2])

    def leave(self, item: Item) -> None:
        self.tracks.remove(item[:2], item[2])

    def holds(self) -> bool:
        return any(not b.negated for b in earliest(self.expression, self.tracks, ()))

    def holds_absent(self, time: Micros) -> bool:
        return any(b.completes for b in earliest(self.expression, self.tracks, self.began(time)))


_KINDS: dict[str, type[Window]] = {
    "event_count": Count,
    "value_count": Distinct,
    "value_sum": Sum,
    "value_avg": Average,
    "value_percentile": Percentile,
    "value_median": Percentile,
    "temporal": Temporal,
    ORDERED: Ordered,
}


def window_of(rule: CorrelationRule) -> Window:
    """An empty window for one group of the rule."""
    if rule.expression is not None:
        return OrderedCondition(rule) if rule.type == ORDERED else Condition(rule)
    return _KINDS[rule.type](rule)
