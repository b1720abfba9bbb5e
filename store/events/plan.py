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
from store.query.nodes import All, And, Node, Not, Or, Regex

FIRST_SLICE = 40_000
"""About how many rows a search looks at before it asks whether it can stop; each next slice of time is four times larger."""
FILE_ROWS = 2_500
"""Opening a file costs as much as looking at so many rows (0.3 ms); before they are merged, live segments hold fewer."""
FIRST_WAVE = 2_000_000
"""Rows counted in one question; each next wave is four times larger. What was counted before a timeout is not lost."""
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


def named(node: Node) -> Iterator[tuple[str, int]]:
    """The fields a query names, with their places."""
    if isinstance(node, Not):
        yield from named(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from named(part)
    elif not isinstance(node, All) and node.field is not None:
        yield node.field, node.position


def waves(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Segments in growing groups, the newest first."""
    ordered = sorted(segments, key=lambda segment: -segment.max_time)
    size = FIRST_WAVE
    while ordered:
        count = rows = 0
        while count < len(ordered) and (count == 0 or rows + ordered[count].rows <= size):
            rows += ordered[count].rows
            count += 1
        yield ordered[:count]
        ordered = ordered[count:]
        size *= 4


def slices(segments: list[Segment], within: TimeRange, ascending: bool) -> Iterator[TimeRange]:
    """Consecutive ranges in the order of the answer, growing, that cover the segments; where events lie unevenly a range
    holds more or fewer than was aimed at, which costs time and nothing else."""
    sign = 1 if ascending else -1
    spans = [
        (min(sign * s.min_time, sign * s.max_time), max(sign * s.min_time, sign * s.max_time), max(s.rows, FILE_ROWS))
        for s in segments
    ]
    edges = sorted({edge for low, high, _ in spans for edge in (low, high + 1)})
    starting = sorted(spans)
    active: list[tuple[int, int, int]] = []
    begin, load, size = edges[0] if edges else 0, 0.0, float(FIRST_SLICE)
    for start, stop in pairwise(edges):
        while starting and starting[0][0] <= start:
            active.append(starting.pop(0))
        active = [span for span in active if span[1] >= start]
        density = sum(rows / (high + 1 - low) for low, high, rows in active)
        at = start
        while load + density * (stop - at) >= size:
            at = min(stop, at + max(1, int((size - load) / density)))
            yield from clipped(*_turned(begin, at, sign), within)
            begin, load, size = at, 0.0, size * 4
        load += density * (stop - at)
    if edges and begin < edges[-1]:
        yield from clipped(*_turned(begin, edges[-1], sign), within)


def _turned(begin: int, end: int, sign: int) -> tuple[Micros, Micros]:
    """A half-open range of mirrored times as one of times."""
    return (begin, end) if sign > 0 else (1 - end, 1 - begin)


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
