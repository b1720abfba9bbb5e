"""An incident's graph, story and standing over HTTP, on the replayed attack."""

from __future__ import annotations

from typing import Any

import pytest

from api.incidents.graph import IncidentGraph, IncidentStory, StandingPage
from store.identity import Role
from tests.api.district import TOWN, District, code, read, refused_without

NOBODYS = "0" * 32


def main(district: District) -> Any:
    live = read(district.analyst, "incidents", escalated=True, limit=200)["items"]
    return max((one for one in live if one["status"] != "merged"), key=lambda one: one["score"])


@pytest.mark.parametrize("what", ["graph", "story"])
def test_administrators_see_neither_graph_nor_story(district: District, what: str) -> None:
    refused_without(
        district, "GET", f"incidents/{NOBODYS}/{what}", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
    )
    assert code(district.analyst.get(f"/api/v1/incidents/{NOBODYS}/{what}")) == (404, "not_found")


def test_the_graph_holds_every_alert_and_every_entity_at_a_place_of_its_own(district: District) -> None:
    incident = read(district.analyst, f"incidents/{main(district)['id']}")
    graph = IncidentGraph.model_validate(read(district.analyst, f"incidents/{incident['id']}/graph"))
    assert 2 < len(graph.nodes) <= 150
    assert len({(node.x, node.y) for node in graph.nodes}) == len(graph.nodes)
    keys = {key for node in graph.nodes for key in node.keys}
    assert keys >= {entity["key"] for entity in incident["entities"]}
    ids = {node.id for node in graph.nodes}
    assert all({edge.source, edge.target} <= ids for edge in graph.edges)
    attacker = next(node for node in graph.nodes if "ip:203.0.113.66" in node.keys)
    assert attacker.acts
    assert any(edge.source == attacker.id and edge.kind == "acts" for edge in graph.edges)


def test_the_story_names_its_evidence_and_never_mixes_names_into_text(district: District) -> None:
    incident = read(district.analyst, f"incidents/{main(district)['id']}")
    told = IncidentStory.model_validate(read(district.analyst, f"incidents/{incident['id']}/story"))
    assert [one.first for one in told.sentences] == sorted(one.first for one in told.sentences)
    hit = {one.tactic.shortname: one.alerts for one in told.strip}
    assert [one.tactic.shortname for one in told.strip][:2] == ["reconnaissance", "resource-development"]
    assert {name for name, count in hit.items() if count} == {one["shortname"] for one in incident["tactics"]}
    evidence = [alert for one in told.sentences for alert in one.alerts]
    assert sorted(evidence) == sorted(member["alert"]["id"] for member in incident["members"])
    values = {entity["value"] for entity in incident["entities"] if len(entity["value"]) > 6}
    for one in told.sentences:
        for part in (*one.parts, *one.parts_zh):
            assert (part.kind == "entity") == (part.key is not None)
            assert part.kind == "entity" or not any(value in part.text for value in values)


def test_a_town_sees_the_graph_of_its_part(district: District) -> None:
    incident = main(district)
    assert TOWN in incident["units"]
    part = read(district.town, f"incidents/{incident['id']}")
    graph = IncidentGraph.model_validate(read(district.town, f"incidents/{incident['id']}/graph"))
    shown = {member["alert"]["id"] for member in part["members"]}
    assert {alert for node in graph.nodes for alert in node.alert_ids} <= shown
    told = IncidentStory.model_validate(read(district.town, f"incidents/{incident['id']}/story"))
    assert {alert for one in told.sentences for alert in one.alerts} == shown


def test_the_clock_runs_for_what_is_shown_and_the_grade_is_proposed(district: District) -> None:
    incident = main(district)
    seen = read(district.analyst, "incidents", escalated=False, limit=1)["items"][0]
    page = StandingPage.model_validate(
        read(district.analyst, "incidents/standing", incident=[incident["id"], seen["id"], NOBODYS])
    )
    found = {one.id: one for one in page.items}
    assert set(found) == {incident["id"], seen["id"]}
    assert found[seen["id"]].clock == "none"
    standing = found[incident["id"]]
    assert standing.grade == 2
    assert standing.due is not None
    assert standing.due > incident["created"]
    assert standing.clock in ("waiting", "met")
