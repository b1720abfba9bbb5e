"""Quarantined records, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.wire import Moment, Page, Plain, Read, Write
from store.quarantine import HeldState


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
    replayed: Annotated[
        Moment | None, Field(description="When it became events, or somebody said it was read elsewhere")
    ]
    kind: Annotated[str | None, Field(description="What reads such records; null for those held before it was kept")]
    state: HeldState
    state_zh: str
    replayable: Annotated[
        bool, Field(description="Whether it can be read again: kept whole, and of a kind that is read record by record")
    ]
    queued: Annotated[Moment | None, Field(description="Since when it waits to be read again")]
    tried: Annotated[Moment | None, Field(description="When it was last read again")]
    tries: int
    failure: Annotated[str | None, Field(description="Why it failed again, a stable slug; null when it did not")]
    failure_message: str | None
    event_ids: Annotated[list[str], Field(description="The events it became, at most a hundred")]


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


class ReplayRequest(Write):
    """Which records to read again: by `records`, or all that meet the other conditions together."""

    records: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]] | None, Field(min_length=1, max_length=1_000)] = None
    source: Annotated[str | None, Field(min_length=1, max_length=1_024, pattern=Plain)] = None
    reason: Annotated[str | None, Field(min_length=1, max_length=256, pattern=Plain)] = None
    unit: Annotated[str | None, Field(min_length=1, max_length=128, pattern=Plain)] = None
    before: Annotated[AwareDatetime | None, Field(description="Only records held before this time")] = None
    everything: Annotated[bool, Field(description="Needed when no condition is given")] = False


class ReplayQueued(Read):
    """The records in the queue are read again within seconds; each says what became of it."""

    queued: int
    unable: Annotated[int, Field(description="Cannot be read again: not kept whole, or a part of a larger whole")]
    done: Annotated[int, Field(description="Replayed, marked or queued already")]


class MarkReplayed(Write):
    records: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(min_length=1, max_length=1_000)]


class Marked(Read):
    marked: Annotated[int, Field(description="How many were waiting until now")]


class Purge(Write):
    before: Annotated[AwareDatetime, Field(description="Records held before this time are deleted")]


class Purged(Read):
    deleted: int
