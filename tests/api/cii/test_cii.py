"""Critical infrastructure over HTTP: its activities with evidence, permits the guard obeys, the supply chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.compliance import Cii, CiiStatus, SystemRecord
from model.estate import Asset, AssetKind, System
from model.times import DAY, MINUTE, day_of, now_us
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response.actuators import Actuators
from playbooks.capabilities.contract import ObjectKind, Plan, Touched
from playbooks.capabilities.guard import Refused
from store import compliance as ledgers
from store import registers
from store.identity import Role
from store.scope import EVERYTHING
from tests.api.site import Client, Site, a_site

HOST = "10.8.0.5"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("cii")) as site:
        site.unit("water")
        site.unit("health")
        with site.state.transaction() as tx:
            for name, unit in (("pumps", "water"), ("records", "health")):
                system = System(id=name, name=name, name_zh="系统", unit=unit, mlps_level=3)
                registers.put_system(tx, system, actor="test")
            asset = Asset(
                id="plc", name="plc", kind=AssetKind.SERVER, unit="water", system="pumps", addresses=(HOST,), owner="x"
            )
            registers.put_asset(tx, asset, actor="test")
            cii = Cii(status=CiiStatus.IDENTIFIED, document="关基认定1号", identified="2025-01-01")
            record = SystemRecord(system="pumps", unit="water", cii=cii)
            ledgers.put_record(tx, record, actor="test", scope=EVERYTHING, now=site.clock())
        yield site


@pytest.fixture
def officer(site: Site) -> Client:
    return site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="water")


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def control(detail: Any, wanted: str) -> Any:
    return next(one for activity in detail["activities"] for one in activity["controls"] if one["id"] == wanted)


def test_only_what_was_identified_is_listed_and_only_to_its_units(site: Site, officer: Client) -> None:
    listed = ok(officer.get("/api/v1/cii"))
    assert [one["system"] for one in listed["items"]] == ["pumps"]
    assert listed["verify"]
    stranger = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    assert ok(stranger.get("/api/v1/cii"))["items"] == []
    assert stranger.get("/api/v1/cii/pumps").status_code == 404
    assert site.signed_in(Role.ANALYST).get("/api/v1/cii").status_code == 403


def test_the_file_answers_controls_and_evidence_rules_answer_beside_it(officer: Client) -> None:
    before = ok(officer.get("/api/v1/cii/pumps"))
    assert control(before, "CII-6.1-01")["verdict"] == "partly_met"
    assert {one["rule"] for one in control(before, "CII-7.5-07")["answers"]} >= {"log-retention", "ledger-intact"}
    file = {
        "department": "区水务局", "business": "排水", "depends": "电力", "outage": "内涝", "head": "王某", "body": "网安办",
        "posts": [{"name": "李某", "post": "管理员", "checked": "2026-01-01"}],
    }  # fmt: skip
    ok(officer.put("/api/v1/cii/pumps/file", json=file))
    after = ok(officer.get("/api/v1/cii/pumps"))
    assert [control(after, one)["verdict"] for one in ("CII-6.1-01", "CII-6.1-02", "CII-7.3-02", "CII-7.4-01")] == [
        "met"
    ] * 4


def test_a_review_of_a_control_counts_until_the_evidence_turns(site: Site, officer: Client) -> None:
    auditor = site.signed_in(Role.COMPLIANCE_AUDITOR)
    body = {"subject": "CII-6.4-01", "verdict": "met", "note": "现场核实无重大变更"}
    ok(auditor.post("/api/v1/compliance/systems/pumps/reviews", json=body), 201)
    found = control(ok(auditor.get("/api/v1/cii/pumps")), "CII-6.4-01")
    assert (found["verdict"], found["outdated"]) == ("met", False)
    ok(officer.put("/api/v1/cii/pumps/file", json={"changes": [{"day": "2026-01-01", "what": "扩容"}]}))
    turned = control(ok(auditor.get("/api/v1/cii/pumps")), "CII-6.4-01")
    assert (turned["verdict"], turned["outdated"]) == ("not_met", True)


def test_a_yearly_assessment_is_followed_up_and_moves_the_obligation(site: Site, officer: Client) -> None:
    day = day_of(site.clock() - 10 * DAY)
    body = {"kind": "commissioned", "dated": day, "assessor": "测评机构", "findings": 3, "due": day_of(site.clock())}
    made = ok(officer.post("/api/v1/cii/pumps/assessments", json=body), 201)
    place = f"/api/v1/cii/pumps/assessments/{made['id']}"
    ok(officer.put(place, json={**body, "mended": 3, "submitted": day}))
    assert officer.put(place, json={**body, "mended": 4}).status_code == 422
    detail = ok(officer.get("/api/v1/cii/pumps"))
    assert [control(detail, one)["verdict"] for one in ("CII-8.2-01", "CII-8.2-02", "CII-8.2-03")] == ["met"] * 3
    posture = ok(officer.get("/api/v1/compliance/systems/pumps"))
    assert next(one for one in posture["obligations"] if one["id"] == "cii_assessment")["done"] == day


def scanning(site: Site, tmp_path: Path) -> bool:
    """Whether the guard lets a scan of the host through."""
    actuators = Actuators(PlaybookSettings(), tmp_path / "known_hosts")
    with site.state.reading() as tx:
        protection = actuators.protection(tx)
    touched = Touched(ObjectKind.ADDRESS, HOST)
    plan = Plan("ssh", "ssh", "scan", "扫描", changes=False, touches=(touched,), scans=True)
    try:
        protection.demand(plan)
    except Refused:
        return False
    return True


def test_a_critical_host_is_scanned_only_while_a_permit_is_in_force(site: Site, tmp_path: Path) -> None:
    leader = site.signed_in(Role.LEADER)
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="water")
    assert not scanning(site, tmp_path)
    now = now_us()
    body = {
        "number": "批1", "approved_by": "保护工作部门", "tester": "测评机构", "start": day_of(now - DAY),
        "until": day_of(max(now, site.clock()) + DAY),
    }  # fmt: skip
    assert officer.post("/api/v1/cii/pumps/permits", json=body).status_code == 403
    elsewhere = ok(leader.post("/api/v1/cii/pumps/permits", json={**body, "hosts": ["10.8.0.99"]}), 201)
    assert not scanning(site, tmp_path)
    made = ok(leader.post("/api/v1/cii/pumps/permits", json=body), 201)
    assert scanning(site, tmp_path)
    ok(leader.delete(f"/api/v1/cii/permits/{made['id']}"))
    assert not scanning(site, tmp_path)
    ok(leader.delete(f"/api/v1/cii/permits/{elsewhere['id']}"))
    past = {**body, "start": "2020-01-01", "until": "2020-01-02"}
    assert leader.post("/api/v1/cii/pumps/permits", json=past).status_code == 422
    assert {"cii.permit_added", "cii.permit_revoked"} <= set(site.actions())


def test_a_supplier_brings_products_whose_components_are_held_against_known_weaknesses(
    site: Site, officer: Client
) -> None:
    body = {"name": "甲公司", "systems": ["pumps"], "products": [{"name": "scada", "version": "2"}]}
    made = ok(officer.post("/api/v1/suppliers", json={"id": "acme", **body}), 201)
    assert officer.post("/api/v1/suppliers", json={"id": "acme", **body}).status_code == 409
    assert ok(officer.put("/api/v1/suppliers/acme", json={**body, "contact": "王某"}))["contact"] == "王某"
    assert made["unit"] == "water"
    bom = {
        "bomFormat": "CycloneDX", "specVersion": "1.5",
        "components": [{"type": "library", "name": "libmodbus", "version": "3.0", "bom-ref": "m"}, {"name": "zlib"}],
        "vulnerabilities": [
            {"id": "CVE-2026-9", "affects": [{"ref": "m"}]},
            {"id": "CVE-2026-8", "affects": [{"ref": "m"}], "analysis": {"state": "not_affected"}},
        ],
    }  # fmt: skip
    place = "/api/v1/suppliers/acme/components"
    headers = {"Content-Type": "application/octet-stream"}
    sent = json.dumps(bom).encode()
    listed = ok(officer.post(place, params={"product": "scada"}, content=sent, headers=headers))
    assert [(one["components"], one["affected"]) for one in listed["lists"]] == [(2, 1)]
    assert listed["weaknesses"] == [{"weakness": "CVE-2026-9", "products": ["scada: libmodbus"]}]
    assert officer.post(place, params={"product": "other"}, content=sent, headers=headers).status_code == 404
    assert officer.post(place, params={"product": "scada"}, content=b"{}", headers=headers).status_code == 422
    site.clock.turn(MINUTE)
    detail = ok(officer.get("/api/v1/cii/pumps"))
    assert control(detail, "CII-7.9-12")["verdict"] == "not_met"
    stranger = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    assert stranger.get("/api/v1/suppliers/acme").status_code == 404
    assert stranger.put("/api/v1/suppliers/acme", json={"name": "x"}).status_code == 404
    assert stranger.post("/api/v1/suppliers", json={"id": "acme", "name": "x"}).status_code == 403
    assert ok(stranger.get("/api/v1/suppliers"))["items"] == []
