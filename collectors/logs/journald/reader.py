"""Finding entries in the Journal Export Format (systemd, docs/JOURNAL_EXPORT_FORMATS): fields one a line or, when they are
not plain text, as name, 64-bit little-endian length and bytes; a blank line ends an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged
from collectors.logs.lines import BLOCK_BYTES, KEPT_BYTES

MAX_ENTRY_BYTES = 4 << 20


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Entries from byte offset `start`. Reasons: `journald.too_long`, `journald.truncated`."""
    stream.seek(start)
    data, position = b"", start
    while block := stream.read(BLOCK_BYTES):
        data += block
        at = 0
        while True:
            while data[at : at + 1] == b"\n":
                at += 1
            end = entry_end(data, at)
            if end < 0:
                break
            yield RawRecord(data[at:end], position + at, position + end)
            at = end
        position, data = position + at, data[at:]
        if len(data) > MAX_ENTRY_BYTES:
            message = f"an entry of more than {MAX_ENTRY_BYTES} bytes; reading goes on after the next blank line"
            cut = data.find(b"\n\n")
            end = len(data) if cut < 0 else cut + 2
            yield Quarantined("journald.too_long", message, position, data[:KEPT_BYTES], end=position + end)
            position, data = position + end, data[end:]
    if data.strip():
        if entry_end(data + b"\n\n", 0) == len(data) + 1 or entry_end(data + b"\n", 0) == len(data):
            yield RawRecord(data.rstrip(b"\n") + b"\n", position, position + len(data))
        else:
            yield Quarantined(
                "journald.truncated",
                "the export ends inside an entry",
                position,
                data[:KEPT_BYTES],
                end=position + len(data),
            )
    yield from damaged(stream, position + len(data))


def entry_end(data: bytes, at: int) -> int:
    """Where the entry that begins at `at` ends, its last field's line end included; -1 when its end is not there yet."""
    while True:
        cut = data.find(b"\n", at)
        if cut < 0:
            return -1
        if cut == at:
            return at
        if b"=" in data[at:cut]:
            at = cut + 1
            continue
        if len(data) < cut + 9:
            return -1
        length = int.from_bytes(data[cut + 1 : cut + 9], "little")
        at = cut + 9 + length + 1
        if length > MAX_ENTRY_BYTES or at > len(data):
            return -1


def fields(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and values of an entry."""
    at = 0
    while at < len(data):
        cut = data.find(b"\n", at)
        cut = len(data) if cut < 0 else cut
        line = data[at:cut]
        name, equals, value = line.partition(b"=")
        if equals:
            at = cut + 1
        else:
            length = int.from_bytes(data[cut + 1 : cut + 9], "little")
            value = data[cut + 9 : cut + 9 + length]
            at = cut + 9 + length + 1
        if name:
            yield name.decode("ascii", "backslashreplace"), value
