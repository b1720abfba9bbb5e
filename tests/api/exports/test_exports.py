"""Exports over HTTP: who may take which, what they hold, and what is recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
import yaml

from model.estate import System
from store import registers
from store.identity import Role
from store.ledger.canonical import sm3
from tests.api.site import Client, Site, a_site
from tests.compliance.exports.ciso_assistant import faults

EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("exports")) as site:
        site.unit("health")
        site.unit("water")
        with site.state.transaction() as tx:
            for system, unit in (("records", "health"), ("pumps", "water")):
                made = System(id=system, name=EVIL, name_zh=EVIL, unit=unit, mlps_level=2)
                registers.put_system(tx, made, actor="test")
        yield site


@pytest.fixture(scope="module")
def auditor(site: Site) -> Client:
    return site.signed_in(Role.COMPLIANCE_AUDITOR)


def rows(client: Client, language: str = "en") -> list[dict[str, str]]:
    answer = client.get("/api/v1/exports/posture", params={"language": language})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_posture_has_a_row_for_every_item_of_every_system_within_ones_units(site: Site, auditor: Client) -> None:
    assert {one["System"] for one in rows(auditor)} == {"records", "pumps"}
    assert len(rows(auditor)) == 2 * 135
    local = site.signed_in(Role.COMPLIANCE_AUDITOR, unit="health")
    assert {one["System"] for one in rows(local)} == {"records"}


def test_no_cell_of_posture_is_a_formula(auditor: Client) -> None:
    for language in ("zh-CN", "en"):
        for row in rows(auditor, language):
            assert not any(
                cell.lstrip(" \"'")[:1] in tuple("=+-@") and cell[:1] != "'" for cell in row.values() if cell
            )
    assert rows(auditor)[0]["System name"] == "'" + EVIL


def test_the_library_and_the_mapping_leave_with_their_digest_in_the_audit_trail(site: Site, auditor: Client) -> None:
    library = auditor.get("/api/v1/exports/control-library")
    assert faults(library.content) == []
    assert library.headers["content-disposition"] == 'attachment; filename="control-library.yaml"'
    assert yaml.safe_load(library.content)["locale"] == "en"
    mapping = auditor.get("/api/v1/exports/control-mapping")
    assert mapping.content.startswith(b"PK")
    record = [one for one in site.records() if one.action == "compliance.exported"][-1]
    assert record.object == "export:control-mapping"
    assert record.details["sm3"] == sm3(mapping.content).hex() == mapping.headers["x-fengsui-sm3"]


def test_the_list_names_every_export_and_others_are_not_there(auditor: Client) -> None:
    listed = [one["id"] for one in auditor.get("/api/v1/exports").json()["items"]]
    assert listed == ["posture", "control-library", "control-mapping"]
    assert auditor.get("/api/v1/exports/nothing").status_code == 404
