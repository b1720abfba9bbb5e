"""Duty over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.notices.schemas import LINES
from api.wire import Moment, Plain, Read, Write
from model.coordination import Mode, ZeroStatus
from model.severity import Level

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=Plain)]


class ShiftRead(Read):
    """lead: a leader on duty (带班领导)."""

    id: str
    unit: str
    start: Moment
    end: Moment
    person: str
    phone: str
    lead: bool
    note: str


class DutyGap(Read):
    """have, need: persons; lead: a leader is missing."""

    start: Moment
    end: Moment
    have: int
    need: int
    lead: bool


class ModeRead(Read):
    """What a mode changes: from which level incidents get statutory clocks at once, deadlines of notices, how often units
    report that nothing happened (0: not at all), how often a brief is written, who has to be on duty; from which share of the
    usual score incidents are shown, and thresholds of behaviour detectors (detector, threshold, value) that ask for less."""

    mode: Mode
    zh: str
    en: str
    case_from_level: Level
    sign_minutes: int
    handle_hours: int
    zero_report_hours: int
    brief_hours: int
    on_duty: int
    lead: bool
    escalate: float
    thresholds: dict[str, dict[str, float]]


class ModeChangeRead(Read):
    mode: Mode
    since: Moment
    until: Moment | None
    by: str
    reason: str


class DutyRead(Read):
    """changes: newest first."""

    mode: ModeRead
    since: Moment | None
    until: Moment | None
    reason: str
    modes: list[ModeRead]
    changes: list[ModeChangeRead]
    now: list[ShiftRead]
    shifts: list[ShiftRead]
    gaps: list[DutyGap]


class ZeroReportRead(Read):
    """What a unit has to say by `due` about the time since `start`. quiet: nothing happened. told: who was on duty there when
    the unit was reminded. mine: the caller may give it now."""

    unit: str
    start: Moment
    due: Moment
    status: ZeroStatus
    quiet: bool
    text: str
    reported: Moment | None
    reported_by: str | None
    reminded: int
    told: str
    mine: bool


class ZeroReports(Read):
    """every_hours: what the mode asks for, 0 where it asks for none. Latest due first."""

    every_hours: int
    items: list[ZeroReportRead]


class ZeroReportGive(Write):
    """due: which one; the time as it was read. quiet: nothing happened; otherwise text says what did."""

    due: AwareDatetime
    quiet: bool = True
    text: Annotated[str, Field(max_length=4_000, pattern=LINES)] = ""


class ShiftAdd(Write):
    """unit: the caller's when left out."""

    unit: Annotated[str, Field(max_length=128, pattern=Plain)] = ""
    start: AwareDatetime
    end: AwareDatetime
    person: Name
    phone: Annotated[str, Field(max_length=40, pattern=Plain)] = ""
    lead: bool = False
    note: Annotated[str, Field(max_length=500, pattern=Plain)] = ""


class ModeSet(Write):
    mode: Mode
    until: Annotated[AwareDatetime | None, Field(description="When peacetime returns by itself")] = None
    reason: Annotated[str, Field(min_length=1, max_length=1_000, pattern=Plain)]
