"""Report schedules and kept reports over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Page, Plain, Read, Write
from model.reporting import Cadence

Name = Annotated[str, Field(max_length=128, pattern=Plain)]


class ReportScheduleRead(Read):
    """subject: a system or unit, empty where the kind is about a span of time, which is then the one before. day: of the week
    (1 is Monday) or of the month; Beijing time. problem: why it was not made the last time, empty when it was."""

    id: str
    unit: str
    kind: str
    zh: str
    en: str
    subject: str
    format: str
    language: str
    cadence: Cadence
    month: int
    day: int
    hour: int
    minute: int
    next_at: Moment
    last_at: Moment | None
    problem: str
    created: Moment
    created_by: str


class ReportSchedules(Read):
    items: list[ReportScheduleRead]


class ReportScheduleAdd(Write):
    """unit: whose part of the district it tells of, the caller's when left out. cadence: brief is as often as the mode asks."""

    kind: Annotated[str, Field(min_length=1, max_length=40, pattern=Plain)]
    unit: Name = ""
    subject: Name = ""
    format: Literal["pdf", "docx", "xlsx", "json"] = "pdf"
    language: Literal["zh-CN", "en"] = "zh-CN"
    cadence: Cadence
    month: Annotated[int, Field(ge=1, le=12)] = 1
    day: Annotated[int, Field(ge=1, le=28, description="Of the week (1 is Monday) or of the month")] = 1
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    minute: Annotated[int, Field(ge=0, le=59)] = 0


class KeptReportRead(Read):
    """sm3: of the file. signed: it comes in an archive together with its signature."""

    id: str
    unit: str
    schedule: str
    kind: str
    zh: str
    en: str
    subject: str
    format: str
    language: str
    file: str
    size: int
    sm3: str
    signed: bool
    made: Moment


class KeptReportPage(Page[KeptReportRead]):
    pass
