"""Windows events as XML: forwarded (WEF, OpenWEC), exported by the Event Viewer or wevtutil, Sysmon for Linux.

In:  `<Event>` elements, one after another or within `<Events>` or a SOAP envelope; UTF-8 or UTF-16.
Out: one Event per element, as `collectors.logs.evtx` gives it from the same event.
Not: document type definitions and entities of one's own, which are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import text_head
from collectors.logs.wef import reader
from collectors.logs.wef.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class WefSource:
    name = "wef"

    def recognises(self, head: bytes, path: str) -> int:
        text = text_head(head)
        if not text.strip():
            return 5 if path.endswith(".xml") else 0
        at = text.find(b"<Event")
        if at < 0 or not text.lstrip().startswith(b"<"):
            return 0
        return 95 if b"<System>" in text or b"schemas.microsoft.com/win/2004/08/events" in text else 20

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = WefSource()
