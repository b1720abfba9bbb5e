"""Dates as people type them."""

from __future__ import annotations

import pytest

from model.times import DAY, HOUR, MINUTE, SECOND, parse_iso
from store.query.dates import moment

NOW = parse_iso("2026-03-31T10:20:30.5Z")


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("2026-03-31", "2026-03-31T00:00:00Z", DAY),
        ("2026-02", "2026-02-01T00:00:00Z", 28 * DAY),
        ("2026", "2026-01-01T00:00:00Z", 365 * DAY),
        ("2026-03-31T08:15", "2026-03-31T08:15:00Z", MINUTE),
        ("2026-03-31T08:15:01Z", "2026-03-31T08:15:01Z", SECOND),
        ("2026-03-31T08:15:01.25+08:00", "2026-03-31T00:15:01.25Z", 10_000),
        ("now", "2026-03-31T10:20:30.5Z", 1),
        ("now-1h", "2026-03-31T09:20:30.5Z", 1),
        ("now-1M", "2026-02-28T10:20:30.5Z", 1),
        ("now-1d/d", "2026-03-30T00:00:00Z", DAY),
        ("now/w", "2026-03-30T00:00:00Z", 7 * DAY),
        ("now/h", "2026-03-31T10:00:00Z", HOUR),
        ("1774952430500000", "2026-03-31T10:20:30.5Z", 1),
    ],
)
def test_a_date_is_the_span_it_names(text: str, start: str, length: int) -> None:
    assert moment(text, NOW) == (parse_iso(start), parse_iso(start) + length)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "2026-02-30", "now-", "now-1x", "now-999999999y", "0000"]
)
def test_what_is_no_date_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(text, NOW)
