"""Sources, over the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from model.clocks import Witness


class SourceState(StrEnum):
    """receiving: delivered lately; dropping: delivers, and more than one record in a thousand is lost; failed: cannot be
    read; silent: configured, delivered before, nothing for longer than usual; waiting: configured, nothing yet; disabled:
    switched off; recording: a file that was replayed, from which nothing more is expected."""

    RECEIVING = "receiving"
    DROPPING = "dropping"
    FAILED = "failed"
    SILENT = "silent"
    WAITING = "waiting"
    DISABLED = "disabled"
    RECORDING = "recording"


class ClockOff(Read):
    """A clock that is known to be wrong. The source's alerts are joined where they happened; their times stay as told."""

    host: Annotated[str, Field(description="The machine whose records are stamped so; empty when they name none")]
    behind_s: Annotated[float, Field(description="What its stamps lack to the true time; negative for a clock ahead")]
    witness: Annotated[
        Witness, Field(description="What tells the true time: another time in the record, or its arrival")
    ]
    agreeing: Annotated[int, Field(description="So many of the newest pairs of times say this")]
    pairs: int


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
    managed: Annotated[bool, Field(description="Added while running: it can be changed and removed here")]
    error: Annotated[str | None, Field(description="Why it cannot be read")]
    silent_after_s: Annotated[
        float | None, Field(description="Pause after which it counts as silent; null while it is not being read")
    ]
    silence_learned: Annotated[bool, Field(description="That pause was learned from its own pauses")]
    schemas: Annotated[
        dict[str, int], Field(description="What its events were read as, and how many of each; the most frequent ones")
    ]
    clocks: Annotated[list[ClockOff], Field(description="Clocks that are off by a minute or more; by host, at most 20")]


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
    settings: Annotated[
        dict[str, Any] | None, Field(description="As they were given; null unless it was added while running")
    ]


SourceName = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Text = Annotated[str, Field(max_length=1_024, pattern=Plain)]
Value = Text | int | bool | Annotated[list[Text], Field(max_length=64)]


class SourceWrite(Write):
    """settings: as the kind's schema says (`GET /source-kinds`)."""

    kind: Annotated[str, Field(max_length=40, pattern=Plain)]
    unit: Annotated[str, Field(min_length=1, max_length=63, pattern=Plain)] = "district"
    settings: Annotated[dict[str, Value], Field(max_length=40)]


class SourceAdd(SourceWrite):
    name: SourceName


class SourceTry(SourceWrite):
    """sample: records to parse instead of reading from the source. wait_s: how long to listen at an address."""

    name: SourceName = "test"
    sample: Annotated[str, Field(max_length=64 * 1024)] = ""
    wait_s: Annotated[int, Field(ge=0, le=15)] = 5


class SampleField(Read):
    name: str
    value: str


class SampleProblem(Read):
    reason: str
    message: str
    position: int
    text: Annotated[str, Field(description="Beginning of the record")]


class SourceTried(Read):
    """What came of a test. Nothing was stored."""

    works: Annotated[bool, Field(description="It can be read, and nothing in it was refused")]
    events: int
    refused: int
    samples: Annotated[list[list[SampleField]], Field(description="The first three events")]
    problems: Annotated[list[SampleProblem], Field(description="The first twenty")]
    busy: Annotated[bool, Field(description="The platform listens there already, so it was not listened on again")]
    error: Annotated[str | None, Field(description="Why it cannot be read at all")]
    hint: str | None


class SourceKind(Read):
    name: str
    title: str
    title_zh: str
    schemes: Annotated[list[str], Field(description="Of its listening address")]
    settings: Annotated[
        dict[str, Any], Field(description="JSON Schema of its settings; `x-zh` holds the Chinese texts")
    ]


class SourceKinds(Read):
    items: list[SourceKind]
    folders: Annotated[list[str], Field(description="Files must lie below one of these")]


class SourceBucket(Read):
    """lag_s: the longest of its batches; null without an event."""

    time: Moment
    events: int
    bytes: int
    quarantined: int
    dropped: int
    lag_s: float | None


class SourceHistory(Read):
    bucket_s: Annotated[int, Field(description="Length of a bucket")]
    start: Moment
    end: Moment
    items: Annotated[list[SourceBucket], Field(description="Oldest first; those in which nothing arrived are left out")]
