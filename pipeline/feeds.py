"""What live lanes read from: growing files, and the spools of network sources. A lane keeps a few batches ahead in the pool
and hands them out in order."""

from __future__ import annotations

import time
from collections import deque
from typing import Protocol

import structlog

from collectors.contract import Quarantined, RawRecord
from collectors.logs import tail
from collectors.logs.auditd.reader import cut as cut_audit
from collectors.logs.tail import Tail
from model.event import Origin, digest
from pipeline import telemetry
from pipeline.batch import Batch, Checkpoint
from pipeline.bus import Position, SpoolReader
from pipeline.pool import Pool, Ticket
from pipeline.settings import PipelineSettings
from pipeline.source_settings import SourceSettings

AHEAD = 4
ABSENT_S = 60.0
"""A file that is not there for so long is a trouble; between two of a rotation it is none."""
FLUSH_AFTER_S = 10.0
"""A record held back (an audit event without its end, a line without its newline) counts as complete after so long."""

FLOWS_PER_PARCEL = 32
"""About as many as exporters put into a datagram."""

log = structlog.get_logger("fengsui.live")

# How each kind cuts a growing file into records; audit events span lines.
CUTS: dict[str, tail.Cut] = {
    "nginx": tail.cut_lines,
    "jsonl": tail.cut_lines,
    "syslog": tail.cut_lines,
    "auditd": lambda data, position, final: cut_audit(data, position, final=final),
}


class Feed(Protocol):
    """What a live lane reads from. `read` gives what there is now and where it ends; an empty list when nothing is."""

    key: str

    @property
    def trouble(self) -> str:
        """Why nothing can be read from it now, for people; empty when it can."""

    def origin(self) -> Origin: ...

    def read(self) -> tuple[list[RawRecord | Quarantined], Checkpoint]: ...

    def committed(self, checkpoint: Checkpoint) -> None: ...

    def close(self) -> None: ...


class LiveLane:
    """Batches of one live source, a few ahead in the pool, handed out in order."""

    def __init__(self, feed: Feed, kind: str, pool: Pool) -> None:
        self._feed, self._kind, self._pool = feed, kind, pool
        self._tickets: deque[Ticket] = deque()
        self._leaving = False

    def leave(self) -> None:
        """Read no more of what can be read another time; what was received already still becomes batches."""
        self._leaving = True

    def fill(self) -> bool:
        """Read what there is; whether there was anything."""
        found = False
        while not (self._leaving and isinstance(self._feed, TailFeed)) and len(self._tickets) < AHEAD:
            records, checkpoint = self._feed.read()
            if not records:
                break
            found = True
            batch = Batch(
                id=digest(self._feed.key, repr(sorted(checkpoint.items()))),
                lane=self._feed.key,
                kind=self._kind,
                origin=self._feed.origin(),
                checkpoint=checkpoint,
                records=[r for r in records if isinstance(r, RawRecord)],
                quarantined=[r for r in records if isinstance(r, Quarantined)],
                size_bytes=sum(len(r.data) for r in records),
            )
            self._tickets.append(self._pool.submit(batch))
        return found

    def ready(self) -> list[Ticket]:
        out = []
        while self._tickets and self._tickets[0].result is not None:
            out.append(self._tickets.popleft())
        return out

    @property
    def key(self) -> str:
        return self._feed.key

    @property
    def trouble(self) -> str:
        return self._feed.trouble

    @property
    def busy(self) -> bool:
        return bool(self._tickets)

    @property
    def full(self) -> bool:
        """Whether there may be more to read than fits ahead."""
        return len(self._tickets) >= AHEAD

    def committed(self, checkpoint: Checkpoint) -> None:
        self._feed.committed(checkpoint)

    def close(self) -> None:
        self._feed.close()


class SpoolFeed:
    def __init__(
        self, name: str, source: SourceSettings, folder: SpoolReader, left: Checkpoint | None, sizes: PipelineSettings
    ) -> None:
        self.key = f"spool:{name}"
        self._name, self._source, self._reader, self._sizes = name, source, folder, sizes
        self._at = Position(left["segment"], left["offset"]) if left else None
        self._segment = self._at.segment if self._at else 0
        self.trouble = ""

    def origin(self) -> Origin:
        # The segment is part of the identity: offsets begin again in each.
        return Origin(
            source=self._name,
            fingerprint=digest("spool", self._name, self._segment),
            unit=self._source.unit,
            observer=self._source.observer or self._name,
            path=self._source.listen or "",
            timezone=self._source.timezone,
        )

    def read(self) -> tuple[list[RawRecord | Quarantined], Checkpoint]:
        limit, size = self._sizes.batch_records, self._sizes.batch_bytes
        if self._source.kind == "netflow":  # a record is a parcel of flows
            limit, size = max(1, limit // FLOWS_PER_PARCEL), max(1024, size // FLOWS_PER_PARCEL)
        records, self._at = self._reader.read(self._at, limit, size)
        if records:
            self._segment = self._at.segment
        return records, {"segment": self._at.segment, "offset": self._at.offset}

    def committed(self, checkpoint: Checkpoint) -> None:
        at = Position(checkpoint["segment"], checkpoint["offset"])
        self._reader.acknowledge(at)
        telemetry.BACKLOG.labels(self._name).set(self._reader.backlog_bytes(at))

    def close(self) -> None:
        """A spool needs none: it is opened for each read."""


class TailFeed:
    def __init__(self, name: str, source: SourceSettings, left: Checkpoint | None) -> None:
        assert source.path is not None
        self.key = f"tail:{name}"
        self._path = source.path
        self._name, self._source = name, source
        self._tail = Tail(source.path, tail.Position(**left) if left else tail.Position(), CUTS[source.kind])
        self._fingerprint = self._tail.position.fingerprint
        self._moved, self._idle = time.monotonic(), 0.0
        self._unreadable: str | None = None
        self._absent = 0.0

    @property
    def trouble(self) -> str:
        if self._unreadable or self._path.exists():
            self._absent = 0.0
            return self._unreadable or ""
        self._absent = self._absent or time.monotonic()
        return "the file is not there" if time.monotonic() - self._absent > ABSENT_S else ""

    def origin(self) -> Origin:
        return Origin(
            source=self._name,
            fingerprint=digest(self._name, self._fingerprint),
            unit=self._source.unit,
            observer=self._source.observer or self._name,
            path=str(self._source.path),
            timezone=self._source.timezone,
        )

    def read(self) -> tuple[list[RawRecord | Quarantined], Checkpoint]:
        try:
            polled = self._tail.poll(flush=self._idle > FLUSH_AFTER_S)
        except OSError as error:
            if error.strerror != self._unreadable:  # polled five times a second: said once, not each time
                self._unreadable = error.strerror
                log.warning("source cannot be read", source=self._name, path=error.filename, reason=error.strerror)
            return [], {}
        self._unreadable = None
        now = time.monotonic()
        if polled.records:
            self._moved = now
        self._idle = now - self._moved
        # After a rotation the position is that of no file yet; the records still belong to the old one.
        self._fingerprint = polled.position.fingerprint or self._fingerprint
        at = polled.position
        return polled.records, {"inode": at.inode, "fingerprint": at.fingerprint, "offset": at.offset}

    def committed(self, checkpoint: Checkpoint) -> None:
        """Nothing to release: the file is somebody else's."""

    def close(self) -> None:
        self._tail.close()
