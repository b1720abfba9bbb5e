"""Ways to a data set, and what stands on all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from correlator.capability.closure import NEVER, Closure
from correlator.capability.containment import contain
from correlator.capability.defence import Act, Defence
from correlator.capability.facts import FOOTHOLD, READ, Fact
from correlator.capability.paths import cheapest_paths, choke_points, sources
from correlator.capability.register import Register
from correlator.capability.words import ActionKind, Origin
from model.inventory import Estate
from tests.correlator.capability.district import ESTATE
from tests.correlator.capability.estates import DATA, estates, held


def test_the_likeliest_ways_from_the_internet_lead_through_the_portal_and_through_a_desk() -> None:
    register = Register(ESTATE)
    start = dict.fromkeys(sources(register, Origin.INTERNET), 1.0)
    found = cheapest_paths(register, Closure(register.graph, start), Fact(READ, "citizens"), 3)
    assert [step.technique for step in found[0].steps if step.action] == ["T1190", "T1552.001", "T1213"]
    assert found[0].p >= found[1].p
    rules = [{step.rule for step in one.steps} for one in found]
    assert any("host.phish" in one for one in rules) or len(found) < 3


@settings(max_examples=60, deadline=None)
@given(estates(), held())
def test_ways_come_cheapest_first_differ_and_can_be_walked(estate: Estate, seeds: Any) -> None:
    register = Register(estate)
    closure = Closure(register.graph, seeds)
    for data_set in DATA:
        found = cheapest_paths(register, closure, Fact(READ, data_set), 4)
        assert bool(found) == ((READ, data_set, "") in closure)
        assert len({one.steps for one in found}) == len(found)
        for one in found:
            have = set(one.held)
            assert have <= set(seeds)
            for step in one.steps:
                assert set(step.premises) <= have
                have.add(step.gives)
            assert Fact(READ, data_set) in have


@settings(max_examples=60, deadline=None)
@given(estates())
def test_a_choke_point_cuts_exactly_the_pairs_it_says(estate: Estate) -> None:
    register = Register(estate)
    defence = Defence(register)
    graph = register.graph
    found = choke_points(defence)
    starts = [fact for origin in Origin for fact in sources(register, origin)]
    goals = [
        (READ, one.id, "") for one in estate.data_sets if one.data_class.value in ("sensitive", "important_candidate")
    ]
    goals += sorted({("harm", one.device, "") for one in estate.controls if one.safety})

    def pairs(without: tuple[int, ...]) -> int:
        closures = [Closure(graph, {fact: 1.0}, without=without) for fact in starts]
        return sum(closure.cost(graph.find(goal)) < NEVER for closure in closures for goal in goals)

    assert found.pairs == pairs(())
    for point in found.points:
        assert point.cuts == found.pairs - pairs(defence.steps_of(point.act)) > 0
    acts = {act for step in range(graph.steps) for act in defence.against(step)}
    if found.considered <= 40:
        best = max((found.pairs - pairs(defence.steps_of(act)) for act in acts), default=0)
        assert best == (found.points[0].cuts if found.points else 0)


def test_the_portal_s_flow_to_the_database_is_what_an_incident_there_is_contained_by() -> None:
    register = Register(ESTATE)
    answers = contain(Defence(register), {Fact(FOOTHOLD, "portal"): 0.9})
    first = answers[0]
    assert first.verified
    assert first.cost == first.bound
    assert Act(ActionKind.ISOLATE_HOST, "database") not in {one.act for answer in answers for one in answer.actions}
    assert {goal.id for goal in first.goals} == {"citizens"}
    assert len(answers) > 1
    assert {one.act for one in answers[1].actions} != {one.act for one in first.actions}


def test_what_an_action_stops_is_said_with_the_units_it_touches() -> None:
    register = Register(ESTATE)
    defence = Defence(register)
    flow = defence.side_effects(Act(ActionKind.BLOCK_FLOW, "dmz>server", "tcp/5432"))
    assert [one.id for one in flow.services] == ["portal-web"]
    isolate = defence.side_effects(Act(ActionKind.ISOLATE_HOST, "database"))
    assert {one.id for one in isolate.services} == {"postgres", "portal-web"}
    assert isolate.people == 800_000
    assert isolate.units == ("data-centre",)
    assert defence.is_proposal(Act(ActionKind.BLOCK_FLOW, "server>water", "tcp/502"))
    assert not defence.is_proposal(Act(ActionKind.BLOCK_FLOW, "dmz>server", "tcp/5432"))
