"""Times as programs write them inside their messages, to microseconds; the shape tells which format it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from collectors.logs.stamps import MONTHS, any_us
from model.times import Micros, from_datetime

_WORDS = re.compile(
    r"(?:[A-Z][a-z]{2} )?(?P<month>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) (?P<y1>\d{4} )?(?P<clock>\d\d:\d\d:\d\d)"
    r"(?:\.(?P<fraction>\d{1,9}))?(?: (?P<y2>\d{4}))?(?: (?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d))?$"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[-/](?P<month>[A-Z][a-z]{2})[-/](?P<y1>\d{4})[ :](?P<clock>\d\d:\d\d:\d\d)"
    r"(?:\.(?P<fraction>\d{1,9}))?(?P<y2>)(?: (?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d))?$"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)$")
_NUMBERS = re.compile(
    r"(\d{4})[/-](\d\d?)[/-](\d\d?)[ T,](\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?)(?: ?([A-Z]{1,5}|[+-]\d\d:?\d\d))?$"
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)$")


@lru_cache(maxsize=4096)
def written_us(text: str, tz: tzinfo) -> Micros:
    """tz: for texts that name none they can be known by. Raises ValueError for what is no time."""
    text = text.strip(' "[]')
    if text[:4].isdigit():
        found = _NUMBERS.fullmatch(text)
        if found is not None:
            year, month, day, clock, name = found.groups()
            return _moment(int(year), int(month), int(day), clock.replace(",", "."), _zone(name, tz))
        compact = _COMPACT.fullmatch(text)
        if compact is not None and not (len(text) == 14 and not "19" <= text[:2] <= "21"):
            year, month, day, hour, minute, second = compact.groups()
            return _moment(int(year), int(month), int(day), f"{hour}:{minute}:{second}", tz)
        return any_us(text, tz)
    found = _WORDS.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if found is None:
        return any_us(text, tz)
    year = (found["y1"] or found["y2"] or "").strip()
    if not year or found["month"] not in MONTHS:
        raise ValueError(f"a time without a year: {text[:40]!r}")
    clock = found["clock"] + ("." + found["fraction"] if found["fraction"] else "")
    return _moment(int(year), MONTHS[found["month"]], int(found["day"]), clock, _zone(found["zone"], tz))


def _zone(name: str | None, tz: tzinfo) -> tzinfo:
    if not name:
        return tz
    if name in ("UTC", "GMT", "Z"):
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return tz  # CST is China's and Chicago's: what the source is configured for counts
    delta = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return timezone(-delta if offset[1] == "-" else delta)


def _moment(year: int, month: int, day: int, clock: str, tz: tzinfo) -> Micros:
    whole, _, fraction = clock.partition(".")
    hour, minute, second = map(int, whole.split(":"))
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    try:
        return from_datetime(datetime(year, month, day, hour, minute, min(second, 59), micro, tz))
    except OverflowError as error:
        raise ValueError("outside the calendar") from error
