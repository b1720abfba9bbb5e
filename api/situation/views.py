"""Assessments as they go over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.situation.schemas import AssessmentRead, CostRead, FamilyRead, MultiplierRead, RestRead, SubjectRead
from api.wire import moment_or_none
from correlator.situation.formula import Formula
from correlator.situation.words import Assessment, Cost, Subject

COSTS = 200
"""Listed of one subject; the others are summed up."""


def subject(of: Subject, told: Assessment, formula: Formula, before: Mapping[str, float]) -> SubjectRead:
    return SubjectRead(**_values(of, told, formula, before))


def assessment(
    of: Subject, told: Assessment, formula: Formula, before: Mapping[str, float], *, most: int = COSTS
) -> AssessmentRead:
    rest = told.costs[most:]
    return AssessmentRead(
        **_values(of, told, formula, before),
        costs=[_cost(cost) for cost in told.costs[:most]],
        rest=RestRead(
            count=sum(cost.concern.number for cost in rest), points=round(sum(cost.points for cost in rest), 1)
        ),
    )


def _values(of: Subject, told: Assessment, formula: Formula, before: Mapping[str, float]) -> dict[str, Any]:
    change = round(told.index - before[of.key], 1) if of.key in before else None
    least = formula.trend.points
    trend = None
    if change is not None:
        trend = "worsening" if change <= -least else "improving" if change >= least else "steady"
    return {
        "key": of.key,
        "kind": of.kind,
        "id": of.id,
        "name": of.name,
        "name_zh": of.name_zh,
        "unit": of.unit,
        "index": told.index,
        "band": formula.band(told.index),
        "families": [
            FamilyRead(
                family=one.family,
                family_zh=one.family.zh,
                points=one.points,
                count=one.count,
                limited=one.limited,
            )
            for one in told.families
        ],
        "change": change,
        "trend": trend,
    }


def _cost(cost: Cost) -> CostRead:
    concern = cost.concern
    return CostRead(
        family=concern.family,
        id=concern.id,
        title=concern.title,
        title_zh=concern.title_zh,
        grade=concern.grade,
        number=concern.number,
        points=cost.points,
        alone=cost.alone,
        base=cost.base,
        multipliers=[MultiplierRead(name=one.name, of=one.of, value=one.value) for one in cost.multipliers],
        units=sorted(concern.units),
        since=moment_or_none(concern.since),
        last=moment_or_none(concern.last),
        status=concern.status or None,
    )
