"""The index: 100 less what the open concerns take away, every tenth of a point traced to one of them.

    load of a concern  = -ln(1 - alone / 100)            alone: its points times its multipliers, 99 at most
    load of a family   = the sum of its concerns', at most -ln(1 - at_most / 100)
    index              = 100 · exp(- the sum of the families' loads)

So one concern costs exactly its points, two of 20 cost 36, none can push the index below 0, and the order does not matter.
What is lost is shared out in proportion to the loads.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from correlator.situation.formula import Formula
from correlator.situation.words import (
    Assessment,
    Concern,
    Cost,
    Family,
    FamilyCost,
    Multiplier,
    Subject,
    SubjectKind,
)
from model.times import HOUR, Micros

MOST = 99.0


def assess(concerns: Iterable[Concern], formula: Formula, now: Micros) -> Assessment:
    weighed = [_weighed(concern, formula, now) for concern in concerns]
    weighed = [one for one in weighed if one[3] > 0]
    weighed.sort(key=lambda one: (-one[3] * one[0].number, one[0].family, one[0].id))
    loads = [_load(alone) * concern.number for concern, _, _, alone in weighed]
    totals = dict.fromkeys(Family, 0.0)
    for (concern, *_), load in zip(weighed, loads, strict=True):
        totals[concern.family] += load
    held = {family: min(total, _load(formula.families[family].at_most)) for family, total in totals.items()}
    index = 100 * math.exp(-math.fsum(held.values()))
    lost = 1_000 - round(10 * index)
    whole = math.fsum(held.values())
    shares = [
        lost * load / totals[concern.family] * held[concern.family] / whole
        for (concern, *_), load in zip(weighed, loads, strict=True)
    ]
    tenths = _rounded(shares, lost)
    costs = tuple(
        Cost(concern=concern, base=base, multipliers=multipliers, alone=round(alone, 2), points=tenth / 10)
        for (concern, base, multipliers, alone), tenth in zip(weighed, tenths, strict=True)
    )
    families = tuple(
        FamilyCost(
            family=family,
            points=sum(t for c, t in zip(costs, tenths, strict=True) if c.concern.family is family) / 10,
            count=sum(c.concern.number for c in costs if c.concern.family is family),
            limited=totals[family] > held[family],
        )
        for family in Family
    )
    return Assessment(index=(1_000 - sum(tenths)) / 10, families=families, costs=costs)


def concerning(subject: Subject, concerns: Iterable[Concern]) -> list[Concern]:
    """Those of a subject: of any of its units, of the system, or in the zone."""
    if subject.kind in (SubjectKind.DISTRICT, SubjectKind.UNIT):
        return [concern for concern in concerns if concern.units & subject.within]
    if subject.kind is SubjectKind.SYSTEM:
        return [concern for concern in concerns if subject.id in concern.systems]
    return [concern for concern in concerns if subject.id in concern.zones]


def _weighed(concern: Concern, formula: Formula, now: Micros) -> tuple[Concern, float, tuple[Multiplier, ...], float]:
    base = formula.families[concern.family].points.get(concern.grade, 0.0)
    multipliers = tuple(_multipliers(concern, formula, now)) if base else ()
    alone = base * math.prod(one.value for one in multipliers)
    return concern, base, multipliers, min(MOST, alone)


def _multipliers(concern: Concern, formula: Formula, now: Micros) -> Iterable[Multiplier]:
    factors = formula.factors
    if concern.status in factors.status:
        yield Multiplier("status", concern.status, factors.status[concern.status])
    if concern.last is not None:
        hours = max(0, now - concern.last) / HOUR
        value = max(factors.age.at_least, 0.5 ** (hours / factors.age.half_life_h))
        yield Multiplier("age", str(int(hours)), round(value, 3))
    if concern.criticality is not None:
        level = str(concern.criticality)
        yield Multiplier("criticality", level, factors.criticality.get(level, 1.0))
    if concern.mlps:
        level = str(concern.mlps)
        yield Multiplier("mlps", level, factors.mlps.get(level, 1.0))


def _load(points: float) -> float:
    return -math.log1p(-min(MOST, points) / 100)


def _rounded(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers next to the shares whose sum is the total (largest remainder; ties to the earlier)."""
    if not shares:
        return []
    floors = [math.floor(share) for share in shares]
    left = total - sum(floors)
    order = sorted(range(len(shares)), key=lambda at: (floors[at] - shares[at], at))
    for at in order[: max(0, left)]:
        floors[at] += 1
    return floors
