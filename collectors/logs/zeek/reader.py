"""Finding records in Zeek's tab-separated logs. The header names the columns, so it is read again when resuming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.lines import MAX_LINE_BYTES, lines

_KEPT = (b"#separator", b"#set_separator", b"#empty_field", b"#unset_field", b"#path", b"#fields", b"#types")


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Data lines from `start`; meta holds the header in force (`#fields` → names …), as text, for `normalise`."""
    header: dict[str, str | int] = {}
    for line in lines(stream, 0, max_bytes=MAX_LINE_BYTES):
        if isinstance(line, RawRecord) and line.data.startswith(b"#"):
            header = _taken(header, line.data)
            continue
        if line.position < start:
            continue
        if isinstance(line, RawRecord):
            yield RawRecord(line.data, line.position, line.end, header)
        else:
            yield line


def _taken(header: dict[str, str | int], line: bytes) -> dict[str, str | int]:
    """A new dict, since earlier records share the old one. Concatenated and rotated logs carry several headers."""
    for key in _KEPT:
        if line.startswith(key):
            name = key.decode()
            return header | {name: line[len(key) + 1 :].decode("utf-8", "backslashreplace")}
    return header
