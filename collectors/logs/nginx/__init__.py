"""nginx (and Apache) access logs.

In:  `combined`, `common`, a virtual host before them, and the usual values after them.
Out: one Event per request, with nginx's variable names and ECS beside them.
Not: error logs; access logs in JSON, which `collectors.logs.jsonl` reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.nginx import reader
from collectors.logs.nginx.normalise import normalise, parse
from model.errors import BadRecord
from model.event import Event, Origin
from model.times import Micros

_SAMPLED_LINES = 20


class NginxSource:
    name = "nginx"

    def recognises(self, head: bytes, path: str) -> int:
        found = total = 0
        for line in head.split(b"\n")[:_SAMPLED_LINES]:
            if line.strip():
                total += 1
                try:
                    parse(line)
                except BadRecord:
                    continue
                found += 1
        if not total:
            return 5 if "access" in path.rpartition("/")[2] and path.endswith(".log") else 0
        return 25 + 65 * found // total if found else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = NginxSource()
