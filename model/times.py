"""Time inside the platform: an `int` of microseconds since 1970-01-01 UTC, named `…_us` or typed `Micros`.

Integers sort, subtract and pack into Arrow without conversion; text exists only at the edges.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeAlias

Micros: TypeAlias = int
SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR

# Events outside these years are clock faults, not history: 1970-01-01 and 2100-01-01.
EARLIEST: Micros = 0
LATEST: Micros = 4_102_444_800 * SECOND

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*(Z|z|UTC|[+-]\d\d(?::?[0-5]\d)?)?)?",
    re.ASCII,
)
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC).toordinal()


def now_us() -> Micros:
    """The wall clock. Only the ends of the pipeline call this; everything between is given its time."""
    return time.time_ns() // 1_000


def parse_iso(text: str, default_tz: tzinfo = UTC) -> Micros:
    """ISO 8601 (date, or date and time to nanoseconds, with Z, offset or neither) to microseconds.

    A text without an offset is read in `default_tz`. Digits beyond microseconds are cut, not rounded. A leap second
    (`:60`) is the first second of the next minute.
    Raises ValueError when the text is no such time.
    """
    found = _ISO.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not an ISO 8601 time: {text[:40]!r}")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    if offset is None:
        tz: tzinfo = default_tz
    elif offset in ("Z", "z", "UTC"):
        tz = UTC
    else:
        sign = -1 if offset[0] == "-" else 1
        minutes = int(offset[-2:]) if len(offset) > 3 else 0
        tz = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=minutes))
    leap = second == "60"  # a leap second folds into the next one
    if tz is UTC:
        days = datetime(int(year), int(month), int(day), tzinfo=UTC).toordinal() - _EPOCH_DAY
        h, m, s = int(hour or 0), int(minute or 0), int(second or 0)
        if h > 23 or m > 59 or s > 60:
            raise ValueError(f"not a time of day: {text[:40]!r}")
        return (days * 86_400 + h * 3600 + m * 60 + s) * SECOND + micro
    moment = datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), 59 if leap else int(second or 0), micro, tz
    )
    return from_datetime(moment) + (SECOND if leap else 0)


def from_datetime(moment: datetime) -> Micros:
    """An aware datetime to microseconds, exactly. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone has no place on the time line")
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds


def to_datetime(us: Micros) -> datetime:
    """Aware, in UTC. Raises OverflowError outside the years 1 to 9999."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def to_iso(us: Micros) -> str:
    """Microseconds to `2026-11-22T08:01:02.000003Z`; always six digits, so texts sort as times do.

    Raises OverflowError outside the years 1 to 9999.
    """
    seconds, micro = divmod(us, SECOND)
    return f"{_second_text(seconds)}.{micro:06d}Z"


@lru_cache(maxsize=1024)
def _second_text(seconds: int) -> str:
    """`2026-11-22T08:01:02`; records come in the order of time, so few seconds stand in many."""
    return to_datetime(seconds * SECOND).isoformat()[:19]


def day_of(us: Micros) -> str:
    """The UTC day a time falls on, `YYYY-MM-DD`."""
    return to_datetime(us).isoformat()[:10]
