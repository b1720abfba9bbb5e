"""The cheapest set that hits every one of some sets, with a lower bound on what any such set costs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
MOST_WORK = 40_000
"""Sets looked at in one search: a tenth of a second, and far more than the estate of one incident needs."""


def smallest(sets: Iterable[frozenset[T]]) -> list[frozenset[T]]:
    """Without those that hold another one: what hits the smaller hits the larger."""
    kept: list[frozenset[T]] = []
    for one in sorted(set(sets), key=len):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def packing(sets: Iterable[frozenset[T]], cost: Mapping[T, int]) -> int:
    """What hitting all of them costs at least: each set is paid from what its members have left, so no member pays twice
    (the dual of the covering problem, raised greedily)."""
    left: dict[T, int] = {}
    paid = 0
    for one in sorted(sets, key=len):
        pays = min(left.get(member, cost[member]) for member in one)
        paid += pays
        for member in one:
            left[member] = left.get(member, cost[member]) - pays
    return paid


def hitting_set(
    sets: Iterable[frozenset[T]], cost: Mapping[T, int], order: Mapping[T, int]
) -> tuple[frozenset[T], int]:
    """The cheapest set found and a lower bound; the two cost the same when the search ended within MOST_WORK, which makes
    it the optimum. order: breaks ties, so that the same question gets the same answer."""
    todo = smallest(sets)
    search = _Search(cost, order, greedy(todo, cost, order))
    search.descend(todo, frozenset(), 0)
    total = sum(cost[one] for one in search.best)
    return search.best, total if search.work < MOST_WORK else packing(todo, cost)


def greedy(sets: list[frozenset[T]], cost: Mapping[T, int], order: Mapping[T, int]) -> frozenset[T]:
    """Most sets hit per cost, again and again."""
    chosen: set[T] = set()
    todo = list(sets)
    while todo:
        hits: dict[T, int] = {}
        for one in todo:
            for member in one:
                hits[member] = hits.get(member, 0) + 1
        best = min(hits, key=lambda member: (cost[member] / hits[member], order[member]))
        chosen.add(best)
        todo = [one for one in todo if best not in one]
    for member in sorted(chosen, key=lambda one: (-cost[one], order[one])):
        if all(one & (chosen - {member}) for one in sets):
            chosen.discard(member)
    return frozenset(chosen)


class _Search(Generic[T]):
    """Branch and bound: the members of the smallest set not hit yet are tried one after the other."""

    def __init__(self, cost: Mapping[T, int], order: Mapping[T, int], best: frozenset[T]) -> None:
        self.cost, self.order, self.best = cost, order, best
        self.least = sum(cost[one] for one in best)
        self.work = 0

    def descend(self, todo: list[frozenset[T]], chosen: frozenset[T], spent: int) -> None:
        self.work += 1 + len(todo)
        if self.work >= MOST_WORK:
            return
        if not todo:
            if spent < self.least:
                self.best, self.least = chosen, spent
            return
        if spent + packing(todo, self.cost) >= self.least:
            return
        branch = min(todo, key=len)
        tried: set[T] = set()
        for member in sorted(branch, key=lambda one: (self.cost[one], self.order[one])):
            rest = [one - tried for one in todo if member not in one]
            if all(rest):
                self.descend(rest, chosen | {member}, spent + self.cost[member])
            tried.add(member)
