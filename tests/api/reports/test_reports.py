"""Reports over HTTP: who may make which, of what, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.estate import System
from store import registers
from store.identity import Role
from store.ledger.canonical import sm3
from tests.api.site import Client, Site, a_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("reports")) as site:
        site.unit("health")
        site.unit("water")
        with site.state.transaction() as tx:
            for system, unit in (("records", "health"), ("pumps", "water")):
                made = System(id=system, name=system, name_zh="系统", unit=unit, mlps_level=2)
                registers.put_system(tx, made, actor="test")
        yield site


@pytest.fixture(scope="module")
def auditor(site: Site) -> Client:
    return site.signed_in(Role.COMPLIANCE_AUDITOR)


def test_an_auditor_downloads_a_report_and_its_digest_is_in_the_audit_trail(site: Site, auditor: Client) -> None:
    answer = auditor.get("/api/v1/reports/self-assessment", params={"id": "records"})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'attachment; filename="self-assessment-records.pdf"'
    record = [one for one in site.records() if one.action == "report.exported"][-1]
    assert record.details["sm3"] == sm3(answer.content).hex() == answer.headers["x-fengsui-sm3"]
    assert (record.details["subject"], record.details["form"]) == ("records", "pdf")


def test_an_analyst_may_take_incident_reports_and_nothing_of_the_compliance_ledgers(site: Site) -> None:
    analyst = site.signed_in(Role.ANALYST)
    assert {one["id"] for one in analyst.get("/api/v1/reports").json()["items"]} == {
        "data-assessment",  # who may read data sets may take their papers along
        "data-lifecycle",
        "incident",
        "incident-summary",
        "monthly-situation",
        "situation-brief",
        "yearly-situation",
    }
    refused = analyst.get("/api/v1/reports/self-assessment", params={"id": "records"})
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.missing")
    month = analyst.get("/api/v1/reports/monthly-situation", params={"id": "2026-11", "format": "json"})
    assert month.status_code == 200, month.text
    assert month.json()["kind"] == "monthly-situation"


def test_what_lies_outside_ones_units_is_not_there(site: Site) -> None:
    assert site.signed_in(Role.LEADER).get("/api/v1/reports/nothing").status_code == 404
    local = site.signed_in(Role.COMPLIANCE_AUDITOR, unit="health")
    assert local.get("/api/v1/reports/self-assessment", params={"id": "pumps"}).status_code == 404
    assert local.get("/api/v1/reports/three-sync", params={"id": "pumps"}).status_code == 404
    assert local.get("/api/v1/reports/rectification", params={"id": "pumps"}).status_code == 404
    assert local.get("/api/v1/reports/district-posture", params={"id": "water"}).status_code == 404
    found = local.get("/api/v1/reports/district-posture", params={"format": "json"}).json()
    assert "pumps" not in str(found)


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("self-assessment", {}),
        ("monthly-situation", {"id": "2026-13"}),
        ("monthly-situation", {"id": "0000-01"}),
        ("three-sync", {"id": "records", "format": "oscal"}),
    ],
)
def test_a_report_there_is_not_is_refused_with_a_reason(auditor: Client, kind: str, params: dict[str, str]) -> None:
    answer = auditor.get(f"/api/v1/reports/{kind}", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


def test_a_signature_is_not_promised_without_a_key(auditor: Client) -> None:
    assert auditor.get("/api/v1/reports").json()["signed"] is False
    answer = auditor.get("/api/v1/reports/three-sync", params={"id": "records", "signature": "true"})
    assert answer.status_code == 422
    assert "signing_key_file" in answer.text
