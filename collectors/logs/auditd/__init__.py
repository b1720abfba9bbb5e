"""Linux audit logs (auditd, audispd, enriched or not).

In:  `type=… msg=audit(time:serial): …` lines, interleaved as the kernel wrote them.
Out: one Event per audit event: native names with the values of all its lines, ECS beside them.
Not: resolving user ids of logs that are not enriched; audit lines inside syslog.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.auditd import reader
from collectors.logs.auditd.normalise import normalise
from model.event import Event, Origin
from model.times import Micros

_SAMPLED_LINES = 20


class AuditdSource:
    name = "auditd"

    def recognises(self, head: bytes, path: str) -> int:
        lines = [line for line in head.split(b"\n")[:_SAMPLED_LINES] if line.strip()]
        if not lines:
            return 5 if path.rpartition("/")[2].startswith("audit.log") else 0
        found = sum(reader.line_key(line) is not None for line in lines)
        return 30 + 65 * found // len(lines) if found else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = AuditdSource()
