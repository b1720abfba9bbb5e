"""The words of tables: which sheet, column or value a text means, and the value of a cell's text."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from collectors.inventory.contract import FIELDS, RECORDS, shorten
from model.spreadsheet import guarded, unguarded
from model.times import SECOND, parse_iso, to_datetime

TIMES: Final = frozenset({"expires", "first_seen", "last_seen", "closed"})
NOTHING = ("none", "无")
"""An empty list, where an empty cell would leave what stands."""
_SEPARATOR = re.compile(r"[;；、\n]+")
_YES: Final = frozenset({"yes", "true", "1", "y", "是", "√", "有"})
_NO: Final = frozenset({"no", "false", "0", "n", "否", "×", "无"})
EXCEL_DAYS: Final = 25_569
"""Days from 1899-12-30, where a spreadsheet counts from, to 1970-01-01."""


class _Words(msgspec.Struct, frozen=True):
    source: str
    version: int
    sheets: dict[str, list[str]]
    columns: dict[str, list[str]]
    values: dict[str, dict[str, list[str]]]


@cache
def _words() -> _Words:
    return msgspec.yaml.decode(files("collectors.inventory").joinpath("words.yml").read_bytes(), type=_Words)


def sheet_kind(title: str) -> str:
    """Field of `Estate`, or nothing."""
    return _lookup("sheets").get(_folded(title), "")


def kind_of_columns(header: list[str]) -> str:
    """The kind most of the columns belong to; of kinds that fit equally the one with fewer other fields. Nothing when a
    column is missing in all."""
    fitting = [
        kind
        for kind in RECORDS
        if all(column_field(kind, title) for title in header if title.strip()) and "id" in _fields(kind, header)
    ]
    return min(fitting, key=lambda kind: len(FIELDS[kind]), default="")


def column_field(kind: str, title: str) -> str:
    """Field of the kind's record, or nothing."""
    folded = _folded(title)
    if folded in FIELDS[kind]:
        return folded
    return next(
        (name for name, words in _words().columns.items() if name in FIELDS[kind] and folded in map(_folded, words)), ""
    )


def sheet_title(kind: str, *, zh: bool) -> str:
    return _words().sheets[kind][0] if zh else kind


def column_title(name: str, *, zh: bool) -> str:
    return _words().columns[name][0] if zh else name


def value_title(cls: type[Enum], value: str) -> str:
    """A value's word in Chinese; the value itself when it has none."""
    return _words().values.get(cls.__name__, {}).get(value, [value])[0]


@cache
def field_types(kind: str) -> dict[str, Any]:
    return {name: info.type for name, info in ((f.encode_name, f) for f in _struct(kind).fields)}


def cell_value(kind: str, name: str, text: str) -> Any:
    """The value a cell's text stands for. Raises ValueError saying what was expected."""
    text = text.strip()
    text = unguarded(text)
    match field_types(kind)[name]:
        case msgspec.inspect.VarTupleType():
            return [] if text.lower() in NOTHING else [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
        case msgspec.inspect.BoolType():
            if text.lower() in _YES | _NO:
                return text.lower() in _YES
            raise ValueError(f"{name}: {shorten(text, 40)!r} is neither yes (是) nor no (否)")
        case msgspec.inspect.IntType() if name in TIMES:
            return _time(name, text)
        case msgspec.inspect.IntType():
            return _number(name, text)
        case msgspec.inspect.FloatType():
            try:
                return float(text)
            except ValueError:
                raise ValueError(f"{name}: {shorten(text, 40)!r} is no number") from None
        case msgspec.inspect.EnumType(cls=cls):
            return _member(name, cls, text)
    return text


def cell_text(name: str, value: Any) -> str | int | float:
    """What a cell of an export holds. Texts a spreadsheet would calculate are led by an apostrophe."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in TIMES:
        return to_datetime(value).isoformat() if value else ""
    if isinstance(value, int | float):
        return value
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    return guarded(text)


def _time(name: str, text: str) -> int:
    if text.replace(".", "", 1).isdigit() and len(text) < 16:
        days = float(text)
        if EXCEL_DAYS <= days < 100_000:
            return int((days - EXCEL_DAYS) * 86_400) * SECOND
    try:
        return parse_iso(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: {shorten(text, 40)!r} is no date; expected 2026-01-31") from None


def _number(name: str, text: str) -> int:
    plain = text.removesuffix(".0").replace(",", "")
    if not plain.lstrip("-").isdigit() or not plain.isascii() or len(plain) > 18:
        raise ValueError(f"{name}: {shorten(text, 40)!r} is no whole number")
    return int(plain)


def _member(name: str, cls: type[Enum], text: str) -> str:
    folded = _folded(text)
    for member in cls:
        words = _words().values.get(cls.__name__, {}).get(member.value, [])
        if folded in (_folded(member.value), *map(_folded, words)):
            return str(member.value)
    expected = ", ".join(str(member.value) for member in cls)
    raise ValueError(f"{name}: {shorten(text, 40)!r} is unknown; expected {expected}")


def _fields(kind: str, header: list[str]) -> set[str]:
    return {column_field(kind, title) for title in header if title.strip()}


@cache
def _lookup(part: str) -> dict[str, str]:
    known: dict[str, list[str]] = getattr(_words(), part)
    return {_folded(word): name for name, words in known.items() for word in (name, *words)}


@cache
def _struct(kind: str) -> msgspec.inspect.StructType:
    info = msgspec.inspect.type_info(RECORDS[kind])
    assert isinstance(info, msgspec.inspect.StructType)
    return info


def _folded(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_").lstrip("\ufeff")
