"""Evidence rules put to a data set: what telemetry and registers answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from compliance.mlps import probes as telemetry
from compliance.mlps.facts import NOTHING, Facts, Seen, Subject
from compliance.mlps.posture import Posture
from compliance.mlps.probes import Case, shown
from compliance.public_data.phases import APPROVAL, OBJECT, SET, DataRule, finding_named
from model.compliance import Answer, Document, Review, SystemRecord
from model.data_approvals import STOOD, DataRequest, DestructionRecord, ledger_name
from model.estate import DataClass, DataSet, System
from model.proof import Verdict
from model.public_data import CatalogueEntry, DataFinding
from model.times import Micros


@dataclass(frozen=True, slots=True)
class Found:
    """Alerts of one detector about the data set that nobody called false. alerts: the newest few."""

    count: int
    last: Micros
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSubject:
    """A data set with everything its controls are judged by. objects: names audit trails gave to what lies at its places.
    system: posture of the system it lies in, when registered."""

    data_set: DataSet
    entry: CatalogueEntry
    objects: tuple[str, ...] = ()
    requests: tuple[DataRequest, ...] = ()
    proofs: tuple[DestructionRecord, ...] = ()
    findings: Mapping[DataFinding, Found] = field(default_factory=dict)
    system: Posture | None = None
    documents: tuple[Document, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def subject(self) -> Subject:
        """As the probes of systems see it."""
        name, unit = ledger_name(self.data_set.id), self.data_set.unit
        system = System(id=name, name=self.data_set.name, name_zh=self.data_set.name_zh, unit=unit)
        return Subject(system, SystemRecord(system=name, unit=unit))


@dataclass(frozen=True, slots=True)
class DataCase(Case):
    """One rule put to one data set."""

    rule: DataRule
    data: DataSubject

    def seen(self, query: str) -> Seen:
        return seen_of(self.data, self.facts, query, self.rule.window_days)


def seen_of(data: DataSubject, facts: Facts, query: str, days: int) -> Seen:
    """Events that name the data set, or else those that name what lies at its places."""
    found = facts.look(query, SET, days, data.data_set.id)
    if not found.count:
        for name in data.objects:
            found |= facts.look(query, OBJECT, days, name)
    return found


def put(rule: DataRule, data: DataSubject, facts: Facts) -> Answer:
    return PROBES[rule.probe](DataCase(rule, data.subject, facts, data))


def described(case: DataCase) -> Answer:
    entry = case.data.entry
    missing = [name for name in ("places", "fields", "keepers") if not getattr(entry, name)]
    if not missing:
        return case.answer(Verdict.MET, "data_described", fields=len(entry.fields), places=len(entry.places))
    verdict = Verdict.NOT_MET if "places" in missing else Verdict.PARTLY_MET
    return case.answer(verdict, "data_undescribed", missing=", ".join(missing))


def graded(case: DataCase) -> Answer:
    """Identifiers of people in what was handed out show what the data set holds, whatever the register says."""
    held, found = case.data.data_set, case.seen(case.rule.look)
    if held.data_class is DataClass.OPEN and (held.personal_information or found.count):
        return case.answer(Verdict.NOT_MET, "data_open_personal", found, count=found.count)
    if found.count and not held.personal_information:
        return case.answer(Verdict.NOT_MET, "data_not_personal", found, count=found.count)
    return case.answer(Verdict.MET, "data_graded", found, **_grade(case))


def findings(case: DataCase) -> Answer:
    watched, against = case.seen(case.rule.look), _against(case)
    if against.count:
        return case.answer(Verdict.NOT_MET, "data_findings", watched, count=against.count, **_kinds(case))
    return case.watching(watched) or case.answer(case.softened(watched), "not_found", watched, looked=watched.count)


def _against(case: DataCase) -> Found:
    held = [case.data.findings[kind] for kind in case.rule.findings if kind in case.data.findings]
    return Found(sum(one.count for one in held), max((one.last for one in held), default=0))


def _kinds(case: DataCase) -> dict[str, str]:
    words = [finding_named(kind) for kind in case.rule.findings if kind in case.data.findings]
    return {"kinds": shown([one.en for one in words]), "kinds_zh": shown([one.zh for one in words])}


def _grade(case: DataCase) -> dict[str, str]:
    grade = case.data.data_set.data_class
    return {"grade": grade.value, "grade_zh": grade.zh}


def openable(case: DataCase) -> Answer:
    found, grade = case.seen(case.rule.look), case.data.data_set.data_class
    if found.count and grade is not DataClass.OPEN:
        return case.answer(Verdict.NOT_MET, "data_opened", found, count=found.count, **_grade(case))
    return case.watching(found) or case.answer(Verdict.MET, "data_graded", found, **_grade(case))


def destroyed(case: DataCase) -> Answer:
    found, against = case.seen(case.rule.look), _against(case)
    if against.count:
        return case.answer(Verdict.NOT_MET, "data_findings", found, count=against.count, **_kinds(case))
    if not found.count and not case.data.proofs:
        watched = case.seen("*")
        return case.watching(watched) or case.answer(Verdict.NOT_APPLICABLE, "data_nothing_destroyed", watched)
    if found.count and not case.data.proofs:
        return case.answer(Verdict.NOT_MET, "data_unproved", found, count=found.count)
    return case.answer(Verdict.MET, "data_destroyed", found, count=found.count, proofs=len(case.data.proofs))


def after_end(case: DataCase) -> Answer:
    """Events that name an approval which had ended when they happened."""
    watched, late, names = case.seen(case.rule.look), NOTHING, []
    for one in case.data.requests:
        end = min(one.terms.valid_to or case.facts.at, one.terms.revoked or case.facts.at)
        if one.state not in STOOD or end >= case.facts.at:
            continue
        found = case.facts.look("*", APPROVAL, case.rule.window_days, one.id)
        if found.count and found.last >= end:
            late |= found
            names.append(one.id)
    if names:
        return case.answer(Verdict.NOT_MET, "data_after_end", late, approvals=shown(names))
    return case.watching(watched) or case.answer(case.softened(watched), "not_found", watched, looked=watched.count)


def of_system(item_id: str, data: DataSubject, facts: Facts) -> Answer:
    """What the item of the system the data set lies in says."""
    held = next((one for one in data.system.items if one.id == item_id), None) if data.system else None
    verdict = held.verdict if held else Verdict.UNKNOWN
    return Answer(
        rule=f"mlps:{item_id}",
        system=ledger_name(data.data_set.id),
        unit=data.data_set.unit,
        verdict=verdict,
        reason="data_system_item" if held else "data_no_system",
        params={
            "system": data.data_set.system or "-",
            "item": item_id,
            "verdict": verdict.value,
            "verdict_zh": verdict.zh,
        },
        start=facts.at,
        end=facts.at + 1,
    )


PROBES: Mapping[str, Callable[[DataCase], Answer]] = {
    "seen": telemetry.seen,
    "unseen": telemetry.unseen,
    "share": telemetry.share,
    "described": described,
    "graded": graded,
    "findings": findings,
    "openable": openable,
    "destroyed": destroyed,
    "after_end": after_end,
}
