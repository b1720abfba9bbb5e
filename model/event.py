"""The Event: a plain `dict` of flat, dotted ECS names.

Values are `str`, `int`, `float`, `bool` or a list of those; an absent fact is an absent key, never `None`. Fields the
catalogue types as `date` hold microseconds since 1970 UTC (`model.times.Micros`) and become ISO 8601 text only in
`to_json`. Names the source used and ECS lacks stay as they are, so that no field is lost because no mapping knew it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
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


# Bounds of `flatten`, above what a search engine takes: Elasticsearch's defaults are 20 levels and 1,000 fields
# (index.mapping.depth.limit, index.mapping.total_fields.limit).
MAX_DEPTH = 32
MAX_FIELDS = 10_000
MAX_NAME = 1024
_PLAIN = frozenset({str, int, float, bool, type(None)})


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
    whole = []
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        whole.append(len(data).to_bytes(8, "big"))
        whole.append(data)
    return blake2b(b"".join(whole), digest_size=16).hexdigest()


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
    # As digest(fingerprint, position, part, content), whose first part is the same for a whole input.
    place = str(position).encode("utf-8", "surrogatepass")
    event["event.id"] = blake2b(
        b"%b%b%b%b%b%b"
        % (
            _prefixed(origin.fingerprint),
            len(place).to_bytes(8, "big"),
            place,
            _prefixed(str(part)) if part else _FIRST_PART,
            len(content).to_bytes(8, "big"),
            content,
        ),
        digest_size=16,
    ).hexdigest()
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


@lru_cache(maxsize=256)
def _prefixed(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(8, "big") + data


_FIRST_PART = _prefixed("0")


def to_iso_or_text(us: Micros) -> str:
    try:
        return to_iso(us)
    except (OverflowError, ValueError):
        return str(us)


def flatten(nested: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Event:
    """Nested objects to dotted names. Lists of objects become one list per inner name; nulls are dropped.

    When two places of a document have the same dotted name, the values of both survive in a list. Raises ValueError
    beyond MAX_DEPTH levels, MAX_FIELDS names or MAX_NAME characters of a name, so that a hostile document can exhaust
    neither the stack nor the memory (one long name above many short ones would multiply its size).
    """
    out: Event = {}
    _flatten_object(out, nested, prefix, depth)
    return out


def _flatten_object(out: Event, nested: Mapping[str, Any], prefix: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"objects nested deeper than {MAX_DEPTH} levels")
    for key, value in nested.items():
        name = f"{prefix}{key}"
        if len(name) > MAX_NAME:
            raise ValueError(f"a field name longer than {MAX_NAME} characters: {name[:40]!r} …")
        plain = type(value) in _PLAIN  # asked first: isinstance against an abstract class is slow
        if not plain and isinstance(value, Mapping):
            _flatten_object(out, value, f"{name}.", depth + 1)
        elif not plain and isinstance(value, list | tuple):
            _flatten_list(out, name, value, depth + 1)
        elif value is None:
            continue
        elif name in out:
            _extend(out, name, [value])
        else:
            out[name] = value
            if len(out) > MAX_FIELDS:
                raise _too_many()


def _flatten_list(out: Event, name: str, values: Iterable[Any], depth: int) -> None:
    """A list stays a list, even of one; what stands in lists within it joins it."""
    if depth > MAX_DEPTH:
        raise ValueError(f"lists nested deeper than {MAX_DEPTH} levels")
    for value in values:
        plain = type(value) in _PLAIN
        if not plain and isinstance(value, Mapping):
            inner: Event = {}
            _flatten_object(inner, value, f"{name}.", depth + 1)
            for inner_name, found in inner.items():
                _extend(out, inner_name, found if isinstance(found, list) else [found])
        elif not plain and isinstance(value, list | tuple):
            _flatten_list(out, name, value, depth + 1)
        elif value is not None:
            _extend(out, name, [value])


def _extend(out: Event, name: str, values: list[Any]) -> None:
    """Lists in `out` are our own, so they grow in place; copying them would make a long document quadratic."""
    had = out.get(name)
    if isinstance(had, list):
        had.extend(values)
    else:
        out[name] = values if had is None else [had, *values]
        if len(out) > MAX_FIELDS:
            raise _too_many()


def _too_many() -> ValueError:
    return ValueError(f"more than {MAX_FIELDS} different field names")


def to_json(event: Mapping[str, Any], date_fields: Iterable[str]) -> bytes:
    """One line of JSON without the newline; `date_fields` (see `model.ecs`) become ISO 8601 text."""
    shown = dict(event)
    for name in shown.keys() & date_fields:
        value = shown[name]
        if isinstance(value, int):
            shown[name] = to_iso_or_text(value)
        elif isinstance(value, list):
            shown[name] = [to_iso_or_text(v) if isinstance(v, int) else v for v in value]
    try:
        return orjson.dumps(shown, option=orjson.OPT_PASSTHROUGH_DATETIME, default=str)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits or a text that is not Unicode
        return orjson.dumps(_portable(shown), option=orjson.OPT_PASSTHROUGH_DATETIME, default=str)


_INT64 = range(-(2**63), 2**63)


def _portable(value: Any) -> Any:
    """What JSON in UTF-8 with 64-bit integers cannot hold, as text that still tells it."""
    if isinstance(value, dict):
        return {_portable(str(name)): _portable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_portable(inner) for inner in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, int) and not isinstance(value, bool) and value not in _INT64:
        return str(value)
    return value
