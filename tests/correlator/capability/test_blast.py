"""What is within reach, how likely, and what comes next."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from correlator.capability.blast import Outlook, blast
from correlator.capability.closure import Closure
from correlator.capability.compromise import Compromise, Names, compromised
from correlator.capability.facts import ACCESS, FOOTHOLD, INSIDE, PRINCIPAL, READ, Fact
from correlator.capability.following import next_steps, prior, transitions
from correlator.capability.observables import observables
from correlator.capability.register import Register
from correlator.capability.words import Ring, Watch
from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.inventory import Estate
from model.severity import Level
from model.times import DAY, HOUR
from tests.correlator.capability.district import ESTATE
from tests.correlator.capability.estates import estates, held
from tests.correlator.capability.naive import exhaustive, replay


def alert(
    number: str, level: Level, entities: Any, tactics: tuple[str, ...] = (), rule: str = "", time: int = 0
) -> Alert:
    return Alert(
        id=number, rule=RuleRef(id=rule or number, title=number, level=level), time=time, first_time=time, created=time,
        unit="district", source="x", event_ids=(number,), entities=tuple(entities), tactics=tactics,
    )  # fmt: skip


def on(host: str, role: Role = Role.TARGET, kind: EntityKind = EntityKind.HOST) -> Entity:
    return Entity(kind=kind, value=host, role=role)


@settings(max_examples=80, deadline=None)
@given(estates(), held())
def test_the_blast_radius_is_the_exhaustive_closure(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    graph = register.graph
    found = blast(register, Outlook.of(graph, seeds))
    everything = {graph[one] for one in exhaustive(graph, [graph.fact(tuple(fact)) for fact in seeds])}  # type: ignore[arg-type]
    reached = {
        fact.id for fact in everything if fact.kind in ("read", "tamper") and register.record("data_set", fact.id)
    }
    assert {one.data_set.id for one in found.data} == reached
    assert found.data_count == len(reached) == sum(found.rings.values())
    stopped = {fact.id for fact in everything if fact.kind == "deny"}
    assert {one.target.id for one in found.stopped} <= stopped
    known = {one.id for one in (*estate.services, *estate.assets)}
    placed = {s.id for s in estate.services if register.record("asset", s.asset)} | {a.id for a in estate.assets}
    assert {one.target.id for one in found.stopped} == stopped & known & placed
    for one in found.data:
        assert 0 < max(one.p, one.p_changed) <= 1
        assert max(one.p, one.p_changed) >= one.path.p - 1e-3
        assert one.actions <= one.path.actions
        assert one.path.actions == sum(step.action for step in one.path.steps)


@settings(max_examples=60, deadline=None)
@given(estates(), held())
def test_no_fact_is_surer_than_all_that_is_held_together(estate: Estate, seeds: Any) -> None:
    graph = Register(estate).graph
    outlook = Outlook.of(graph, seeds)
    miss = 1.0
    for certainty in seeds.values():
        miss *= 1 - certainty
    for number in outlook.likeliest.numbers():
        assert 0 < outlook.belief[number] <= max(1 - miss, *seeds.values()) + 1e-9
        derivation = outlook.likeliest.derivation(int(number))
        assert replay(graph, derivation, derivation.held)


def test_a_portal_taken_over_puts_the_citizens_at_risk_in_two_actions() -> None:
    register = Register(ESTATE)
    found = blast(register, Outlook.of(register.graph, {Fact(FOOTHOLD, "portal"): 0.95}))
    citizens = found.data[0]
    assert citizens.data_set.id == "citizens"
    assert citizens.actions == 2
    assert [step.rule for step in citizens.path.steps if step.action] == ["dependency.credentials", "data.held"]
    assert citizens.ring is Ring.LIKELY
    assert found.records == 800_000 + 0 * 10


def test_three_rings_are_evidence_even_chance_and_the_rest() -> None:
    register = Register(ESTATE)
    sure = blast(register, Outlook.of(register.graph, {Fact(READ, "citizens"): 0.95}))
    assert [one.ring for one in sure.data] == [Ring.CONFIRMED]
    faint = blast(register, Outlook.of(register.graph, {Fact(FOOTHOLD, "portal"): 0.2}))
    assert {one.ring for one in faint.data} == {Ring.POSSIBLE}


def test_a_scan_of_a_portal_is_no_foothold_and_an_execution_is_one() -> None:
    register = Register(ESTATE)
    names = Names(register)
    scanned = compromised(
        [alert("a", Level.MEDIUM, [on("10.1.0.10", kind=EntityKind.IP)], ("reconnaissance",))], register, names
    )
    assert scanned.held == {}
    run = compromised([alert("a", Level.HIGH, [on("PORTAL")], ("execution",))], register, names)
    assert run.held == {Fact(FOOTHOLD, "portal"): pytest.approx(0.75)}
    again = compromised(
        [alert(f"a{n}", Level.HIGH, [on("portal")], ("execution",), rule="one") for n in range(50)], register, names
    )
    assert again.held == run.held
    two = compromised([alert(f"a{n}", Level.HIGH, [on("portal")], ("execution",)) for n in range(2)], register, names)
    assert two.held[Fact(FOOTHOLD, "portal")] > 0.9


def test_an_unknown_machine_in_a_known_network_is_inside_it_and_an_unknown_name_is_said() -> None:
    register = Register(ESTATE)
    found = compromised(
        [
            alert(
                "a",
                Level.HIGH,
                [
                    on("10.3.0.99", Role.ACTOR, EntityKind.IP),
                    on("ghost"),
                    on("DISTRICT\\li.wei", Role.ACTOR, EntityKind.USER),
                ],
            )
        ],
        register,
        Names(register),
    )
    assert Fact(INSIDE, "office") in found.held
    assert Fact(PRINCIPAL, "li.wei") in found.held
    assert found.unplaced == ("host:ghost",)


def steps(held_now: dict[Fact, float], watches: Any = None, **more: Any) -> Any:
    register = Register(ESTATE)
    known = Compromise(
        held=held_now,
        evidence={},
        newest=dict.fromkeys(held_now, 0),
        unplaced=(),
        tactics=more.pop("tactics", ("execution",)),
        techniques=(),
    )
    return next_steps(register, Outlook.of(register.graph, held_now), known, watches or {}, now=more.pop("now", 0))


def test_the_next_step_from_the_portal_is_its_database_and_says_who_would_see_it() -> None:
    watch = Watch(id="r1", title="Credentials in files")
    found = steps({Fact(FOOTHOLD, "portal"): 0.95}, {"T1552": [watch]})
    assert found[0].step.rule == "dependency.credentials"
    assert found[0].target.id == "postgres"
    assert found[0].seen_by == (watch,)
    assert sum(one.p for one in found) == pytest.approx(1.0, abs=0.01)
    gaps = [one for one in found if not one.seen_by]
    assert all(not one.step.technique.startswith("T1552") for one in gaps)


def test_the_next_step_is_expected_where_the_attacker_more_surely_is() -> None:
    def share(portal: float, desk: float) -> float:
        found = steps({Fact(FOOTHOLD, "portal"): portal, Fact(FOOTHOLD, "desk"): desk})
        return sum(one.p for one in found if Fact(FOOTHOLD, "portal") in one.step.premises)

    assert 0 < share(0.2, 0.9) < share(0.6, 0.6) < share(0.9, 0.2) < 1


@settings(max_examples=60, deadline=None)
@given(estates(), held())
def test_next_steps_are_one_action_away_and_new(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    graph = register.graph
    known = Compromise(held=seeds, evidence={}, newest={}, unplaced=(), tactics=(), techniques=())
    found = next_steps(register, Outlook.of(graph, seeds), known, {}, now=0, most=10_000)
    free = {step for step in range(graph.steps) if not graph.rule_of(step).action}
    here = exhaustive(graph, [graph.fact(tuple(f)) for f in seeds], set(range(graph.steps)) - free)  # type: ignore[arg-type]
    wanted = {
        graph[int(graph.head[s])]
        for s in range(graph.steps)
        if s not in free and set(graph.premises(s)) <= here and int(graph.head[s]) not in here
    }
    assert {one.step.gives for one in found} == wanted


def test_old_evidence_makes_its_next_steps_less_pressing() -> None:
    both = {Fact(FOOTHOLD, "portal"): 0.9, Fact(ACCESS, "portal-web"): 0.9}
    fresh, old = steps(both, now=HOUR)[0], steps(both, now=10 * DAY)[0]
    assert fresh.recency > old.recency == pytest.approx(0.2)


def test_after_spreading_comes_the_goal_and_entering_again_is_rare() -> None:
    assert prior("exfiltration", "T1041", ("initial-access", "lateral-movement"), ()) > prior(
        "initial-access", "T1190", ("initial-access", "lateral-movement"), ()
    )
    assert prior("collection", "T1213", ("collection",), ("T1213",)) < prior("collection", "T1213", ("collection",), ())
    assert transitions().version


def test_a_closure_with_a_limit_stops_there() -> None:
    register = Register(ESTATE)
    whole = Closure(register.graph, {Fact(FOOTHOLD, "portal"): 1.0}, fewest=True)
    near = Closure(register.graph, {Fact(FOOTHOLD, "portal"): 1.0}, fewest=True, limit=100)
    assert near.facts() < whole.facts()


def test_an_alert_of_a_field_technique_says_what_the_attacker_has_of_the_device() -> None:
    register = Register(ESTATE)
    names = Names(register)

    def held_by(technique: str) -> set[str]:
        one = msgspec.structs.replace(
            alert("a", Level.HIGH, [on("pump", kind=EntityKind.DEVICE)], ("lateral-movement",)), techniques=(technique,)
        )
        return {fact.kind for fact in compromised([one], register, names).held}

    assert held_by("T0848") == {"control"}
    assert held_by("T0843") == {"program"}
    assert held_by("T0814") == {"deny"}
    assert held_by("T0846") == {"foothold"}
    assert len(observables()) > 15
