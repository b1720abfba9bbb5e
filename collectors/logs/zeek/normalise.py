"""One tab-separated Zeek record to one Event: the same names and ECS fields as the JSON form of the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.jsonl.normalise import finish, zeek
from collectors.logs.mapping import integer, number
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

_ESCAPE = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "count": integer,
    "int": integer,
    "port": integer,
    "time": number,
    "interval": number,
    "double": number,
}


@lru_cache(maxsize=64)
def _columns(fields: str, types: str, separator: str) -> tuple[tuple[str, str], ...]:
    names = fields.split(separator)
    kinds = types.split(separator)
    return tuple((name, kinds[i] if i < len(kinds) else "string") for i, name in enumerate(names))


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `zeek.header` (no #fields before it), `zeek.columns` (as many values as names are expected)."""
    meta = record.meta
    if "#fields" not in meta:
        raise BadRecord("zeek.header", "a record before any #fields line")
    separator = _separator(str(meta.get("#separator", r"\x09")))
    columns = _columns(str(meta["#fields"]), str(meta.get("#types", "")), separator)
    values = record.data.decode("utf-8", "backslashreplace").split(separator)
    if len(values) != len(columns):
        raise BadRecord("zeek.columns", f"expected {len(columns)} values, found {len(values)}")
    unset, empty = str(meta.get("#unset_field", "-")), str(meta.get("#empty_field", "(empty)"))
    inner = str(meta.get("#set_separator", ","))[:1] or ","
    event: Event = {}
    for (name, kind), value in zip(columns, values, strict=True):
        if value == unset:
            continue
        event[name] = _typed(value, kind, inner, empty)
    path = str(meta.get("#path", ""))
    if "_path" not in event and path:
        event["_path"] = path
    finish(event, "zeek.json", origin, ingested)
    event["fengsui.schema"] = "zeek.tsv"
    if path:
        zeek(event, path)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def _separator(text: str) -> str:
    if text.startswith("\\x") and len(text) >= 4:
        try:
            return chr(int(text[2:4], 16))
        except ValueError:
            return "\t"
    return text or "\t"


def _typed(value: str, kind: str, inner: str, empty: str) -> Any:
    container, bracket, element = kind.partition("[")
    if bracket and container in ("set", "vector", "list"):
        if value == empty:
            return []
        return [_scalar(v, element[:-1]) for v in value.split(inner)]
    return "" if value == empty else _scalar(value, kind)


def _scalar(value: str, kind: str) -> Any:
    if kind == "bool":
        return value == "T"
    convert = _NUMBERS.get(kind)
    if convert is not None:
        found = convert(value)
        return value if found is None else found
    if "\\x" in value:
        return _ESCAPE.sub(lambda m: bytes.fromhex(m[0].replace("\\x", "")).decode("utf-8", "backslashreplace"), value)
    return value
