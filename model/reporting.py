"""Words of reports that make themselves: when, about what, for whom, and the files that came of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.times import Micros


class Cadence(StrEnum):
    """brief: as often as the mode asks for a brief of the situation."""

    BRIEF = "brief"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class ReportSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """unit: whose part of the district it tells of, and who sees what came of it. subject: a system or unit, empty where the
    kind is about a span of time, which is then the one before. day: of the week (1 is Monday), or of the month (at most 28); month:
    of a yearly one; hour, minute: Beijing time; all as far as the cadence needs them. next_at: when it is made. problem: why it
    was not made the last time, empty when it was."""

    id: str
    unit: str
    kind: str
    subject: str
    form: str
    language: str
    cadence: Cadence
    month: int
    day: int
    hour: int
    minute: int
    next_at: Micros
    created: Micros
    created_by: str
    last_at: Micros = 0
    problem: str = ""


class KeptReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was made by a schedule. file: its name for people; sm3: of its bytes; signed: its signature is kept too."""

    id: str
    unit: str
    schedule: str
    kind: str
    subject: str
    form: str
    language: str
    file: str
    size: int
    sm3: str
    signed: bool
    made: Micros
