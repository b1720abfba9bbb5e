"""Which of a correlation's rules occurred, in which order: chains, and boolean conditions with absences."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Container
from dataclasses import dataclass

from detections.sigma.correlation_rule import Expression
from model.times import Micros

NEVER = float("-inf")
Order = tuple[Micros, int]
_START: Order = (-1, -1)


class Chains:
    """How many of the rules occurred in the order listed, each in an event of its own; skipping rules is allowed.

    For every length and last rule, the latest time such a chain began: the chain is in the window as long as that is. So
    an event costs the square of the number of rules, whatever the window holds.
    """

    __slots__ = ("_began",)

    def __init__(self, rules: int) -> None:
        self._began: list[list[float]] = [[NEVER] * (rules + 1) for _ in range(rules)]  # [last rule][length]

    def add(self, time: Micros, rules: Collection[int]) -> None:
        """Events come in order."""
        before = [list(began) for began in self._began] if len(rules) > 1 else self._began
        for last in rules:
            own = self._began[last]
            for rule in range(last):
                shorter = before[rule]
                for length in range(1, rule + 2):  # no chain is longer than the rules up to its last
                    if shorter[length] > own[length + 1]:
                        own[length + 1] = shorter[length]
            if time > own[1]:
                own[1] = time

    def longest(self, since: Micros) -> int:
        longest = 0
        for began in self._began:
            for length in range(len(began) - 1, longest, -1):
                if began[length] >= since:
                    longest = length
                    break
        return longest


class Tracks:
    """Per rule, when it occurred, in order; finding the next after a moment costs the logarithm of their number."""

    __slots__ = ("_orders", "_starts")

    def __init__(self, rules: int) -> None:
        self._orders: list[list[Order]] = [[] for _ in range(rules)]
        self._starts = [0] * rules  # what stands before has left

    def add(self, order: Order, rules: Collection[int]) -> None:
        for rule in rules:
            orders = self._orders[rule]
            if not orders or order > orders[-1]:
                orders.append(order)
            else:
                insort(orders, order, lo=self._starts[rule])

    def remove(self, order: Order, rules: Collection[int]) -> None:
        """The oldest leaves."""
        for rule in rules:
            assert self._orders[rule][self._starts[rule]] == order
            self._starts[rule] += 1
            if self._starts[rule] * 2 > len(self._orders[rule]):
                del self._orders[rule][: self._starts[rule]]
                self._starts[rule] = 0

    def after(self, rule: int, order: Order) -> Order | None:
        """The first occurrence later than `order`."""
        orders = self._orders[rule]
        place = bisect_right(orders, order, lo=self._starts[rule])
        return orders[place] if place < len(orders) else None

    def __contains__(self, rule: object) -> bool:
        return isinstance(rule, int) and len(self._orders[rule]) > self._starts[rule]


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a condition is satisfied. anchored: it uses an event the window began with. positive: it needs an
    event at all. negated: it needs an absence."""

    anchored: bool = False
    positive: bool = False
    negated: bool = False

    @property
    def completes(self) -> bool:
        """Whether a window that began with its anchor and is over makes this way certain, and was needed for it."""
        return self.negated and (self.anchored or not self.positive)

    def joined(self, other: Branch) -> Branch:
        return Branch(self.anchored or other.anchored, self.positive or other.positive, self.negated or other.negated)


_NOTHING = Branch()
_ABSENT = Branch(negated=True)
_ANCHOR = Branch(anchored=True, positive=True)
_PRESENT = Branch(positive=True)


def branches(expression: Expression, present: Container[int], began: Container[int]) -> set[Branch]:
    """The ways in which the condition is satisfied by the rules present; at most eight. began: rules of the first events."""
    if isinstance(expression, int):
        if expression not in present:
            return set()
        return {_ANCHOR} if expression in began else {_PRESENT}
    kind, parts = expression
    if kind == "not":  # of a rule: `read_correlation` has brought negations down to them
        return set() if parts[0] in present else {_ABSENT}
    if kind == "or":
        return {b for part in parts for b in branches(part, present, began)}
    found = {_NOTHING}
    for part in parts:
        ways = branches(part, present, began)
        found = {a.joined(b) for a in found for b in ways}
    return found


def earliest(
    expression: Expression, tracks: Tracks, began: Container[int], after: Order = _START
) -> dict[Branch, Order]:
    """As `branches`, with the parts in the order written: for every way, when it is first complete after a moment.

    `not c`: no c in the whole window.
    """
    if isinstance(expression, int):
        order = tracks.after(expression, after)
        if order is None:
            return {}
        return {_ANCHOR if expression in began else _PRESENT: order}
    kind, parts = expression
    if kind == "not":
        return {} if parts[0] in tracks else {_ABSENT: after}
    if kind == "or":
        found: dict[Branch, Order] = {}
        for part in parts:
            _keep(found, earliest(part, tracks, began, after))
        return found
    ways = {_NOTHING: after}
    for part in parts:
        longer: dict[Branch, Order] = {}
        for way, end in ways.items():
            _keep(longer, {way.joined(b): o for b, o in earliest(part, tracks, began, end).items()})
        ways = longer
    return ways


def _keep(found: dict[Branch, Order], more: dict[Branch, Order]) -> None:
    for branch, order in more.items():
        if branch not in found or order < found[branch]:
            found[branch] = order
