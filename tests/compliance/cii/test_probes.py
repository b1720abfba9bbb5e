"""What the registers of critical infrastructure say of a control."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from compliance.catalog import raw
from compliance.cii import handling, probes
from compliance.cii.case import CiiCase, Handled
from compliance.cii.catalogue import activities
from compliance.cii.components import known_weaknesses
from compliance.cii.probes import PROBES
from model.cii import (
    AssessmentKind,
    CiiAssessment,
    CiiFile,
    Component,
    ComponentList,
    KeyPost,
    MajorChange,
    RemoteAccess,
    ScanPermit,
    SuppliedProduct,
    Supplier,
    SupplyContract,
)
from model.compliance import Cii, CiiStatus, SystemRecord
from model.coordination import Notice, NoticeKind, NoticeStatus, Shift
from model.estate import Asset, AssetKind, DataClass, DataSet
from model.inventory import Exposure, Service
from model.proof import Verdict
from model.recovery import BackupPlan, Drill, DrillKind, DrillMode, DrillStatus
from model.times import DAY, HOUR, parse_iso

TODAY = "2026-11-20"
NOW = parse_iso("2026-11-20T08:00:00Z")


def case(**more: Any) -> CiiCase:
    given = {
        "today": TODAY,
        "now": NOW,
        "record": SystemRecord(system="s", unit="u"),
        "file": CiiFile(system="s", unit="u"),
    }
    return CiiCase(**{**given, **more})


def supplier(**more: Any) -> Supplier:
    return Supplier(**{"id": "acme", "unit": "u", "name": "Acme", "systems": ("s",), **more})


def assessed(day: str, **more: Any) -> CiiAssessment:
    given = {"id": day, "system": "s", "unit": "u", "kind": AssessmentKind.OWN, "dated": day, "assessor": "x"}
    return CiiAssessment(**{**given, **more})


def drill(kind: DrillKind, mode: DrillMode, status: DrillStatus, ended: int = NOW - DAY) -> Drill:
    return Drill(
        id="d", title="d", unit="u", kind=kind, mode=mode, playbook="p", status=status, system="s", ended=ended
    )


def notice(status: NoticeStatus, **more: Any) -> Notice:
    given = {
        "id": "n", "unit": "u", "issuer": "d", "kind": NoticeKind.WARNING, "colour": None, "title": "t", "body": "b",
        "incident": "", "status": status, "sign_by": NOW - DAY, "due": NOW + DAY, "created": NOW - 3 * DAY,
        "created_by": "x", "issued": NOW - 2 * DAY, "signed": NOW - 2 * DAY,
    }  # fmt: skip
    return Notice(**{**given, **more})


BUSY: dict[str, Any] = {
    "file": CiiFile(system="s", unit="u", depends="power", posts=(KeyPost(name="Li", post="O&M"),)),
    "assets": (Asset(id="a", name="a", kind=AssetKind.SERVER, unit="u", criticality=4),),
    "services": (Service(id="a:1", name="x", asset="a", unit="u", depends_on=("b:1",)),),
    "data": (DataSet(id="d", name="d", name_zh="d", unit="u", data_class=DataClass.INTERNAL),),
    "plans": (BackupPlan(id="b", name="b", unit="u", system="s", repository="r"),),
    "drills": (
        drill(DrillKind.RESPONSE, DrillMode.EXERCISE, DrillStatus.PASSED),
        drill(DrillKind.RESTORE, DrillMode.EXERCISE, DrillStatus.FAILED),
    ),
    "notices": (notice(NoticeStatus.ISSUED),),
    "shifts": (Shift(id="s", unit="u", start=NOW - HOUR, end=NOW + HOUR, person="x", phone="", lead=True, note=""),),
    "handled": Handled(cases=2, late=1, over=1, summed=1, runs=2, done=1),
    "assessments": (),
}


FULL = supplier(
    products=(SuppliedProduct(name="portal", version="1.0", custom=True, code_report="2026-01-01"),),
    contracts=(SupplyContract(number="1", until="2027-01-01", security_duties=True, confidentiality=True),),
    people=(KeyPost(name="Li", post="O&M", checked="2026-01-01"),),
    access=(RemoteAccess(account="acme", target="web", second_factor=True, bastion=True, until="2026-12-31"),),
)


def test_the_111_controls_stand_under_the_topics_of_six_activities() -> None:
    held = activities()
    assert [one.clause for one in held.activities] == ["6", "7", "8", "9", "10", "11"]
    assert len(held.controls) == 111
    for activity in held.activities:
        for topic in activity.topics:
            assert topic.clause.startswith(f"{activity.clause}.")
            assert all(control.id.startswith(f"CII-{topic.clause}-") for control in topic.controls)
    assert held.verify
    assert any(control.verify for control in held.controls.values())


def test_every_probe_has_words_for_everything_it_can_say() -> None:
    held = raw("cii-reasons.yml")["reasons"]
    source = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (probes, handling))
    said = re.findall(r'told\([^"]*"(\w+)"', source)
    assert len(said) > 40
    for reason in said:
        assert reason in held, reason
    cases = [
        case(),
        case(suppliers=(FULL,), assessments=(assessed("2026-10-01"),)),
        case(**BUSY),
        case(suppliers=(supplier(),), assessments=(assessed("2024-10-01", findings=3, mended=1),)),
    ]
    for name, probe in PROBES.items():
        for one in cases:
            zh, en = probe(one).words
            assert zh, name
            assert en, name


@pytest.mark.parametrize(
    ("day", "verdict"), [("2025-11-20", Verdict.MET), ("2025-11-19", Verdict.NOT_MET), ("2026-11-20", Verdict.MET)]
)
def test_an_assessment_is_due_once_a_year(day: str, verdict: Verdict) -> None:
    assert PROBES["yearly"](case(assessments=(assessed(day),))).verdict is verdict


def test_findings_are_mended_in_time_or_not() -> None:
    def said(**more: Any) -> Verdict:
        return PROBES["mended"](case(assessments=(assessed("2026-01-01", findings=3, **more),))).verdict

    assert said(mended=3) is Verdict.MET
    assert said(mended=1, due="2026-12-01") is Verdict.PARTLY_MET
    assert said(mended=1, due="2026-11-01") is Verdict.NOT_MET


def test_a_supplier_in_order_meets_every_control_of_the_supply_chain() -> None:
    listed = ComponentList(id="acme/portal", unit="u", supplier="acme", product="portal", sm3="", components=())
    held = case(suppliers=(FULL,), lists=(listed,))
    for name in ("suppliers", "contracts", "supplier_people", "supplier_access", "components", "code_reports"):
        assert PROBES[name](held).verdict is Verdict.MET, name


@pytest.mark.parametrize(
    ("probe", "part"),
    [
        ("contracts", {"contracts": (SupplyContract(number="1", until="2026-11-19", security_duties=True, confidentiality=True),)}),
        ("supplier_access", {"access": (RemoteAccess(account="x", target="web", second_factor=True, until="2027-01-01"),)}),
        ("supplier_access", {"access": (RemoteAccess(account="x", target="w", second_factor=True, bastion=True, until=""),)}),
        ("code_reports", {"products": (SuppliedProduct(name="portal", custom=True),)}),
        ("reviews", {"products": (SuppliedProduct(name="core", sensitive=True),)}),
    ],
)  # fmt: skip
def test_what_a_supplier_lacks_is_found(probe: str, part: dict[str, Any]) -> None:
    assert PROBES[probe](case(suppliers=(supplier(**part),))).verdict is Verdict.NOT_MET


def test_a_known_weakness_is_found_by_list_and_by_register_and_goes_when_closed() -> None:
    one = supplier(products=(SuppliedProduct(name="Portal", version="1.0"),))
    service = Service(id="w:p", name="p", asset="web", unit="u", product="portal", version="1.0")
    hole = Exposure(id="e", weakness="CVE-1", title="", asset="web", unit="u", service="w:p")
    listed = ComponentList(
        id="acme/Portal", unit="u", supplier="acme", product="Portal", sm3="",
        components=(Component(name="log4j", weaknesses=("CVE-2",)),),
    )  # fmt: skip
    assert known_weaknesses([one], [listed], [service], [hole]) == {"CVE-1": ["Portal"], "CVE-2": ["Portal: log4j"]}
    shut = Exposure(id="f", weakness="CVE-2", title="", asset="web", unit="u", closed=1)
    assert set(known_weaknesses([one], [listed], [service], [hole, shut])) == {"CVE-1"}
    other = Service(id="w:p", name="p", asset="web", unit="u", product="portal", version="2.0")
    assert known_weaknesses([one], [], [other], [hole]) == {}


def test_a_permit_holds_from_its_first_to_its_last_day_unless_revoked() -> None:
    held = ScanPermit(
        id="p", system="s", unit="u", number="1", approved_by="x", tester="y", start="2026-11-20", until="2026-11-21"
    )
    assert [held.holds(day) for day in ("2026-11-19", TODAY, "2026-11-21", "2026-11-22")] == [False, True, True, False]
    revoked = ScanPermit(
        id="p", system="s", unit="u", number="1", approved_by="x", tester="y", start=TODAY, until=TODAY, revoked=1
    )
    assert not revoked.holds(TODAY)


def test_identification_needs_its_document_day_and_department() -> None:
    record = SystemRecord(
        system="s", unit="u", cii=Cii(status=CiiStatus.IDENTIFIED, document="doc 1", identified="2025-01-01")
    )
    bare = PROBES["identified"](case(record=record))
    whole = PROBES["identified"](case(record=record, file=CiiFile(system="s", unit="u", department="网信")))
    assert (bare.verdict, whole.verdict) == (Verdict.PARTLY_MET, Verdict.MET)
    assert PROBES["identified"](case()).verdict is Verdict.UNKNOWN


def test_a_major_change_nobody_was_told_of_is_found() -> None:
    told = MajorChange(day="2026-01-01", what="x", reported="2026-01-03")
    quiet = MajorChange(day="2026-01-01", what="x")
    for changes, verdict in (((told,), Verdict.MET), ((told, quiet), Verdict.NOT_MET)):
        assert PROBES["changes"](case(file=CiiFile(system="s", unit="u", changes=changes))).verdict is verdict


def test_what_is_not_recorded_is_unknown_so_that_a_paper_can_answer() -> None:
    for probe in handling.PROBES:
        assert probe(case()).verdict is Verdict.UNKNOWN, probe.__name__


@pytest.mark.parametrize(
    ("probe", "more", "verdict"),
    [
        ("duty", {"shifts": BUSY["shifts"]}, Verdict.MET),
        ("duty", {"shifts": BUSY["shifts"], "now": NOW + DAY}, Verdict.PARTLY_MET),
        ("notices", {"notices": (notice(NoticeStatus.HANDLING),)}, Verdict.MET),
        ("notices", {"notices": (notice(NoticeStatus.ISSUED, signed=0),)}, Verdict.NOT_MET),
        ("notices", {"notices": (notice(NoticeStatus.ISSUED, signed=0, sign_by=NOW + 1),)}, Verdict.MET),
        ("warnings_closed", {"notices": (notice(NoticeStatus.ACCEPTED),)}, Verdict.MET),
        ("warnings_closed", {"notices": (notice(NoticeStatus.HANDLING),)}, Verdict.PARTLY_MET),
        ("warnings_closed", {"notices": (notice(NoticeStatus.HANDLING, due=NOW - 1),)}, Verdict.NOT_MET),
        ("warnings_closed", {"notices": (notice(NoticeStatus.HANDLING, kind=NoticeKind.NOTICE),)}, Verdict.UNKNOWN),
        ("reported", {"handled": Handled(cases=2)}, Verdict.MET),
        ("reported", {"handled": Handled(cases=2, late=1)}, Verdict.NOT_MET),
        ("summed_up", {"handled": Handled(cases=2, over=2, summed=1)}, Verdict.PARTLY_MET),
        ("responded", {"handled": Handled(runs=2)}, Verdict.NOT_MET),
        ("exercised", {"drills": (drill(DrillKind.RESPONSE, DrillMode.REHEARSAL, DrillStatus.PASSED),)}, Verdict.PARTLY_MET),
        ("exercised", {"drills": (drill(DrillKind.RESPONSE, DrillMode.EXERCISE, DrillStatus.FAILED),)}, Verdict.NOT_MET),
        ("exercised", {"drills": (drill(DrillKind.RESPONSE, DrillMode.EXERCISE, DrillStatus.PASSED, NOW - 366 * DAY),)}, Verdict.UNKNOWN),
        ("restored", {"drills": (drill(DrillKind.RESTORE, DrillMode.EXERCISE, DrillStatus.PASSED),)}, Verdict.MET),
        ("restored", {"drills": BUSY["drills"]}, Verdict.NOT_MET),
        ("goals", {"plans": BUSY["plans"]}, Verdict.MET),
        ("dependencies", {"services": BUSY["services"]}, Verdict.PARTLY_MET),
        ("posts_in_pairs", {"file": BUSY["file"]}, Verdict.NOT_MET),
        ("key_assets", {"assets": BUSY["assets"]}, Verdict.MET),
        ("inspected", {"assessments": (assessed("2026-01-01", kind=AssessmentKind.INSPECTION, findings=1),)}, Verdict.NOT_MET),
        ("inspected", {"assessments": (assessed("2026-01-01", findings=1),)}, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_registers_of_handling_answer_their_controls(probe: str, more: dict[str, Any], verdict: Verdict) -> None:
    assert PROBES[probe](case(**more)).verdict is verdict


def test_personal_information_called_open_is_found() -> None:
    wrong = DataSet(id="p", name="p", name_zh="p", unit="u", data_class=DataClass.OPEN, personal_information=True)
    assert PROBES["data_graded"](case(data=(*BUSY["data"], wrong))).verdict is Verdict.NOT_MET
    assert PROBES["data_graded"](case(data=BUSY["data"])).verdict is Verdict.MET
