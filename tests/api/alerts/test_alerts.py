"""Listing, reading and judging alerts over HTTP, on the replayed attack."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from api.alerts.schemas import AlertCounts, AlertDetail, AlertHistory, AlertPage
from model.severity import Level
from store.identity import Role
from tests.api.district import TOWN, District, all_pages, code, read, refused_without

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
ONLOOKERS = (Role.UNIT_SECURITY_OFFICER, Role.COMPLIANCE_AUDITOR, Role.LEADER)
NOBODYS = "0" * 32


@pytest.mark.parametrize("address", ["alerts", "alerts/counts", f"alerts/{NOBODYS}", f"alerts/{NOBODYS}/history"])
def test_administrators_do_not_see_alerts(district: District, address: str) -> None:
    refused_without(district, "GET", address, *ADMINISTRATORS)


@pytest.mark.parametrize("address", ["alerts/decisions", f"alerts/{NOBODYS}/decision"])
def test_onlookers_see_alerts_but_do_not_judge_them(district: District, address: str) -> None:
    refused_without(district, "POST", address, *ADMINISTRATORS, *ONLOOKERS, json={"status": "acknowledged"})
    for role in ONLOOKERS:
        assert read(district.person(role), "alerts", limit=1)["items"]


def test_a_town_sees_its_own_alerts_only(district: District) -> None:
    own = all_pages(district.town, "alerts", limit=7)
    assert {alert["unit"] for alert in own} == {TOWN}
    assert read(district.town, "alerts/counts")["total"] == len(own) < read(district.analyst, "alerts/counts")["total"]
    foreign = next(a for a in read(district.analyst, "alerts", limit=500)["items"] if a["unit"] != TOWN)
    for address in (f"alerts/{foreign['id']}", f"alerts/{foreign['id']}/history"):
        assert code(district.town.get(f"/api/v1/{address}")) == (404, "not_found")
    assert read(district.town, "alerts", rule=foreign["rule"]["id"], source=foreign["source"])["items"] == []


def test_a_town_does_not_judge_what_is_not_its_own(district: District) -> None:
    foreign = next(a for a in read(district.analyst, "alerts", limit=500)["items"] if a["unit"] != TOWN)
    own = read(district.town, "alerts", limit=1)["items"][0]
    answer = district.town.post(
        f"/api/v1/alerts/{foreign['id']}/decision", json={"status": "acknowledged"}, headers={"If-Match": "*"}
    )
    assert code(answer) == (404, "not_found")
    both = {"alerts": [own["id"], foreign["id"]], "expected": "open", "status": "acknowledged"}
    assert code(district.town.post("/api/v1/alerts/decisions", json=both)) == (404, "not_found")
    assert read(district.town, f"alerts/{own['id']}")["status"] == "open", "all or none"


def test_paging_neither_repeats_nor_skips(district: District) -> None:
    found = all_pages(district.analyst, "alerts", limit=10)
    ids = [alert["id"] for alert in found]
    assert len(ids) == len(set(ids)) == read(district.analyst, "alerts/counts")["total"] > 50
    assert [a["time"] for a in found] == sorted((a["time"] for a in found), reverse=True)


def test_filters_hold_and_agree_with_the_counts(district: District) -> None:
    whole = all_pages(district.analyst, "alerts", limit=100)
    counts = AlertCounts.model_validate(read(district.analyst, "alerts/counts"))
    assert {c.level: c.count for c in counts.levels} == {
        level: sum(a["rule"]["level"] == level for a in whole) for level in Level
    }
    assert {c.rule: c.count for c in counts.rules} == Counter(a["rule"]["id"] for a in whole)
    assert all(c.title and c.title_zh for c in counts.rules)
    high = read(district.analyst, "alerts", level=["high", "critical"], limit=500)["items"]
    assert {a["id"] for a in high} == {a["id"] for a in whole if a["rule"]["level"] in ("high", "critical")}
    key = whole[0]["entities"][0]["key"]
    about = read(district.analyst, "alerts", entity=key, limit=500)["items"]
    assert {a["id"] for a in about} == {a["id"] for a in whole if key in {e["key"] for e in a["entities"]}}
    first = min(a["time"] for a in whole)
    assert read(district.analyst, "alerts", end=first)["items"] == []
    assert read(district.analyst, "alerts/counts", status="closed", rule="no-such-rule")["total"] == 0


def test_an_alert_says_why_it_fired(district: District) -> None:
    AlertPage.model_validate(read(district.analyst, "alerts", limit=500))
    shown = [
        AlertDetail.model_validate(read(district.analyst, f"alerts/{alert['id']}"))
        for alert in read(district.analyst, "alerts", level="high", limit=15)["items"]
    ]
    for alert in shown:
        assert alert.matched
        assert alert.rule_text is not None
        assert alert.rule_text.startswith("title: ")
        assert f"id: {alert.rule.id}" in alert.rule_text
        assert alert.event_count == len(alert.event_ids)
        for event_id in alert.event_ids[:3]:
            assert read(district.analyst, f"events/{event_id}")["id"] == event_id
    tactics = {t.shortname: t for alert in shown for t in alert.tactics}
    assert any(t.name_zh != t.name for t in tactics.values())
    named = {incident.id: incident for alert in shown for incident in alert.incidents}
    assert named
    for incident in named.values():
        held = read(district.analyst, f"incidents/{incident.id}")
        assert (incident.title, incident.title_zh) == (held["title"], held["title_zh"])


def test_rule_text_is_for_those_who_may_read_rules(district: District) -> None:
    alert = read(district.analyst, "alerts", limit=1)["items"][0]["id"]
    assert read(district.person(Role.COMPLIANCE_AUDITOR), f"alerts/{alert}")["rule_text"] is not None
    assert read(district.person(Role.LEADER), f"alerts/{alert}")["rule_text"] is None


def _decide(district: District, alert: str, if_match: str | None, **decision: Any) -> Any:
    headers = {} if if_match is None else {"If-Match": if_match}
    return district.analyst.post(f"/api/v1/alerts/{alert}/decision", json=decision, headers=headers)


def test_a_decision_is_kept_and_recorded(district: District) -> None:
    alert = read(district.analyst, "alerts", limit=1)["items"][0]["id"]
    tag = district.analyst.get(f"/api/v1/alerts/{alert}").headers["etag"]
    assert code(_decide(district, alert, None, status="acknowledged")) == (428, "precondition.required")
    note = "<b>looked at</b> 已核实"
    district.clock.turn(1)
    answer = _decide(district, alert, tag, status="closed", verdict="true_positive", note=note)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["verdict"]) == ("closed", "true_positive")
    assert code(_decide(district, alert, tag, status="open")) == (412, "stale"), "the tag is an old one"
    history = AlertHistory.model_validate(read(district.analyst, f"alerts/{alert}/history")).items
    assert history[-1].note == note
    assert district.audited("alert.decided")[-1].object == f"alert:{alert}"
    assert read(district.analyst, "alerts/counts", status="closed")["total"] >= 1
    district.clock.turn(1)
    assert _decide(district, alert, answer.headers["etag"], status="open").status_code == 200


@pytest.mark.parametrize(
    "decision",
    [
        {"status": "closed"},
        {"status": "closed", "verdict": "false_positive"},
        {"status": "acknowledged", "verdict": "false_positive", "note": " "},
    ],
)
def test_a_decision_without_its_reason_is_refused(district: District, decision: dict[str, str]) -> None:
    alert = read(district.analyst, "alerts", limit=1)["items"][0]["id"]
    assert code(_decide(district, alert, "*", **decision)) == (422, "input.unusable")


def test_several_alerts_are_judged_at_once_when_they_are_as_they_were_seen(district: District) -> None:
    ids = [a["id"] for a in read(district.analyst, "alerts", status="open", limit=5)["items"]]
    body = {"alerts": ids, "expected": "open", "status": "acknowledged"}
    before = len(district.audited("alert.decided"))
    answer = district.analyst.post("/api/v1/alerts/decisions", json=body)
    assert answer.json() == {"decided": len(ids)}
    assert len(district.audited("alert.decided")) == before + len(ids)
    assert code(district.analyst.post("/api/v1/alerts/decisions", json=body)) == (412, "stale")
    back = {"alerts": ids, "expected": "acknowledged", "status": "open"}
    assert district.analyst.post("/api/v1/alerts/decisions", json=back).status_code == 200


def test_the_same_key_judges_once(district: District) -> None:
    alert = read(district.analyst, "alerts", limit=1)["items"][0]["id"]
    before = len(district.audited("alert.decided"))
    headers = {"If-Match": "*", "Idempotency-Key": "judge-1"}
    body = {"status": "acknowledged"}
    first = district.analyst.post(f"/api/v1/alerts/{alert}/decision", json=body, headers=headers)
    again = district.analyst.post(f"/api/v1/alerts/{alert}/decision", json=body, headers=headers)
    assert first.json() == again.json()
    assert len(district.audited("alert.decided")) == before + 1
    assert _decide(district, alert, "*", status="open").status_code == 200


def test_groups_hold_every_alert_once_and_lead_to_exactly_their_own(district: District) -> None:
    answer = read(district.analyst, "alerts/groups", limit=500)
    groups = answer["items"]
    total = read(district.analyst, "alerts/counts")["total"]
    assert sum(group["alerts"] for group in groups) == total > len(groups)
    assert not answer["more"]
    seen: set[str] = set()
    for group in groups:
        principal = group["principal"]["key"] if group["principal"] else "-"
        members = all_pages(district.analyst, "alerts", limit=100, rule=group["rule"], principal=principal)
        assert len(members) == group["alerts"]
        assert sum(member["status"] == "open" for member in members) == group["open"]
        assert max(Level(member["rule"]["level"]).rank for member in members) == Level(group["level"]).rank
        assert min(m["time"] for m in members) == group["first_time"] <= group["last_time"] == members[0]["time"]
        seen |= {member["id"] for member in members}
    assert len(seen) == total


def test_groups_follow_the_filters_and_say_when_there_are_more(district: District) -> None:
    high = read(district.analyst, "alerts/groups", level="high", limit=1)
    assert high["more"]
    assert high["items"][0]["level"] == "high"
    town = read(district.town, "alerts/groups", limit=500)["items"]
    assert sum(group["alerts"] for group in town) == read(district.town, "alerts/counts")["total"]
