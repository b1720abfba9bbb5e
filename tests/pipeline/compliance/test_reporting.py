"""Reports of a small district: what they say, that every form says the same, that nothing in them is more than text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import openpyxl
import pytest
from docx import Document
from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.poam import PlanOfActionAndMilestones
from trestle.oscal.profile import Profile
from trestle.oscal.ssp import SystemSecurityPlan

from compliance.reports import registry
from compliance.reports.document import Report, Table
from compliance.reports.signature import new_key
from model.errors import InputError, NotFound
from model.times import parse_iso
from pipeline import periods, reporting
from pipeline.settings import ReportSettings, Settings
from store import ledger, registers
from store.ledger.canonical import sm3
from store.scope import EVERYTHING
from tests.pipeline.compliance.small import Small, a_small_district

EVIL = '=HYPERLINK("http://evil.example","x")'
MARKUP = '#import "@preview/x": * $x$ <script> \u202etxt.exe \U0001f600 {{ 7*7 }} &lt;w:p/>'
MODELS = {
    "catalog.json": Catalog,
    "profile.json": Profile,
    "system-security-plan.json": SystemSecurityPlan,
    "assessment-plan.json": AssessmentPlan,
    "assessment-results.json": AssessmentResults,
    "plan-of-action-and-milestones.json": PlanOfActionAndMilestones,
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    with a_small_district(tmp_path_factory.mktemp("reports")) as opened:
        for name, text in (("records", EVIL), ("pumps", MARKUP)):
            with opened.state.transaction() as tx:
                made = registers.get_system(tx, name, EVERYTHING)
                registers.put_system(tx, msgspec.structs.replace(made, name=text, name_zh=text), actor="test")
        opened.flow(fengsui__credentials__cleartext=True, event__dataset="network.http")
        opened.keep()
        yield opened


def drafted(small: Small, kind: str, subject: str, form: str = "json", language: str = "zh-CN") -> reporting.Draft:
    wanted = msgspec.convert({"kind": kind, "subject": subject, "form": form, "language": language}, reporting.Wanted)
    with small.state.reading() as tx:
        return reporting.draft(
            tx, small.district(), wanted, EVERYTHING, actor="auditor", unit="district", now=small.now
        )


def made(small: Small, kind: str, subject: str, form: str, language: str = "zh-CN") -> bytes:
    return reporting.finish(drafted(small, kind, subject, form, language), Settings()).data


def cells(data: bytes) -> list[object]:
    book = openpyxl.load_workbook(BytesIO(data))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def words_of_docx(data: bytes) -> str:
    document = Document(BytesIO(data))
    parts = [one.text for one in document.paragraphs]
    for table in document.tables:
        parts += [
            node.text or ""
            for node in table._tbl.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
        ]
    return "\n".join(parts)


def test_a_self_assessment_holds_all_items_the_conclusions_the_marks_and_the_root_of_the_ledger(small: Small) -> None:
    held = drafted(small, "self-assessment", "records")
    report = held.content
    assert isinstance(report, Report)
    every = next(at for at, section in enumerate(report.sections) if section.title == "逐项结果")
    tables = [b for s in report.sections[every + 1 :] if s.level == 2 for b in s.blocks if isinstance(b, Table)]
    assert sum(len(table.rows) for table in tables) == 211
    assert [section.title for section in report.sections if section.level == 1] == [
        "自查结论",
        "系统情况",
        "总体情况",
        "问题清单",
        "逐项结果",
        "自动取证",
        "法定义务",
        "整改计划",
        "佐证材料",
    ]
    text = msgspec.json.encode(report).decode()
    assert "8.1.4.8" in text
    assert "2025 版模板符合率" in text
    assert '"type":"note"' in text
    assert re.fullmatch(r"[0-9a-f]{64}", report.proof.root)


def test_docx_and_xlsx_say_the_same_as_the_report_in_both_languages(small: Small) -> None:
    for language, finding in (("zh-CN", "问题清单"), ("en", "Findings")):
        report = drafted(small, "self-assessment", "records", language=language).content
        assert isinstance(report, Report)
        document = words_of_docx(made(small, "self-assessment", "records", "docx", language))
        sheet = {cell.value for cell in cells(made(small, "self-assessment", "records", "xlsx", language))}  # type: ignore[attr-defined]
        findings = next(section for section in report.sections if section.title == finding)
        (table,) = (block for block in findings.blocks if isinstance(block, Table))
        assert table.rows
        for row in table.rows:
            assert row[0] in sheet
            assert str(row[0]) in document
            assert str(row[1]) in document
        assert report.proof.root in document
        assert report.proof.root in sheet


def test_no_cell_is_a_formula_and_nothing_links_anywhere(small: Small) -> None:
    for kind, subject in (("self-assessment", "records"), ("district-posture", ""), ("rectification", "")):
        data = made(small, kind, subject, "xlsx")
        found = cells(data)
        assert any(EVIL in str(cell.value) for cell in found)  # type: ignore[attr-defined]
        assert {cell.data_type for cell in found} <= {"s", "n"}  # type: ignore[attr-defined]
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                body = archive.read(name)
                assert not (name.startswith("xl/worksheets/sheet") and (b"<f>" in body or b"<hyperlink" in body))
                assert not (name.endswith(".rels") and b"External" in body)


def test_markup_in_a_name_stays_text_in_every_form_and_what_cannot_be_seen_is_named(small: Small) -> None:
    document = words_of_docx(made(small, "self-assessment", "pumps", "docx"))
    assert '#import "@preview/x": * $x$ <script> [U+202E]txt.exe' in document
    assert "{{ 7*7 }} &lt;w:p/>" in document
    assert made(small, "self-assessment", "pumps", "pdf").startswith(b"%PDF-")


def test_every_kind_comes_in_every_form_and_the_same_input_gives_the_same_bytes(small: Small) -> None:
    subjects = {"system": "records", "unit": "", "month": "2026-11", "year": "2026", "hours": "2026-11-20T08/PT4H"}
    for kind in registry.KINDS.values():
        if kind.subject not in subjects:
            continue
        for form in registry.FORMS:
            held = drafted(small, kind.id, subjects[kind.subject], form, "en")
            first = reporting.finish(held, Settings())
            assert first.data == reporting.finish(held, Settings()).data, (kind.id, form)
            assert len(first.data) > 1_000


def test_oscal_documents_are_what_the_models_of_oscal_accept_and_uuids_stay_the_same(
    small: Small, tmp_path: Path
) -> None:
    data = made(small, "self-assessment", "records", "oscal")
    assert data == made(small, "self-assessment", "records", "oscal")
    held = {}
    with ZipFile(BytesIO(data)) as archive:
        assert set(archive.namelist()) == set(MODELS)
        archive.extractall(tmp_path)
    for name, model in MODELS.items():
        assert model.oscal_read(tmp_path / name) is not None
        held[name] = json.loads((tmp_path / name).read_text("utf-8"))
    groups = held["catalog.json"]["catalog"]["groups"]
    controls = {one["id"] for group in groups for clause in group["groups"] for one in clause["controls"]}
    assert len(controls) == 211
    result = held["assessment-results.json"]["assessment-results"]["results"][0]
    assert {one["title"] for one in result["findings"]} <= controls
    observed = {one["uuid"] for one in result["observations"]}
    assert all(x["observation-uuid"] in observed for f in result["findings"] for x in f.get("related-observations", []))


def test_a_month_is_counted_in_the_time_of_beijing() -> None:
    found = periods.span("month", "2026-12").within
    assert found.start == parse_iso("2026-11-30T16:00:00Z")
    assert found.end == parse_iso("2026-12-31T16:00:00Z")


def test_a_signed_report_verifies_offline_and_one_changed_byte_is_found(small: Small, tmp_path: Path) -> None:
    key, other = new_key(), new_key()
    file = tmp_path / "key"
    file.write_text(key.private + "\n")
    settings = Settings(reports=ReportSettings(signing_key_file=file))
    report = reporting.finish(drafted(small, "three-sync", "records", "docx"), settings)
    assert report.signature is not None
    assert reporting.verify(report.data, report.signature, key.public).faults == []
    assert reporting.verify(report.data, report.signature, other.public).faults
    touched = bytearray(report.data)
    touched[len(touched) // 2] ^= 1
    assert reporting.verify(bytes(touched), report.signature).faults
    forged = json.loads(report.signature)
    forged["statement"]["sm3"] = sm3(bytes(touched)).hex()
    assert reporting.verify(bytes(touched), json.dumps(forged).encode()).faults == [
        "the signature does not fit what it signs"
    ]


def test_what_is_no_signature_is_refused(small: Small) -> None:
    for text in (b"", b"{}", b"[" * 100_000, b"\xff", b'{"statement": 1}'):
        with pytest.raises(InputError):
            reporting.verify(b"", text)


def test_every_export_is_in_the_ledger_with_its_digest(small: Small) -> None:
    report = reporting.finish(drafted(small, "rectification", "", "xlsx"), Settings())
    with small.state.transaction() as tx:
        reporting.record(tx, report)
    with small.state.reading() as tx:
        last = ledger.get(tx, ledger.head(tx).sequence, EVERYTHING)
    assert (last.action, last.actor) == ("report.exported", "auditor")
    assert last.details["sm3"] == sm3(report.data).hex()


def test_what_is_not_there_is_said(small: Small) -> None:
    for kind, subject, error in (
        ("self-assessment", "nobody", NotFound),
        ("incident", "nobody", NotFound),
        ("district-posture", "nobody", NotFound),
        ("monthly-situation", "2026-00", InputError),
        ("yearly-situation", "0000", InputError),
        ("situation-brief", "2026-11-31T00/PT1H", InputError),
        ("situation-brief", "2026-11-20T00/PT999H", InputError),
        ("self-assessment", "", InputError),
    ):
        with pytest.raises(error):
            drafted(small, kind, subject)
