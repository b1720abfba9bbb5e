"""Cutting a stream into lines at constant memory; shared by every source whose record is a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged

BLOCK_BYTES = 1 << 20
MAX_LINE_BYTES = 4 << 20
KEPT_BYTES = 64 * 1024  # of a line too long to use
_BOM = b"\xef\xbb\xbf"


def lines(
    stream: BinaryIO, start: int = 0, *, max_bytes: int = MAX_LINE_BYTES, meta: dict[str, str | int] | None = None
) -> Iterator[RawRecord | Quarantined]:
    """Lines from `start` with their end-of-line removed; blank lines are no records. The last one may lack its end.

    A line longer than max_bytes becomes Quarantined `line.too_long` with its first 64 KiB. `meta` is shared by all.
    """
    meta = {} if meta is None else meta
    stream.seek(start)
    position = start
    rest = b""
    dropped = 0  # bytes of an oversized line already passed over; its kept beginning is in `rest`
    while block := stream.read(BLOCK_BYTES):
        if dropped:
            cut = block.find(b"\n")
            dropped += len(block) if cut < 0 else cut
            if cut < 0:
                continue
            yield _oversized(rest, dropped, position, max_bytes, position + dropped + 1)
            position += dropped + 1
            block, rest, dropped = block[cut + 1 :], b"", 0
        if rest:
            block = rest + block
        if b"\n" not in block:
            rest = block
            if len(rest) > max_bytes:
                rest, dropped = rest[:KEPT_BYTES], len(rest)
            continue
        parts = block.split(b"\n")
        rest = parts.pop()
        for part in parts:
            end = position + len(part) + 1
            if len(part) > max_bytes:
                yield _oversized(part[:KEPT_BYTES], len(part), position, max_bytes, end)
            else:
                data = part[:-1] if part.endswith(b"\r") else part
                if position == 0 and data.startswith(_BOM):
                    data = data[3:]
                if data and not data.isspace():
                    yield RawRecord(data, position, end, meta)
            position = end
    if dropped or len(rest) > max_bytes:
        length = dropped or len(rest)
        yield _oversized(rest[:KEPT_BYTES], length, position, max_bytes, position + length)
        position += length
    elif rest.strip():
        data = rest.removesuffix(b"\r")
        yield RawRecord(data.removeprefix(_BOM) if position == 0 else data, position, position + len(rest), meta)
        position += len(rest)
    yield from damaged(stream, position)


def _oversized(kept: bytes, length: int, position: int, max_bytes: int, end: int) -> Quarantined:
    message = f"a line of {length} bytes; at most {max_bytes} are read, the first {len(kept)} are kept"
    return Quarantined("line.too_long", message, position, kept, end=end)
