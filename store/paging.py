"""Lists by cursor: opaque text that says after which row to go on, so that paging neither repeats nor skips."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from model.errors import QueryError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """cursor: continues after the last item; None at the end."""

    items: list[T]
    cursor: str | None


MAX_LIMIT = 10_000


def checked(limit: int) -> int:
    if not 1 <= limit <= MAX_LIMIT:
        raise QueryError(f"a page holds 1 to {MAX_LIMIT} items, not {limit}")
    return limit


def cursor_of(*values: int | str) -> str:
    return urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def after(cursor: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition "older than the cursor's row", for rows ordered by `columns`, all descending.

    Raises QueryError for a text that is no cursor of these columns.
    """
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    kinds = [column.type.python_type for column in columns]
    if (
        not isinstance(values, list)
        or len(values) != len(columns)
        or not all(type(value) is kind for value, kind in zip(values, kinds, strict=True))
        or any(kind is int and abs(value) >= 2**63 for value, kind in zip(values, kinds, strict=True))
    ):
        raise QueryError("this is not a cursor of this list", hint="leave it out to begin at the start")
    if len(columns) == 1:
        return columns[0] < values[0]  # type: ignore[no-any-return]
    return tuple_(*columns) < tuple_(*values)
