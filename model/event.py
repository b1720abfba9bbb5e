"""The Event: a plain `dict` of flat, dotted ECS names.

Values are `str`, `int`, `float`, `bool` or a list of those; an absent fact is an absent key, never `None`. Fields the
catalogue types as `date` hold microseconds since 1970 UTC (`model.times.Micros`) and become ISO 8601 text only in
`to_json`. Names the source used and ECS lacks stay as they are, so that no field is lost because no mapping knew it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, TypeAlias

import orjson

from model.times import EARLIEST, LATEST, Micros, to_iso

Event: TypeAlias = dict[str, Any]
EventId: TypeAlias = str  # 32 hex digits

REQUIRED: tuple[str, ...] = (
    "@timestamp",
    "event.ingested",
    "event.id",
    "event.dataset",
    "event.kind",
    "event.category",
    "observer.name",
    "fengsui.unit",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from, and who owns what they tell.

    fingerprint: digest that stays the same when the same input is read again under another name (see
    `collectors.inputs.fingerprint`); with position and content it makes `event.id`.
    """

    source: str
    fingerprint: str
    unit: str = "district"
    observer: str = "fengsui"
    path: str = ""
    timezone: str = "UTC"

    def of(self, **changes: str) -> Origin:
        return replace(self, **changes)


def digest(*parts: str | bytes | int) -> str:
    """128-bit digest of parts, each length-prefixed so that no two lists of parts run together. 32 hex digits."""
    h = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        h.update(len(data).to_bytes(8, "big"))
        h.update(data)
    return h.hexdigest()


def seal(
    event: Event,
    origin: Origin,
    *,
    position: int | str,
    content: bytes,
    ingested: Micros,
    part: int = 0,
    keep_original: bool = False,
) -> Event:
    """Fill what every Event must carry, in place, and return it.

    position: the record's place in its input (byte offset, record number); content: the raw record; part: index among
    several Events made from one record. With `keep_original` the raw text is kept in `event.original`; always its
    digest (`event.hash`) and place (`log.offset`, `log.file.path`) are. `@timestamp` must be set already.
    """
    time = event["@timestamp"]
    if not EARLIEST <= time < LATEST:
        # A clock fault must not create a partition in year 30828; the source's own time stays visible.
        event["fengsui.clock_fault"] = to_iso_or_text(time)
        event["@timestamp"] = ingested
    event["event.id"] = digest(origin.fingerprint, position, part, content)
    event["event.ingested"] = ingested
    event["event.hash"] = blake2b(content, digest_size=16).hexdigest()
    event.setdefault("event.kind", "event")
    event.setdefault("event.category", ["host"])
    event.setdefault("observer.name", origin.observer)
    event["fengsui.unit"] = origin.unit
    event["fengsui.source"] = origin.source
    event["log.offset" if isinstance(position, int) else "fengsui.position"] = position
    if origin.path:
        event["log.file.path"] = origin.path
    if keep_original:
        event["event.original"] = content.decode("utf-8", "backslashreplace")
    return event


def to_iso_or_text(us: Micros) -> str:
    try:
        return to_iso(us)
    except (OverflowError, ValueError):
        return str(us)


def flatten(nested: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Event:
    """Nested objects to dotted names. Lists of objects become one list per inner name; nulls are dropped.

    Raises ValueError beyond 32 levels, so that a hostile document cannot exhaust the stack.
    """
    if depth > 32:
        raise ValueError("objects nested deeper than 32 levels")
    out: Event = {}
    for key, value in nested.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            _merge(out, flatten(value, f"{name}.", depth + 1))
        elif isinstance(value, list | tuple):
            _flatten_list(out, name, value, depth)
        elif value is not None:
            _merge(out, {name: value})
    return out


def _flatten_list(out: Event, name: str, values: Iterable[Any], depth: int) -> None:
    if depth > 32:
        raise ValueError("lists nested deeper than 32 levels")
    plain: list[Any] = []
    for value in values:
        if isinstance(value, Mapping):
            for inner, v in flatten(value, f"{name}.", depth + 1).items():
                out.setdefault(inner, [])
                if not isinstance(out[inner], list):
                    out[inner] = [out[inner]]
                out[inner].extend(v if isinstance(v, list) else [v])
        elif isinstance(value, list | tuple):
            nested: Event = {}
            _flatten_list(nested, name, value, depth + 1)
            for inner, v in nested.items():
                if inner == name:
                    plain.extend(v)
                else:
                    out.setdefault(inner, []).extend(v)
        elif value is not None:
            plain.append(value)
    if plain:
        _merge(out, {name: plain})


def _merge(out: Event, more: Mapping[str, Any]) -> None:
    """`{"a.b": 1}` and `{"a": {"b": 2}}` in one document both survive, as a list."""
    for name, value in more.items():
        if name in out:
            had = out[name] if isinstance(out[name], list) else [out[name]]
            out[name] = had + (value if isinstance(value, list) else [value])
        else:
            out[name] = value


def to_json(event: Mapping[str, Any], date_fields: Iterable[str]) -> bytes:
    """One line of JSON without the newline; `date_fields` (see `model.ecs`) become ISO 8601 text."""
    shown = dict(event)
    for name in date_fields:
        value = shown.get(name)
        if isinstance(value, int):
            shown[name] = to_iso_or_text(value)
        elif isinstance(value, list):
            shown[name] = [to_iso_or_text(v) if isinstance(v, int) else v for v in value]
    return orjson.dumps(shown, option=orjson.OPT_PASSTHROUGH_DATETIME, default=str)
