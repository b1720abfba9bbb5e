"""Risks, over the wire. Grades run from 1 (very low) to 5 (very high)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from compliance.risk.standing import State
from model.risk import Figure, Way

GradeNumber = Annotated[int, Field(ge=1, le=5)]
DayWritten = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", examples=["2026-11-23"])]


class GradeRead(Read):
    grade: int
    zh: str
    en: str


class ThreatRead(Read):
    id: str
    zh: str
    en: str


class RiskMethodRead(Read):
    """How risks are worked out. verify: what nobody has confirmed. level: the matrix, by likelihood - 1 and loss - 1."""

    name: str
    version: int
    source: str
    verify: str
    verify_zh: str
    window_days: int
    treat_from: int
    longest_acceptance_days: int
    level: list[list[int]]
    grades: list[GradeRead]
    threats: list[ThreatRead]


class RiskCell(Read):
    likelihood: int
    loss: int
    level: int
    risks: int


class TreatmentRead(Read):
    """residual: the level it is expected to leave."""

    owner: str
    way: Way
    measures: str
    due: str
    until: str
    likelihood: int
    loss: int
    residual: int
    inherent: int
    approver: str
    approved: Moment | None
    done: str
    proof: str
    set_by: str
    set_at: Moment


class RiskBrief(Read):
    id: str
    system: str
    system_name: str
    system_name_zh: str
    unit: str
    asset: str
    asset_name: str
    threat: str
    threat_zh: str
    threat_en: str
    weakness: str
    weaknesses: int
    value: int
    frequency: int
    ease: int
    severity: int
    likelihood: int
    loss: int
    level: int
    state: State
    residual: int
    treatment: TreatmentRead | None


class RiskBoardRead(Read):
    """cells: risks within the caller's units by likelihood and loss, after every filter but that of the cell. items: those
    asked for, highest first; total: how many there are of them."""

    at: Moment
    method: RiskMethodRead
    cells: list[RiskCell]
    states: dict[str, int]
    open: int
    items: list[RiskBrief]
    total: int
    reach_analysed: bool


class RiskCauseRead(Read):
    """Why a figure is what it is. kind and ref: the record it comes from."""

    figure: Figure
    grade: int
    zh: str
    en: str
    kind: str
    ref: str
    rules: list[str]


class RiskWeaknessRead(Read):
    kind: Literal["exposure", "item"]
    id: str
    title_zh: str
    title_en: str
    severity: int
    ease: int
    causes: list[RiskCauseRead]


class RiskPointRead(Read):
    """level 0: the risk was gone."""

    time: Moment
    likelihood: int
    loss: int
    level: int


class RiskDetail(Read):
    risk: RiskBrief
    causes: list[RiskCauseRead]
    weaknesses: list[RiskWeaknessRead]
    more: int
    history: list[RiskPointRead]


class TreatmentSet(Write):
    owner: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    way: Way
    measures: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]
    due: DayWritten = ""
    until: DayWritten = ""
    likelihood: GradeNumber | None = None
    loss: GradeNumber | None = None
    done: DayWritten = ""
    proof: Annotated[str, Field(max_length=300, pattern=Plain)] = ""


class RiskDayRead(Read):
    """grades: how many risks of each, very low first."""

    day: str
    grades: list[int]


class RiskTrend(Read):
    items: list[RiskDayRead]
