"""Which of several playbooks answers an incident best, and why. Pure: the reasons are the score.

Weights are working assumptions that put answers in order (decision 0218); a person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TRIGGER, OVERLAP, GRADE, PAST = 40, 30, 15, 15
"""Points for: its trigger fits, its techniques are the incident's, it is as severe, it went well before. 100 together."""
LACKING = -10
"""Points for inputs the incident cannot give: somebody has to look them up first."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be answered. rank: of its level, 0 to 4."""

    rank: int
    techniques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A playbook. fits: whether its trigger does; severity: 0 is not said; lacking: inputs the incident does not hold;
    succeeded, ended: of its earlier runs for incidents."""

    id: str
    name: str
    fits: bool
    answers: tuple[str, ...]
    severity: int = 0
    lacking: tuple[str, ...] = ()
    succeeded: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Because:
    """points: what this adds to the score."""

    code: str
    points: int
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class Ranked:
    offer: Offer
    score: int
    because: tuple[Because, ...]


def techniques_of(about: Mapping[str, Any]) -> tuple[str, ...]:
    """What a playbook says it answers, in the platform's extension."""
    said = [
        *((about.get("answers") or {}).get("attack") or ()),
        *((about.get("trigger") or {}).get("techniques") or ()),
    ]
    return tuple(dict.fromkeys(str(one) for one in said))


def rank(case: Case, offers: Sequence[Offer]) -> list[Ranked]:
    """Best first; only those whose trigger fits or that answer one of the incident's techniques. Equal ones by name."""
    found = [
        Ranked(offer, sum(one.points for one in because), because) for offer in offers if (because := _why(case, offer))
    ]
    return sorted(found, key=lambda one: (-one.score, one.offer.name, one.offer.id))


def _why(case: Case, offer: Offer) -> tuple[Because, ...]:
    met = [have for have in case.techniques if any(_is(have, want) for want in offer.answers)]
    if not (offer.fits or met):
        return ()
    because = []
    if offer.fits:
        because.append(Because("trigger", TRIGGER, "its trigger fits the incident", "触发条件符合该事件"))
    if met:
        used = sum(any(_is(have, want) for have in case.techniques) for want in offer.answers)
        points = round(OVERLAP * (len(met) / len(case.techniques) + used / len(offer.answers)) / 2)
        listed = ", ".join(met[:6])
        because.append(
            Because(
                "attack",
                points,
                f"answers {len(met)} of {len(case.techniques)} techniques: {listed}",
                f"覆盖 {len(case.techniques)} 项攻击技术中的 {len(met)} 项：{listed}",
            )
        )
    if offer.severity:
        points = round(GRADE * (1 - abs(offer.severity - case.rank * 25) / 100))
        text = f"severity {offer.severity} against the incident's {case.rank * 25}"
        because.append(Because("grade", points, text, f"剧本严重程度 {offer.severity}，事件等级折合 {case.rank * 25}"))
    because.append(_past(offer))
    if offer.lacking:
        names = ", ".join(one.strip("_") for one in offer.lacking)
        because.append(Because("lacking", LACKING, f"the incident does not say: {names}", f"事件中缺少输入：{names}"))
    return tuple(because)


def _past(offer: Offer) -> Because:
    """Rule of succession: without any run it stands in the middle, and few runs do not decide."""
    points = round(PAST * (offer.succeeded + 1) / (offer.ended + 2))
    if not offer.ended:
        return Because("past", points, "it was not run for an incident yet", "尚未用于处置安全事件")
    text = f"{offer.succeeded} of {offer.ended} earlier runs succeeded"
    return Because("past", points, text, f"历史执行 {offer.ended} 次，成功 {offer.succeeded} 次")


def _is(have: str, want: str) -> bool:
    """A technique stands for its sub-techniques."""
    return have == want or have.startswith(f"{want}.")
