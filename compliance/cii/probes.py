"""What the registers of critical infrastructure say of a control: pure functions of a `CiiCase`. What handling of incidents and
recovery show stands in `handling`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from compliance.cii import handling
from compliance.cii.case import CiiAnswer, CiiCase, lacking, told
from compliance.cii.components import known_weaknesses
from model.cii import AssessmentKind, CiiAssessment
from model.compliance import CiiStatus, days_between
from model.estate import DataClass
from model.proof import Verdict

YEAR_DAYS = 365
KEY_CRITICALITY = 3
"""From which on an asset counts as one the chain of the business stands on; ours."""
PAIR = 2


def identified(case: CiiCase) -> CiiAnswer:
    cii = case.record.cii
    if cii.status is not CiiStatus.IDENTIFIED:
        return told(Verdict.UNKNOWN, "not_identified")
    missing = lacking({"document": cii.document, "identified": cii.identified, "department": case.file.department})
    verdict = Verdict.MET if not missing else Verdict.PARTLY_MET
    return told(verdict, "lacking" if missing else "identified", missing=", ".join(missing), document=cii.document)


def business(case: CiiCase) -> CiiAnswer:
    file = case.file
    missing = lacking({"business": file.business, "depends": file.depends, "outage": file.outage})
    if not missing:
        return told(Verdict.MET, "described")
    return told(Verdict.PARTLY_MET if len(missing) < 3 else Verdict.NOT_MET, "lacking", missing=", ".join(missing))


def assets(case: CiiCase) -> CiiAnswer:
    if not case.assets:
        return told(Verdict.NOT_MET, "no_assets")
    bare = [one.id for one in case.assets if not one.owner]
    return told(Verdict.PARTLY_MET if bare else Verdict.MET, "assets", number=len(case.assets), bare=len(bare))


def risks(case: CiiCase) -> CiiAnswer:
    high = [one for one in case.risks if one.risk.level >= 4]
    waiting = [one for one in high if one.open]
    return told(Verdict.NOT_MET if waiting else Verdict.MET, "risks", high=len(high), waiting=len(waiting))


def changes(case: CiiCase) -> CiiAnswer:
    if not case.file.changes:
        return told(Verdict.UNKNOWN, "no_changes")
    silent = [one for one in case.file.changes if not one.reported]
    number = len(case.file.changes)
    return told(Verdict.NOT_MET if silent else Verdict.MET, "changes", number=number, silent=len(silent))


def body(case: CiiCase) -> CiiAnswer:
    missing = lacking({"head": case.file.head, "body": case.file.body})
    verdict = (Verdict.MET, Verdict.PARTLY_MET, Verdict.NOT_MET)[len(missing)]
    return told(verdict, "lacking" if missing else "body", missing=", ".join(missing), body=case.file.body)


def _people(people: Sequence[object], checked: int) -> CiiAnswer:
    if not people:
        return told(Verdict.NOT_MET, "nobody")
    verdict = Verdict.MET if checked == len(people) else Verdict.PARTLY_MET if checked else Verdict.NOT_MET
    return told(verdict, "people", number=len(people), checked=checked)


def staff(case: CiiCase) -> CiiAnswer:
    return _people(case.file.posts, sum(bool(one.checked) for one in case.file.posts))


def posts_in_pairs(case: CiiCase) -> CiiAnswer:
    if not case.file.posts:
        return told(Verdict.NOT_MET, "nobody")
    held = Counter(one.post for one in case.file.posts)
    alone = sorted(post or "?" for post, people in held.items() if people < PAIR)
    verdict = Verdict.MET if not alone else Verdict.PARTLY_MET if len(alone) < len(held) else Verdict.NOT_MET
    return told(verdict, "posts", number=len(held), alone=len(alone), names=", ".join(alone[:5]))


def responsible(case: CiiCase) -> CiiAnswer:
    owner = case.record.owner
    return told(Verdict.MET if owner else Verdict.NOT_MET, "owner" if owner else "no_owner", owner=owner)


def dependencies(case: CiiCase) -> CiiAnswer:
    """Both in words and in the register of services."""
    linked = sum(bool(one.depends_on) for one in case.services)
    verdict = (Verdict.NOT_MET, Verdict.PARTLY_MET, Verdict.MET)[bool(linked) + bool(case.file.depends)]
    return told(verdict, "linked" if case.file.depends else "linked_unsaid", linked=linked, number=len(case.services))


def key_assets(case: CiiCase) -> CiiAnswer:
    if not case.assets:
        return told(Verdict.NOT_MET, "no_assets")
    key = sum(one.criticality >= KEY_CRITICALITY for one in case.assets)
    return told(Verdict.MET if key else Verdict.PARTLY_MET, "key_assets", number=len(case.assets), key=key)


def data_graded(case: CiiCase) -> CiiAnswer:
    """The register lets no data set in without a class; what is left to find is personal information called open."""
    if not case.data:
        return told(Verdict.UNKNOWN, "no_data")
    wrong = sorted(one.id for one in case.data if one.personal_information and one.data_class is DataClass.OPEN)
    names = ", ".join(wrong[:5])
    return told(Verdict.NOT_MET if wrong else Verdict.MET, "data", number=len(case.data), wrong=len(wrong), names=names)


def sync(case: CiiCase) -> CiiAnswer:
    if case.gates:
        return told(Verdict.NOT_MET, "gates", missing=", ".join(case.gates))
    return told(Verdict.MET, "gates_passed")


def suppliers(case: CiiCase) -> CiiAnswer:
    bare = [one.id for one in case.suppliers if not one.products]
    if not case.suppliers:
        return told(Verdict.NOT_MET, "no_suppliers")
    return told(Verdict.PARTLY_MET if bare else Verdict.MET, "suppliers", number=len(case.suppliers), bare=len(bare))


def contracts(case: CiiCase) -> CiiAnswer:
    if not case.suppliers:
        return told(Verdict.UNKNOWN, "no_suppliers")
    bad = [
        one.id
        for one in case.suppliers
        if not any(
            held.security_duties and held.confidentiality and (not held.until or held.until >= case.today)
            for held in one.contracts
        )
    ]
    return told(Verdict.NOT_MET if bad else Verdict.MET, "contracts", bad=len(bad), names=", ".join(bad[:5]))


def supplier_people(case: CiiCase) -> CiiAnswer:
    people = [person for one in case.suppliers for person in one.people]
    if not case.suppliers:
        return told(Verdict.UNKNOWN, "no_suppliers")
    return _people(people, sum(bool(one.checked) for one in people))


def supplier_access(case: CiiCase) -> CiiAnswer:
    held = [way for one in case.suppliers for way in one.access]
    if not held:
        return told(
            Verdict.MET if case.suppliers else Verdict.UNKNOWN, "no_access" if case.suppliers else "no_suppliers"
        )
    bad = [one.account for one in held if not (one.second_factor and one.bastion and one.until >= case.today)]
    names = ", ".join(bad[:5])
    return told(Verdict.NOT_MET if bad else Verdict.MET, "access", number=len(held), bad=len(bad), names=names)


def components(case: CiiCase) -> CiiAnswer:
    products = [(one, product) for one in case.suppliers for product in one.products]
    if not products:
        return told(Verdict.UNKNOWN, "no_suppliers")
    listed = {(one.supplier, one.product) for one in case.lists}
    bare = [product.name for one, product in products if (one.id, product.name) not in listed]
    weak = known_weaknesses(case.suppliers, case.lists, case.services, case.exposures)
    if weak:
        return told(Verdict.NOT_MET, "weak_components", number=len(weak), names=", ".join(sorted(weak)[:5]))
    verdict = Verdict.PARTLY_MET if bare else Verdict.MET
    return told(verdict, "components", number=len(products), bare=len(bare))


def code_reports(case: CiiCase) -> CiiAnswer:
    custom = [product for one in case.suppliers for product in one.products if product.custom]
    if not custom:
        return told(
            Verdict.MET if case.suppliers else Verdict.UNKNOWN, "no_custom" if case.suppliers else "no_suppliers"
        )
    bare = [one.name for one in custom if not one.code_report]
    names = ", ".join(bare[:5])
    return told(Verdict.NOT_MET if bare else Verdict.MET, "code", number=len(custom), bare=len(bare), names=names)


def reviews(case: CiiCase) -> CiiAnswer:
    held = [product for one in case.suppliers for product in one.products if product.sensitive]
    if not held:
        return told(Verdict.UNKNOWN, "no_sensitive")
    bare = [one.name for one in held if not one.review]
    names = ", ".join(bare[:5])
    return told(Verdict.NOT_MET if bare else Verdict.MET, "reviews", number=len(held), bare=len(bare), names=names)


def yearly(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return told(Verdict.NOT_MET, "never_assessed")
    age = days_between(case.assessments[-1].dated, case.today)
    verdict = Verdict.MET if age <= YEAR_DAYS else Verdict.NOT_MET
    return told(verdict, "assessed", day=case.assessments[-1].dated, days=age)


def mended(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return told(Verdict.UNKNOWN, "never_assessed")
    return _mended(case, case.assessments)


def inspected(case: CiiCase) -> CiiAnswer:
    held = [one for one in case.assessments if one.kind is AssessmentKind.INSPECTION]
    return _mended(case, held) if held else told(Verdict.UNKNOWN, "never_inspected")


def _mended(case: CiiCase, held: Sequence[CiiAssessment]) -> CiiAnswer:
    found = sum(one.findings for one in held)
    left = sum(one.findings - one.mended for one in held)
    late = any(one.mended < one.findings and (not one.due or one.due < case.today) for one in held)
    verdict = Verdict.NOT_MET if late else Verdict.PARTLY_MET if left else Verdict.MET
    return told(verdict, "mended", findings=found, left=left)


def submitted(case: CiiCase) -> CiiAnswer:
    if not case.assessments:
        return told(Verdict.UNKNOWN, "never_assessed")
    newest = case.assessments[-1]
    verdict = Verdict.MET if newest.submitted else Verdict.NOT_MET
    return told(verdict, "submitted" if newest.submitted else "not_submitted", day=newest.submitted or newest.dated)


def permitted(case: CiiCase) -> CiiAnswer:
    """The guard refuses every scan without one, so a missing permit breaks nothing; it only means that nobody tests."""
    held = [one for one in case.permits if one.holds(case.today)]
    numbers = ", ".join(one.number for one in held)
    return told(Verdict.MET, "permits" if held else "guarded", number=len(held), numbers=numbers)


PROBES: Mapping[str, Callable[[CiiCase], CiiAnswer]] = {
    one.__name__: one
    for one in (
        identified, business, dependencies, assets, key_assets, risks, changes, body, responsible, staff, posts_in_pairs,
        sync, suppliers, contracts, supplier_people, supplier_access, components, code_reports, reviews, data_graded,
        yearly, mended, inspected, submitted, permitted, *handling.PROBES,
    )
}  # fmt: skip
