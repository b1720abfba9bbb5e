"""How a data set stands: every control of every phase with its result, and what of the phase was seen last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.mlps.facts import Facts, Seen
from compliance.public_data.phases import ACTIVITY_DAYS, DataControl, Phase, life_cycle, rule_named
from compliance.public_data.probes import DataSubject, Found, of_system, put, seen_of
from compliance.weighing import Latest, Weighed, latest, valid_papers, weigh
from model.compliance import Answer, Document
from model.proof import Verdict
from model.public_data import DataFinding, LifePhase
from model.times import Micros, day_of

_WORST = (Verdict.NOT_MET, Verdict.PARTLY_MET, Verdict.UNKNOWN, Verdict.MET)


@dataclass(frozen=True, slots=True)
class ControlStanding:
    """answers: rules that answered or tried, and items of the system it lies in."""

    control: DataControl
    weighed: Weighed
    answers: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.weighed.verdict


@dataclass(frozen=True, slots=True)
class PhaseStanding:
    """verdict: the worst of its controls, not applicable when none applies. seen: events that show it at work."""

    phase: Phase
    verdict: Verdict
    controls: tuple[ControlStanding, ...]
    seen: Seen
    findings: Mapping[DataFinding, Found]


@dataclass(frozen=True, slots=True)
class DataStanding:
    """answers: by rule. last: the newest event that names the data set, 0 for none."""

    data: DataSubject
    at: Micros
    phases: tuple[PhaseStanding, ...]
    answers: Mapping[str, Answer]
    last: Micros

    @property
    def controls(self) -> list[ControlStanding]:
        return [control for phase in self.phases for control in phase.controls]

    def counted(self) -> dict[Verdict, int]:
        out = dict.fromkeys(Verdict, 0)
        for one in self.controls:
            out[one.verdict] += 1
        return out


def standing(data: DataSubject, facts: Facts) -> DataStanding:
    """facts.look answers for the groups of `compliance.public_data.phases`."""
    today = day_of(facts.at)
    papers, said = valid_papers(data.documents, today), latest(data.reviews)
    answers: dict[str, Answer] = {}
    phases = tuple(_phase(phase, data, facts, papers, said, answers) for phase in life_cycle().phases)
    return DataStanding(data, facts.at, phases, answers, seen_of(data, facts, "*", ACTIVITY_DAYS).last)


def _phase(
    phase: Phase, data: DataSubject, facts: Facts, papers: list[Document], said: Latest, answers: dict[str, Answer]
) -> PhaseStanding:
    seen = seen_of(data, facts, phase.activity, ACTIVITY_DAYS)
    personal, grade = data.data_set.personal_information, data.data_set.data_class
    controls = []
    for control in phase.controls:
        found = [put(rule_named(rule), data, facts) for rule in control.rules]
        found += _of_system(control, data, facts)
        answers.update({one.rule: one for one in found})
        telling = [one.verdict for one in found]
        weighed = weigh(control.id, telling, papers, said)
        idle = bool(telling) and set(telling) == {Verdict.NOT_APPLICABLE} and not weighed.documents
        absent = phase.optional and not seen.count and weighed.reviewed is None and not weighed.documents
        if not control.applies(grade, personal=personal) or absent or (idle and weighed.reviewed is None):
            weighed = Weighed(Verdict.NOT_APPLICABLE, weighed.auto)
        controls.append(ControlStanding(control, weighed, tuple(one.rule for one in found)))
    verdicts = {one.verdict for one in controls}
    verdict = next((one for one in _WORST if one in verdicts), Verdict.NOT_APPLICABLE)
    findings = {kind: found for kind, found in data.findings.items() if kind.phase is phase.id}
    return PhaseStanding(phase, verdict, tuple(controls), seen, findings)


def _of_system(control: DataControl, data: DataSubject, facts: Facts) -> list[Answer]:
    """Of the items named, the one the system's level asks for."""
    if not control.mlps:
        return []
    held = {item.id for item in data.system.items} if data.system else frozenset[str]()
    chosen = next((item for item in control.mlps if item in held), control.mlps[0])
    return [of_system(chosen, data, facts)]


def phase_of(held: DataStanding, phase: LifePhase) -> PhaseStanding:
    return next(one for one in held.phases if one.phase.id is phase)
