"""How a data set stands is answered from what was seen, from papers and by people; its risks follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import openpyxl
import pytest

from compliance.public_data.assessment import assess, method
from compliance.public_data.phases import life_cycle
from compliance.public_data.standing import DataStanding, phase_of
from model.compliance import Basis, Document, Review
from model.data_approvals import ledger_name
from model.errors import NotFound
from model.estate import DataClass, DataSet
from model.proof import Verdict
from model.public_data import Approval, CatalogueEntry, LifePhase, Place, PlaceKind
from model.times import DAY
from pipeline import reporting
from pipeline.compliance.keeping import keep_answers
from pipeline.public_data.desk import DataDesk, DataSets
from pipeline.public_data.tracing import traced
from pipeline.settings import Settings
from store import compliance as ledgers
from store import inventory, public_data
from store.contract import TimeRange
from store.scope import EVERYTHING, Scope
from tests.pipeline.compliance.small import START, Small, a_small_district

NAME = ledger_name("patients")
HEALTH = Scope(frozenset({"health"}))


@dataclass
class Site:
    small: Small
    desk: DataDesk

    def data_sets(self) -> DataSets:
        return self.desk.data_sets(self.small.now)

    def patients(self) -> DataStanding:
        return self.data_sets().standings["patients"]

    def verdict(self, control: str) -> Verdict:
        return next(one.verdict for one in self.patients().controls if one.control.id == control)

    def access(self, actor: str = "clinic_app", action: str = "read", **more: Any) -> None:
        given = {"object": "clinic.patients", "place": "table", "actor": actor, "action": action} | more
        self.small.event(
            "database",
            event__dataset="postgresql.log",
            **{f"fengsui.data.{name}": value for name, value in given.items()},
        )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with a_small_district(tmp_path) as small:
        with small.state.transaction() as tx:
            data_set = DataSet(
                id="patients", name="patients", name_zh="患者", unit="health", data_class=DataClass.SENSITIVE,
                system="records", records=2_000_000, personal_information=True,
            )  # fmt: skip
            inventory.put(tx, data_set, actor="test")
            entry = CatalogueEntry(
                data_set="patients", unit="", places=(Place(kind=PlaceKind.TABLE, name="clinic.patients"),),
                fields=("name",), keepers=("clinic_app",),
            )  # fmt: skip
            public_data.put_entry(tx, entry, actor="test", scope=EVERYTHING, now=START)
        yield Site(small, DataDesk(small.state, small.store, small.desk))


def test_all_ten_phases_have_controls_with_words_in_both_languages() -> None:
    held = life_cycle()
    assert {one.id for one in held.phases} == set(LifePhase)
    assert all(one.zh and one.en and one.measure_zh and one.measure_en for one in held.controls.values())
    assert held.verify
    assert method().verify


def test_what_is_audited_stands_as_seen_and_turns_when_the_source_falls_silent(place: Site) -> None:
    assert place.verdict("store-audited") is Verdict.UNKNOWN
    place.access()
    assert place.verdict("store-audited") is Verdict.MET
    assert phase_of(place.patients(), LifePhase.USE).seen.count == 1
    place.small.wait(8 * DAY)
    assert place.verdict("store-audited") is Verdict.NOT_MET


def test_phases_a_data_set_does_not_have_do_not_count_against_it(place: Site) -> None:
    place.access()
    verdicts = {one.phase.id: one.verdict for one in place.patients().phases}
    assert {verdicts[one] for one in (LifePhase.OPEN, LifePhase.OPERATE, LifePhase.ENTRUST)} == {Verdict.NOT_APPLICABLE}
    place.access("open_portal", purpose="open")
    assert phase_of(place.patients(), LifePhase.OPEN).verdict is Verdict.NOT_MET, "sensitive data taken as open"


def test_a_paper_answers_what_telemetry_cannot_and_a_person_confirms_it(place: Site) -> None:
    assert place.verdict("collect-ground") is Verdict.UNKNOWN
    with place.small.state.transaction() as tx:
        paper = Document(
            id="", system=NAME, unit="", title="ground", dated="2026-11-01", sm3="ab" * 32, items=("collect-ground",)
        )
        ledgers.put_document(tx, paper, actor="wang", scope=HEALTH, now=place.small.now)
    assert place.verdict("collect-ground") is Verdict.MET
    with place.small.state.transaction() as tx:
        review = Review(
            number=0, system=NAME, unit="", subject="collect-least", basis=Basis.REVIEWED, verdict=Verdict.PARTLY_MET,
            note="interview", person="", time=0,
        )  # fmt: skip
        ledgers.put_review(tx, review, actor="wang", scope=HEALTH, now=place.small.now)
    assert place.verdict("collect-least") is Verdict.PARTLY_MET


def test_what_is_not_met_is_a_risk_with_its_reason_and_a_measure(place: Site) -> None:
    place.access("open_portal", purpose="open")
    made = assess(place.patients())
    assert made.degree == 5, "sensitive, personal, more than a million records"
    worst = made.risks[0]
    assert worst.level == "major" == made.level
    assert worst.answers
    assert worst.control.measure_zh
    assert 0 < made.assessed < 100
    assert {control.id for _, control in made.open} >= {"collect-ground", "destroy-due"}


def test_lineage_is_read_from_events_within_the_range_and_the_units(place: Site) -> None:
    place.access("water_app", "share", recipient="water", rows=70)
    place.access("clinic_app")
    place.small.event(
        "other", **{"event.dataset": "x", "fengsui.data.object": "clinic.staff", "fengsui.data.place": "table"}
    )
    within = TimeRange(START - DAY, START + DAY)
    with place.small.state.reading() as tx:
        data = place.patients().data
        found = traced(tx, place.small.store, data, EVERYTHING, within).lineage
        assert found.events == 2
        assert found.unapproved == 1
        assert {one.label for one in found.nodes} >= {"water_app", "water", "clinic_app"}
        assert traced(tx, place.small.store, data, Scope(frozenset({"water"})), within).lineage.events == 0
        assert traced(tx, place.small.store, data, EVERYTHING, TimeRange(0, START)).lineage.events == 0


def test_a_data_set_of_another_unit_is_not_there(place: Site) -> None:
    assert place.data_sets().within(Scope(frozenset({"water"}))) == {}


def test_what_people_approve_counts_at_once(place: Site) -> None:
    place.access()
    before = place.data_sets()
    assert place.data_sets() is before
    terms = Approval(
        id="", data_set="patients", unit="", recipient="water", purposes=("aid",), valid_to=place.small.now + DAY
    )
    with place.small.state.transaction() as tx:
        public_data.request(tx, terms, reason="aid", by_unit="water", actor="li", scope=EVERYTHING, now=place.small.now)
    assert len(place.patients().data.requests) == 1


def test_answers_are_sealed_as_those_of_systems_are(place: Site) -> None:
    place.access()
    held = place.data_sets()
    answers = [answer for one in held.standings.values() for answer in one.answers.values()]
    with place.small.state.transaction() as tx:
        assert keep_answers(tx, answers, place.small.now) == len(answers) > 10
        assert keep_answers(tx, answers, place.small.now + 1) == 0
    with place.small.state.reading() as tx:
        assert ledgers.evidence_of(tx, NAME, ["data-audited"], HEALTH)


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        ("data-lifecycle", "zh-CN", ["十个阶段", "谁把什么给了谁", "未批准", "thief"]),
        ("data-lifecycle", "en", ["Ten phases", "Who gave what to whom", "Not approved", "thief"]),
        ("data-assessment", "zh-CN", ["风险清单", "重大风险", "以开放名义取用 1 次"]),
        ("data-assessment", "en", ["Risks", "Major", "Taken 1 times as open data"]),
    ],
)
def test_reports_of_a_data_set_say_the_same_in_every_form_and_nothing_runs(
    place: Site, kind: str, language: str, said: list[str]
) -> None:
    place.access("=thief", "share", rows=70)
    place.access("open_portal", purpose="open")
    sheets = openpyxl.load_workbook(BytesIO(report(place, kind, language, "xlsx")))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    sheet = "\n".join(str(cell.value) for cell in cells)
    document = ZipFile(BytesIO(report(place, kind, language, "docx"))).read("word/document.xml").decode()
    pdf = report(place, kind, language, "pdf")
    for text in said:
        assert text in sheet
        assert text in document
    assert pdf.startswith(b"%PDF")


def report(place: Site, kind: str, language: str, form: str) -> bytes:
    wanted = msgspec.convert(
        {"kind": kind, "subject": "patients", "form": form, "language": language}, reporting.Wanted
    )
    with place.small.state.reading() as tx:
        held = reporting.draft(
            tx, place.small.district(), wanted, EVERYTHING, actor="t", unit="district", now=place.small.now
        )
    return reporting.finish(held, Settings()).data


def test_a_report_of_a_data_set_of_another_unit_is_not_there(place: Site) -> None:
    wanted = reporting.Wanted("data-lifecycle", "patients", "json")
    with place.small.state.reading() as tx, pytest.raises(NotFound):
        reporting.draft(
            tx,
            place.small.district(),
            wanted,
            Scope(frozenset({"water"})),
            actor="t",
            unit="water",
            now=place.small.now,
        )
