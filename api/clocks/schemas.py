"""Statutory clocks over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from api.notices.schemas import Words
from api.wire import Moment, Page, Plain, Read, Write
from model.coordination import ClockState, Operator
from model.severity import Level

GradeNumber = Annotated[int, Field(ge=1, le=4, description="1 特别重大, 2 重大, 3 较大, 4 一般")]
Flag = Literal["suspected_crime", "personal_information", "network_data", "public_security_case", "product_defect"]
Channel = Annotated[str, Field(min_length=1, max_length=200, pattern=Plain, examples=["12387"])]
RuleId = Annotated[str, Field(min_length=1, max_length=32, pattern=Plain)]


class ReportRule(Read):
    """deadline_minutes: 0 is at once, null is timely. verify: what has still to be checked against the text."""

    id: str
    operators: list[Operator]
    grade_at_least: int | None
    flag: str
    to: str
    to_en: str
    what: Literal["oral", "initial", "personal_information", "summary"]
    starts: Literal["known_at", "handled_at"]
    deadline_minutes: int | None
    basis: str
    basis_en: str
    valid_from: str
    valid_to: str
    verify: str
    verify_en: str


class GradeMeasure(Read):
    """at: the smallest value for each grade that has one."""

    name: str
    zh: str
    en: str
    unit: str
    at: dict[str, float]
    verify: bool


class CategoryRead(Read):
    code: str
    zh: str
    en: str


class ReportingRules(Read):
    rules: list[ReportRule]
    measures: list[GradeMeasure]
    categories: list[CategoryRead]
    source: str


class ClockRead(Read):
    """provisional: it runs by a grade nobody has confirmed yet."""

    rule: ReportRule
    state: ClockState
    starts: Moment
    due: Moment | None
    met: Moment | None
    provisional: bool


class GradeGround(Read):
    """name: of a measure; empty: the level of the alerts."""

    name: str
    zh: str
    en: str
    value: float
    threshold: float
    grade: int
    verify: bool


class ClockCaseRead(Read):
    """grade: as confirmed, null until a person says it. occurred_at, known_at: when it happened and when one knew. known_by:
    who confirmed known_at, null while it is when the platform saw that the incident is grave."""

    incident: str
    title: str
    title_zh: str
    level: Level
    unit: str
    known_at: Moment
    known_by: str | None
    occurred_at: Moment
    handled_at: Moment | None
    operator: Operator
    category: str
    flags: list[str]
    measures: dict[str, float]
    impact: str
    actions: str
    causes: str
    lessons: str
    proposed_grade: int
    grade: int | None
    grade_by: str | None
    grade_at: Moment | None
    grade_note: str
    clocks: list[ClockRead]


class ClockCasePage(Page[ClockCaseRead]):
    pass


class ReportSent(Read):
    id: str
    rule: str
    channel: str
    text: str
    sent: Moment
    recorded: Moment
    recorded_by: str


class ClockCaseDetail(ClockCaseRead):
    because: list[GradeGround]
    reports: list[ReportSent]


class ClockStart(Write):
    """known_at: when somebody discovered it or was told of it (发现或获知), from which every deadline counts."""

    known_at: AwareDatetime


class ClockCaseWrite(Write):
    """known_at: when it was discovered or told of; leave out what stays as it is."""

    known_at: AwareDatetime | None = None
    handled_at: AwareDatetime | None = None
    operator: Operator | None = None
    category: Annotated[str | None, Field(max_length=20, pattern=Plain)] = None
    flags: Annotated[list[Flag] | None, Field(max_length=5)] = None
    measures: Annotated[dict[str, Annotated[float, Field(ge=0, lt=1e13)]] | None, Field(max_length=20)] = None
    impact: Words | None = None
    actions: Words | None = None
    causes: Words | None = None
    lessons: Words | None = None


class GradeConfirm(Write):
    grade: GradeNumber
    note: Words = ""


class ReportAdd(Write):
    rule: RuleId
    channel: Channel
    text: Words = ""
    sent: Annotated[AwareDatetime | None, Field(description="When it reached them; now when left out")] = None


class ReportDraft(Read):
    rule: str
    text: str
