"""Where an attack could come from and how it would reach a data set; which single action stops most of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

import msgspec

from correlator.capability.blast import CLASSIFIED
from correlator.capability.closure import NEVER, Closure, Derivation
from correlator.capability.defence import Act, Defence, SideEffects
from correlator.capability.facts import HARM, INSIDE, READ, Fact
from correlator.capability.register import Register
from correlator.capability.telling import Named, Path, about_fact, told
from correlator.capability.words import Origin
from model.inventory import ZoneKind

MOST_TRIES = 60
MOST_SOURCES = 50
MOST_POINTS = 40


_KINDS = {Origin.INTERNET: ZoneKind.INTERNET, Origin.SUPPLIER: ZoneKind.SUPPLIER, Origin.OFFICE: ZoneKind.OFFICE}


def sources(register: Register, origin: Origin) -> tuple[Fact, ...]:
    """The zones an attack of that origin begins in."""
    zones = sorted(zone.id for zone in register.records("zone") if zone.kind is _KINDS[origin])
    return tuple(Fact(INSIDE, zone) for zone in zones[:MOST_SOURCES])


def cheapest_paths(register: Register, closure: Closure, goal: Fact, most: int) -> tuple[Path, ...]:
    """The likeliest ways to `goal`, none holding another one. Fewer when there are fewer.

    The next best way lacks a step of every one before it: so each way found is tried again without each of its actions,
    the cheapest of what is left is next (Lawler 1972, for derivations). At most MOST_TRIES such trials.
    """
    graph = register.graph
    number = graph.find(goal)
    if number < 0 or closure.cost(number) >= NEVER:
        return ()
    found: list[Derivation] = []
    waiting: list[tuple[int, int, tuple[int, ...], Closure]] = [(closure.cost(number), 0, (), closure)]
    tries = 0
    tried: set[tuple[int, ...]] = {()}
    while waiting and len(found) < most:
        _, _, without, left = heappop(waiting)
        derivation = left.derivation(number)
        if not any(set(one.steps) <= set(derivation.steps) for one in found):
            found.append(derivation)
        for step in derivation.steps:
            if not graph.rule_of(step).action or tries >= MOST_TRIES:
                continue
            fewer = tuple(sorted((*without, step)))
            if fewer in tried:
                continue
            tried.add(fewer)
            tries += 1
            rest = left.without([step])
            if rest.cost(number) < NEVER:
                heappush(waiting, (rest.cost(number), tries, fewer, rest))
    return tuple(told(register, one) for one in found)


class ChokePoint(msgspec.Struct, frozen=True, kw_only=True):
    """An action that, alone, keeps `cuts` of the (source, goal) pairs apart. goals: some of those it keeps away."""

    act: Act
    target: Named
    cost: int
    proposal: bool
    cuts: int
    goals: tuple[Named, ...]
    sources: tuple[Origin, ...]
    side_effects: SideEffects


class ChokePoints(msgspec.Struct, frozen=True, kw_only=True):
    """pairs: how many (source zone, classified data set or dangerous device) pairs there are a way for. points: the ones that
    cut most first; considered: how many actions stand on the likeliest ways, of which the most promising were tried."""

    pairs: int
    considered: int
    points: tuple[ChokePoint, ...]


def choke_points(defence: Defence, origins: Sequence[Origin] = tuple(Origin)) -> ChokePoints:
    """Only an action on the likeliest way to a goal can cut all ways to it, so only those are tried, by taking their steps
    out and chaining again."""
    register, graph = defence.register, defence.register.graph
    starts = {fact: origin for origin in origins for fact in sources(register, origin)}
    closures = {fact: Closure(graph, {fact: 1.0}).copy() for fact in starts}
    wanted = _goals(register)
    reached = {fact: [goal for goal in wanted if closure.cost(goal) < NEVER] for fact, closure in closures.items()}
    standing: dict[Act, int] = {}
    for fact, goals in reached.items():
        for goal in goals:
            steps = closures[fact].derivation(goal).steps
            for act in {act for step in steps for act in defence.against(step)}:
                standing[act] = standing.get(act, 0) + 1
    promising = sorted(standing, key=lambda act: (-standing[act], defence.cost(act), act))[:MOST_POINTS]
    points = [point for act in promising if (point := _tried(defence, act, starts, closures, reached))]
    points.sort(key=lambda one: (-one.cuts, one.cost, one.act))
    return ChokePoints(
        pairs=sum(len(goals) for goals in reached.values()), considered=len(standing), points=tuple(points)
    )


def _goals(register: Register) -> list[int]:
    graph = register.graph
    wanted = [(READ, one.id, "") for one in register.records("data_set") if one.data_class in CLASSIFIED]
    wanted += [(HARM, one.device, "") for one in register.records("control") if one.safety]
    return sorted({number for key in wanted if (number := graph.find(key)) >= 0})


def _tried(
    defence: Defence,
    act: Act,
    starts: Mapping[Fact, Origin],
    closures: Mapping[Fact, Closure],
    reached: Mapping[Fact, list[int]],
) -> ChokePoint | None:
    register = defence.register
    steps = defence.steps_of(act)
    lost: dict[int, None] = {}
    origins: set[Origin] = set()
    cuts = 0
    for fact, goals in reached.items():
        if not goals:
            continue
        left = closures[fact]
        left.cut(steps)
        gone = [goal for goal in goals if left.cost(goal) >= NEVER]
        left.restore(steps)
        if gone:
            cuts += len(gone)
            origins.add(starts[fact])
            lost.update(dict.fromkeys(gone))
    if not cuts:
        return None
    return ChokePoint(
        act=act,
        target=defence.target(act),
        cost=defence.cost(act),
        proposal=defence.is_proposal(act),
        cuts=cuts,
        goals=tuple(about_fact(register, register.graph[goal]) for goal in list(lost)[:20]),
        sources=tuple(sorted(origins)),
        side_effects=defence.side_effects(act),
    )
