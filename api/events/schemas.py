"""Events, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.problems import QueryMistake
from api.wire import Moment, Page, Read

Fields = Annotated[
    dict[str, Any],
    Field(
        description="By field name: texts, numbers, truth values or lists of them; dates are ISO 8601; integers beyond "
        "2^53-1 are texts, so that no browser rounds them. Text is whatever "
        "the source sent and is never to be shown as markup"
    ),
]


class EventRead(Read):
    id: str
    time: Moment
    unit: str
    dataset: str
    fields: Fields
    cut: Annotated[
        list[str], Field(description="Fields shown in part or left out because they are long; read the event for them")
    ]


Partial = Annotated[
    list[str],
    Field(description="Why not everything could be searched, a line each; empty when the answer is whole"),
]


class UnknownFieldRead(Read):
    """A field the query names that nothing the caller sees has."""

    field: str
    position: Annotated[int, Field(description="0-based character of the query where its condition stands")]
    near: Annotated[list[str], Field(description="Known names like it, the nearest first")]


class EventPage(Page[EventRead]):
    partial: Partial
    unknown_fields: Annotated[
        list[UnknownFieldRead], Field(description="Probably misspelt: conditions on these match nothing")
    ]


class EventDetail(Read):
    id: str
    time: Moment
    unit: str
    dataset: str
    fields: Fields
    raw: Annotated[
        bool, Field(description="Whether the raw record's text was kept; it is read by an operation of its own")
    ]


class RawRead(Read):
    """The record as the source gave it, or where it lies and its digest, by which a copy can be recognised."""

    id: str
    text: Annotated[str | None, Field(description="Null when only place and digest are kept (JSON, EVTX, packets)")]
    digest: Annotated[str | None, Field(description="BLAKE2b of 16 bytes, hexadecimal")]
    source: str | None
    file: str | None
    position: Annotated[str | None, Field(description="Byte offset, record or packet number")]


class EventCount(Read):
    count: int
    partial: Partial


class BucketRead(Read):
    start: Moment
    count: int


class HistogramRead(Read):
    """Every interval of the range, empty ones too, aligned to multiples of it."""

    start: Moment | None
    end: Moment | None
    interval_s: int
    total: int
    buckets: list[BucketRead]
    partial: Partial


class ValueRead(Read):
    value: Annotated[
        Any, Field(description="Text, number or truth value; null never; integers beyond 2^53-1 are texts")
    ]
    count: int


class ValuesRead(Read):
    field: str
    items: Annotated[list[ValueRead], Field(description="Most frequent first")]
    partial: Partial


class QueryChecked(Read):
    valid: bool
    message: str | None
    position: Annotated[int | None, Field(description="0-based character where reading failed; null when unknown")]
    hint: str | None
    mistake: Annotated[QueryMistake | None, Field(description="The same in both languages; null when it is valid")]
    unknown_fields: Annotated[
        list[UnknownFieldRead], Field(description="Of a valid query; conditions on these match nothing")
    ]


class FieldRead(Read):
    name: str
    type: Annotated[str | None, Field(description="ECS type; null for a name of the source's own")]
    meaning: str | None
    array: bool
    seen: Annotated[bool, Field(description="Whether recent events within the caller's units have it")]


class FieldNames(Read):
    items: Annotated[list[FieldRead], Field(description="Seen ones first, then by name")]
