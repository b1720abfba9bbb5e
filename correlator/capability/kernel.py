"""The loops over facts and steps, compiled. Small graphs run them as plain Python, with the same result.

A step is an AND node: its head follows when all its premises (at most three) hold. A fact is an OR node: its cheapest step
counts. Costs are whole numbers; a step's weight is at least 1, so a fact always costs more than what it rests on, and
"rests on" can have no cycle whatever cycles the rules have. This is Dijkstra's algorithm on a directed hypergraph
(Knuth, A generalization of Dijkstra's algorithm, 1977); taking back is by Ramalingam and Reps (1996).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from heapq import heappop, heappush
from typing import Any, TypeVar, cast

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

NEVER = np.int64(1) << 62
MOST = np.int64(1) << 60
"""Sums stop here: a premise shared by many steps counts once per step, and could double at each of them."""
SEED = -1
NONE = -2
PREMISES = 3
SMALL = 8_000
"""Entries of the largest array: some 2,500 steps, which take a few milliseconds without being compiled."""


def _compiled(function: F) -> F:
    """Compiled at its first call on arrays beyond SMALL, because that takes seconds the first time ever, when numba keeps its
    machine code on disk, and one second later on. Until then it runs as it stands here."""
    made: list[Callable[..., Any]] = []

    @wraps(function)
    def call(*args: Any) -> Any:
        if not made:
            if max(arg.size for arg in args if isinstance(arg, np.ndarray)) <= SMALL:
                return function(*args)
            made.append(_compile(function))
        return made[0](*args)

    return cast("F", call)


def _compile(function: Callable[..., Any]) -> Callable[..., Any]:
    import numba

    jit: Any = numba.njit
    try:
        made: Callable[..., Any] = jit(nogil=True, cache=True)(function)
    except RuntimeError:  # no folder to keep it in
        made = jit(nogil=True)(function)
    return made


@_compiled
def link(
    start: int, stop: int, head: Any, body: Any, first_use: Any, next_use: Any, first_step: Any, next_step: Any
) -> None:
    """Hang the new steps into the lists of the facts they rest on and of the facts they give."""
    for s in range(start, stop):
        next_step[s] = first_step[head[s]]
        first_step[head[s]] = s
        for j in range(PREMISES):
            fact = body[s, j]
            if fact >= 0:
                next_use[s, j] = first_use[fact]
                first_use[fact] = s * PREMISES + j


@_compiled
def settle(
    queue: Any,
    limit: int,
    cost: Any,
    best: Any,
    weight: Any,
    alive: Any,
    head: Any,
    body: Any,
    first_use: Any,
    next_use: Any,
) -> int:
    """Chain forward from the facts in `queue`, whose costs stand in `cost`, until nothing gets cheaper. Facts that would
    cost more than `limit` are left out. Returns how many facts were taken from the queue."""
    heap = [(np.int64(0), np.int64(0)) for _ in range(0)]
    for at in range(queue.shape[0]):
        heappush(heap, (np.int64(cost[queue[at]]), np.int64(queue[at])))
    taken = 0
    while len(heap):
        spent, fact = heappop(heap)
        if spent != cost[fact]:
            continue
        taken += 1
        place = first_use[fact]
        while place >= 0:
            s = place // PREMISES
            place = next_use[s, place % PREMISES]
            if not alive[s]:
                continue
            total = np.int64(weight[s])
            for j in range(PREMISES):
                other = body[s, j]
                if other >= 0:
                    total = min(total + cost[other], MOST) if cost[other] < NEVER else NEVER
                    if total >= NEVER:
                        break
            if total >= NEVER or total > limit:
                continue
            gives = head[s]
            if total < cost[gives]:
                cost[gives] = total
                best[gives] = s
                heappush(heap, (np.int64(total), np.int64(gives)))
            elif total == cost[gives] and best[gives] > s:
                best[gives] = s
    return taken


@_compiled
def lost(lose: Any, cost: Any, best: Any, head: Any, first_use: Any, next_use: Any, out: Any) -> int:
    """Take back the facts in `lose` and all whose cheapest step rests on one of them. Fills `out`; returns how many."""
    count = 0
    for at in range(lose.shape[0]):
        fact = lose[at]
        if cost[fact] < NEVER:
            cost[fact] = NEVER
            best[fact] = NONE
            out[count] = fact
            count += 1
    done = 0
    while done < count:
        place = first_use[out[done]]
        done += 1
        while place >= 0:
            s = place // PREMISES
            place = next_use[s, place % PREMISES]
            gives = head[s]
            if best[gives] == s and cost[gives] < NEVER:
                cost[gives] = NEVER
                best[gives] = NONE
                out[count] = gives
                count += 1
    return count


@_compiled
def regain(
    facts: Any, limit: int, cost: Any, best: Any, weight: Any, alive: Any, body: Any, first_step: Any, next_step: Any
) -> None:
    """Give each of `facts` the cheapest step that still holds without any other of them."""
    for at in range(facts.shape[0]):
        fact = facts[at]
        s = first_step[fact]
        while s >= 0:
            if alive[s]:
                total = np.int64(weight[s])
                for j in range(PREMISES):
                    other = body[s, j]
                    if other >= 0:
                        total = min(total + cost[other], MOST) if cost[other] < NEVER else NEVER
                        if total >= NEVER:
                            break
                if (
                    total < NEVER
                    and total <= limit
                    and (total < cost[fact] or (total == cost[fact] and s < best[fact]))
                ):
                    cost[fact] = total
                    best[fact] = s
            s = next_step[s]


@_compiled
def likelihood(
    order: Any,
    cost: Any,
    belief: Any,
    p: Any,
    alive: Any,
    body: Any,
    first_step: Any,
    next_step: Any,
    damping: float,
    cap: float,
) -> None:
    """How likely each fact of `order` (cheapest first) is, into `belief`, which holds what is held already.

    A step counts only when all it rests on is cheaper than what it gives: that leaves no cycles, so one pass is exact. The
    four strongest supports are joined by noisy-OR, the k-th one damped by damping^k, since they are seldom independent.
    """
    for at in range(order.shape[0]):
        fact = order[at]
        one = two = three = four = 0.0
        s = first_step[fact]
        while s >= 0:
            if alive[s]:
                chance = p[s]
                for j in range(PREMISES):
                    other = body[s, j]
                    if other >= 0:
                        chance = chance * belief[other] if cost[other] < cost[fact] else 0.0
                if chance > one:
                    one, two, three, four = chance, one, two, three
                elif chance > two:
                    two, three, four = chance, two, three
                elif chance > three:
                    three, four = chance, three
                elif chance > four:
                    four = chance
            s = next_step[s]
        miss = (1.0 - one) * (1.0 - two * damping) * (1.0 - three * damping**2) * (1.0 - four * damping**3)
        belief[fact] = max(belief[fact], min(1.0 - miss, cap))


@_compiled
def backward(
    targets: Any, most: int, cost: Any, alive: Any, body: Any, first_step: Any, next_step: Any, seen: Any, out: Any
) -> int:
    """The facts that hold and from which a target can follow, nearest to the targets first, at most `most` of them."""
    count = 0
    for at in range(targets.shape[0]):
        if cost[targets[at]] < NEVER and not seen[targets[at]]:
            seen[targets[at]] = 1
            out[count] = targets[at]
            count += 1
    done = 0
    while done < count:
        s = first_step[out[done]]
        done += 1
        while s >= 0:
            holds = alive[s] != 0
            for j in range(PREMISES):
                other = body[s, j]
                if other >= 0 and cost[other] >= NEVER:
                    holds = False
            if holds:
                for j in range(PREMISES):
                    other = body[s, j]
                    if other >= 0 and not seen[other] and count < most:
                        seen[other] = 1
                        out[count] = other
                        count += 1
            s = next_step[s]
    return count
