"""What an event looks like over the wire: dates as text, long values cut in lists, the raw record kept apart."""

from __future__ import annotations

from typing import Any

import orjson

from api.wire import exact, moment
from model.ecs import date_fields
from model.event import Event, to_iso_or_text, to_json

RAW = "event.original"
ALWAYS = ("@timestamp", "event.id", "event.dataset", "fengsui.unit")
MAX_VALUE = 4_096
MAX_EVENT = 64 * 1024
"""Characters of one value and of one event that a list shows: 500 hostile events must not fill a browser's memory."""


def listed(event: Event, fields: frozenset[str] | None) -> dict[str, Any]:
    """As `EventRead`. fields: which to show, None for all."""
    kept: Event = {}
    cut = []
    room = MAX_EVENT
    for name, value in event.items():
        if name == RAW or (fields is not None and name not in fields):
            continue
        room -= len(name)
        short = _short(value, max(0, min(MAX_VALUE, room)))
        room -= _length(short)
        if short is not value:
            cut.append(name)
        if room >= 0 and short not in ("", []):
            kept[name] = short
    return {**_head(event), "fields": _json(kept), "cut": cut}


def whole(event: Event) -> dict[str, Any]:
    """As `EventDetail`."""
    fields = {name: value for name, value in event.items() if name != RAW}
    return {**_head(event), "fields": _json(fields), "raw": RAW in event}


def dated(name: str, value: Any) -> Any:
    """A single value of a field, as JSON can hold it."""
    if name in date_fields() and type(value) is int:
        return to_iso_or_text(value)
    return orjson.loads(to_json({"": exact(value)}, ()))[""]


def _head(event: Event) -> dict[str, Any]:
    return {
        "id": event["event.id"],
        "time": moment(event["@timestamp"]),
        "unit": event["fengsui.unit"],
        "dataset": event["event.dataset"],
    }


def _json(fields: Event) -> orjson.Fragment:
    dates = date_fields()
    large = [
        name
        for name, value in fields.items()
        if (type(value) is int or type(value) is list) and name not in dates and exact(value) != value
    ]
    if large:
        fields = {**fields, **{name: exact(fields[name]) for name in large}}
    return orjson.Fragment(to_json(fields, dates))


def _short(value: Any, most: int) -> Any:
    """The value itself, or its beginning when it is longer than `most` characters."""
    if _length(value) <= most:
        return value
    if not isinstance(value, list):
        return value[:most] if isinstance(value, str) else ""
    kept: list[Any] = []
    for member in value:
        most -= _length(member)
        if most < 0:
            break
        kept.append(member)
    return kept


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(_length(member) + 1 for member in value)
    return 8
