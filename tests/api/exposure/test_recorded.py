"""The recorded attack against the register of its test network."""

from __future__ import annotations

import pytest

from collectors.inventory import read_estate
from correlator.capability.compromise import Names
from correlator.capability.containment import certain
from correlator.capability.defence import Defence
from correlator.capability.facts import READ, Fact
from correlator.capability.register import Register
from model.alert import Alert
from pipeline.inventory.example import example
from pipeline.outlook import IncidentOutlook, look
from store import alerts
from store.scope import EVERYTHING
from tests.api.district import District, read
from tests.correlator.capability.naive import exhaustive


@pytest.fixture(scope="module")
def members(district: District) -> list[Alert]:
    """Of the incident with the highest score."""
    live = read(district.analyst, "incidents", status=["new", "in_progress"], escalated=True, limit=200)["items"]
    main = max(live, key=lambda incident: incident["score"])
    with district.state.reading() as tx:
        found = alerts.find(tx, EVERYTHING, alerts.Filter(incident=main["id"]), limit=5_000).items
    return sorted((one.alert for one in found), key=lambda alert: (alert.time, alert.id))


def ahead(seen: list[Alert]) -> IncidentOutlook:
    register = Register(read_estate(example(), "example"))
    now = max(alert.time for alert in seen)
    return look(register, Defence(register), Names(register), seen, {}, now)


def test_the_residents_records_are_in_the_blast_radius_before_they_are_read(members: list[Alert]) -> None:
    early = [one for one in members if not {"collection", "exfiltration"} & set(one.tactics)]
    early = early[: len(early) // 2]
    found = ahead(early)
    assert Fact(READ, "residents") not in found.compromise.held
    assert "residents" in {one.data_set.id for one in found.blast.data}


def test_what_is_offered_leaves_no_way_to_what_it_protects(members: list[Alert]) -> None:
    found = ahead(members)
    assert found.containment
    register = found.register
    graph = register.graph
    defence = Defence(register)
    for answer in found.containment:
        assert answer.verified
        cut = {step for one in answer.actions for step in defence.steps_of(one.act)}
        start = [graph.fact(fact) for fact in certain(found.compromise.held)]
        left = {graph[number] for number in exhaustive(graph, start, cut)}
        already = {goal.id for goal in answer.open}
        for goal in answer.goals:
            kinds = {"exfil"} if goal.id in already else {"read", "harm"}
            assert not [fact for fact in left if fact.id == goal.id and fact.kind in kinds]


def test_a_device_is_never_taken_over_by_the_platform_itself(members: list[Alert]) -> None:
    found = ahead(members)
    for answer in found.containment:
        for one in answer.actions:
            field = one.act.id in {"pump", "scada", "broker"}
            assert one.proposal or not field
