"""Model values to the JSON text kept in the database, whatever a hostile record put into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

CHUNK = 500
"""Values per IN list; SQLite's oldest limit on parameters is 999."""


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def to_json_text(value: Any) -> str:
    """JSON of a model value. Lone surrogates, which JSON cannot carry as UTF-8, are spelled out; NaN becomes null."""
    try:
        return msgspec.json.encode(value, enc_hook=str).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_spelled(msgspec.to_builtins(value, enc_hook=str))).decode()


def to_plain(value: Any) -> Any:
    """A model value as dicts, lists and scalars that a JSON column can hold."""
    return _spelled(msgspec.to_builtins(value, enc_hook=str))


def plain(text: str) -> str:
    """The text as a column can hold it: lone surrogates spelled out (no UTF-8 form), and NUL (not in PostgreSQL text)."""
    if text.isascii() and "\x00" not in text:
        return text
    if "\x00" in text:
        text = text.replace("\x00", "\\x00")
    return text.encode("utf-8", "backslashreplace").decode()


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {_spelled(key): _spelled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(inner) for inner in value]
    return value
