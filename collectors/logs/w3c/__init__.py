"""W3C extended logs: IIS, and proxies that write them.

In:  files with a `#Fields:` line, as often as it changes.
Out: one Event per line under the names of that line, ECS beside them.
Not: files whose `#Fields:` line was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import text_head
from collectors.logs.w3c import reader
from collectors.logs.w3c.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class W3cSource:
    name = "w3c"

    def recognises(self, head: bytes, path: str) -> int:
        head = text_head(head)
        if not head.strip():
            return 5 if path.rpartition("/")[2].startswith(("u_ex", "u_in")) else 0
        if not head.startswith((b"#Software:", b"#Version:", b"#Date:", b"#Fields:", b"#Remark:")):
            return 0
        return 95 if b"#Fields: " in head else 60

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = W3cSource()
