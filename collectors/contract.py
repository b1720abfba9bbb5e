"""What a source offers. Two shapes, because the world has two.

A **record source** (logs, EVTX, JSON) cuts a stream into raw records that can be read from any position and turned
into Events one by one, in any process. A **stream source** (packets) must see its input from the start, because its
Events (flows, reassembled messages) grow over many records.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol

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


@dataclass(frozen=True, slots=True)
class Block:
    """Records that arrived together, kept in one piece until they are read: before they are durable none of them costs
    work of its own.

    form: `lines` (one record per line of `data`), or `texts` and `whole` (one behind another, `lengths` says how long; texts
    lose line ends and NULs behind them). lengths: u32 each, in this machine's order. peers: who sent them; senders: u16 each,
    which of the peers; empty when there is only one. key: where given, names for ever where the records are from, and
    first the number of the first of them there, so that the same records sent again give the same Events.
    """

    form: Literal["lines", "texts", "whole"]
    data: bytes
    received_us: int
    transport: str
    peers: tuple[str, ...]
    lengths: bytes = b""
    senders: bytes = b""
    key: str = ""
    first: int = 0

    @property
    def size(self) -> int:
        """Records in it; lines that turn out to be empty are counted."""
        return len(self.lengths) // 4 if self.form != "lines" else self.data.count(b"\n") + (self.data[-1:] != b"\n")

    def records(self, position: int = 0, end: int = 0) -> Iterator[RawRecord]:
        """In order. position: of the block; each record's own is behind it by where it stands in `data`, or with a key by its
        number. end: of the block, where reading goes on after any of them."""
        metas = [self._meta(peer) for peer in self.peers]
        senders = array("H", self.senders)
        strip = b"" if self.form == "whole" else b"\r\n\0"
        at = 0
        for number, piece in enumerate(self._pieces()):
            data = piece.rstrip(strip) if strip else piece
            if data and (self.form == "whole" or not data.isspace()):
                meta = metas[senders[number]] if senders else metas[0]
                if self.key:
                    meta = {**meta, "key": self.key, "number": self.first + number}
                yield RawRecord(data, position + at, end, meta)
            at += len(piece) + (self.form == "lines")

    def _meta(self, peer: str) -> dict[str, str | int]:
        return {"received_us": self.received_us, "peer": peer, "transport": self.transport}

    def _pieces(self) -> Iterator[bytes]:
        if self.form == "lines":
            yield from self.data.split(b"\n")
            return
        at = 0
        for length in array("I", self.lengths):
            yield self.data[at : at + length]
            at += length


Arrived = RawRecord | Quarantined | Block
"""What a listener hands to its sink."""


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
