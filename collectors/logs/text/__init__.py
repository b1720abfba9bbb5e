"""Text logs of known programs and devices, one record a line, without a syslog header.

In:  lines that a profile of `collectors.logs.profiles` knows: CEF, LEEF, key=value, Squid, BIND, Unbound, error logs …
Out: one Event per line with its original text.
Not: lines no profile knows (quarantined), records over several lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.lines import lines
from collectors.logs.profiles import recognise
from collectors.logs.text.normalise import decode_line, normalise
from model.event import Event, Origin
from model.times import Micros

MAX_LINE_BYTES = 256 * 1024
_SAMPLED_LINES = 20


class TextSource:
    name = "text"

    def recognises(self, head: bytes, path: str) -> int:
        if b"\0" in head[:1024] or (head[:1] in (b"{", b"[") and head[1:2] in (b'"', b"{", b" ", b"\n")):
            return 0
        found = total = 0
        for line in head.split(b"\n")[:_SAMPLED_LINES]:
            if line.strip():
                total += 1
                found += recognise("", decode_line(line)[0]) is not None
        if not total:
            return (
                4
                if path.rpartition("/")[2] in ("error.log", "access.log", "query.log", "unbound.log", "openvpn.log")
                else 0
            )
        return 25 + 66 * found // total if found else 0

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return lines(stream, start, max_bytes=MAX_LINE_BYTES)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = TextSource()
