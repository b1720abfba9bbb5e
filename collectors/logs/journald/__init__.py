"""The systemd journal in its export format.

In:  `journalctl -o export`, systemd-journal-remote; binary values included.
Out: one Event per entry under the journal's names, and what syslog would have said of it.
Not: the journal's own files; its JSON, which `jsonl` reads the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.journald import reader
from collectors.logs.journald.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class JournaldSource:
    name = "journald"

    def recognises(self, head: bytes, path: str) -> int:
        if head.startswith((b"__CURSOR=", b"__REALTIME_TIMESTAMP=")):
            return 98
        return 5 if not head.strip() and path.endswith((".export", ".journal.txt")) else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = JournaldSource()
