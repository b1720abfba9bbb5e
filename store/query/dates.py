"""Dates as people type them: ISO 8601 text of any precision, microseconds, and `now-1h/d`."""

from __future__ import annotations

import re
from datetime import timedelta

from model.times import DAY, HOUR, MINUTE, SECOND, Micros, from_datetime, parse_iso, to_datetime

_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?:Z|z|UTC|[+-]\d\d:?\d\d)?")
_FRACTION = re.compile(r"[.,](\d{1,9})")
_NOW = re.compile(r"now((?:[+-]\d{1,9}[smhdwMy])*)(?:/([smhdwMy]))?")
_STEP = re.compile(r"([+-]\d+)([smhdwMy])")
_LENGTH = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}


def moment(text: str, now: Micros) -> tuple[Micros, Micros]:
    """The span a date text names, half open: `2026-01` is a month, a full time is one microsecond long.

    Raises ValueError when it is no date, also when it lies outside the years 1 to 9999.
    """
    text = text.strip()
    try:
        if found := _NOW.fullmatch(text):
            return _from_now(found.group(1), found.group(2), now)
        if re.fullmatch(r"-?\d{5,18}", text):
            return int(text), int(text) + 1
        if found := _MONTH.fullmatch(text):
            start = parse_iso(f"{found.group(1)}-{found.group(2) or '01'}-01")
            return start, _next(start, "M" if found.group(2) else "y")
        start = parse_iso(text)
    except OverflowError as error:
        raise ValueError(f"outside the calendar: {text[:40]!r}") from error
    return start, start + _precision(text)


def _precision(text: str) -> Micros:
    if _DAY.fullmatch(text):
        return DAY
    if _MINUTE.fullmatch(text):
        return MINUTE
    fraction = _FRACTION.search(text)
    return 10 ** (6 - min(6, len(fraction.group(1)))) if fraction else SECOND


def _from_now(steps: str, rounding: str | None, now: Micros) -> tuple[Micros, Micros]:
    at = now
    for amount, unit in _STEP.findall(steps):
        if unit in _LENGTH:
            at += int(amount) * _LENGTH[unit]
        else:
            at = _add_months(at, int(amount) * (12 if unit == "y" else 1))
    if rounding is None:
        return at, at + 1
    date = to_datetime(at)
    if rounding in "yMwd":
        date = date.replace(hour=0, minute=0, second=0, microsecond=0)
        if rounding == "w":
            date -= timedelta(days=date.weekday())
        elif rounding != "d":
            date = date.replace(day=1, month=1 if rounding == "y" else date.month)
        start = from_datetime(date)
    else:
        start = at - at % _LENGTH[rounding]
    return start, _next(start, rounding)


def _next(start: Micros, unit: str) -> Micros:
    if unit in _LENGTH:
        return start + _LENGTH[unit]
    return _add_months(start, 12 if unit == "y" else 1)


def _add_months(at: Micros, months: int) -> Micros:
    date = to_datetime(at)
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    for day in range(date.day, 0, -1):  # 31 January plus a month is the last of February
        try:
            return from_datetime(date.replace(year=year, month=month + 1, day=day))
        except ValueError:
            if not 1 <= year <= 9999:
                raise
    raise ValueError("no such month")
