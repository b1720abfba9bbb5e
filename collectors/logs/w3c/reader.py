"""Finding records in W3C extended logs. The header names the columns, so it is read again when resuming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.charsets import as_utf8
from collectors.logs.lines import lines

MAX_LINE_BYTES = 256 * 1024  # IIS caps a URL at 16 KiB, each header it logs at 4 KiB by default
_KEPT = (b"#Fields", b"#Software", b"#Date")


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Data lines from `start`; meta holds `#Fields`, `#Software` and `#Date` in force, for `normalise`."""
    header: dict[str, str | int] = {}
    for line in lines(as_utf8(stream), 0, max_bytes=MAX_LINE_BYTES):
        if isinstance(line, RawRecord) and line.data.startswith(b"#"):
            name, colon, value = line.data.partition(b":")
            if colon and name in _KEPT:
                header = header | {name.decode(): value.strip().decode("utf-8", "backslashreplace")}
        elif line.position >= start:
            yield RawRecord(line.data, line.position, line.end, header) if isinstance(line, RawRecord) else line
