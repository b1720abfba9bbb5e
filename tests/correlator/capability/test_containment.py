"""The cut leaves no path, needs each of its actions, and costs what the best one costs."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings

from correlator.capability.closure import NEVER, Closure
from correlator.capability.containment import _Problem, certain, contain, goals_of
from correlator.capability.defence import Act, Defence
from correlator.capability.facts import Fact
from correlator.capability.hitting import hitting_set, packing
from correlator.capability.register import Register
from correlator.capability.words import ActionKind
from model.inventory import Estate, ZoneKind
from tests.correlator.capability.estates import estates, held
from tests.correlator.capability.naive import exhaustive

SMALL = 12


def reached(register: Register, seeds: dict[Fact, float], acts: Any, defence: Defence) -> set[Fact]:
    cut = {step for act in acts for step in defence.steps_of(act)}
    graph = register.graph
    return {graph[one] for one in exhaustive(graph, [graph.fact(tuple(f)) for f in certain(seeds)], cut)}  # type: ignore[arg-type]


def facts_of(goals: Any) -> set[tuple[str, ...]]:
    return {("data_set", goal.id) if goal.kind == "data_set" else ("asset", goal.id) for goal in goals}


@settings(max_examples=150, deadline=None)
@given(estates(), held())
def test_a_cut_leaves_no_path_and_no_action_is_idle(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    defence = Defence(register)
    for answer in contain(defence, seeds):
        acts = [chosen.act for chosen in answer.actions]
        assert answer.verified
        assert answer.bound <= answer.cost == sum(defence.cost(act) for act in acts)
        everything = reached(register, seeds, acts, defence)
        already = {goal.id for goal in answer.open}
        for goal in answer.goals:
            kinds = ("exfil",) if goal.id in already else ("read", "harm")
            assert not [fact for fact in everything if fact.id == goal.id and fact.kind in kinds]
        for act in acts:
            left = reached(register, seeds, [one for one in acts if one != act], defence)
            assert [
                goal
                for goal in answer.goals
                if any(f.id == goal.id and f.kind in ("read", "harm", "exfil") for f in left)
            ]
        assert all(chosen.cuts for chosen in answer.actions)


@settings(max_examples=80, deadline=None)
@given(estates(), held())
def test_a_cut_costs_what_the_best_of_all_costs(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    defence = Defence(register)
    answers = contain(defence, seeds, alternatives=0)
    if not answers or answers[0].open:
        return
    graph = register.graph
    closure = Closure(graph, certain(seeds))
    goals = goals_of(defence, closure)
    steps = [s for s in range(graph.steps) if closure.holds(s)]
    acts = sorted({act for step in steps for act in defence.against(step)})
    if len(acts) > SMALL:
        return
    costs = [
        sum(defence.cost(act) for act in chosen)
        for size in range(len(acts) + 1)
        for chosen in combinations(acts, size)
        if all(
            closure.without(sorted({s for a in chosen for s in defence.steps_of(a)})).cost(g) >= NEVER for g in goals
        )
    ]
    assert answers[0].cost == answers[0].bound == min(costs)


@settings(max_examples=60, deadline=None)
@given(estates(), held())
def test_protected_hosts_are_not_isolated_and_field_actions_are_proposals(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    defence = Defence(register, protected={"h1"})
    fields = {zone.id for zone in estate.zones if zone.kind in (ZoneKind.OT, ZoneKind.IOT)}
    for answer in contain(defence, seeds):
        for chosen in answer.actions:
            if chosen.act.kind is ActionKind.ISOLATE_HOST:
                assert chosen.act.id != "h1"
                assert register.record("asset", chosen.act.id).criticality < 5
                assert chosen.proposal == bool(fields & set(register.zones(chosen.act.id)))
            if chosen.act.kind is ActionKind.PULL_DEVICE:
                assert chosen.proposal


@settings(max_examples=100, deadline=None)
@given(estates())
def test_what_an_action_takes_out_and_what_it_is_against_are_the_same(estate: Estate) -> None:
    register = Register(estate)
    defence = Defence(register)
    graph = register.graph
    against: dict[Act, set[int]] = {}
    for step in range(graph.steps):
        for act in defence.against(step):
            against.setdefault(act, set()).add(step)
    for act, steps in against.items():
        assert set(defence.steps_of(act)) == steps
        assert defence.cost(act) >= 1
        defence.side_effects(act)
        assert defence.target(act).id == act.id


def test_the_cheapest_hitting_set_is_found_and_never_below_its_bound() -> None:
    sets = [frozenset("ab"), frozenset("bc"), frozenset("cd"), frozenset("ae")]
    cost = {"a": 2, "b": 2, "c": 1, "d": 1, "e": 5}
    chosen, bound = hitting_set(sets, cost, {name: place for place, name in enumerate(cost)})
    assert chosen == {"a", "c"}
    assert bound == 3
    assert packing(sets, cost) <= 3


@settings(max_examples=60, deadline=None)
@given(estates(), held())
def test_the_cut_of_the_relaxation_holds_for_the_real_attacker(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    defence = Defence(register)
    closure = Closure(register.graph, certain(seeds))
    goals = goals_of(defence, closure)
    problem = _Problem(defence, closure, goals)
    chosen, bound = problem.solve()
    if not problem.goals or set(problem.goals) != set(goals):
        return
    relaxed = problem._relaxed()
    if relaxed is None:
        return
    cut = closure.without(sorted({step for act in relaxed for step in defence.steps_of(act)}))
    assert all(cut.cost(goal) >= NEVER for goal in goals)
    assert sum(defence.cost(act) for act in relaxed) >= bound == sum(defence.cost(act) for act in chosen)
