"""The three kinds of delivered records as sources. A file of them is a file of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.delivery.normalise import normalise
from collectors.logs.lines import lines
from model.event import Event, Origin
from model.times import Micros

LINE_MOST = 4 << 20


@dataclass(frozen=True, slots=True)
class DeliveredSource:
    name: str

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - a file is of what its lines are
        return 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return lines(stream, start, max_bytes=LINE_MOST)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)
