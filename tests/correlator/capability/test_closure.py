"""Chaining forward, and keeping up with changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator.capability import kernel
from correlator.capability.closure import Closure
from correlator.capability.facts import FOOTHOLD, REACH, Fact
from correlator.capability.register import KINDS, Register
from correlator.capability.table import table
from model.inventory import Estate
from tests.correlator.capability.estates import changes, estates, held
from tests.correlator.capability.naive import exhaustive, replay


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> Iterator[None]:
    """Everything here runs compiled; the other tests run the same loops as plain Python."""
    small, kernel.SMALL = kernel.SMALL, -1
    yield
    kernel.SMALL = small


def naive(register: Register, seeds: Any) -> set[Fact]:
    graph = register.graph
    return {graph[one] for one in exhaustive(graph, [graph.fact(tuple(fact)) for fact in seeds])}


def costs(closure: Closure) -> dict[Fact, int]:
    """Without how a service follows from a wider one: that stays in the graph when nothing asks for it any more."""
    numbered = {closure.graph[int(n)]: closure.cost(int(n)) for n in closure.numbers()}
    return {fact: cost for fact, cost in numbered.items() if fact.kind != REACH}


def estate_after(estate: Estate, steps: Any) -> Estate:
    held_now = {kind: {one.id: one for one in getattr(estate, field)} for kind, field in KINDS.items()}
    for kind, number, record in steps:
        held_now[kind].pop(number, None)
        if record is not None:
            held_now[kind][number] = record
    return Estate(**{KINDS[kind]: tuple(rows.values()) for kind, rows in held_now.items()})


@settings(max_examples=60, deadline=None)
@given(estates(), held(), st.booleans())
def test_what_follows_is_what_trying_every_step_gives(estate: Estate, seeds: Any, fewest: bool) -> None:
    register = Register(estate)
    closure = Closure(register.graph, seeds, fewest=fewest)
    assert closure.facts() == naive(register, seeds)
    for number in closure.numbers():
        derivation = closure.derivation(int(number))
        assert replay(register.graph, derivation, derivation.held)
        assert {register.graph[one] for one in derivation.held} <= set(seeds)


@settings(max_examples=60, deadline=None)
@given(estates(), held(), changes(), held(), st.booleans())
def test_following_changes_gives_what_starting_anew_gives(
    estate: Estate, seeds: Any, steps: Any, others: Any, fewest: bool
) -> None:
    register = Register(estate)
    closure = Closure(register.graph, seeds, fewest=fewest)
    for kind, number, record in steps:
        delta = register.remove(kind, number) if record is None else register.put(kind, record)
        closure.update(delta.added, delta.removed)
    for fact, certainty in others.items():
        closure.add_fact(fact, certainty)
    for fact in seeds:
        if fact not in others:
            closure.remove_fact(fact)
    anew = Closure(Register(estate_after(estate, steps)).graph, others, fewest=fewest)
    assert costs(closure) == costs(anew)
    assert closure.facts() == naive(register, others)


@settings(max_examples=30, deadline=None)
@given(estates(), estates(), held())
def test_an_estate_put_in_place_of_another_leaves_nothing_of_it(one: Estate, other: Estate, seeds: Any) -> None:
    register = Register(one)
    closure = Closure(register.graph, seeds)
    delta = register.update(other)
    closure.update(delta.added, delta.removed)
    assert costs(closure) == costs(Closure(Register(other).graph, seeds))
    assert register.update(other).records == 0


@settings(max_examples=40, deadline=None)
@given(estates(), held(), st.data())
def test_without_some_steps_is_what_is_left_when_they_are_cut(estate: Estate, seeds: Any, data: st.DataObject) -> None:
    register = Register(estate)
    graph = register.graph
    closure = Closure(graph, seeds)
    if not graph.steps:
        return
    cut = sorted(data.draw(st.sets(st.integers(0, graph.steps - 1), min_size=1, max_size=12)))
    less = closure.without(cut)
    seeded = [graph.fact(tuple(fact)) for fact in seeds]
    assert less.facts() == {graph[one] for one in exhaustive(graph, seeded, cut)}
    assert costs(less) == costs(Closure(graph, seeds, without=cut))
    assert closure.facts() == naive(register, seeds)


@settings(max_examples=10, deadline=None)
@given(estates(), held())
def test_the_compiled_loop_and_the_same_loop_in_python_agree(estate: Estate, seeds: Any) -> None:
    graph = Register(estate).graph
    closure = Closure(graph, seeds)
    cost, best = closure._cost.copy(), closure._best.copy()
    cost[:], best[:] = kernel.NEVER, kernel.NONE
    for fact, spent in closure.held.items():
        cost[fact], best[fact] = spent, kernel.SEED
    plain = kernel.settle.__wrapped__  # type: ignore[attr-defined]
    plain(
        np.array(sorted(closure.held)), closure.limit, cost, best, graph.likely, graph.alive,
        graph.head, graph.body, graph.first_use, graph.next_use,
    )  # fmt: skip
    assert (cost == closure._cost).all()
    assert (best == closure._best).all()


@settings(max_examples=60, deadline=None)
@given(estates())
def test_every_step_is_of_the_form_its_rule_states(estate: Estate) -> None:
    register = Register(estate)
    graph = register.graph
    for step in range(graph.steps):
        rule = graph.rule_of(step)
        assert graph[int(graph.head[step])].kind == rule.gives
        assert sorted(graph[one].kind for one in graph.premises(step)) == sorted(rule.premises)
        assert register.owner_of(step)[0] in {rule.record, "within", "structure"}
        assert 0 < graph.p[step] <= 1


def test_a_belief_of_nothing_holds_nothing() -> None:
    closure = Closure(Register(Estate()).graph, {Fact(FOOTHOLD, "x"): 0.0})
    assert closure.facts() == set()


def test_the_rules_name_what_attack_knows() -> None:
    assert len(table().rules) == len({rule.id for rule in table().rules}) > 40
