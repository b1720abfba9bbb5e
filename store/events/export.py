"""Exports, written while they are read: JSON lines for machines, CSV that a spreadsheet opens without being harmed.

Dates are ISO 8601 text; texts are guarded as `model.spreadsheet` says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, TextIO

import orjson

from model.ecs import catalogue, date_fields
from model.event import Event, to_iso_or_text, to_json
from model.spreadsheet import guarded
from store.contract import EventStore, TimeRange
from store.events.parquet_file import write_parquet
from store.scope import Scope

__all__ = [
    "DEFAULT_COLUMNS",
    "csv_parts",
    "export_csv",
    "export_jsonl",
    "write_csv",
    "write_jsonl",
    "write_parquet",
]

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


def export_jsonl(
    store: EventStore,
    out: BinaryIO,
    query: str | None,
    scope: Scope,
    *,
    within: TimeRange | None = None,
    fields: Sequence[str] | None = None,
) -> int:
    """All matching events in time order, one JSON object per line, UTF-8. Returns how many."""
    return write_jsonl(store.iterate(query, scope, within=within, fields=fields), out)


def export_csv(
    store: EventStore,
    out: BinaryIO,
    query: str | None,
    scope: Scope,
    *,
    within: TimeRange | None = None,
    fields: Sequence[str] | None = None,
) -> int:
    """All matching events in time order as CSV, UTF-8 with the mark by which spreadsheets know it. Returns how many."""
    columns = tuple(fields or DEFAULT_COLUMNS)
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    try:
        return write_csv(store.iterate(query, scope, within=within, fields=columns), text, columns)
    finally:
        text.detach()


def write_jsonl(events: Iterable[Event], out: BinaryIO) -> int:
    dates = date_fields()
    count = 0
    for event in events:
        out.write(to_json(event, dates) + b"\n")
        count += 1
    return count


def write_csv(events: Iterable[Event], out: TextIO, fields: Sequence[str] = DEFAULT_COLUMNS) -> int:
    """One row per event below a header; lists are joined with `; `. out: opened with newline=""."""
    writer = csv.writer(out)
    writer.writerow(_header(fields))
    count = 0
    for event in events:
        writer.writerow(_row(event, fields))
        count += 1
    return count


def csv_parts(
    events: Iterable[Event], fields: Sequence[str] = DEFAULT_COLUMNS, *, size: int = 1 << 16
) -> Iterator[bytes]:
    """What `export_csv` writes, in pieces of about `size` bytes, for a reader that asks for them one by one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow(_header(fields))
    for event in events:
        writer.writerow(_row(event, fields))
        if text.tell() >= size:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _header(fields: Sequence[str]) -> list[str]:
    return [field if field in catalogue() else guarded(field) for field in fields]


def _row(event: Event, fields: Sequence[str]) -> list[str | int | float]:
    dates = date_fields()
    return [_cell(_dated(field, event.get(field), dates)) for field in fields]


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
