"""Listing, reading and deciding over incidents over HTTP, on the replayed attack."""

from __future__ import annotations

from typing import Any

import pytest

from api.incidents.schemas import CalibrationRead, IncidentDetail, IncidentHistory, IncidentPage
from store.identity import Role
from store.incident_views import PARTIAL_TITLE
from tests.api.district import TOWN, District, all_pages, code, read, refused_without

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
ONLOOKERS = (Role.UNIT_SECURITY_OFFICER, Role.COMPLIANCE_AUDITOR, Role.LEADER)
NOBODYS = "0" * 32


def _main(district: District) -> Any:
    """The attack: the live incident with the highest score, which crosses units."""
    live = read(district.analyst, "incidents", status=["new", "in_progress"], escalated=True, limit=200)["items"]
    return max(live, key=lambda incident: incident["score"])


@pytest.mark.parametrize(
    "address", ["incidents", "incidents/counts", f"incidents/{NOBODYS}", f"incidents/{NOBODYS}/history"]
)
def test_administrators_do_not_see_incidents(district: District, address: str) -> None:
    refused_without(district, "GET", address, *ADMINISTRATORS)


def test_onlookers_see_incidents_but_do_not_decide(district: District) -> None:
    address = f"incidents/{NOBODYS}/decision"
    refused_without(district, "POST", address, *ADMINISTRATORS, *ONLOOKERS, json={"status": "closed"})
    for role in ONLOOKERS:
        assert read(district.person(role), "incidents", limit=1)["items"]


def test_paging_neither_repeats_nor_skips(district: District) -> None:
    ids = [incident["id"] for incident in all_pages(district.analyst, "incidents", limit=3)]
    counted = read(district.analyst, "incidents/counts")
    assert len(ids) == len(set(ids)) == sum(one["count"] for one in counted["statuses"])
    merged = next(one["count"] for one in counted["statuses"] if one["status"] == "merged")
    assert counted["total"] == len(ids) - merged


def test_filters_hold(district: District) -> None:
    whole = all_pages(district.analyst, "incidents", limit=50)
    shown = read(district.analyst, "incidents", escalated=True, limit=200)["items"]
    assert {i["id"] for i in shown} == {i["id"] for i in whole if i["escalated"]}
    main = _main(district)
    alert = read(district.analyst, f"incidents/{main['id']}")["members"][0]["alert"]["id"]
    assert main["id"] in {i["id"] for i in read(district.analyst, "incidents", alert=alert)["items"]}
    key = main["entities"][0]["key"]
    assert main["id"] in {i["id"] for i in read(district.analyst, "incidents", entity=key, limit=200)["items"]}
    assert read(district.analyst, "incidents", end=min(i["first_event"] for i in whole))["items"] == []


def test_the_attack_is_told_as_a_story_with_a_reason_for_every_alert(district: District) -> None:
    IncidentPage.model_validate(read(district.analyst, "incidents", limit=200))
    main = _main(district)
    told = IncidentDetail.model_validate(read(district.analyst, f"incidents/{main['id']}"))
    assert told.alert_count == len(told.members) > 10
    assert str(told.alert_count) in told.story
    assert str(told.alert_count) in told.story_zh
    assert len(told.tactics) >= 4
    assert [m.alert.time for m in told.members] == sorted(m.alert.time for m in told.members)
    assert sum(m.reason.kind == "first" for m in told.members) == 1
    for member in told.members:
        assert member.reason.text
        assert member.reason.text_zh
        assert member.reason.kind in ("first", "person") or member.reason.path
    assert [step.time for step in told.steps] == sorted(step.time for step in told.steps)
    assert {alert for step in told.steps for alert in step.alerts} <= {m.alert.id for m in told.members}
    listed = read(district.analyst, "alerts", incident=main["id"], limit=500)["items"]
    assert {a["id"] for a in listed} == {m.alert.id for m in told.members}


def test_a_town_sees_its_part_of_an_attack_and_nothing_of_the_others(district: District) -> None:
    main = _main(district)
    assert TOWN in main["units"]
    answer = district.town.get(f"/api/v1/incidents/{main['id']}")
    part = IncidentDetail.model_validate(answer.json())
    assert part.partial
    assert part.title == PARTIAL_TITLE
    assert part.units == [TOWN]
    assert {member.alert.unit for member in part.members} == {TOWN}
    whole = read(district.analyst, f"incidents/{main['id']}")
    assert 0 < part.alert_count < whole["alert_count"]
    foreign = {m["alert"]["id"] for m in whole["members"]} - {m.alert.id for m in part.members}
    history = district.town.get(f"/api/v1/incidents/{main['id']}/history")
    for hidden in foreign:
        assert hidden not in answer.text
        assert hidden not in history.text
    decided = district.town.post(
        f"/api/v1/incidents/{main['id']}/decision", json={"status": "closed"}, headers={"If-Match": "*"}
    )
    assert code(decided) == (403, "scope.forbidden")


def test_an_incident_of_other_units_does_not_exist(district: District) -> None:
    seen = {i["id"] for i in all_pages(district.town, "incidents", limit=50)}
    foreign = next(i for i in all_pages(district.analyst, "incidents", limit=50) if i["id"] not in seen)
    assert TOWN not in foreign["units"]
    for address in (f"incidents/{foreign['id']}", f"incidents/{foreign['id']}/history"):
        assert code(district.town.get(f"/api/v1/{address}")) == (404, "not_found")
    decided = district.town.post(
        f"/api/v1/incidents/{foreign['id']}/decision", json={"status": "closed"}, headers={"If-Match": "*"}
    )
    assert code(decided) == (404, "not_found")


def test_a_decision_is_kept_and_recorded(district: District) -> None:
    main = _main(district)
    address = f"/api/v1/incidents/{main['id']}"
    tag = district.analyst.get(address).headers["etag"]
    body = {"status": "in_progress", "note": "已通知大数据中心"}
    assert code(district.analyst.post(f"{address}/decision", json=body)) == (428, "precondition.required")
    answer = district.analyst.post(f"{address}/decision", json=body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["note"]) == ("in_progress", body["note"])
    assert answer.json()["decided_by"].startswith("account:")
    stale = district.analyst.post(f"{address}/decision", json=body, headers={"If-Match": tag})
    assert code(stale) == (412, "stale")
    history = IncidentHistory.model_validate(district.analyst.get(f"{address}/history").json()).items
    assert (history[0].kind, history[-1].kind) == ("opened", "decided")
    record = district.audited("incident.decided")[-1]
    assert record.object == f"incident:{main['id']}"
    assert (record.details["from"], record.details["to"]) == ("new", "in_progress")


def test_people_do_not_merge_incidents(district: District) -> None:
    answer = district.analyst.post(
        f"/api/v1/incidents/{NOBODYS}/decision", json={"status": "merged"}, headers={"If-Match": "*"}
    )
    assert code(answer) == (422, "request.invalid")


def test_the_score_says_what_it_is_made_of_in_both_languages(district: District) -> None:
    main = _main(district)
    assert main["scored"][0].endswith("from its alerts, repeats counting little")
    assert len(main["scored"]) == len(main["scored_zh"]) > 1


def test_what_the_quiet_days_say_is_told_to_who_reads_incidents(district: District) -> None:
    refused_without(district, "GET", "incidents/calibration", *ADMINISTRATORS)
    said = CalibrationRead.model_validate(read(district.analyst, "incidents/calibration"))
    assert said.escalate == said.shipped == 50
    assert said.made is None
