"""The units of work and of commit that travel between reading, workers and the committing process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from collectors.contract import Quarantined, RawRecord
from model.event import Event, Origin
from model.times import Micros

Checkpoint: TypeAlias = dict[str, Any]  # JSON; its meaning belongs to the lane that wrote it


@dataclass(slots=True)
class Batch:
    """Work to do: raw records to normalise (`records`), or Events a stream source has made already (`events`).

    id: deterministic (input and place), so that the same batch after a crash is recognised. checkpoint: where reading
    goes on once this batch is committed. span: where the worker finds the records itself (`pipeline/spans.py`).
    """

    id: str
    lane: str
    kind: str
    origin: Origin
    checkpoint: Checkpoint
    records: list[RawRecord] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    size_bytes: int = 0
    span: Readable | None = None


class Readable(Protocol):
    def records(self) -> Iterator[RawRecord | Quarantined]: ...


@dataclass(slots=True)
class Hit:
    """An event at least one rule matched. matches: as the rule set returns them. rule_set: its version."""

    time: Micros
    event: Event
    matches: list[Any]
    rule_set: str = ""


@dataclass(slots=True)
class Followed:
    """A batch after collecting, detecting and writing; small enough to send between processes.

    kind: the source that read it. pending: what the store wrote, None when nothing was stored. watermark: latest event
    time in it. seconds: time spent per stage, for the metrics. observed: packed observations for behaviour detection.
    noticed: what it shows of the estate, packed. seen: hits
    of indicators. figures: what matching met and had to work out since the batch before. schemas: events by
    what they were read as (`windows.flat`, `suricata.eve` …).
    """

    id: str
    lane: str
    origin: Origin
    checkpoint: Checkpoint
    pending: Any
    events: int
    first_time: Micros
    watermark: Micros
    hits: list[Hit]
    quarantined: list[Quarantined]
    size_bytes: int
    seconds: dict[str, float]
    kind: str = ""
    seen: list[Hit] = field(default_factory=list)
    observed: bytes = b""
    noticed: bytes = b""
    figures: dict[str, int] = field(default_factory=dict)
    schemas: dict[str, int] = field(default_factory=dict)
