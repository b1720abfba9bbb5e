"""Loaded rules over HTTP: what runs, what does not and why, and why a rule matches an event."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from api.core import Readers
from api.rules.schemas import ExplanationRead, RuleDetail, RuleRead
from api.server import serving
from pipeline.platform import open_events
from pipeline.settings import ApiSettings, DetectionSettings, Settings
from store.identity import Role
from store.state import open_state
from tests.api.district import TOWN, District, all_pages, code, read, refused_without
from tests.api.site import Clock, Site

BLIND = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.LEADER, Role.UNIT_SECURITY_OFFICER)

GOOD = """\
title: Whoami
id: 3f0a5d3e-6d9f-4a56-9f0e-0123456789ab
status: test
level: high
tags: [attack.discovery, attack.t1033]
logsource: {product: linux, service: auditd}
detection:
  selection:
    exe: /usr/bin/whoami
  condition: selection
"""
WRONG = """\
title: Wrong <script>alert(1)</script>
logsource: {product: linux}
detection:
  selection: {exe: x}
  condition: selection and nothing
"""


@pytest.mark.parametrize("address", ["rules", "rules/set", "coverage", "coverage/feeds", "rules/x"])
def test_who_needs_no_rules_does_not_read_them(district: District, address: str) -> None:
    refused_without(district, "GET", address, *BLIND)


def test_who_needs_no_rules_gets_none_explained(district: District) -> None:
    refused_without(district, "POST", "rules/x/explain", *BLIND, json={"event": {}})


def test_every_loaded_rule_is_listed_once_with_its_hits(district: District) -> None:
    found = [RuleRead.model_validate(r) for r in all_pages(district.analyst, "rules", limit=20)]
    assert len({rule.key for rule in found}) == len(found) > 90
    active = sum(rule.state == "active" for rule in found)
    assert active == read(district.analyst, "rules/set")["active"]
    assert sum(rule.hits or 0 for rule in found) == read(district.analyst, "alerts/counts")["total"]
    assert all(rule.title_zh for rule in found)


def test_hits_are_those_of_the_callers_units_and_only_for_who_sees_alerts(district: District) -> None:
    own = {r["key"]: r["hits"] for r in all_pages(district.town, "rules", limit=500)}
    assert sum(own.values()) == read(district.town, "alerts/counts")["total"]
    blind = all_pages(district.person(Role.SECURITY_ADMIN), "rules", limit=500)
    assert {rule["hits"] for rule in blind} == {None}
    assert {rule["activity"] for rule in blind} == {None}


def test_rules_are_found_by_title_level_and_technique(district: District) -> None:
    by_title = read(district.analyst, "rules", q="口令")["items"]
    assert by_title
    assert all("口令" in rule["title_zh"] for rule in by_title)
    guessing = read(district.analyst, "rules", technique="T1110", limit=500)["items"]
    assert {t["id"] for r in guessing for t in r["techniques"] if t["id"].startswith("T1110")} >= {"T1110.001"}
    high = read(district.analyst, "rules", level="high", limit=500)["items"]
    assert {rule["level"] for rule in high} == {"high"}
    assert code(district.analyst.get("/api/v1/rules?cursor=nonsense")) == (422, "query.invalid")


def _fired(district: District) -> tuple[dict[str, Any], str]:
    """A plain rule that fired, and an event it fired on."""
    rule = next(r for r in all_pages(district.analyst, "rules", limit=500) if r["kind"] == "rule" and r["hits"])
    alert = read(district.analyst, "alerts", rule=rule["id"], limit=1)["items"][0]
    return rule, read(district.analyst, f"alerts/{alert['id']}")["event_ids"][0]


def test_a_rule_is_told_with_its_text(district: District) -> None:
    rule, _ = _fired(district)
    told = RuleDetail.model_validate(read(district.analyst, f"rules/{rule['key']}"))
    assert told.text is not None
    assert told.text.startswith("title: ")
    assert f"id: {told.id}" in told.text
    assert told.text.count("\ntitle: ") == 0, "one document of the file"
    assert not told.file.startswith("/"), "where the program lies is nobody's business"


def test_a_stored_event_and_the_same_pasted_are_explained_alike(district: District) -> None:
    rule, event = _fired(district)
    address = f"/api/v1/rules/{rule['key']}/explain"
    stored = district.analyst.post(address, json={"event_id": event})
    assert ExplanationRead.model_validate(stored.json()).matched, stored.text
    fields = read(district.analyst, f"events/{event}")["fields"]
    pasted = district.analyst.post(address, json={"event": fields}).json()
    assert pasted["matched"]
    assert pasted["fields"] == stored.json()["fields"]


def test_what_failed_first_is_said(district: District) -> None:
    rule, _ = _fired(district)
    other = read(district.analyst, "events", q="event.dataset:network.arp", limit=1)["items"][0]["fields"]
    said = district.analyst.post(f"/api/v1/rules/{rule['key']}/explain", json={"event": other}).json()
    assert not said["matched"]
    assert said["failures"] or said["kind"] is None


def test_an_explanation_is_no_way_around_the_scope(district: District) -> None:
    rule = read(district.analyst, "rules", limit=500)["items"]
    key = next(r["key"] for r in rule if r["kind"] == "rule")
    foreign = read(district.analyst, "events", q=f"NOT fengsui.unit:{TOWN}", limit=1)["items"][0]["id"]
    answer = district.town.post(f"/api/v1/rules/{key}/explain", json={"event_id": foreign})
    assert code(answer) == (404, "not_found")
    auditor = district.person(Role.COMPLIANCE_AUDITOR)
    answer = auditor.post(f"/api/v1/rules/{key}/explain", json={"event_id": foreign})
    assert code(answer) == (403, "permission.missing")


@pytest.mark.parametrize(
    "body", [{}, {"event": {}, "event_id": "x"}, {"event": {"a" * 2_000: 1}}, {"event": {"time": [[[[]]]]}}]
)
def test_what_cannot_be_explained_is_refused_or_harmless(district: District, body: dict[str, Any]) -> None:
    rule, _ = _fired(district)
    answer = district.analyst.post(f"/api/v1/rules/{rule['key']}/explain", json=body)
    assert answer.status_code in (200, 422), answer.text


def test_a_correlation_points_to_its_rules(district: District) -> None:
    key = next(r["key"] for r in all_pages(district.analyst, "rules", limit=500) if r["kind"] == "correlation")
    answer = district.analyst.post(f"/api/v1/rules/{key}/explain", json={"event": {}})
    assert code(answer) == (422, "input.unusable")


def test_rejected_rules_are_listed_with_their_reason_and_text(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "good.yml").write_text(GOOD)
    (folder / "wrong.yml").write_text(WRONG)
    (folder / "copy.yml").write_text(GOOD)
    packed = tmp_path / "release.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("rules/unreadable.yml", "title: [")
        archive.writestr("rules/another.yml", WRONG.replace("title: Wrong", "title: Packed"))
    settings = Settings(
        data=tmp_path / "data",
        detection=DetectionSettings(rules=[folder, packed]),
        api=ApiSettings(listen="127.0.0.1:0"),
    )
    clock = Clock()
    with (
        open_state(settings.state_file) as state,
        closing(open_events(settings, state)) as store,
        serving(Readers(state, store), settings, clock=clock) as running,
    ):
        site = Site(state, settings, clock, running)
        client = site.signed_in(Role.ANALYST)
        rules = [rule for rule in all_pages(client, "rules", limit=2) if rule["kind"] != "behaviour"]
        assert len({rule["key"] for rule in rules}) == len(rules) == 5
        told = {rule["file"]: read(client, f"rules/{rule['key']}") for rule in rules}
        wrong = told["wrong.yml"]
        assert (wrong["state"], wrong["title"]) == ("rejected", "Wrong <script>alert(1)</script>")
        assert "nothing" in wrong["reason"]
        assert wrong["problems"][0]["line"] > 0
        assert wrong["text"] == WRONG
        assert told["rules/another.yml"]["text"].startswith("title: Packed")
        assert told["rules/unreadable.yml"]["state"] == "rejected"
        assert {told["good.yml"]["key"], told["copy.yml"]["key"]} > {"3f0a5d3e-6d9f-4a56-9f0e-0123456789ab"}
        found = read(client, "rules", state="active")["items"]
        assert [rule["kind"] for rule in found if rule["kind"] != "behaviour"] == ["rule"]
        explain = client.post(f"/api/v1/rules/{wrong['key']}/explain", json={"event": {}})
        assert code(explain) == (422, "input.unusable")
        client.close()
