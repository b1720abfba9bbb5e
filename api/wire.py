"""Types that every noun's schemas share.

What goes out (`Read`) has every field required, nullable when it can be null, so that generated clients are not falsely
optional. What comes in (`Write`) refuses unknown fields.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from model.times import Micros, to_iso

T = TypeVar("T")


class Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Write(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-22T08:01:02.000003Z"])]
"""A time going out: UTC, microseconds."""

Plain = r"^[^\x00-\x1f\x7f]*$"
"""Texts of people without control characters."""

Cursor = Annotated[
    str | None, Query(max_length=512, description="`cursor` of the page before; leave it out to begin at the start")
]
Limit = Annotated[int, Query(ge=1, le=500, description="Items of a page at most")]
Key = Annotated[str, Query(max_length=256, pattern=Plain)]


class Page(Read, Generic[T]):
    """A part of a list. Give each noun's a name: `class AlertPage(Page[AlertRead])`."""

    items: list[T]
    cursor: Annotated[str | None, Field(description="Continues after the last item; null at the end")]


MAX_EXACT = 2**53 - 1
"""The largest integer a browser's number holds exactly (ECMA-262, Number.MAX_SAFE_INTEGER)."""


def exact(value: Any) -> Any:
    """A value of an event as JSON that no browser rounds: integers beyond MAX_EXACT become texts, at any depth."""
    if type(value) is int:
        return value if -MAX_EXACT <= value <= MAX_EXACT else str(value)
    if type(value) is list or type(value) is tuple:
        return [exact(member) for member in value]
    if type(value) is dict:
        return {name: exact(member) for name, member in value.items()}
    return value


def moment(time: Micros) -> Moment:
    return to_iso(time)


def moment_or_none(time: Micros | None) -> Moment | None:
    return None if time is None else to_iso(time)
