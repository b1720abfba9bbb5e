"""Exports, written while they are read: JSON lines for machines, CSV that a spreadsheet opens without being harmed.

Dates are ISO 8601 text. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV
Injection: `=`, `+`, `-`, `@`, tab, carriage return), also when blanks or a quotation mark stand before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, TextIO

import orjson

from model.ecs import catalogue, date_fields
from model.event import Event, to_iso_or_text, to_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
DEFAULT_COLUMNS: tuple[str, ...] = (
    "@timestamp",
    "event.dataset",
    "fengsui.unit",
    "host.name",
    "user.name",
    "source.ip",
    "source.port",
    "destination.ip",
    "destination.port",
    "event.action",
    "event.outcome",
    "message",
    "event.id",
)


def export_jsonl(events: Iterable[Event], out: BinaryIO) -> int:
    """One JSON object per line, UTF-8. Returns how many events were written."""
    dates = date_fields()
    count = 0
    for event in events:
        out.write(to_json(event, dates) + b"\n")
        count += 1
    return count


def export_csv(events: Iterable[Event], out: TextIO, fields: Sequence[str] = DEFAULT_COLUMNS) -> int:
    """One row per event with a header row; lists are joined with `; `. Returns how many events were written.

    out: opened with newline="" and, for spreadsheets to recognise Chinese, encoding "utf-8-sig".
    """
    dates = date_fields()
    writer = csv.writer(out)
    writer.writerow([field if field in catalogue() else guarded(field) for field in fields])
    count = 0
    for event in events:
        writer.writerow([_cell(_dated(field, event.get(field), dates)) for field in fields])
        count += 1
    return count


def guarded(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet would read it as a formula."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return f"'{text}" if text.lstrip(" \n\"'\u00a0\ufeff").startswith(_FORMULA) or text[:1] in _FORMULA else text


def _dated(name: str, value: Any, dates: frozenset[str]) -> Any:
    if name not in dates:
        return value
    if isinstance(value, list):
        return [to_iso_or_text(one) if type(one) is int else one for one in value]
    return to_iso_or_text(value) if type(value) is int else value


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return guarded("; ".join(str(_cell(one)) for one in value))
    return guarded(value if isinstance(value, str) else orjson.dumps(value, default=str).decode())
