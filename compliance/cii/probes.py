"""What the registers of critical infrastructure say of a control: pure functions of a `CiiCase`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from compliance.catalog import raw
from compliance.cii.components import known_weaknesses
from compliance.risk.standing import Standing
from model.cii import CiiAssessment, CiiFile, ComponentList, ScanPermit, Supplier
from model.compliance import CiiStatus, SystemRecord, days_between
from model.estate import Asset
from model.inventory import Exposure, Service
from model.proof import Verdict

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class CiiCase:
    """One system on one day. scans: whether anything scanned it lately without a permit is refused by the guard, so only
    permits are asked for. gates: artefacts missing for going live. risks: those of the system."""

    today: str
    record: SystemRecord
    file: CiiFile
    assessments: Sequence[CiiAssessment] = ()
    permits: Sequence[ScanPermit] = ()
    suppliers: Sequence[Supplier] = ()
    lists: Sequence[ComponentList] = ()
    assets: Sequence[Asset] = ()
    services: Sequence[Service] = ()
    exposures: Sequence[Exposure] = ()
    risks: Sequence[Standing] = ()
    gates: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CiiAnswer:
    """reason: a key of the reasons in `catalogs/cii-reasons.yml`, filled with params."""

    verdict: Verdict
    reason: str
    params: Mapping[str, object]

    @property
    def words(self) -> tuple[str, str]:
        told = raw("cii-reasons.yml")
        held = told["reasons"][self.reason]
        zh, en = dict(self.params), dict(self.params)
        if self.reason == "lacking":
            names = [told["names"][name] for name in str(self.params["missing"]).split(", ")]
            zh["missing"], en["missing"] = "、".join(one["zh"] for one in names), ", ".join(one["en"] for one in names)
        return held["zh"].format(**zh), held["en"].format(**en)


def _said(verdict: Verdict, reason: str, **params: object) -> CiiAnswer:
    return CiiAnswer(verdict, reason, params)


def _lacking(names: Mapping[str, object]) -> list[str]:
    return [name for name, value in names.items() if not value]


def identified(case: CiiCase) -> CiiAnswer:
    cii = case.record.cii
    if cii.status is not CiiStatus.IDENTIFIED:
        return _said(Verdict.UNKNOWN, "not_identified")
    missing = _lacking({"document": cii.document, "identified": cii.identified, "department": case.file.department})
    verdict = Verdict.MET if not missing else Verdict.PARTLY_MET
    return _said(verdict, "lacking" if missing else "identified", missing=", ".join(missing), document=cii.document)


def business(case: CiiCase) -> CiiAnswer:
    file = case.file
    missing = _lacking({"business": file.business, "depends": file.depends, "outage": file.outage})
    if not missing:
        return _said(Verdict.MET, "described")
    return _said(Verdict.PARTLY_MET if len(missing) < 3 else Verdict.NOT_MET, "lacking", missing=", ".join(missing))


def assets(case: CiiCase) -> CiiAnswer:
    if not case.assets:
        return _said(Verdict.NOT_MET, "no_assets")
    bare = [one.id for one in case.assets if not one.owner]
    return _said(Verdict.PARTLY_MET if bare else Verdict.MET, "assets", number=len(case.assets), bare=len(bare))


def risks(case: CiiCase) -> CiiAnswer:
    high = [one for one in case.risks if one.risk.level >= 4]
    waiting = [one for one in high if one.open]
    return _said(Verdict.NOT_MET if waiting else Verdict.MET, "risks", high=len(high), waiting=len(waiting))


def changes(case: CiiCase) -> CiiAnswer:
    if not case.file.changes:
        return _said(Verdict.UNKNOWN, "no_changes")
    silent = [one for one in case.file.changes if not one.reported]
    number = len(case.file.changes)
    return _said(Verdict.NOT_MET if silent else Verdict.MET, "changes", number=number, silent=len(silent))


def body(case: CiiCase) -> CiiAnswer:
    missing = _lacking({"head": case.file.head, "body": case.file.body})
    verdict = (Verdict.MET, Verdict.PARTLY_MET, Verdict.NOT_MET)[len(missing)]
    return _said(verdict, "lacking" if missing else "body", missing=", ".join(missing), body=case.file.body)


def _people(people: Sequence[object], checked: int) -> CiiAnswer:
    if not people:
        return _said(Verdict.NOT_MET, "nobody")
    verdict = Verdict.MET if checked == len(people) else Verdict.PARTLY_MET if checked else Verdict.NOT_MET
    return _said(verdict, "people", number=len(people), checked=checked)


def staff(case: CiiCase) -> CiiAnswer:
    return _people(case.file.posts, sum(bool(one.checked) for one in case.file.posts))


def sync(case: CiiCase) -> CiiAnswer:
    if case.gates:
        return _said(Verdict.NOT_MET, "gates", missing=", ".join(case.gates))
    return _said(Verdict.MET, "gates_passed")


def suppliers(case: CiiCase) -> CiiAnswer:
    bare = [one.id for one in case.suppliers if not one.products]
    if not case.suppliers:
        return _said(Verdict.NOT_MET, "no_suppliers")
    return _said(Verdict.PARTLY_MET if bare else Verdict.MET, "suppliers", number=len(case.suppliers), bare=len(bare))


def contracts(case: CiiCase) -> CiiAnswer:
    if not case.suppliers:
        return _said(Verdict.UNKNOWN, "no_suppliers")
    bad = [
        one.id
        for one in case.suppliers
        if not any(
            held.security_duties and held.confidentiality and (not held.until or held.until >= case.today)
            for held in one.contracts
        )
    ]
    return _said(Verdict.NOT_MET if bad else Verdict.MET, "contracts", bad=len(bad), names=", ".join(bad[:5]))


def supplier_people(case: CiiCase) -> CiiAnswer:
    people = [person for one in case.suppliers for person in one.people]
    if not case.suppliers:
        return _said(Verdict.UNKNOWN, "no_suppliers")
    return _people(people, sum(bool(one.checked) for one in people))


def supplier_access(case: CiiCase) -> CiiAnswer:
    held = [way for one in case.suppliers for way in one.access]
    if not held:
        return _said(
            Verdict.MET if case.suppliers else Verdict.UNKNOWN, "no_access" if case.suppliers else "no_suppliers"
        )
    bad = [one.account for one in held if not (one.second_factor and one.bastion and one.until >= case.today)]
    names = ", ".join(bad[:5])
    return _said(Verdict.NOT_MET if bad else Verdict.MET, "access", number=len(held), bad=len(bad), names=names)


def components(case: CiiCase) -> CiiAnswer:
    products = [(one, product) for one in case.suppliers for product in one.products]
    if not products:
        return _said(Verdict.UNKNOWN, "no_suppliers")
    listed = {(one.supplier, one.product) for one in case.lists}
    bare = [product.name for one, product in products if (one.id, product.name) not in listed]
    weak = known_weaknesses(case.suppliers, case.lists, case.services, case.exposures)
    if weak:
        return _said(Verdict.NOT_MET, "weak_components", number=len(weak), names=", ".join(sorted(weak)[:5]))
    verdict = Verdict.PARTLY_MET if bare else Verdict.MET
    return _said(verdict, "components", number=len(products), bare=len(bare))


def code_reports(case: CiiCase) -> CiiAnswer:
    custom = [product for one in case.suppliers for product in one.products if product.custom]
    if not custom:
        return _said(
            Verdict.MET if case.suppliers else Verdict.UNKNOWN, "no_custom" if case.suppliers else "no_suppliers"
        )
    bare = [one.name for one in custom if not one.code_report]
    names = ", ".join(bare[:5])
    return _said(Verdict.NOT_MET if bare else Verdict.MET, "code", number=len(custom), bare=len(bare), names=names)


def reviews(case: CiiCase) -> CiiAnswer:
    held = [product for one in case.suppliers for product in one.products if product.sensitive]
    if not held:
        return _said(Verdict.UNKNOWN, "no_sensitive")
    bare = [one.name for one in held if not one.review]
    names = ", ".join(bare[:5])
    return _said(Verdict.NOT_MET if bare else Verdict.MET, "reviews", number=len(held), bare=len(bare), names=names)


def yearly(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return _said(Verdict.NOT_MET, "never_assessed")
    age = days_between(case.assessments[-1].dated, case.today)
    verdict = Verdict.MET if age <= YEAR_DAYS else Verdict.NOT_MET
    return _said(verdict, "assessed", day=case.assessments[-1].dated, days=age)


def mended(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return _said(Verdict.UNKNOWN, "never_assessed")
    found = sum(one.findings for one in case.assessments)
    left = sum(one.findings - one.mended for one in case.assessments)
    late = any(one.mended < one.findings and (not one.due or one.due < case.today) for one in case.assessments)
    verdict = Verdict.NOT_MET if late else Verdict.PARTLY_MET if left else Verdict.MET
    return _said(verdict, "mended", findings=found, left=left)


def submitted(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return _said(Verdict.UNKNOWN, "never_assessed")
    newest = case.assessments[-1]
    verdict = Verdict.MET if newest.submitted else Verdict.NOT_MET
    return _said(verdict, "submitted" if newest.submitted else "not_submitted", day=newest.submitted or newest.dated)


def permitted(case: CiiCase) -> CiiAnswer:
    """The guard refuses every scan without one, so a missing permit breaks nothing; it only means that nobody tests."""
    held = [one for one in case.permits if one.holds(case.today)]
    numbers = ", ".join(one.number for one in held)
    return _said(Verdict.MET, "permits" if held else "guarded", number=len(held), numbers=numbers)


PROBES: Mapping[str, Callable[[CiiCase], CiiAnswer]] = {
    one.__name__: one
    for one in (
        identified, business, assets, risks, changes, body, staff, sync, suppliers, contracts, supplier_people,
        supplier_access, components, code_reports, reviews, yearly, mended, submitted, permitted,
    )
}  # fmt: skip
