"""The situation, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Read
from correlator.situation.words import Family, SubjectKind

Trend = Literal["worsening", "improving", "steady"]
Band = Literal["calm", "watch", "strained", "severe"]


class FamilyRead(Read):
    """What open concerns of one kind take from the index."""

    family: Family
    family_zh: str
    points: float
    count: int
    limited: Annotated[bool, Field(description="Whether the kind takes as much as it may; more of it changes nothing")]


class SubjectRead(Read):
    """What has an index. 100 is calm."""

    key: Annotated[str, Field(examples=["unit:data-centre"])]
    kind: SubjectKind
    id: str
    name: str
    name_zh: str
    unit: str
    index: float
    band: Band
    families: list[FamilyRead]
    change: Annotated[float | None, Field(description="Against the index `trend_hours` ago; null when it is not known")]
    trend: Annotated[Trend | None, Field(description="Null when `change` is")]


class MultiplierRead(Read):
    name: Annotated[str, Field(examples=["status", "age", "criticality", "mlps"])]
    of: Annotated[str, Field(description="Which entry of the formula; for age the hours since the last event")]
    value: float


class CostRead(Read):
    """An open concern and the points it takes. base × multipliers = alone; points is what it takes beside the others."""

    family: Family
    id: Annotated[str, Field(description="Of the incident, source or gap; for exposures the asset and the band")]
    title: str
    title_zh: str
    grade: str
    number: Annotated[int, Field(description="How many alike it stands for")]
    points: float
    alone: float
    base: float
    multipliers: list[MultiplierRead]
    units: list[str]
    since: Moment | None
    last: Moment | None
    status: str | None


class RestRead(Read):
    """Concerns that are not listed."""

    count: int
    points: float


class AssessmentRead(SubjectRead):
    """index + the points of all costs and the rest = 100."""

    costs: Annotated[list[CostRead], Field(description="Dearest first")]
    rest: RestRead


class SituationRead(Read):
    time: Moment
    trend_hours: int
    head: Annotated[AssessmentRead | None, Field(description="The district, or the topmost unit the caller sees")]
    subjects: Annotated[list[SubjectRead], Field(description="Units, systems and zones; worst first within a kind")]


class ReadingRead(Read):
    time: Annotated[Moment, Field(description="Beginning of the hour")]
    index: float
    families: dict[str, float]


class SituationHistory(Read):
    subject: str
    items: Annotated[list[ReadingRead], Field(description="Oldest first; an hour in which nobody looked is not there")]


class NumberRead(Read):
    path: Annotated[str, Field(examples=["incident.critical"])]
    value: float
    shipped: float
    overruled: bool


class FormulaRead(Read):
    title: str
    version: int
    source: str
    numbers: list[NumberRead]
