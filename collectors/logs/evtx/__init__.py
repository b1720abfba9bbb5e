"""Windows event logs in EVTX files.

In:  EVTX files, also damaged, truncated or still being written.
Out: one Event per record, native names at the top level, ECS for Sysmon, Security and other channels (`mapping.yml`).
Not: message texts, which stand in the machine's DLLs and not in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.evtx import reader
from collectors.logs.evtx.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class EvtxSource:
    name = "evtx"

    def recognises(self, head: bytes, path: str) -> int:
        if head.startswith(reader.FILE_MAGIC):
            return 100
        if head[reader.HEADER_BYTES :].startswith(reader.CHUNK_MAGIC):
            return 90
        return 5 if not head and path.lower().endswith(".evtx") else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = EvtxSource()
