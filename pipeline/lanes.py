"""Lanes: one per input, each a sequence of batches in the input's order, already followed.

A lane keeps a few batches ahead in the pool, so that all cores work, and gives them back in order. Where it starts is a
checkpoint; where it goes on is in every batch it gives.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from typing_extensions import TypeIs

from collectors import registry
from collectors.contract import Quarantined, RawRecord, RecordSource, StreamSource
from collectors.inputs import Input, open_input
from model.errors import BadRecord
from model.event import Event, Origin, digest
from model.times import Micros, now_us
from pipeline.batch import Batch, Checkpoint, Followed
from pipeline.pool import Pool, StreamProcess, Ticket
from pipeline.stages import StageSpec

AHEAD_PER_WORKER = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One input somebody named: a path, and what is known about it. kind: name in `collectors.registry`, or "" to
    recognise it by content (each member of an archive by itself). reference_us: when the records were written, for stamps
    without a year; 0 when only the file's own date is known."""

    path: str
    kind: str = ""
    source: str = ""
    unit: str = "district"
    observer: str = ""
    timezone: str = "UTC"
    reference_us: Micros = 0

    def origin(self, opened: Input) -> Origin:
        return Origin(
            source=self.source or opened.name,
            fingerprint=opened.fingerprint,
            unit=self.unit,
            observer=self.observer or "fengsui",
            path=opened.path,
            timezone=self.timezone,
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """records, size_bytes: what closes a batch, whichever comes first."""

    records: int
    size_bytes: int


class Checkpoints(Protocol):
    """Where an input was left, by its lane key; None when it is new."""

    def __call__(self, key: str) -> Checkpoint | None: ...


class Lane(Protocol):
    name: str
    already_read: int
    """Files in it that were read to the end before."""

    def next(self) -> Followed | None:
        """The next batch in order; None when there is none (at the end, or, for live lanes, just now)."""

    def close(self) -> None: ...


def lane_key(kind: str, fingerprint: str) -> str:
    return f"file:{kind}:{fingerprint}"


class FileLane:
    """A path and all files in it, one after another, cut here and followed in the pool."""

    def __init__(self, reading: Reading, pool: Pool, sizes: Sizes, checkpoints: Checkpoints, workers: int) -> None:
        self.name = reading.source or Path(reading.path).name
        self.already_read = 0
        self._pool = pool
        self._ahead = max(1, workers * AHEAD_PER_WORKER)
        self._batches = self._cut(reading, sizes, checkpoints)
        self._tickets: deque[Ticket] = deque()
        self._drained = False

    def next(self) -> Followed | None:
        while not self._drained and len(self._tickets) < self._ahead:
            batch = next(self._batches, None)
            if batch is None:
                self._drained = True
            else:
                self._tickets.append(self._pool.submit(batch))
        return self._pool.wait_for(self._tickets.popleft()) if self._tickets else None

    def _cut(self, reading: Reading, sizes: Sizes, checkpoints: Checkpoints) -> Generator[Batch]:
        for opened in open_input(reading.path):
            source = source_of(reading, opened)
            key = lane_key(source.name, opened.fingerprint)
            origin = reading.origin(opened)
            if is_stream(source):
                left = checkpoints(key)
                batches = stream_batches(source, opened, origin, key, left, sizes)
            else:
                key, left = _where_left(source, opened, key, checkpoints)
                start = int(left["end"]) if left else 0
                records = _dated(source.records(opened.stream, start), reading.reference_us)
                origin = origin.of(fingerprint=key.rpartition(":")[2])
                batches = record_batches(records, key, source.name, origin, sizes, start)
            yielded = False
            for batch in batches:
                yielded = True
                yield batch
            if left and not yielded:
                self.already_read += 1

    def close(self) -> None:
        self._batches.close()


def _where_left(
    source: RecordSource, opened: Input, key: str, checkpoints: Checkpoints
) -> tuple[str, Checkpoint | None]:
    """Where this very input was left. Two files that begin with the same line share a fingerprint; the record before the
    checkpoint tells them apart, and the second one goes on under a key of its own (`…#2`)."""
    for number in itertools.count(1):
        candidate = key if number == 1 else f"{key}#{number}"
        left = checkpoints(candidate)
        if left is None or not opened.stream.seekable():
            return candidate, None
        if "proof" not in left:
            return candidate, left
        before = next(iter(source.records(opened.stream, int(left["last"]))), None)
        if isinstance(before, RawRecord) and before.end == left["end"] and digest(before.data) == left["proof"]:
            return candidate, left
    raise AssertionError("unreachable")


def _dated(records: Iterator[RawRecord | Quarantined], reference_us: Micros) -> Iterator[RawRecord | Quarantined]:
    for record in records:
        if reference_us:
            record.meta["reference_us"] = reference_us
        yield record


def record_batches(
    records: Iterator[RawRecord | Quarantined], key: str, kind: str, origin: Origin, sizes: Sizes, start: int
) -> Iterator[Batch]:
    """Group a source's records into batches. The same records from the same start give the same batches."""
    batch = Batch(digest(key, start), key, kind, origin, {"end": start})
    end = start
    for record in records:
        if isinstance(record, RawRecord):
            batch.records.append(record)
            end = record.end
        else:
            batch.quarantined.append(record)
            end = record.end if record.end >= 0 else max(end, record.position + len(record.data))
        batch.size_bytes += len(record.data)
        if len(batch.records) + len(batch.quarantined) >= sizes.records or batch.size_bytes >= sizes.size_bytes:
            batch.checkpoint = _checkpoint(batch, end)
            yield batch
            batch = Batch(digest(key, end), key, kind, origin, {"end": end})
    if batch.records or batch.quarantined:
        batch.checkpoint = _checkpoint(batch, end)
        yield batch


def _checkpoint(batch: Batch, end: int) -> Checkpoint:
    """last, proof: place and digest of the record before `end`, where there is one (see `_where_left`)."""
    if batch.records and batch.records[-1].end == end:
        return {"end": end, "last": batch.records[-1].position, "proof": digest(batch.records[-1].data)}
    return {"end": end}


def stream_batches(
    source: StreamSource, opened: Input, origin: Origin, key: str, left: Checkpoint | None, sizes: Sizes
) -> Iterator[Batch]:
    """A stream source's Events in batches. Batches committed already (`left`) are made again and dropped, because flows
    grow over the whole stream; the last batch, perhaps empty, says that the stream is done."""
    if left and left["done"]:
        return
    done = int(left["batches"]) if left else 0
    number = 0
    batch = _fresh(source, key, number, origin)
    for item in source.events(opened.stream, origin, now_us()):
        if isinstance(item, Quarantined):
            batch.quarantined.append(item)
        else:
            batch.events.append(item)
        if len(batch.events) + len(batch.quarantined) >= sizes.records:
            number += 1
            if number > done:
                batch.checkpoint = {"batches": number, "done": False}
                yield batch
            batch = _fresh(source, key, number, origin)
    batch.checkpoint = {"batches": number + 1, "done": True}
    batch.size_bytes = opened.size if opened.size is not None else _size_on_disk(opened.path)
    yield batch


def _size_on_disk(path: str) -> int:
    """Of a compressed file, whose length unpacked nobody knows before reading it; 0 for members of an archive."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _fresh(source: StreamSource, key: str, number: int, origin: Origin) -> Batch:
    return Batch(digest(key, "batch", number), key, source.name, origin, {})


class StreamLane:
    """One file of a stream source, read and followed in a process of its own."""

    def __init__(self, reading: Reading, spec: StageSpec, sizes: Sizes, left: Checkpoint | None) -> None:
        self.name = reading.source or Path(reading.path).name
        self.already_read = int(bool(left and left["done"]))
        self._process = None if self.already_read else StreamProcess(spec, StreamJob(reading, sizes, left))

    def next(self) -> Followed | None:
        return self._process.next() if self._process else None

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None


@dataclass(frozen=True, slots=True)
class StreamJob:
    """Made in the parent, run in the stream's process."""

    reading: Reading
    sizes: Sizes
    left: Checkpoint | None

    def describe(self) -> str:
        return self.reading.path

    def batches(self) -> Iterator[Batch]:
        for opened in open_input(self.reading.path):
            source = source_of(self.reading, opened)
            assert is_stream(source)
            key = lane_key(source.name, opened.fingerprint)
            yield from stream_batches(source, opened, self.reading.origin(opened), key, self.left, self.sizes)


def source_of(reading: Reading, opened: Input) -> RecordSource | StreamSource:
    return registry.source(reading.kind) if reading.kind else registry.recognise(opened.head, opened.name)


def is_stream(source: RecordSource | StreamSource) -> TypeIs[StreamSource]:
    return hasattr(source, "events")


def open_lane(
    reading: Reading, pool: Pool, spec: StageSpec, sizes: Sizes, checkpoints: Checkpoints, workers: int
) -> Lane:
    """The lane for an input. Raises InputError when it cannot be opened or nothing recognises what is in it."""
    # Standard input can be opened only once, and is read here whatever it is.
    opened = next(iter(open_input(reading.path)), None) if reading.path != "-" else None
    if opened is not None and opened.path == reading.path:
        source = source_of(reading, opened)
        if is_stream(source):
            return StreamLane(reading, spec, sizes, checkpoints(lane_key(source.name, opened.fingerprint)))
    return FileLane(reading, pool, sizes, checkpoints, workers)


def events_of(reading: Reading) -> Iterator[Event | Quarantined]:
    """All Events of an input in order, in this process, storing nothing."""
    for opened in open_input(reading.path):
        source = source_of(reading, opened)
        origin = reading.origin(opened)
        ingested = now_us()
        if is_stream(source):
            yield from source.events(opened.stream, origin, ingested)
            continue
        for record in _dated(source.records(opened.stream), reading.reference_us):
            if isinstance(record, Quarantined):
                yield record
                continue
            try:
                yield from source.normalise(record, origin, ingested)
            except BadRecord as error:
                yield Quarantined(error.reason, error.message, record.position, record.data, record.meta)
