"""Running: live sources through the same journey, until told to stop.

Files are followed where they grow. Network sources are received by a process of their own (`pipeline/listeners.py`) into
spools, which are read here like files. Every commit takes whatever batches are ready; live hits are due at once.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from collectors.contract import Quarantined, RawRecord
from collectors.logs import tail
from collectors.logs.auditd.reader import cut as cut_audit
from collectors.logs.tail import Tail
from model.event import Origin, digest
from model.times import LATEST, now_us
from pipeline import telemetry
from pipeline.batch import Batch, Checkpoint
from pipeline.bus import Position, SpoolReader
from pipeline.held import Replayer
from pipeline.intel.beside import Intel
from pipeline.listeners import Listeners, Receiver
from pipeline.merging import Merging
from pipeline.platform import Platform
from pipeline.pool import Pool, Ticket
from pipeline.sensor import SensorLane
from pipeline.settings import PipelineSettings, SourceSettings

IDLE_S = 0.2
GATHER_S = 1.0
"""While little arrives it is gathered for so long: each round costs a commit, and each of its segments is a file that
searches open and merges rewrite. Whoever has more to read than fits ahead goes on at once."""
AHEAD = 4
TIDY_EVERY_S = 60.0
"""How often retention is applied."""
FLUSH_AFTER_S = 10.0
"""A record held back (an audit event without its end, a line without its newline) counts as complete after so long."""

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

    def origin(self) -> Origin: ...

    def read(self) -> tuple[list[RawRecord | Quarantined], Checkpoint]: ...

    def committed(self, checkpoint: Checkpoint) -> None: ...

    def close(self) -> None: ...


class LiveLane:
    """Batches of one live source, a few ahead in the pool, handed out in order."""

    def __init__(self, feed: Feed, kind: str, pool: Pool) -> None:
        self._feed, self._kind, self._pool = feed, kind, pool
        self._tickets: deque[Ticket] = deque()

    def fill(self) -> bool:
        """Read what there is; whether there was anything."""
        found = False
        while len(self._tickets) < AHEAD:
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
        records, self._at = self._reader.read(self._at, self._sizes.batch_records, self._sizes.batch_bytes)
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
        self._name, self._source = name, source
        self._tail = Tail(source.path, tail.Position(**left) if left else tail.Position(), CUTS[source.kind])
        self._fingerprint = self._tail.position.fingerprint
        self._moved, self._idle = time.monotonic(), 0.0
        self._unreadable: str | None = None

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


def serve(platform: Platform, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Run until `stop` is set; then receive nothing more and commit what was received."""
    settings = platform.settings
    active = {name: source for name, source in platform.live_sources().items() if source.enabled}
    lanes = [_lane(platform, name, source) for name, source in active.items()]
    receivers = [
        Receiver(name, source, settings.spool_folder / name, settings.pipeline.spool_max_bytes)
        for name, source in active.items()
        if source.listen
    ]
    replayer = Replayer(platform)
    telemetry.serve_metrics(settings.metrics.listen)
    with Listeners(receivers) as listeners, Intel(platform) as intel, Merging(platform):
        _announce(active, settings.metrics.listen, say)
        tidy_at = time.monotonic() + TIDY_EVERY_S
        read_at = 0.0
        while not stop.is_set():
            due = time.monotonic() >= read_at or any(isinstance(lane, LiveLane) and lane.full for lane in lanes)
            moved = _turn(platform, lanes, read=due) | replayer.turn() | platform.rulebook.turn() | intel.turn()
            if due and moved:
                read_at = time.monotonic() + GATHER_S
            listeners.collect(platform.note_drops)
            if time.monotonic() >= tidy_at:
                platform.tidy()
                tidy_at = time.monotonic() + TIDY_EVERY_S
            if not moved:
                stop.wait(IDLE_S)
    for lane in lanes:
        if isinstance(lane, SensorLane):
            lane.stop()
    while _turn(platform, lanes, read=True):
        pass
    for lane in lanes:
        lane.close()


def _lane(platform: Platform, name: str, source: SourceSettings) -> LiveLane | SensorLane:
    if source.kind == "interface":
        return SensorLane(platform, name, source)
    sizes = platform.settings.pipeline
    feed: Feed
    if source.listen:
        reader = SpoolReader(platform.settings.spool_folder / name)
        feed = SpoolFeed(name, source, reader, platform.checkpoint_of(f"spool:{name}"), sizes)
    else:
        feed = TailFeed(name, source, platform.checkpoint_of(f"tail:{name}"))
    return LiveLane(feed, source.kind, platform.pool)


def _turn(platform: Platform, lanes: Sequence[LiveLane | SensorLane], *, read: bool) -> bool:
    """Read, follow, commit once; whether anything moved. read: False leaves what arrives where it is for now."""
    moved = False
    for lane in lanes:
        if read or isinstance(lane, SensorLane):  # a sensor gathers by itself
            moved |= lane.fill()
    platform.pool.poll(0.05 if any(lane.busy for lane in lanes) else 0)
    done = [(lane, ticket.result) for lane in lanes for ticket in lane.ready()]
    followed = [result for _, result in done if result is not None]
    if followed or platform.stages.overdue(now_us()):
        platform.commit(followed, LATEST, now_us())
        for lane, result in done:
            assert result is not None
            lane.committed(result.checkpoint)
    return moved or bool(followed) or any(lane.busy for lane in lanes)


def _announce(active: dict[str, SourceSettings], metrics: str, say: Callable[[str], None]) -> None:
    for name, source in active.items():
        say(f"{name}: {source.kind} from {source.listen or source.path or source.interface}")
    if not active:
        say("no source is configured; describe one in fengsui.toml under [sources.NAME]")
    if metrics:
        say(f"metrics on http://{metrics}/metrics")
