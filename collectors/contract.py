"""What a source offers. Two shapes, because the world has two.

A **record source** (logs, EVTX, JSON) cuts a stream into raw records that can be read from any position and turned
into Events one by one, in any process. A **stream source** (packets) must see its input from the start, because its
Events (flows, reassembled messages) grow over many records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from model.event import Event, Origin
from model.times import Micros


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Bytes as the source gave them.

    position: where it starts (byte offset or record number); end: where the next one starts, which is what a
    checkpoint keeps. meta: facts from outside the bytes (`peer`, `received_us`, `transport` for network sources).
    """

    data: bytes
    position: int
    end: int
    meta: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that could not be used, whole, with the reason (a short slug), a message for people, and its place.

    end: where reading can go on after it, as in RawRecord; -1 where that is `position` and the length of `data`.
    """

    reason: str
    message: str
    position: int
    data: bytes
    meta: dict[str, str | int] = field(default_factory=dict)
    end: int = -1


class RecordSource(Protocol):
    name: str
    """Stable name, also the default `event.dataset` prefix: `nginx`, `auditd`, `evtx`, `jsonl`, `syslog`."""

    def recognises(self, head: bytes, path: str) -> int:
        """How sure, 0 (not mine) to 100, from the first 64 KiB and the file name. Content outweighs the name."""

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        """Cut the stream into records from `start` (a previous record's `end`). Never raises for bad content: what
        cannot be cut becomes Quarantined and reading goes on after it, or ends when nothing can be found after it."""

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        """One raw record to sealed Events (usually one). Raises BadRecord when it is not what it should be."""


class StreamSource(Protocol):
    name: str

    def recognises(self, head: bytes, path: str) -> int: ...

    def events(self, stream: BinaryIO, origin: Origin, ingested: Micros) -> Iterator[Event | Quarantined]:
        """All Events of the stream from its start, in a fixed order that depends on the content only."""
