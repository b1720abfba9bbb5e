"""An auditor draws, reads, notes and takes the working paper away; nobody else does."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from model.compliance import Filing, SystemRecord
from model.estate import DataClass, DataSet, System
from store import compliance as ledgers
from store import inventory, registers
from store.identity import Role
from store.scope import EVERYTHING
from tests.api.site import Client, Site, a_site

EVIL = '=HYPERLINK("http://evil.example")'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("samples")) as site:
        for unit, level in (("health", 3), ("water", 1)):
            site.unit(unit)
            with site.state.transaction() as tx:
                system = System(id=f"s-{unit}", name=EVIL, name_zh=EVIL, unit=unit, mlps_level=level)
                registers.put_system(tx, system, actor="test")
                record = SystemRecord(system=system.id, unit=unit, owner="+cmd", filing=Filing(certificate="证1"))
                ledgers.put_record(tx, record, actor="test", scope=EVERYTHING, now=site.clock())
                data = DataSet(
                    id=f"d-{unit}", name="people", name_zh="人口", unit=unit, data_class=DataClass.SENSITIVE,
                    system=system.id, records=7, personal_information=True,
                )  # fmt: skip
                inventory.put(tx, data, actor="test")
        yield site


@pytest.fixture
def auditor(site: Site) -> Client:
    return site.signed_in(Role.COMPLIANCE_AUDITOR)


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def drawn(client: Client, **more: Any) -> Any:
    return ok(client.post("/api/v1/samples", json={"title": "抽查", "size": 10, **more}), 201)


def test_a_seed_draws_the_same_items_again(auditor: Client) -> None:
    first, second = (drawn(auditor, seed="2026") for _ in range(2))
    assert [one["item"] for one in first["items"]] == [one["item"] for one in second["items"]]
    assert first["brief"]["of"] == 211
    assert drawn(auditor)["brief"]["seed"]


def test_only_who_reviews_draws_and_only_from_what_is_there(site: Site, auditor: Client) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    assert officer.post("/api/v1/samples", json={"title": "x"}).status_code == 403
    assert officer.get("/api/v1/samples").status_code == 403
    assert auditor.post("/api/v1/samples", json={"title": "x", "system": "nothing"}).status_code == 404
    assert auditor.post("/api/v1/samples", json={"title": "x", "unit": "water"}).status_code == 422
    narrow = site.signed_in(Role.COMPLIANCE_AUDITOR, unit="water")
    assert ok(narrow.get("/api/v1/samples"))["items"] == []


def test_notes_are_kept_and_counted_and_only_of_what_was_drawn(auditor: Client) -> None:
    sample = drawn(auditor, seed="notes")
    place = f"/api/v1/samples/{sample['brief']['id']}"
    item = sample["items"][0]
    note = {"system": item["system"], "item": item["item"], "judgement": "finding", "text": "现场无记录"}
    after = ok(auditor.post(f"{place}/notes", json=note), 201)
    assert after["brief"]["findings"] == 1
    again = ok(auditor.post(f"{place}/notes", json={**note, "judgement": "agreed", "text": "已补"}), 201)
    assert (again["brief"]["noted"], again["brief"]["findings"]) == (1, 0)
    assert [one["text"] for one in again["items"][0]["notes"]] == ["现场无记录", "已补"]
    assert auditor.post(f"{place}/notes", json={**note, "system": "other"}).status_code == 422


def test_the_working_paper_is_a_file_without_formulas_and_taking_it_is_recorded(site: Site, auditor: Client) -> None:
    sample = drawn(auditor, seed="file")
    answer = auditor.get(f"/api/v1/samples/{sample['brief']['id']}/file", params={"format": "xlsx"})
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == "file" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert "audit.sample_exported" in site.actions()


def test_the_data_survey_has_a_line_for_every_data_set_of_a_graded_system(site: Site, auditor: Client) -> None:
    answer = auditor.post("/api/v1/compliance/survey")
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["数据名称"], line["数据总量（条）"], line["备案证明编号"]) == ("人口", "7", "证1")
    assert line["所属系统"].startswith("'=")
    assert line["责任人"].startswith("'+")
    book = auditor.get("/api/v1/reports/data-survey", params={"format": "xlsx"})
    assert book.status_code == 200
    values = {
        cell.value
        for sheet in openpyxl.load_workbook(BytesIO(book.content))
        for row in sheet.iter_rows()
        for cell in row
    }
    assert "人口" in values
    assert "compliance.survey_exported" in site.actions()


def test_an_interview_answers_an_item_as_a_paper_does(site: Site) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    body = {
        "title": "访谈纪要", "dated": "2026-01-01", "sm3": "ab" * 32, "items": ["L3-8.1.7.1-a"], "kind": "interview",
        "person": "王某",
    }  # fmt: skip
    made = ok(officer.post("/api/v1/compliance/systems/s-health/documents", json=body), 201)
    assert (made["kind"], made["person"]) == ("interview", "王某")
    item = ok(officer.get("/api/v1/compliance/systems/s-health/items/L3-8.1.7.1-a"))
    assert item["item"]["verdict"] == "met"


def test_the_worksheet_shows_its_matrix_and_what_is_not_confirmed(site: Site) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    record = ok(officer.get("/api/v1/compliance/systems/s-health"))["record"]
    assert record["matrix"]["society"]["serious"] == 3
    assert record["verify"]
