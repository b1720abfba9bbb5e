"""Quarantined records, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.wire import Moment, Page, Read, Write


class HeldRead(Read):
    id: int
    source: str
    unit: str
    position: Annotated[str, Field(description="Place in the input: byte offset or record number")]
    reason: Annotated[str, Field(description="Stable slug", examples=["syslog.priority"])]
    message: str
    time: Moment
    size: Annotated[int, Field(description="Bytes of the whole record")]
    kept: Annotated[int, Field(description="Bytes of it that were kept")]
    digest: Annotated[str, Field(description="BLAKE2b of 16 bytes of the whole record, hexadecimal")]
    sample: Annotated[
        str | None,
        Field(description="Its beginning as text, bytes that are none as \\xNN; null when no byte was kept"),
    ]
    replayed: Annotated[Moment | None, Field(description="When somebody said it was read after all")]


class HeldPage(Page[HeldRead]):
    pass


class HeldDetail(HeldRead):
    text: Annotated[str | None, Field(description="All that was kept, as `sample`")]
    base64: Annotated[str | None, Field(description="The bytes that were kept")]
    meta: Annotated[dict[str, str | int], Field(description="Facts from outside the record: the peer, when it came")]


class HeldCount(Read):
    source: str
    unit: str
    reason: str
    records: int
    bytes: int
    kept_bytes: int
    cut: Annotated[int, Field(description="Records kept in part")]
    without_body: Annotated[int, Field(description="Records of which only place, size and digest were kept")]
    replayed: int


class HeldCounts(Read):
    """Totals since the beginning; they stay when records are deleted."""

    records: int
    waiting: Annotated[int, Field(description="Never marked as read")]
    items: Annotated[list[HeldCount], Field(description="Most records first")]


class MarkReplayed(Write):
    records: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(min_length=1, max_length=1_000)]


class Marked(Read):
    marked: Annotated[int, Field(description="How many were waiting until now")]


class Purge(Write):
    before: Annotated[AwareDatetime, Field(description="Records held before this time are deleted")]


class Purged(Read):
    deleted: int
