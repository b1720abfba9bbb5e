"""Finding access log records: one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.logs.lines import lines

MAX_LINE_BYTES = 256 * 1024  # nginx itself caps a request line at large_client_header_buffers, 8 KiB by default


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    return lines(stream, start, max_bytes=MAX_LINE_BYTES)
