"""JSON records: ECS, Windows, Suricata EVE, Zeek, nginx, or anything else.

In:  JSON lines, JSON arrays, pretty-printed or concatenated documents.
Out: one Event per object; every field survives under its own flattened name.
Not: other encodings than UTF-8 and UTF-16, objects nested deeper than 32 levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import text_head
from collectors.logs.jsonl import reader
from collectors.logs.jsonl.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class JsonSource:
    name = "jsonl"

    def recognises(self, head: bytes, path: str) -> int:
        shape = reader.first_document_is_a_line(text_head(head))
        if shape is None:
            return 5 if not head.strip() and path.endswith((".json", ".jsonl", ".ndjson")) else 0
        return 90

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = JsonSource()
