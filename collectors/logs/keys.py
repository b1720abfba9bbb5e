"""What an input may say under names the platform owns or types: kept, but where it cannot mislead or break the store."""

from __future__ import annotations

from typing import Any

from collectors.logs.mapping import arrays, coercers
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
_INT64 = range(-(2**63), 2**63)


def settle(event: Event) -> None:
    """Move reserved names to `fengsui.input.<name>`, make catalogued names fit their type or move them there too."""
    coerce, is_array = coercers(), arrays()
    for name in event.keys() & RESERVED:
        event[INPUT + name] = event.pop(name)
    for name in [n for n in event if n in coerce]:
        value = event[name]
        convert = coerce[name]
        if type(value) is list:
            fitted: Any = [convert(v) for v in value]
            fits = None not in fitted
        else:
            fitted = convert(value)
            fits = fitted is not None
        if not fits:
            event[INPUT + name] = event.pop(name)
        elif name in is_array and type(fitted) is not list:
            event[name] = [fitted]
        elif fitted is not value:
            event[name] = fitted
    fit_integers(event)


def fit_integers(event: Event) -> None:
    """Integers beyond 64 bits, which no store column holds, become text."""
    for name, value in event.items():
        kind = type(value)
        if kind is int:
            if value not in _INT64:
                event[name] = str(value)
        elif kind is list and any(type(v) is int and v not in _INT64 for v in value):
            event[name] = [str(v) for v in value]
