"""Stretches of a file of JSON lines, read by the worker that looks at them: no record crosses between processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import open_input
from collectors.logs import jsonl
from collectors.logs.jsonl.reader import first_document_is_a_line
from model.event import digest
from pipeline.batch import Batch, Followed
from pipeline.lanes import AHEAD_PER_WORKER, Reading, lane_key, source_of
from pipeline.pool import Pool, Ticket

SPAN_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file that begin and end with a line."""

    path: str
    start: int
    end: int

    def records(self) -> Iterator[RawRecord | Quarantined]:
        for opened in open_input(self.path):
            for record in jsonl.SOURCE.records(opened.stream, self.start):
                if record.position >= self.end:
                    return
                yield record


class SpanLane:
    """A file of JSON lines in stretches, looked at in the pool."""

    already_read = 0

    def __init__(self, reading: Reading, pool: Pool, workers: int) -> None:
        self.name = reading.source or Path(reading.path).name
        self._pool = pool
        self._ahead = max(1, workers * AHEAD_PER_WORKER)
        self._batches = self._cut(reading)
        self._tickets: deque[Ticket] = deque()

    @staticmethod
    def takes(reading: Reading) -> bool:
        """Whether the input is one plain file of JSON lines."""
        opened = next(iter(open_input(reading.path)), None) if reading.path != "-" else None
        return (
            opened is not None
            and opened.path == reading.path
            and opened.size == Path(reading.path).stat().st_size
            and source_of(reading, opened) is jsonl.SOURCE
            and first_document_is_a_line(opened.head) is True
        )

    def next(self) -> Followed | None:
        while len(self._tickets) < self._ahead and (batch := next(self._batches, None)) is not None:
            self._tickets.append(self._pool.submit(batch))
        return self._pool.wait_for(self._tickets.popleft()) if self._tickets else None

    def _cut(self, reading: Reading) -> Iterator[Batch]:
        opened = next(iter(open_input(reading.path)))
        key = lane_key(jsonl.SOURCE.name, opened.fingerprint)
        origin = reading.origin(opened).of(fingerprint=opened.fingerprint)
        size = Path(reading.path).stat().st_size
        start = 0
        with Path(reading.path).open("rb") as file:
            while start < size:
                file.seek(start + SPAN_BYTES - 1)
                file.readline()
                end = min(file.tell(), size)
                span = Span(reading.path, start, end)
                yield Batch(digest(key, start), key, jsonl.SOURCE.name, origin, {}, size_bytes=end - start, span=span)
                start = end

    def close(self) -> None:
        self._tickets.clear()
