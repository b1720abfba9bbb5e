"""PostgreSQL's CSV log, with pgaudit where it is loaded.

In:  `log_destination = csvlog` of PostgreSQL 9.0 to 17 (23 to 26 columns), statements over several lines.
Out: one Event per entry under the documentation's column names, ECS beside them.
Not: the text log (`text` and `syslog` read it), the JSON log (`jsonl` reads it).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.postgresql import reader
from collectors.logs.postgresql.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class PostgresqlSource:
    name = "postgresql"

    def recognises(self, head: bytes, path: str) -> int:
        first = head.partition(b"\n")[0]
        if not first:
            return 5 if "postgresql" in path.rpartition("/")[2] and path.endswith(".csv") else 0
        return 95 if reader.BEGINNING.match(first) else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = PostgresqlSource()
