"""Security assessment of a data set: what each control that is not met could do, how likely that is, and what to do first.

Harm comes from what the data is, likelihood from what is seen; both, and the matrix, are data (`public-data-risk.yml`). A control
nobody has answered is no risk of its own: it is listed as not assessed, and the share that was assessed is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from compliance.catalog import Doubt, decoded, raw
from compliance.public_data.phases import DataControl, life_cycle
from compliance.public_data.standing import ControlStanding, DataStanding, PhaseStanding
from model.compliance import Answer, Day
from model.errors import InputError
from model.estate import DataClass
from model.proof import Verdict
from model.public_data import LifePhase
from model.times import DAY, Micros

FILE = "public-data-risk.yml"
Domain = Literal["management", "handling", "technology", "personal"]
HIGHEST_DEGREE, HIGHEST_LIKELIHOOD = 5, 3


class Word(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str


class MoreRecords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    at_least: int
    more: int


class Degrees(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    classes: dict[DataClass, int]
    personal: int
    records: tuple[MoreRecords, ...]


class Likelihood(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """seen_more: when alerts of the last `recent_days` speak against the control; exposed_more: when the system it lies in
    faces the Internet."""

    partly_met: int
    not_met: int
    formal_less: int
    seen_more: int
    exposed_more: int
    recent_days: int


class Method(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """levels: ascending."""

    name: str
    version: int
    source: str
    source_zh: str
    verify: Doubt
    valid_from: Day
    valid_to: Day | None
    degrees: Degrees
    likelihood: Likelihood
    matrix: dict[int, tuple[str, str, str]]
    levels: tuple[Word, ...]
    harms: tuple[Word, ...]
    domains: tuple[Word, ...]

    def level(self, level_id: str) -> Word:
        return next(one for one in self.levels if one.id == level_id)

    def harm(self, harm_id: str) -> Word:
        return next(one for one in self.harms if one.id == harm_id)

    def rank(self, level_id: str) -> int:
        return [one.id for one in self.levels].index(level_id)


@cache
def method() -> Method:
    """Raises InputError when its parts do not fit."""
    held = decoded(raw(FILE), Method, FILE)
    levels, harms = {one.id for one in held.levels}, {one.id for one in held.harms}
    problems = [f"no level {one}" for row in held.matrix.values() for one in row if one not in levels]
    problems += [f"matrix: no row {one}" for one in range(1, HIGHEST_DEGREE + 1) if one not in held.matrix]
    problems += [f"{one.id}: no harm {one.harm}" for one in life_cycle().controls.values() if one.harm not in harms]
    if problems:
        raise InputError("; ".join(problems), where=FILE)
    return held


@dataclass(frozen=True, slots=True)
class Factor:
    """What harm is judged by. points: what it adds to the degree."""

    id: Literal["class", "personal", "records", "exposed"]
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class DataRisk:
    """answers: why. alerts: detector findings that speak against the control, with how many within the recent days."""

    phase: LifePhase
    control: DataControl
    domain: Domain
    verdict: Verdict
    degree: int
    likelihood: int
    level: str
    answers: tuple[Answer, ...]
    alerts: int
    alert_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """risks: gravest first. level: of the gravest, `slight` without any. open: controls nobody has answered."""

    standing: DataStanding
    at: Micros
    factors: tuple[Factor, ...]
    degree: int
    risks: tuple[DataRisk, ...]
    level: str
    met: int
    open: tuple[tuple[LifePhase, DataControl], ...]

    @property
    def assessed(self) -> float:
        """Percent of applicable controls that have an answer."""
        whole = self.met + len(self.risks) + len(self.open)
        return round(100 * (whole - len(self.open)) / whole, 1) if whole else 0.0

    def by_level(self) -> Mapping[str, int]:
        return {one.id: sum(risk.level == one.id for risk in self.risks) for one in method().levels}


def assess(held: DataStanding) -> Assessment:
    how = method()
    factors = _factors(held)
    degree = max(1, min(HIGHEST_DEGREE, sum(one.points for one in factors if one.id != "exposed")))
    exposed = any(one.id == "exposed" for one in factors)
    risks = [
        _risk(phase, control, held, degree, exposed=exposed)
        for phase in held.phases
        for control in phase.controls
        if control.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)
    ]
    risks.sort(key=lambda one: (-how.rank(one.level), -one.likelihood, -one.alerts, one.control.id))
    return Assessment(
        standing=held,
        at=held.at,
        factors=factors,
        degree=degree,
        risks=tuple(risks),
        level=risks[0].level if risks else how.levels[0].id,
        met=sum(control.verdict is Verdict.MET for control in held.controls),
        open=tuple(
            (phase.phase.id, control.control)
            for phase in held.phases
            for control in phase.controls
            if control.verdict is Verdict.UNKNOWN
        ),
    )


def by_concern(held: Mapping[str, DataStanding]) -> dict[str, DataStanding]:
    """What needs looking at first: by alerts, then by level of risk, then by id."""
    rank = {name: method().rank(assess(one).level) for name, one in held.items()}
    alerts = {name: sum(found.count for found in one.data.findings.values()) for name, one in held.items()}
    return {name: held[name] for name in sorted(held, key=lambda name: (-alerts[name], -rank[name], name))}


def _factors(held: DataStanding) -> tuple[Factor, ...]:
    how, data_set = method().degrees, held.data.data_set
    out = [Factor("class", data_set.data_class.value, how.classes[data_set.data_class])]
    if data_set.personal_information:
        out.append(Factor("personal", "", how.personal))
    more = max((one.more for one in how.records if data_set.records >= one.at_least), default=0)
    out.append(Factor("records", str(data_set.records), more))
    if held.data.system is not None and "internet" in held.data.system.record.exposure:
        out.append(Factor("exposed", held.data.system.system.id, method().likelihood.exposed_more))
    return tuple(out)


def _risk(
    phase: PhaseStanding, control: ControlStanding, held: DataStanding, degree: int, *, exposed: bool
) -> DataRisk:
    how = method().likelihood
    answers = tuple(held.answers[rule] for rule in control.answers if rule in held.answers)
    kinds = {kind for rule in life_cycle().rules if rule.id in control.control.rules for kind in rule.findings}
    found = [one for kind, one in held.data.findings.items() if kind in kinds]
    recent = [one for one in found if one.last >= held.at - how.recent_days * DAY]
    likelihood = how.not_met if control.verdict is Verdict.NOT_MET else how.partly_met
    likelihood += how.seen_more * bool(recent) + how.exposed_more * exposed
    likelihood -= how.formal_less * control.control.formal
    likelihood = max(1, min(HIGHEST_LIKELIHOOD, likelihood))
    return DataRisk(
        phase=phase.phase.id,
        control=control.control,
        domain=_domain(control.control),
        verdict=control.verdict,
        degree=degree,
        likelihood=likelihood,
        level=method().matrix[degree][likelihood - 1],
        answers=answers,
        alerts=sum(one.count for one in found),
        alert_ids=tuple(alert for one in found for alert in one.alerts)[:5],
    )


def _domain(control: DataControl) -> Domain:
    if control.personal:
        return "personal"
    if control.mlps:
        return "technology"
    return "handling" if control.rules else "management"
