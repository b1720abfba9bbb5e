"""syslog: files and network messages of Unix programs and network devices.

In:  RFC 5424 and RFC 3164 with the variants devices send; plain mosquitto and dnsmasq logs.
Out: one Event per message with its original text; facts of well-known programs (`mapping.yml`).
      Texts of devices (`collectors.logs.profiles`), JSON, Windows XML and audit lines within messages are read too.
Not: messages spread over lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import decode
from collectors.logs.syslog import reader
from collectors.logs.syslog.header import parse
from collectors.logs.syslog.normalise import normalise
from model.errors import BadRecord
from model.event import Event, Origin
from model.times import Micros

_SAMPLED_LINES = 20
_NAMES = ("syslog", "messages", "auth.log", "secure", "daemon.log", "kern.log", "mosquitto", "dnsmasq", "cron")


class SyslogSource:
    name = "syslog"

    def recognises(self, head: bytes, path: str) -> int:
        if not head.strip():
            return 5 if any(name in path.rpartition("/")[2] for name in _NAMES) else 0
        if b"\0" in head[:1024]:
            return 0
        if reader.octet_counted(head):
            return 85
        found = total = 0
        for line in head.split(b"\n")[:_SAMPLED_LINES]:
            if not line.strip():
                continue
            total += 1
            try:
                parsed = parse(decode(line)[0], UTC, 1 << 50)
            except BadRecord:
                continue
            found += parsed.variant != "priority_only"
        return 20 + 60 * found // total if found else (15 if head[:1] == b"<" and head[1:2].isdigit() else 0)

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return reader.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = SyslogSource()
