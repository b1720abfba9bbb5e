"""What an input may say under names the platform owns or types: kept, but where it cannot mislead or break the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from collectors.logs.mapping import Convert, arrays, as_text, coercers, flag, integer, repeats, text_names
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
LARGEST = 2**63 - 1
_INT64 = range(-(2**63), 2**63)


class _Shape(NamedTuple):
    """What the catalogue says of one set of names, asked once per set: sensors repeat a few of them without end.

    reserved: names to move away; typed: name, what makes its value fit, whether it is an array; free: the others, with
    whether they hold text and whether they are arrays.
    """

    reserved: tuple[str, ...]
    typed: tuple[tuple[str, Convert, bool], ...]
    free: tuple[tuple[str, bool, bool], ...]


def _shape_of(names: tuple[str, ...]) -> _Shape:
    narrow, words, is_array = coercers(), text_names(), arrays()
    reserved = tuple(name for name in names if name in RESERVED)
    kept = dict.fromkeys([name for name in names if name not in RESERVED] + [INPUT + name for name in reserved])
    return _Shape(
        reserved,
        tuple((name, narrow[name], name in is_array) for name in kept if name in narrow),
        tuple((name, name in words, name in is_array) for name in kept if name not in narrow),
    )


_remembered = lru_cache(maxsize=1024)(_shape_of)


def settle(event: Event) -> None:
    """Move reserved names to `fengsui.input.<name>`, make catalogued names fit their type or move them there too, and
    turn integers beyond 64 bits into text. Raises BadRecord `json.limits` for a list beyond MAX_VALUES."""
    names = tuple(event)
    reserved, typed, free = (_remembered if repeats(names) else _shape_of)(names)
    for name in reserved:
        event[INPUT + name] = event.pop(name)
    for name, is_text, is_array in free:
        value = event[name]
        kind = type(value)
        if kind is str:
            if is_array:
                event[name] = [value]
        elif kind is list or is_text:
            _fit_free(event, name, value, is_text, is_array)
        elif kind is int and value not in _INT64:
            event[name] = str(value)
    moved: list[str] = []
    for name, convert, is_array in typed:
        value = event[name]
        listed = type(value) is list
        if listed and len(value) > MAX_VALUES:
            raise _too_long(value)
        fitted: Any = [convert(v) for v in value] if listed else convert(value)
        if fitted is None or (listed and None in fitted):
            moved.append(name)
        elif is_array and not listed:
            event[name] = [fitted]
        elif fitted is not value:
            event[name] = fitted
    for name in moved:
        event[INPUT + name] = event.pop(name)
    if moved:
        fit_integers(event)


def fits_of(names: Sequence[tuple[str, type]]) -> list[Callable[[Any], Any] | None]:
    """What `settle` does to values of these types under these names, none of them reserved: None for nothing. It gives None
    for a value only `settle` itself can judge; an integer it leaves must still be within 64 bits."""
    narrow, words, is_array = coercers(), text_names(), arrays()
    return [
        _typed_fit(narrow[name], kind, name in is_array)
        if name in narrow
        else _free_fit(kind, name in words, name in is_array)
        for name, kind in names
    ]


def _typed_fit(convert: Convert, kind: type, is_array: bool) -> Callable[[Any], Any] | None:
    if kind is list:
        return lambda values: _members(values, convert)
    if not is_array and (kind, convert) in ((int, integer), (bool, flag)):
        return None
    if is_array:
        return lambda value: None if (fitted := convert(value)) is None else [fitted]
    return convert


def _free_fit(kind: type, is_text: bool, is_array: bool) -> Callable[[Any], Any] | None:
    if kind is list:
        return lambda values: _members(values, as_text if is_text else _within)
    if is_text and kind is not str:
        return (lambda value: [as_text(value)]) if is_array else as_text
    if kind is str and is_array:
        return lambda value: [value]
    return None


def _members(values: list[Any], convert: Convert) -> list[Any] | None:
    if len(values) > MAX_VALUES:
        return None
    fitted = [convert(value) for value in values]
    return None if None in fitted else fitted


def _within(value: Any) -> Any:
    return None if type(value) is int and value not in _INT64 else value


def _too_long(value: list[Any]) -> BadRecord:
    return BadRecord("json.limits", f"a list of {len(value)} values; at most {MAX_VALUES} are kept")


def _fit_free(event: Event, name: str, value: Any, is_text: bool, is_array: bool) -> None:
    """A list, or a value that is no text under a name that holds text."""
    listed = type(value) is list
    if listed and len(value) > MAX_VALUES:
        raise _too_long(value)
    if is_text:
        fitted = [as_text(v) for v in value] if listed else as_text(value)
        event[name] = [fitted] if is_array and not listed else fitted
    elif any(type(v) is int and v not in _INT64 for v in value):
        event[name] = [str(v) for v in value]


def fit_integers(event: Event) -> None:
    """Integers beyond 64 bits, which no store column holds, become text."""
    for name, value in event.items():
        kind = type(value)
        if kind is int:
            if value not in _INT64:
                event[name] = str(value)
        elif kind is list and any(type(v) is int and v not in _INT64 for v in value):
            event[name] = [str(v) for v in value]
