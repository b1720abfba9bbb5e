"""The grade an incident is proposed to have. Whose grade it is in the end, a person says (decision 0005)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import InputError
from model.severity import Grade, Level
from playbooks.coordination.tables import measures


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a grade: a measure that reaches `threshold` (itself included), or with an empty name the level of the alerts."""

    name: str
    zh: str
    en: str
    value: float
    threshold: float
    grade: Grade
    verify: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """because: the gravest ground first."""

    grade: Grade
    because: tuple[Ground, ...]


def propose(values: Mapping[str, float], level: Level) -> Proposal:
    """The gravest of what the measures say and what the level of the alerts suggests."""
    grounds = [ground for name, value in values.items() if (ground := _ground(name, value))]
    suggested = level.provisional_grade
    grounds.append(Ground("", f"告警等级{level.zh}", f"alerts of level {level.value}", 0, 0, suggested, False))
    grounds.sort(key=lambda one: (one.grade, one.name == ""))
    return Proposal(grounds[0].grade, tuple(grounds))


def check_measures(values: Mapping[str, float]) -> None:
    for name, value in values.items():
        if name not in measures():
            raise InputError(f"there is no measure {name[:40]!r}", where="measures")
        if not 0 <= value < 1e13:
            raise InputError("a measure is a number from 0 to 10¹³", where=f"measures.{name}")


def _ground(name: str, value: float) -> Ground | None:
    measure = measures().get(name)
    if measure is None:
        return None
    for grade, threshold in sorted(measure.at.items()):
        if value >= threshold:
            return Ground(name, measure.zh, measure.en, value, threshold, Grade(grade), measure.verify)
    return None
