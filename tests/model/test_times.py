"""Times: text and integers say the same moment, and garbage is never anything but ValueError."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.times import (
    DAY,
    EARLIEST,
    HOUR,
    LATEST,
    MINUTE,
    SECOND,
    day_of,
    from_datetime,
    now_us,
    parse_iso,
    to_datetime,
    to_iso,
)

YEAR_1 = from_datetime(datetime(1, 1, 1, tzinfo=UTC))
YEAR_9999 = from_datetime(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
ANY_TIME = st.integers(YEAR_1, YEAR_9999)
# Away from the ends, so that no offset leaves the years 1 to 9999.
INNER_TIME = st.integers(YEAR_1 + DAY, YEAR_9999 - DAY)
OFFSET_MINUTES = st.integers(-23 * 60 - 59, 23 * 60 + 59)

often = settings(deadline=None, max_examples=200)


@often
@given(ANY_TIME)
def test_a_time_written_and_read_again_is_the_same_to_the_microsecond(us: int) -> None:
    assert parse_iso(to_iso(us)) == us


@often
@given(ANY_TIME, ANY_TIME)
def test_written_times_sort_as_the_times_do(a: int, b: int) -> None:
    assert (to_iso(a) < to_iso(b)) == (a < b)


@often
@given(ANY_TIME)
def test_a_written_time_always_has_the_same_shape_even_before_the_year_1000(us: int) -> None:
    text = to_iso(us)
    assert len(text) == len("2026-11-22T08:01:02.000003Z")
    assert text.endswith("Z")


@often
@given(ANY_TIME)
def test_datetimes_and_integers_convert_exactly(us: int) -> None:
    assert from_datetime(to_datetime(us)) == us


@often
@given(INNER_TIME, OFFSET_MINUTES, st.booleans())
def test_the_same_moment_under_any_offset_reads_the_same(us: int, minutes: int, colon: bool) -> None:
    local = to_datetime(us).astimezone(timezone(timedelta(minutes=minutes)))
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    offset = f"{sign}{size // 60:02d}{':' if colon else ''}{size % 60:02d}"
    text = local.replace(tzinfo=None).isoformat(timespec="microseconds") + offset
    assert parse_iso(text) == us


@often
@given(INNER_TIME, OFFSET_MINUTES)
def test_a_time_without_an_offset_is_read_in_the_given_zone(us: int, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    text = to_datetime(us).astimezone(zone).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    assert parse_iso(text, zone) == us


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01", 0),
        ("1970-01-02", DAY),
        ("1970-01-01T00:01", MINUTE),
        ("1970-01-01t00:01z", MINUTE),
        ("1970-01-01 01:00:00 UTC", HOUR),
        ("1970-01-01T08:00:00+08:00", 0),
        ("1970-01-01 08:00:00+08", 0),
        ("1969-12-31T19:00:00-0500", 0),
        ("1970-01-01T00:00:00,5Z", SECOND // 2),
        ("  1970-01-01T00:00:01Z\n", SECOND),
    ],
)
def test_the_forms_logs_use_are_read(text: str, expected: int) -> None:
    assert parse_iso(text) == expected


def test_digits_beyond_microseconds_are_cut_not_rounded() -> None:
    assert parse_iso("1970-01-01T00:00:00.123456999Z") == 123_456
    assert parse_iso("1970-01-01T00:00:00.9999999999999Z") == 999_999
    assert parse_iso("1970-01-01T00:00:00.000000001Z") == 0


@pytest.mark.parametrize("offset", ["Z", "+00:00", "+08:00", "-05:30"])
def test_a_leap_second_is_the_first_second_of_the_next_minute(offset: str) -> None:
    # 2016-12-31T23:59:60Z, the last leap second so far (IERS Bulletin C 52).
    assert parse_iso(f"2016-12-31T23:59:60{offset}") == parse_iso(f"2016-12-31T23:59:59{offset}") + SECOND
    assert parse_iso("2016-12-31T23:59:60.5Z") == parse_iso("2017-01-01T00:00:00.5Z")


def test_a_named_zone_decides_by_the_date_which_offset_holds() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert parse_iso("2026-11-22 08:00:00", shanghai) == parse_iso("2026-11-22T00:00:00Z")
    # China kept summer time from 1986 to 1991.
    assert parse_iso("1988-07-01 09:00:00", shanghai) == parse_iso("1988-07-01T00:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "now",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "2026-11-22T24:00:00Z",
        "2026-11-22T12:60:00Z",
        "2026-11-22T12:00:61Z",
        "2026-11-22T12:00:61+08:00",
        "2026-11-22T12:00:00+25:00",
        "2026-11-22T12:00:00+08:60",
        "2026-11-22T12:00:00+8",
        "2026-11-22T12:00:00.Z",
        "2026-11-22T12Z",
        "20261122T120000Z",
        "-2026-11-22",
        "2026-11-22T12:00:00Zx",
        "٢٠٢٦-١١-٢٢",
        "２０２６-11-22",
        "2026-11-22T12:00:00\x00Z",
    ],
)
def test_what_is_no_time_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_iso(text)


@often
@given(st.text(max_size=60) | st.from_regex(r"[0-9T:+. Zz,-]{0,40}", fullmatch=True))
def test_garbage_is_never_anything_but_a_value_error(text: str) -> None:
    for zone in (UTC, ZoneInfo("Asia/Shanghai")):
        with suppress(ValueError):
            assert isinstance(parse_iso(text, zone), int)


@often
@given(
    st.from_regex(
        r"[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-6][0-9]([+-][0-2][0-9]:?[0-9]{2}|Z)?",
        fullmatch=True,
    )
)
def test_almost_times_are_read_or_refused_at_the_edges_of_the_calendar_too(text: str) -> None:
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), ZoneInfo("Asia/Shanghai")):
        with suppress(ValueError):
            assert YEAR_1 - DAY <= parse_iso(text, zone) <= YEAR_9999 + DAY


def test_a_time_without_a_zone_has_no_place_on_the_time_line() -> None:
    with pytest.raises(ValueError, match="time zone"):
        from_datetime(datetime(2026, 11, 22))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize("us", [YEAR_1 - 1, YEAR_9999 + 1, 2**63, -(2**63)])
def test_a_time_outside_the_calendar_cannot_be_written(us: int) -> None:
    with pytest.raises(OverflowError):
        to_iso(us)


@often
@given(ANY_TIME)
def test_the_day_of_a_time_is_the_date_it_is_written_with(us: int) -> None:
    assert day_of(us) == to_iso(us)[:10]


def test_the_wall_clock_is_within_the_years_events_may_have() -> None:
    assert EARLIEST < now_us() < LATEST
    assert to_iso(LATEST) == "2100-01-01T00:00:00.000000Z"
