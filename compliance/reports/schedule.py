"""When a report makes itself next. Beijing time, which has no summer time."""

from __future__ import annotations

from datetime import datetime, timedelta

from compliance.reports.words import CHINA
from model.errors import InputError
from model.reporting import Cadence, ReportSchedule
from model.times import Micros

LAST_DAY = 28
"""Of a month: the last one every month has."""


def check(one: ReportSchedule) -> None:
    """Raises InputError for a time there is not."""
    most = 7 if one.cadence is Cadence.WEEKLY else LAST_DAY
    for name, value, least, limit in (
        ("month", one.month, 1, 12),
        ("day", one.day, 1, most),
        ("hour", one.hour, 0, 23),
        ("minute", one.minute, 0, 59),
    ):
        if not least <= value <= limit:
            raise InputError(f"{name} is from {least} to {limit}", where=name)


def hours(cadence: Cadence, brief_hours: int) -> int:
    """How many hours a brief that is made so often is about."""
    return {Cadence.BRIEF: brief_hours, Cadence.DAILY: 24}.get(cadence, 168)


def next_after(one: ReportSchedule, now: Micros, brief_hours: int) -> Micros:
    """The first time after `now`. brief_hours: what the mode asks for; such briefs begin with the day."""
    local = datetime.fromtimestamp(now / 1e6, CHINA)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if one.cadence is Cadence.BRIEF:
        done = int((local - midnight) / timedelta(hours=brief_hours))
        return min(_micros(midnight + timedelta(hours=brief_hours * (done + 1))), _micros(midnight + timedelta(days=1)))
    at = midnight.replace(hour=one.hour, minute=one.minute)
    if one.cadence is Cadence.DAILY:
        candidates = [at, at + timedelta(days=1)]
    elif one.cadence is Cadence.WEEKLY:
        monday = at - timedelta(days=local.weekday())
        candidates = [monday + timedelta(days=one.day - 1 + 7 * week) for week in (0, 1)]
    elif one.cadence is Cadence.MONTHLY:
        this = at.replace(day=one.day)
        following = (this.replace(day=1) + timedelta(days=32)).replace(day=one.day)
        candidates = [this, following]
    else:
        this = at.replace(month=one.month, day=one.day)
        candidates = [this, this.replace(year=this.year + 1)]
    return next(_micros(each) for each in candidates if _micros(each) > now)


def _micros(at: datetime) -> Micros:
    return int(at.timestamp()) * 1_000_000
