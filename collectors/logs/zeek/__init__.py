"""Zeek logs in their tab-separated form; the JSON form is `collectors.logs.jsonl`, which also owns the names as data.

In:  `conn.log`, `dns.log` … with their `#` header.
Out: one Event per record with Zeek's names, typed, and ECS beside them.
Not: logs whose header has been cut off: without `#fields` a value has no name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.zeek import reader
from collectors.logs.zeek.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class ZeekSource:
    name = "zeek"

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - the contract offers the name; content decides
        return 100 if head.startswith(b"#separator ") and b"\n#fields" in head else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = ZeekSource()
