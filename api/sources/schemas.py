"""Sources, over the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.wire import Moment, Read


class SourceState(StrEnum):
    """receiving: delivered lately; silent: configured, delivered before, nothing lately; waiting: configured, nothing
    yet; disabled: switched off; recording: a file that was replayed, from which nothing more is expected."""

    RECEIVING = "receiving"
    SILENT = "silent"
    WAITING = "waiting"
    DISABLED = "disabled"
    RECORDING = "recording"


class SourceRead(Read):
    """A source as far as one unit owns what it delivers. Counters are totals since the first record."""

    name: str
    unit: str
    kind: Annotated[str | None, Field(description="What reads it; null for a recording, recognised by content")]
    state: SourceState
    state_zh: str
    input: Annotated[str | None, Field(description="Address or file it is read from")]
    events: int
    duplicates: int
    bytes: int
    quarantined: int
    dropped: Annotated[int, Field(description="Records lost before they could be kept")]
    first_event: Moment | None
    last_event: Moment | None
    last_ingest: Moment | None
    lag_s: Annotated[
        float | None,
        Field(description="How far the newest event was behind the clock when it was stored; null for recordings"),
    ]


class Sources(Read):
    items: Annotated[list[SourceRead], Field(description="By name and unit")]


class QuarantineReason(Read):
    reason: str
    records: int
    replayed: int


class SourceDetail(Read):
    name: str
    units: Annotated[list[SourceRead], Field(description="One for each unit that owns records of it")]
    quarantine: Annotated[list[QuarantineReason], Field(description="What could not be read; most records first")]
