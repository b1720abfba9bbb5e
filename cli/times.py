"""Times as people type them: ISO 8601, or how long ago."""

from __future__ import annotations

import re

from model.errors import InputError
from model.times import DAY, HOUR, MINUTE, SECOND, Micros, now_us, parse_iso
from store.contract import TimeRange

UNITS_OF_TIME: dict[str, Micros] = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}


def time_range(start: str, end: str) -> TimeRange | None:
    if not start and not end:
        return None
    return TimeRange(moment(start) if start else 0, moment(end) if end else now_us() + 1)


def moment(text: str) -> Micros:
    if re.fullmatch(r"\d+[smhd]", text):
        return now_us() - duration(text)
    try:
        return parse_iso(text)
    except ValueError:
        raise InputError(
            f"{text!r} is no time", hint="write 2026-11-22T08:00:00Z, 2026-11-22, or 15m, 24h, 7d ago"
        ) from None


def duration(text: str) -> Micros:
    found = re.fullmatch(r"(\d+)([smhd])", text)
    if not found or int(found[1]) == 0:
        raise InputError(f"{text!r} is no length of time", hint="write 30s, 5m, 1h or 1d")
    return int(found[1]) * UNITS_OF_TIME[found[2]]
