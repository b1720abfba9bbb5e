"""How the controls of the six activities stand for one system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.cii.case import CiiAnswer, CiiCase
from compliance.cii.catalogue import Activity, CiiControl, Topic, activities
from compliance.cii.probes import PROBES
from compliance.mlps.posture import Posture, Said
from compliance.weighing import Weighed, latest, valid_papers, weigh
from model.compliance import Answer
from model.proof import Verdict


@dataclass(frozen=True, slots=True)
class ControlStanding:
    """answers: of evidence rules. items: of classified protection that answer too, with their results. own: what the
    registers say."""

    control: CiiControl
    weighed: Weighed
    answers: tuple[Answer, ...]
    items: tuple[tuple[str, Verdict], ...]
    own: CiiAnswer | None

    @property
    def verdict(self) -> Verdict:
        return self.weighed.verdict


@dataclass(frozen=True, slots=True)
class ActivityStanding:
    activity: Activity
    topics: tuple[tuple[Topic, tuple[ControlStanding, ...]], ...]

    @property
    def controls(self) -> tuple[ControlStanding, ...]:
        return tuple(one for _, held in self.topics for one in held)


def stand(posture: Posture, answers: dict[str, Answer], case: CiiCase, said: Said) -> list[ActivityStanding]:
    """answers: of every evidence rule the activities name, put to the system."""
    reviews, papers = latest(said.reviews), valid_papers(said.documents, case.today)
    verdicts = {item.id: item.verdict for item in posture.items}

    def one(control: CiiControl) -> ControlStanding:
        held = tuple(answers[rule] for rule in control.rules)
        items = tuple((item, verdicts[item]) for item in control.mlps if item in verdicts)
        own = PROBES[control.probe](case) if control.probe else None
        automatic = [answer.verdict for answer in held] + [verdict for _, verdict in items]
        automatic += [own.verdict] if own is not None else []
        return ControlStanding(control, weigh(control.id, automatic, papers, reviews), held, items, own)

    return [
        ActivityStanding(
            activity, tuple((topic, tuple(one(control) for control in topic.controls)) for topic in activity.topics)
        )
        for activity in activities().activities
    ]


def counted(held: Sequence[ActivityStanding]) -> dict[Verdict, int]:
    out = dict.fromkeys(Verdict, 0)
    for activity in held:
        for control in activity.controls:
            out[control.verdict] += 1
    return out
