# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""How a question is cut up: which columns, which segments first, which stretch of time at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from model.event import Event
from model.times import Micros
from store.contract import TimeRange
from store.events.layout import EXACT, ID, REST, TIME, columns_of
from store.events.manifest import Segment
from store.events.sql import Sql, quoted, rest_key
from store.query.nodes import And, Node, Not, Or, Regex

FIRST_WAVE = 400_000
"""Rows looked at before a newest-first search asks whether it can stop; each next wave is four times larger."""
WINDOW = 100_000
"""About how many rows `iterate` sorts at a time."""


def source(options: str = "") -> str:
    return f"read_parquet(?, union_by_name = true, hive_partitioning = false{options})"


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def columns(segments: Sequence[Segment]) -> frozenset[str]:
    return frozenset().union(*(segment.columns for segment in segments))


def picked(fields: Sequence[str] | None, columns: frozenset[str]) -> list[str]:
    """The columns to read for some fields: theirs, the rest, and always time and id."""
    if fields is None:
        return sorted(columns)
    wanted = {name for field in fields for _, name in columns_of(field, columns)}
    return sorted((wanted | {REST, EXACT}) & columns | {TIME, ID})


def only(event: Event, fields: Sequence[str] | None) -> Event:
    return event if fields is None else {name: event[name] for name in fields if name in event}


def regexes(node: Node) -> Iterator[Regex]:
    if isinstance(node, Regex):
        yield node
    elif isinstance(node, Not):
        yield from regexes(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from regexes(part)


def waves(segments: list[Segment], ascending: bool) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Segments in the order of the answer, in growing groups, each with what comes after it."""
    if ascending:
        ordered = sorted(segments, key=lambda segment: segment.min_time)
    else:
        ordered = sorted(segments, key=lambda segment: -segment.max_time)
    size = FIRST_WAVE
    while ordered:
        count = rows = 0
        while count < len(ordered) and (count == 0 or rows + ordered[count].rows <= size):
            rows += ordered[count].rows
            count += 1
        yield ordered[:count], ordered[count:]
        ordered = ordered[count:]
        size *= 4


def settled(time: Micros, rest: list[Segment], ascending: bool) -> bool:
    """Whether nothing in the remaining segments can come before an event at `time`."""
    if ascending:
        return all(segment.min_time > time for segment in rest)
    return all(segment.max_time < time for segment in rest)


def windows(segments: list[Segment], within: TimeRange) -> Iterator[TimeRange]:
    """Consecutive ranges that cover the segments, each with about WINDOW rows if these lie evenly in their segments."""
    if not segments:
        return
    edges = sorted({segment.min_time for segment in segments} | {segment.max_time + 1 for segment in segments})
    starting = sorted(segments, key=lambda segment: segment.min_time)
    active: list[Segment] = []
    begin, load = edges[0], 0.0
    for start, stop in pairwise(edges):
        while starting and starting[0].min_time <= start:
            active.append(starting.pop(0))
        active = [segment for segment in active if segment.max_time >= start]
        density = sum(segment.rows / (segment.max_time + 1 - segment.min_time) for segment in active)
        at = start
        while load + density * (stop - at) >= WINDOW:
            at = min(stop, at + max(1, int((WINDOW - load) / density)))
            yield from clipped(begin, at, within)
            begin, load = at, 0.0
        load += density * (stop - at)
    yield from clipped(begin, edges[-1], within)


def clipped(start: Micros, stop: Micros, within: TimeRange) -> Iterator[TimeRange]:
    start, stop = max(start, within.start), min(stop, within.end)
    if start < stop:
        yield TimeRange(start, stop)


_JSON_KIND = (
    "CASE json_type(m) WHEN 'VARCHAR' THEN 's' WHEN 'BOOLEAN' THEN 'b' WHEN 'DOUBLE' THEN 'd' WHEN 'ARRAY' THEN 'j'"
    " WHEN 'OBJECT' THEN 'j' ELSE 'l' END"
)


def members(field: str, columns: frozenset[str]) -> list[Sql]:
    """Selections from `matching` of (kind, text), one row per value of the field."""
    parts: list[Sql] = []
    for kind, name in columns_of(field, columns):
        value = f"unnest({quoted(name)})" if kind.isupper() else quoted(name)
        value = f"lower(hex({value}))" if name == ID else value
        shown = kind.lower().replace("i", "s")
        parts.append((f"SELECT '{shown}', CAST({value} AS VARCHAR) FROM matching", []))
    if REST in columns:
        key, pointer = rest_key(field)
        found = f"json_extract({quoted(REST)}, ?)"
        inner = (
            f"SELECT unnest(CASE json_type(j) WHEN 'ARRAY' THEN json_transform(j, '[\"JSON\"]') ELSE [j] END) AS m"
            f" FROM (SELECT {found} AS j FROM matching WHERE contains({quoted(REST)}, ?))"
        )
        sql = f"SELECT {_JSON_KIND}, json_extract_string(m, '$') FROM ({inner}) WHERE json_type(m) <> 'NULL'"
        parts.append((sql, [pointer, key]))
    return parts


def order(kind: str, text: str) -> tuple[str, float, str]:
    return kind, float(text) if kind in ("l", "d") else 0.0, text


def value(kind: str, text: str) -> Any:
    if kind == "l":
        return int(text)
    if kind == "d":
        return float(text)
    return text == "true" if kind == "b" else text
