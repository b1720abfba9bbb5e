"""Posture, reviews, papers, gates and bundles over HTTP, within one's units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model.compliance import Project, SystemRecord
from model.estate import System
from model.times import DAY, day_of
from pipeline.compliance import bundle
from pipeline.compliance.desk import desk_of
from pipeline.compliance.keeping import keep
from pipeline.platform import open_events
from store import compliance as ledgers
from store import registers
from store.identity import Role
from store.scope import EVERYTHING
from tests.api.site import Client, Site, a_site

DIGEST = "ab" * 32
PAPERS_BEFORE = [
    "level_opinion",
    "security_chapter",
    "security_budget",
    "data_sketch",
    "crypto_draft",
    "tender_clauses",
    "product_certificates",
    "confidentiality",
    "data_entrustment",
    "security_design",
    "crypto_scheme",
    "soc_design",
    "expert_opinion",
    "implementation",
    "baseline",
    "code_audit",
    "separation",
    "filing_certificate",
    "security_test",
    "mlps_report",
    "crypto_report",
    "data_assessment",
    "onboarding",
    "emergency_drill",
    "restore_drill",
    "manuals",
    "acceptance",
    "asset_list",
    "closure",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("compliance")) as site:
        site.unit("health")
        site.unit("water")
        with site.state.transaction() as tx:
            for system, unit in (("records", "health"), ("portal", "health"), ("pumps", "water")):
                registers.put_system(
                    tx,
                    System(id=system, name=system, name_zh="系统", unit=unit, mlps_level=3, level_is_proposal=False),
                    actor="test",
                )
            started = day_of(site.clock() - 20 * DAY)
            record = SystemRecord(system="portal", unit="health", project=Project(name="p", started=started))
            ledgers.put_record(tx, record, actor="test", scope=EVERYTHING, now=site.clock())
        yield site


@pytest.fixture(scope="module")
def auditor(site: Site) -> Client:
    return site.signed_in(Role.COMPLIANCE_AUDITOR)


@pytest.fixture(scope="module")
def officer(site: Site) -> Client:
    return site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def paper(client: Client, system: str, artefact: str, day: str) -> Any:
    body = {"title": artefact, "dated": day, "sm3": DIGEST, "artefact": artefact}
    return client.post(f"/api/v1/compliance/systems/{system}/documents", json=body)


def test_everybody_sees_the_systems_of_their_own_units(site: Site, auditor: Client, officer: Client) -> None:
    everything = ok(auditor.get("/api/v1/compliance"))
    assert {one["id"] for one in everything["systems"]} == {"records", "portal", "pumps"}
    assert len(everything["categories"]) == 10
    assert sum(sum(cell["counted"].values()) for cell in everything["cells"] if cell["unit"] == "health") == 2 * 211
    own = ok(officer.get("/api/v1/compliance"))
    assert {one["id"] for one in own["systems"]} == {"records", "portal"}
    assert officer.get("/api/v1/compliance/systems/pumps").status_code == 404
    assert officer.get("/api/v1/compliance/systems/pumps/gates").status_code == 404


def test_a_system_shows_its_ledgers_and_both_conclusions(auditor: Client) -> None:
    found = ok(auditor.get("/api/v1/compliance/systems/records"))
    assert [one["template"] for one in found["conclusions"]] == ["template_2021", "template_2025"]
    assert len(found["items"]) == 211
    assert {one["id"] for one in found["obligations"]} >= {"filing", "assessment"}


def test_the_record_is_replaced_by_whoever_keeps_it_and_days_that_are_none_are_refused(officer: Client) -> None:
    place = "/api/v1/compliance/systems/records/record"
    body = {"owner": "王某", "grading": {"s_harmed": "society", "s_degree": "serious"}}
    made = ok(officer.put(place, json=body))
    assert (made["body"]["owner"], made["worksheet_level"]) == ("王某", 3)
    assert officer.put(place, json={"filing": {"filed": "2026-02-31"}}).status_code == 422
    assert officer.put(place, json={"not_applicable": {"L3-nothing": "why"}}).status_code == 422
    assert officer.put("/api/v1/compliance/systems/pumps/record", json=body).status_code == 404


def test_a_review_counts_and_stands_in_the_history_of_the_item(site: Site, auditor: Client, officer: Client) -> None:
    place = "/api/v1/compliance/systems/records"
    review = {"subject": "L3-8.1.1.1-a", "verdict": "met", "note": "现场查验"}
    assert officer.post(f"{place}/reviews", json=review).status_code == 403
    ok(auditor.post(f"{place}/reviews", json=review), 201)
    item = ok(auditor.get(f"{place}/items/L3-8.1.1.1-a"))
    assert (item["item"]["verdict"], item["item"]["reviewed"], item["item"]["auto"]) == ("met", "met", None)
    assert [one["note"] for one in item["reviews"]] == ["现场查验"]
    assert "compliance.item_reviewed" in site.actions()


def test_an_assessors_results_stand_beside_ours(auditor: Client) -> None:
    place = "/api/v1/compliance/systems/records"
    body = {"report": "R-1", "results": [{"item": "L3-8.1.1.2", "verdict": "not_met"}]}
    ok(auditor.post(f"{place}/official", json=body), 201)
    item = ok(auditor.get(f"{place}/items/L3-8.1.1.2"))["item"]
    assert (item["official"], item["verdict"]) == ("not_met", "unknown")


def test_what_if_names_items_that_move_the_conclusion(auditor: Client) -> None:
    place = "/api/v1/compliance/systems/records/what-if"
    found = ok(auditor.get(place))
    assert found["way"]
    assert found["way"][-1]["code"] == "basic"
    chosen = ok(auditor.get(place, params={"items": [one["item"] for one in found["way"]]}))
    assert chosen["chosen"]["code"] == "basic"


def test_a_task_is_done_only_with_a_registered_proof(site: Site, officer: Client) -> None:
    place = "/api/v1/compliance/systems/records/tasks"
    task = {"items": ["L3-8.1.4.2-b"], "title": "改名", "owner": "李某", "due": day_of(site.clock() + 10 * DAY)}
    made = ok(officer.post(place, json=task), 201)
    done = {**task, "state": "done", "proof": "none"}
    assert officer.put(f"{place}/{made['id']}", json=done).status_code == 422
    proof = ok(paper(officer, "records", "closure", day_of(site.clock())), 201)["id"]
    assert ok(officer.put(f"{place}/{made['id']}", json={**done, "proof": proof}))["state"] == "done"


def test_a_project_goes_live_only_through_every_gate_with_every_paper_of_a_true_day(
    site: Site, officer: Client, auditor: Client
) -> None:
    place = "/api/v1/compliance/systems/portal"
    today = day_of(site.clock())
    going = {"day": today}
    refused = auditor.post(f"{place}/gates/G6/passage", json=going)
    assert refused.status_code == 422
    assert "gate_before" in refused.text
    for artefact in PAPERS_BEFORE:
        if artefact not in ("mlps_report", "security_chapter"):
            ok(paper(officer, "portal", artefact, today), 201)
    # A missing paper.
    assert "security_chapter" in auditor.post(f"{place}/gates/G0/passage", json=going).text
    # A paper that claims a day long before it was registered.
    ok(paper(officer, "portal", "security_chapter", day_of(site.clock() - 200 * DAY)), 201)
    assert "security_chapter" in auditor.post(f"{place}/gates/G0/passage", json=going).text
    ok(paper(officer, "portal", "security_chapter", today), 201)
    for gate in ("G0", "G1", "G2", "G3"):
        ok(auditor.post(f"{place}/gates/{gate}/passage", json=going), 201)
    # An assessment report older than what it assesses.
    ok(paper(officer, "portal", "mlps_report", day_of(site.clock() - 5 * DAY)), 201)
    board = ok(auditor.get(f"{place}/gates"))
    faults = {one["id"]: one["fault"] for gate in board["gates"] for one in gate["artefacts"]}
    assert faults["mlps_report"] == "before_its_ground"
    assert board["lacking"] == ["assessment"]
    assert auditor.post(f"{place}/gates/G4/passage", json=going).status_code == 422
    ok(paper(officer, "portal", "mlps_report", today), 201)
    for gate in ("G4", "G5", "G6"):
        ok(auditor.post(f"{place}/gates/{gate}/passage", json=going), 201)
    assert ok(auditor.get(f"{place}/gates"))["current"] == "G7"


def test_an_exception_is_signed_by_somebody_else_and_ends(site: Site, officer: Client) -> None:
    place = "/api/v1/compliance/systems/records/exceptions"
    until = day_of(site.clock() + 30 * DAY)
    body = {"artefact": "crypto_draft", "reason": "密评排期", "approver": "区委网信办", "until": until}
    board = ok(officer.post(place, json=body), 201)
    held = {one["id"]: one["excepted"] for gate in board["gates"] for one in gate["artefacts"]}
    assert held["crypto_draft"]
    assert officer.post(place, json={**body, "until": day_of(site.clock() - DAY)}).status_code == 422


def test_a_bundle_verifies_offline_and_who_took_it_is_recorded(site: Site, auditor: Client, tmp_path: Path) -> None:
    with closing(open_events(site.settings, site.state)) as store, site.state.transaction() as tx:
        keep(tx, desk_of(site.state, store, site.settings).district(site.clock()), site.clock())
    answer = auditor.post("/api/v1/compliance/systems/records/bundle")
    assert answer.status_code == 200, answer.text
    file = tmp_path / "bundle.jsonl"
    file.write_bytes(answer.content)
    verdicts = bundle.verify(file)
    assert verdicts.ok, verdicts.faults
    assert verdicts.about == {"system": "records"}
    assert "compliance.bundle_exported" in site.actions()
