"""Finding entries of a CSV log: a line that begins like an entry begins one; lines within quotes belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.lines import lines

MAX_ENTRY_BYTES = 1 << 20
MAX_ENTRY_LINES = 20_000
# log_time, user_name, database_name, process_id, connection_from, session_id …
_TEXT = rb'(?:"(?:[^"]|"")*"|[^",]*)'
BEGINNING = re.compile(
    rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z0-9+:-]{1,8},"
    + _TEXT
    + rb","
    + _TEXT
    + rb",\d*,"
    + _TEXT
    + rb",[0-9a-f]+\.[0-9a-f]+,"
)


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Entries from `start`. Reasons: `postgresql.line` (a line of no entry), `postgresql.too_long`, `line.too_long`."""
    held: list[RawRecord] = []
    size = quotes = 0
    for line in lines(stream, start):
        if isinstance(line, Quarantined):
            if held:
                yield _cut(held, "an entry that is cut off")
            held, size, quotes = [], 0, 0
            yield line
            continue
        begins = BEGINNING.match(line.data) is not None
        if held and begins and quotes % 2 and line.data.count(b'"') % 2 == 0:
            yield _cut(held, "an entry whose quotes do not close before the next one")
            held, size, quotes = [], 0, 0
        if not held and not begins:
            yield Quarantined("postgresql.line", "a line that begins no entry", line.position, line.data, end=line.end)
            continue
        held.append(line)
        size += len(line.data)
        quotes += line.data.count(b'"')
        if quotes % 2 == 0:
            yield _joined(held)
            held, size, quotes = [], 0, 0
        elif size > MAX_ENTRY_BYTES or len(held) > MAX_ENTRY_LINES:
            yield _cut(
                held, f"an entry of more than {MAX_ENTRY_BYTES} bytes or {MAX_ENTRY_LINES} lines", "postgresql.too_long"
            )
            held, size, quotes = [], 0, 0
    if held:
        yield _cut(held, "the log ends inside an entry")


def _joined(held: list[RawRecord]) -> RawRecord:
    return RawRecord(b"\n".join(line.data for line in held), held[0].position, held[-1].end)


def _cut(held: list[RawRecord], message: str, reason: str = "postgresql.line") -> Quarantined:
    whole = _joined(held)
    return Quarantined(reason, message, whole.position, whole.data[:65536], end=whole.end)
