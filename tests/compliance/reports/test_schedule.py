"""When a report makes itself: always later, at the hour of Beijing that was asked for, and on a day every month has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.reports.schedule import check, hours, next_after
from compliance.reports.words import CHINA
from model.errors import InputError
from model.reporting import Cadence, ReportSchedule
from model.times import DAY, HOUR, Micros, parse_iso


def plan(cadence: Cadence, *, month: int = 1, day: int = 1, hour: int = 8, minute: int = 0) -> ReportSchedule:
    return ReportSchedule(
        id="s",
        unit="district",
        kind="monthly-situation",
        subject="",
        form="pdf",
        language="zh-CN",
        cadence=cadence,
        month=month,
        day=day,
        hour=hour,
        minute=minute,
        next_at=0,
        created=0,
        created_by="a",
    )


def local(at: Micros) -> datetime:
    return datetime.fromtimestamp(at / 1e6, UTC).astimezone(CHINA)


NOW = parse_iso("2026-11-22T17:30:00Z")
"""Monday 2026-11-23, 01:30 in Beijing."""


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (plan(Cadence.DAILY), "2026-11-23 08:00"),
        (plan(Cadence.DAILY, hour=1, minute=30), "2026-11-24 01:30"),
        (plan(Cadence.WEEKLY, day=1), "2026-11-23 08:00"),
        (plan(Cadence.WEEKLY, day=7, hour=0), "2026-11-29 00:00"),
        (plan(Cadence.MONTHLY, day=1), "2026-12-01 08:00"),
        (plan(Cadence.MONTHLY, day=28), "2026-11-28 08:00"),
        (plan(Cadence.YEARLY, month=1, day=5), "2027-01-05 08:00"),
        (plan(Cadence.YEARLY, month=12, day=28), "2026-12-28 08:00"),
        (plan(Cadence.BRIEF), "2026-11-23 04:00"),
    ],
)
def test_a_report_comes_at_the_next_time_that_was_asked_for(one: ReportSchedule, expected: str) -> None:
    assert f"{local(next_after(one, NOW, 4)):%Y-%m-%d %H:%M}" == expected


@given(
    st.sampled_from(Cadence),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(parse_iso("2020-01-01T00:00:00Z"), parse_iso("2090-01-01T00:00:00Z")),
    st.integers(1, 24),
)
def test_the_next_time_is_later_and_within_the_cadence(
    cadence: Cadence, month: int, day: int, hour: int, minute: int, now: int, brief: int
) -> None:
    one = plan(cadence, month=month, day=min(day, 7) if cadence is Cadence.WEEKLY else day, hour=hour, minute=minute)
    check(one)
    at = next_after(one, now, brief)
    longest = {Cadence.BRIEF: brief * HOUR, Cadence.DAILY: DAY, Cadence.WEEKLY: 7 * DAY, Cadence.MONTHLY: 31 * DAY}
    assert now < at <= now + longest.get(cadence, 366 * DAY)
    if cadence is not Cadence.BRIEF:
        assert (local(at).hour, local(at).minute) == (hour, minute)
    assert next_after(one, at, brief) > at


@pytest.mark.parametrize("wrong", [{"day": 29}, {"hour": 24}, {"minute": 60}, {"month": 13}, {"day": 0}])
def test_a_time_there_is_not_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError):
        check(plan(Cadence.MONTHLY, **wrong))


def test_a_brief_is_about_the_hours_since_the_one_before() -> None:
    assert [hours(one, 4) for one in (Cadence.BRIEF, Cadence.DAILY, Cadence.WEEKLY)] == [4, 24, 168]
