"""What an input may say under names the platform owns or types: kept, but where it cannot mislead or break the store."""

from __future__ import annotations

from typing import Any

from collectors.logs.mapping import arrays, as_text, coercers, text_names
from model.errors import BadRecord
from model.event import Event

INPUT = "fengsui.input."
# Facts about this platform's handling; an input that carries them is quoted, not believed.
RESERVED = frozenset(
    {
        "@timestamp",
        "event.id",
        "event.ingested",
        "event.hash",
        "event.dataset",
        "log.offset",
        "log.file.path",
        "fengsui.unit",
        "fengsui.source",
        "fengsui.position",
        "fengsui.clock_fault",
        "fengsui.schema",
        "fengsui.time_from",
    }
)
MAX_FIELDS = 2048
MAX_NAME = 512
MAX_VALUES = 10_000  # of one list
_INT64 = range(-(2**63), 2**63)


def settle(event: Event) -> None:
    """Move reserved names to `fengsui.input.<name>`, make catalogued names fit their type or move them there too, and
    turn integers beyond 64 bits into text. Raises BadRecord `json.limits` for a list beyond MAX_VALUES."""
    narrow, words, is_array = coercers(), text_names(), arrays()
    for name in event.keys() & RESERVED:
        event[INPUT + name] = event.pop(name)
    moved: list[str] = []
    for name, value in event.items():
        kind = type(value)
        if kind is list and len(value) > MAX_VALUES:
            raise BadRecord("json.limits", f"a list of {len(value)} values; at most {MAX_VALUES} are kept")
        convert = narrow.get(name)
        if convert is None:
            if kind is str:
                if name in is_array:
                    event[name] = [value]
                continue
            _fit_free(event, name, value, name in words, name in is_array)
            continue
        fitted: Any = [convert(v) for v in value] if kind is list else convert(value)
        if fitted is None or (kind is list and None in fitted):
            moved.append(name)
        elif kind is not list and name in is_array:
            event[name] = [fitted]
        elif fitted is not value:
            event[name] = fitted
    for name in moved:
        event[INPUT + name] = event.pop(name)
    if moved:
        fit_integers(event)


def _fit_free(event: Event, name: str, value: Any, is_text: bool, is_array: bool) -> None:
    """A value that is no text, under a name that holds text or that no catalogue knows."""
    listed = type(value) is list
    if is_text:
        fitted = [as_text(v) for v in value] if listed else as_text(value)
        event[name] = [fitted] if is_array and not listed else fitted
    elif listed:
        if any(type(v) is int and v not in _INT64 for v in value):
            event[name] = [str(v) for v in value]
    elif type(value) is int and value not in _INT64:
        event[name] = str(value)


def fit_integers(event: Event) -> None:
    """Integers beyond 64 bits, which no store column holds, become text."""
    for name, value in event.items():
        kind = type(value)
        if kind is int:
            if value not in _INT64:
                event[name] = str(value)
        elif kind is list and any(type(v) is int and v not in _INT64 for v in value):
            event[name] = [str(v) for v in value]
