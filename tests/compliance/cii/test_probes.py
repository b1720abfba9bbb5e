"""What the registers of critical infrastructure say of a control."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from compliance.catalog import raw
from compliance.cii import probes
from compliance.cii.catalogue import activities
from compliance.cii.components import known_weaknesses
from compliance.cii.probes import PROBES, CiiCase
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
from model.inventory import Exposure, Service
from model.proof import Verdict

TODAY = "2026-11-20"


def case(**more: Any) -> CiiCase:
    given = {"today": TODAY, "record": SystemRecord(system="s", unit="u"), "file": CiiFile(system="s", unit="u")}
    return CiiCase(**{**given, **more})


def supplier(**more: Any) -> Supplier:
    return Supplier(**{"id": "acme", "unit": "u", "name": "Acme", "systems": ("s",), **more})


def assessed(day: str, **more: Any) -> CiiAssessment:
    given = {"id": day, "system": "s", "unit": "u", "kind": AssessmentKind.OWN, "dated": day, "assessor": "x"}
    return CiiAssessment(**{**given, **more})


FULL = supplier(
    products=(SuppliedProduct(name="portal", version="1.0", custom=True, code_report="2026-01-01"),),
    contracts=(SupplyContract(number="1", until="2027-01-01", security_duties=True, confidentiality=True),),
    people=(KeyPost(name="Li", post="O&M", checked="2026-01-01"),),
    access=(RemoteAccess(account="acme", target="web", second_factor=True, bastion=True, until="2026-12-31"),),
)


def test_six_activities_are_held_and_every_control_is_answered_by_something() -> None:
    held = activities()
    clauses = {one.clause.split(".")[0] for one in held.activities}
    assert clauses == {"6", "7", "8", "9", "10", "11"}
    assert held.verify
    assert len(held.controls) >= 35


def test_every_probe_has_words_for_everything_it_can_say() -> None:
    held = raw("cii-reasons.yml")["reasons"]
    source = Path(probes.__file__).read_text("utf-8")
    for reason in re.findall(r'_said\([^"]*"(\w+)"', source):
        assert reason in held, reason
    cases = [
        case(),
        case(suppliers=(FULL,), assessments=(assessed("2026-10-01"),)),
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
