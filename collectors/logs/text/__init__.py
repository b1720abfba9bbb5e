"""Text logs of known programs and devices, one record a line, without a syslog header.

In:  lines that a profile of `collectors.logs.profiles` knows: CEF, LEEF, key=value, Squid, BIND, Unbound, error logs …
Out: one Event per line with its original text.
Not: lines no profile knows (quarantined); records over several lines, but for those whose further lines begin with a tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import as_utf8, text_head
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
        head = text_head(head)
        if b"\0" in head[:1024] or (head[:1] in (b"{", b"[") and head[1:2] in (b'"', b"{", b" ", b"\n")):
            return 0
        found = total = 0
        for line in head.split(b"\n")[:_SAMPLED_LINES]:
            if line.strip() and line[:1] != b"\t":
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
        return _joined(lines(as_utf8(stream), start, max_bytes=MAX_LINE_BYTES))

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


def _joined(found: Iterator[RawRecord | Quarantined]) -> Iterator[RawRecord | Quarantined]:
    """Lines that begin with a tab belong to the one before them (PostgreSQL's text log)."""
    held: RawRecord | None = None
    for line in found:
        if isinstance(line, RawRecord):
            if held is not None and line.data[:1] == b"\t" and len(held.data) < MAX_LINE_BYTES:
                held = RawRecord(held.data + b"\n" + line.data, held.position, line.end, held.meta)
                continue
            if held is not None:
                yield held
            held = line
        else:
            if held is not None:
                yield held
            held = None
            yield line
    if held is not None:
        yield held


SOURCE = TextSource()
