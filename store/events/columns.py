"""Events to Arrow columns and back, exactly.

Speed comes from working by column: one pass of `dict.get` per field, one C call to see which types occur, one to
build the array. Only columns with mixed types are looked at value by value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain, repeat
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from model.ecs import catalogue
from model.errors import StoreError
from model.event import Event
from store.events.layout import EXACT, ID, REST, TIME, column, field_of

MAX_NATIVE_COLUMNS = 200
NATIVE_SHARE = 50
"""A name the catalogue lacks gets a column of its own when at least one event in so many carries it, up to
MAX_NATIVE_COLUMNS per segment; rarer names share the rest column, so hostile names cannot make a wide file."""

MAX_COLUMN_NAME = 128

_INT64 = range(-(2**63), 2**63)
_ARROW: dict[str, pa.DataType] = {
    "s": pa.string(),
    "i": pa.string(),
    "l": pa.int64(),
    "d": pa.float64(),
    "b": pa.bool_(),
}
_ARROW |= {kind.upper(): pa.list_(kind_type) for kind, kind_type in list(_ARROW.items())}
_PLAIN: dict[type, str] = {str: "s", int: "l", float: "d", bool: "b"}
_FIXED = frozenset({"@timestamp", "event.id"})
_ABSENT = type(None)


ALIKE = 8
"""Events per set of names, on average, from which their values are taken out set by set."""

TOGETHER = 64
"""Events whose values are taken out at once: few enough to be still in the processor's cache for the last of their names."""


def to_table(events: Sequence[Event], times: Sequence[int], ids: Sequence[bytes]) -> pa.Table:
    """One row per event, in the order given. Raises StoreError when a value cannot be stored at all."""
    shapes: dict[tuple[str, ...], list[int]] = {}
    last: tuple[str, ...] = ()
    rows: list[int] = []
    for row, event in enumerate(events):
        names = tuple(event)
        if names != last or not rows:
            rows, last = shapes.setdefault(names, []), names
        rows.append(row)
    if len(shapes) * ALIKE > len(events):
        counts = Counter(chain.from_iterable(events))
        return _table(events, times, ids, counts, lambda name: [event.get(name) for event in events])
    order = [row for rows in shapes.values() for row in rows]
    sorted_events = events if len(shapes) == 1 else [events[row] for row in order]
    counts, columns = _by_shape(shapes, sorted_events)
    table = _table(sorted_events, [times[row] for row in order], [ids[row] for row in order], counts, columns.pop)
    if len(shapes) == 1:
        return table
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return table.take(pa.array(back))


def _by_shape(
    shapes: dict[tuple[str, ...], list[int]], events: Sequence[Event]
) -> tuple[Counter[str], dict[str, list[Any]]]:
    """How many events have each name, and each name's values, None where an event has none. events: shape after shape."""
    counts = Counter[str]()
    columns: dict[str, list[Any]] = {}
    start = 0
    for names, rows in shapes.items():
        found = [columns.setdefault(name, []) for name in names]
        for column_values in found:
            column_values.extend(repeat(None, start - len(column_values)))
        extend = [column_values.extend for column_values in found]
        for at in range(start, start + len(rows), TOGETHER):
            taken = zip(*map(dict.values, events[at : min(at + TOGETHER, start + len(rows))]), strict=True)
            for add, values in zip(extend, taken, strict=True):
                add(values)
        counts.update(dict.fromkeys(names, len(rows)))
        start += len(rows)
    for column_values in columns.values():
        column_values.extend(repeat(None, len(events) - len(column_values)))
    return counts, columns


def _table(
    events: Sequence[Event],
    times: Sequence[int],
    ids: Sequence[bytes],
    counts: Counter[str],
    values_of: Callable[[str], list[Any]],
) -> pa.Table:
    known = catalogue()
    native = [name for name in counts if name not in known]
    if len(native) > MAX_NATIVE_COLUMNS:
        native = [name for name, _ in Counter({n: counts[n] for n in native}).most_common(MAX_NATIVE_COLUMNS)]
    enough = max(1, len(events) // NATIVE_SHARE)
    own = {name for name in native if counts[name] >= enough and _fit_for_column(name)}
    arrays: dict[str, Any] = {TIME: pa.array(times, pa.int64()), ID: pa.array(ids, pa.binary(16))}
    rest = _Rest(len(events))
    for name in sorted(name for name in counts if name in known or name in own):
        if name in _FIXED:
            continue
        values = values_of(name)
        is_ip = name in known and known[name].type == "ip"
        if (same := _all_the_same(values, is_ip)) is not None:
            arrays[column("i" if is_ip else "s", name)] = same
            continue
        kinds = set(map(type, values))
        if _ABSENT in kinds and values.count(None) + counts[name] != len(events):
            rest.nulls(name, events)  # somebody wrote None, which is not the same as absent
        for kind, array in _arrays(name, values, kinds, is_ip, rest):
            arrays[column(kind, name)] = array
    rest.names(events, counts.keys() - known.keys() - own)
    arrays.update(rest.columns())
    return pa.table(arrays)


def _all_the_same(values: list[Any], is_ip: bool) -> pa.Array | None:
    """The column of a text that every event says, without looking into each: many facts of a source never change."""
    first, size = values[0], len(values)
    if type(first) is not str or any(values[size * part // 4 - 1] != first for part in (1, 2, 3, 4)):
        return None
    if values.count(first) != size or (is_ip and not is_address(first)):
        return None
    try:
        return pa.repeat(pa.scalar(first, pa.string()), size)
    except (UnicodeEncodeError, pa.ArrowException):
        return None


def _arrays(name: str, values: list[Any], kinds: set[type], is_ip: bool, rest: _Rest) -> list[tuple[str, pa.Array]]:
    """kinds: the types among the values."""
    present = kinds - {_ABSENT}
    if len(present) == 1:
        (only,) = present
        whole = len(kinds) == 1
        kind = _list_kind(values, whole=whole) if only is list else _PLAIN.get(only, "")
        if kind in ("s", "S") and is_ip and _all_ip(values, kind):
            kind = "i" if kind == "s" else "I"
        if kind and not (is_ip and kind in ("s", "S")):
            try:
                array = _of_lists(values, kind) if whole and only is list else pa.array(values, _ARROW[kind])
            except (UnicodeEncodeError, OverflowError, pa.ArrowException):
                array = None
            if array is not None and (kind not in ("d", "D") or _finite(array)):
                return [(kind, array)]
    return _sorted_out(name, values, is_ip, rest)


def _of_lists(values: list[Any], kind: str) -> pa.Array:
    """A column of lists, none absent, from its members and where each list begins: a third of Arrow's time."""
    ends = np.zeros(len(values) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, values), np.int32, len(values)), out=ends[1:])
    members = pa.array(list(chain.from_iterable(values)), _ARROW[kind.lower()])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), members)


def _list_kind(values: list[Any], *, whole: bool) -> str:
    """whole: no value is absent."""
    lists = values if whole else [value for value in values if value is not None]
    members = set(map(type, chain.from_iterable(lists)))
    if not members:
        return "S"
    return _PLAIN.get(members.pop(), "").upper() if len(members) == 1 else ""


def _sorted_out(name: str, values: list[Any], is_ip: bool, rest: _Rest) -> list[tuple[str, pa.Array]]:
    """The slow way, for columns with several types or with values Arrow refuses: each value by itself."""
    by_kind: dict[str, list[Any]] = {}
    for row, value in enumerate(values):
        if value is None:
            continue
        kind = _kind(value, is_ip)
        if kind:
            by_kind.setdefault(kind, [None] * len(values))[row] = value
        else:
            rest.add(row, name, value)
    return [(kind, pa.array(column_values, _ARROW[kind])) for kind, column_values in sorted(by_kind.items())]


def _kind(value: Any, is_ip: bool) -> str:
    """The kind of column this very value can lie in and come back the same; empty for the rest column."""
    if type(value) is list:
        kinds = {_kind(member, is_ip) for member in value} or {"s"}
        if kinds == {"i", "s"}:
            return "S"
        return kinds.pop().upper() if len(kinds) == 1 and kinds <= set("sildb") else ""
    kind = _PLAIN.get(type(value), "")
    if kind == "s":
        if not _storable(value):
            return ""
        return "i" if is_ip and is_address(value) else "s"
    if kind == "l" and value not in _INT64:
        return ""
    if kind == "d" and value - value != 0:  # NaN and infinities
        return ""
    return kind


def _storable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fit_for_column(name: Any) -> bool:
    """Short, printable, and with no capitals beyond those `layout.column` can mark."""
    if not isinstance(name, str) or not 0 < len(name) <= MAX_COLUMN_NAME or not name.isprintable():
        return False
    beyond = "" if name.isascii() else "".join(char for char in name if not char.isascii())
    return beyond.lower() == beyond.upper()


def _finite(array: pa.Array) -> bool:
    flat = array.flatten() if pa.types.is_list(array.type) else array
    return bool(pc.all(pc.is_finite(flat)).as_py() is not False)


def _all_ip(values: list[Any], kind: str) -> bool:
    distinct = set(values if kind == "s" else chain.from_iterable(value for value in values if value is not None))
    distinct.discard(None)
    return all(map(is_address, distinct))


@lru_cache(maxsize=65_536)
def is_address(text: str) -> bool:
    """An IPv4 or IPv6 address without a zone."""
    if len(text) > 45 or "%" in text:
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class _Rest:
    """The fields that have no column, collected row by row."""

    def __init__(self, size: int) -> None:
        self._rows: dict[int, dict[str, Any]] = {}
        self._size = size

    def add(self, row: int, name: str, value: Any) -> None:
        self._rows.setdefault(row, {})[name] = value

    def nulls(self, name: str, events: Sequence[Event]) -> None:
        for row, event in enumerate(events):
            if name in event and event[name] is None:
                self.add(row, name, None)

    def names(self, events: Sequence[Event], names: Iterable[Any]) -> None:
        wanted = frozenset(names)
        if not wanted:
            return
        for row, event in enumerate(events):
            if not wanted.isdisjoint(event):
                for name in wanted.intersection(event):
                    self.add(row, name, event[name])

    def columns(self) -> dict[str, pa.Array]:
        if not self._rows:
            return {}
        texts: list[str | None] = [None] * self._size
        exact: list[bytes | None] = [None] * self._size
        for row, fields in self._rows.items():
            texts[row], exact[row] = _encoded(fields)
        columns = {REST: pa.array(texts, pa.string())}
        if any(text is not None for text in exact):
            columns[EXACT] = pa.array(exact, pa.binary())
        return columns


def _encoded(fields: dict[str, Any]) -> tuple[str, bytes | None]:
    """JSON that DuckDB can search and, where that loses something, Python's dialect of it that does not."""
    try:
        text = orjson.dumps(fields, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS)
        if b"null" not in text and orjson.loads(text) == fields:
            return text.decode(), None
    except (TypeError, ValueError):
        pass
    try:
        exact = json.dumps(fields, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return orjson.dumps(_searchable(fields)).decode(), exact
    except (TypeError, ValueError, RecursionError) as error:
        names = ", ".join(repr(name)[:60] for name in list(fields)[:5])
        raise StoreError(f"an event has a value that cannot be stored: {error}", where=f"fields {names}") from error


def _searchable(value: Any) -> Any:
    """The nearest plain JSON: what a search for the value as text finds."""
    if isinstance(value, dict):
        return {_searchable(str(key)): _searchable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_searchable(member) for member in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if value in _INT64 else str(value)
    if isinstance(value, float) and value - value == 0:
        return value
    return str(value)


def to_events(table: pa.Table) -> list[Event]:
    """The exact inverse of `to_table`; columns it does not know are ignored."""
    events: list[Event] = [{} for _ in range(table.num_rows)]
    columns = dict(zip(table.column_names, table.columns, strict=True))
    rest, exact = columns.pop(REST, None), columns.pop(EXACT, None)
    for name, array in columns.items():
        if name == TIME:
            field = "@timestamp"
        elif name == ID:
            for event, value in zip(events, array.to_pylist(), strict=True):
                event["event.id"] = value.hex()
            continue
        else:
            described = field_of(name)
            if described is None or array.null_count == len(array):
                continue
            field = described[1]
        for event, value in zip(events, array.to_pylist(), strict=True):
            if value is not None:
                event[field] = value
    if rest is not None and rest.null_count < len(rest):
        exactly = exact.to_pylist() if exact is not None else [None] * len(events)
        for event, text, precise in zip(events, rest.to_pylist(), exactly, strict=True):
            if text is not None:
                event.update(
                    orjson.loads(text) if precise is None else json.loads(precise.decode("utf-8", "surrogatepass"))
                )
    return events
