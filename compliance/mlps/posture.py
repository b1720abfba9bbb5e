"""The whole posture of a system as one value: answers, item by item, risks, both conclusions, obligations.

Three results of an item are kept apart: what evidence says by itself (`auto`), what the person in charge says (`reviewed`)
and what the assessor's report says (`official`). The one that counts is the reviewed one as long as the automatic result is
still what that person saw; when it turns, the automatic one counts again and the review is marked as outdated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compliance.catalog import Place, catalog
from compliance.mlps.facts import Facts, Subject
from compliance.mlps.obligations import Obligation, obligations
from compliance.mlps.probes import Case
from compliance.mlps.registry import PROBES
from compliance.mlps.rules import Rule, by_item
from compliance.mlps.scoring import RISKS, Conclusion, Result, Settings, conclude, settings_of
from compliance.weighing import Latest, latest, valid_papers, weigh
from model.compliance import Answer, Basis, Document, Review, SystemRecord, Task, TaskState
from model.estate import System
from model.proof import Verdict
from model.times import Micros, day_of

_RANK = {Verdict.NOT_MET: 0, Verdict.PARTLY_MET: 1, Verdict.MET: 2}
POOR_OPERATION = 60.0
"""Percent of operation items met below which trigger A-32 is suggested. Ours."""


@dataclass(frozen=True, slots=True)
class ItemPosture:
    """verdict: the one that counts. auto: None when no rule and no paper answers. rules: that answered or tried."""

    place: Place
    verdict: Verdict
    auto: Verdict | None
    rules: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reviewed: Review | None = None
    outdated: bool = False
    official: Review | None = None
    risk: RISKS = "low"
    trigger: str = ""
    not_applicable: str = ""
    task: str = ""

    @property
    def id(self) -> str:
        return self.place.item.id


@dataclass(frozen=True, slots=True)
class Posture:
    """suggested: composite triggers the facts speak for; they count only when a person confirms them."""

    system: System
    record: SystemRecord
    at: Micros
    answers: Mapping[str, Answer]
    items: tuple[ItemPosture, ...]
    results: tuple[Result, ...]
    conclusions: Mapping[str, Conclusion]
    obligations: tuple[Obligation, ...]
    suggested: tuple[str, ...] = ()

    def by_category(self) -> dict[str, dict[Verdict, int]]:
        out: dict[str, dict[Verdict, int]] = {}
        for item in self.items:
            held = out.setdefault(item.place.control.category, dict.fromkeys(Verdict, 0))
            held[item.verdict] += 1
        return out

    @property
    def automatic(self) -> int:
        """Items that telemetry or a register answered."""
        return sum(bool(item.rules) and item.auto not in (None, Verdict.UNKNOWN) for item in self.items)


@dataclass(frozen=True, slots=True)
class Said:
    """What people said about a system. reviews: newest last."""

    reviews: Sequence[Review] = ()
    documents: Sequence[Document] = ()
    tasks: Sequence[Task] = ()


def answer(rule: Rule, subject: Subject, facts: Facts) -> Answer:
    return PROBES[rule.probe](Case(rule, subject, facts))


def posture(subject: Subject, facts: Facts, said: Said, settings: Iterable[Settings] = ()) -> Posture:
    """settings: of templates that differ from the shipped ones."""
    places = catalog().items_for(subject.system.mlps_level, subject.record.extensions)
    wanted = {rule.id: rule for place in places for rule in by_item().get(place.item.id, ())}
    answers = {rule.id: answer(rule, subject, facts) for rule in wanted.values()}
    reviews = latest(said.reviews)
    today = day_of(facts.at)
    papers = valid_papers(said.documents, today)
    tasks = {item: one.id for one in said.tasks if one.state is not TaskState.DROPPED for item in one.items}
    items = tuple(_item(place, subject, answers, reviews, papers, tasks) for place in places)
    results = tuple(
        Result(
            one.id,
            catalog().side[one.place.control.category] == "technical",
            one.place.item.weight,
            one.verdict,
            one.risk,
            one.trigger,
        )
        for one in items
    )
    composite = tuple(
        code
        for code, trigger in catalog().triggers.items()
        if trigger.kind == "composite"
        and (said_of := reviews.get((code, Basis.REVIEWED))) is not None
        and said_of.verdict is Verdict.NOT_MET
    )
    chosen = {one.template: one for one in settings}
    conclusions = {}
    for template in ("template_2021", "template_2025"):
        used = chosen.get(template) or settings_of(template)
        conclusions[template] = conclude(results, Settings(template, used.values, composite))
    return Posture(
        system=subject.system,
        record=subject.record,
        at=facts.at,
        answers=answers,
        items=items,
        results=results,
        conclusions=conclusions,
        obligations=tuple(obligations(subject.system, subject.record, today)),
        suggested=_suggested(subject, items, answers),
    )


def _item(
    place: Place,
    subject: Subject,
    answers: Mapping[str, Answer],
    reviews: Latest,
    papers: Sequence[Document],
    tasks: Mapping[str, str],
) -> ItemPosture:
    item = place.item
    rules = tuple(rule.id for rule in by_item().get(item.id, ()))
    found = weigh(item.id, [answers[rule].verdict for rule in rules], papers, reviews)
    excused = subject.record.not_applicable.get(item.id, "")
    verdict = Verdict.NOT_APPLICABLE if excused else found.verdict
    risk, trigger = _risk(place, subject, verdict, reviews)
    return ItemPosture(
        place=place,
        verdict=verdict,
        auto=found.auto,
        rules=rules,
        documents=found.documents,
        reviewed=found.reviewed,
        outdated=found.outdated,
        official=found.official,
        risk=risk,
        trigger=trigger,
        not_applicable=excused,
        task=tasks.get(item.id, ""),
    )


def _risk(place: Place, subject: Subject, verdict: Verdict, reviews: Latest) -> tuple[RISKS, str]:
    """Only what is not met at all is a high risk or a trigger, unless a person says what lowers it."""
    item = place.item
    if verdict is not Verdict.NOT_MET:
        return ("medium" if item.weight > 1 else "low"), ""
    case = catalog().cases.get(item.case)
    lowered = reviews.get((item.case, Basis.REVIEWED)) if case is not None else None
    high = (
        case is not None
        and case.min_level <= subject.system.mlps_level
        and not (lowered is not None and lowered.verdict is Verdict.MET and case.can_be_lowered)
    )
    excused = reviews.get((item.trigger, Basis.REVIEWED)) if item.trigger else None
    trigger = "" if excused is not None and excused.verdict is Verdict.MET else item.trigger
    return ("high" if high else "medium" if item.weight > 1 else "low"), trigger


def _suggested(subject: Subject, items: Sequence[ItemPosture], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    out = []
    exposed = "internet" in subject.record.exposure
    if exposed and any(
        answers[rule].verdict is Verdict.NOT_MET for rule in ("risky-ports", "open-exposures") if rule in answers
    ):
        out.append("A-29")
    if subject.record.central and any(item.risk == "high" for item in items):
        out.append("A-31")
    operation = [item for item in items if item.place.control.category == "MMS"]
    known = [item for item in operation if item.verdict in _RANK]
    met = sum(item.verdict is Verdict.MET for item in known)
    if len(known) > len(operation) / 2 and 100 * met < POOR_OPERATION * len(known):
        out.append("A-32")
    return tuple(out)
