"""A live interface as a source: a process of its own captures, meters, looks into payloads, detects and writes.

The parent holds the ring's socket and the child maps it, so a child that is killed loses no packet: its successor goes on in
the block where it stopped, with the flows it had, which are in a file both can map (`collectors.packets.kept_tables`). Flows
that ended leave that file only when the batch with their Events is committed; reported twice they have the same ids.
What the child had heard of conversations under way is lost, and counted as flows not looked into.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from collectors.contract import Quarantined
from model.event import Event, Origin, digest, seal
from model.times import HOUR, now_us
from pipeline import telemetry
from pipeline.batch import Batch, Checkpoint, Followed
from pipeline.journey import follow
from pipeline.pool import CONTEXT, Failure
from pipeline.settings import Settings
from pipeline.source_settings import SourceSettings
from pipeline.stages import FollowStages, StageSpec

if TYPE_CHECKING:
    import numpy as np

    from collectors.packets.compiled import Parcel
    from collectors.packets.live import LiveMeter
    from collectors.packets.ring import RingSettings
    from pipeline.platform import Platform

BATCH_EVENTS = 4000
BATCH_S = 1.0
UNCONFIRMED = 8
"""Batches that may be under way; beyond that flows wait in their tables, and after those the kernel drops and counts."""
ALARM_S = 60.0
RESTART_S = 1.0

log = structlog.get_logger("fengsui.sensor")


@dataclass(frozen=True, slots=True)
class SensorJob:
    """What the child needs to know. fresh: the ring has not been read before."""

    name: str
    interface: str
    unit: str
    observer: str
    tables: Path
    ring: RingSettings
    packets: Path | None
    packets_bytes: int
    packets_age_us: int
    fresh: bool = True


@dataclass(slots=True)
class Done:
    """A batch that is back, as the committing loop wants it."""

    result: Followed


def packets_folder(settings: Settings, name: str) -> Path:
    return settings.data / "packets" / name


class SensorLane:
    """The sensor seen from the platform: batches, the kernel's counters, and starting it again when it died."""

    def __init__(self, platform: Platform, name: str, source: SourceSettings) -> None:
        from collectors.packets.ring import RingSettings, interface_packets, open_ring

        assert source.interface is not None
        settings = platform.settings
        self.key = f"interface:{name}"
        self._platform, self._name = platform, name
        self._ring = RingSettings(
            source.interface,
            bytes=source.ring_bytes,
            promiscuous=source.promiscuous,
            capture_filter=source.capture_filter,
        )
        self._job = SensorJob(
            name,
            source.interface,
            source.unit,
            source.observer or name,
            settings.data / "sensor" / f"{name}.tables",
            self._ring,
            packets_folder(settings, name) if source.keep_packets_bytes else None,
            source.keep_packets_bytes,
            source.keep_packets_hours * HOUR,
        )
        self._sock = open_ring(self._ring)
        self._seen = self._dropped = 0
        self._alarm_at = 0.0
        self._counted_at = 0.0
        self._stopping = self._finished = False
        self._done: deque[Done] = deque()
        left = platform.checkpoint_of(self.key)
        if left and left.get("boot") == _boot():
            missed = interface_packets(source.interface) - int(left["rx"])
            if missed > 0:
                log.warning("packets passed while the sensor was not running", source=name, packets_at_most=missed)
                platform.note_drops(name, missed)
        self._start(fresh=True)

    @property
    def process(self) -> BaseProcess:
        return self._process

    def _start(self, *, fresh: bool) -> None:
        from dataclasses import replace

        ours, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_sense,
            args=(theirs, self._sock, self._platform.spec, replace(self._job, fresh=fresh)),
            daemon=True,
            name="fengsui-sensor",
        )
        self._process.start()
        theirs.close()
        self._conn: Connection = ours
        self._started_at = time.monotonic()

    def fill(self) -> bool:
        """Take in what the sensor says."""
        self._count()
        found = False
        try:
            while not self._finished and self._conn.poll():
                message = self._conn.recv()
                if isinstance(message, Failure):
                    raise message.error()
                if message is None:
                    self._finished = True
                elif isinstance(message, Followed):
                    self._done.append(Done(message))
                    found = True
                else:
                    telemetry.BACKLOG.labels(self._name).set(message["waiting_bytes"])
        except (EOFError, ConnectionResetError):
            self._again()
        return found

    def _again(self) -> None:
        self._conn.close()
        self._process.join(1)
        log.error("the sensor ended and is started again", source=self._name, exit_code=self._process.exitcode)
        if time.monotonic() - self._started_at < RESTART_S:
            time.sleep(RESTART_S)
        self._start(fresh=False)
        if self._stopping:
            self.stop()

    def _count(self) -> None:
        """The kernel's counters, read once a second from our own copy of the socket: a killed sensor loses none."""
        now = time.monotonic()
        if now - self._counted_at < 1.0:
            return
        self._counted_at = now
        from collectors.packets.live import ALARM_SHARE
        from collectors.packets.ring import statistics

        seen, dropped = statistics(self._sock)
        if dropped:
            telemetry.DROPS.labels(self._name, "kernel").inc(dropped)
            self._platform.note_drops(self._name, dropped)
        self._seen += seen
        self._dropped += dropped
        if now - self._alarm_at >= ALARM_S:
            share = self._dropped / self._seen if self._seen else 0.0
            if share > ALARM_SHARE:
                log.error("the kernel drops packets", source=self._name, share=round(share, 5), packets=self._dropped)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self._conn.send(("alarm", self._dropped, self._seen))
            self._alarm_at, self._seen, self._dropped = now, 0, 0

    def ready(self) -> list[Done]:
        out = list(self._done)
        self._done.clear()
        return out

    @property
    def busy(self) -> bool:
        return bool(self._done) or (self._stopping and not self._finished)

    def committed(self, checkpoint: Checkpoint) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._conn.send(("committed", checkpoint["batch"]))

    def stop(self) -> None:
        """No more packets; what came before still becomes batches."""
        self._stopping = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._conn.send(("stop",))

    def close(self) -> None:
        self._conn.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._sock.close()


def _boot() -> str:
    from collectors.packets.kept_tables import boot_id

    return boot_id()


def _sense(conn: Connection, sock: socket.socket, spec: StageSpec, job: SensorJob) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _Sensor(conn, sock, spec, job).run()
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent must hear of anything
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            conn.send(Failure(error))


@dataclass(slots=True)
class _Open:
    """The batch being filled. slots: of the flows that ended in it."""

    events: list[Event] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    slots: list[np.ndarray[Any, Any]] = field(default_factory=list)
    since: float = 0.0


class _Sensor:
    """The child."""

    def __init__(self, conn: Connection, sock: socket.socket, spec: StageSpec, job: SensorJob) -> None:
        from collectors.packets.conversation import Recording
        from collectors.packets.kept_tables import Kept
        from collectors.packets.live import LiveMeter
        from collectors.packets.looking import Looking
        from collectors.packets.meter import Limits
        from collectors.packets.ring import Ring
        from collectors.packets.shelf import Shelf, ShelfSettings

        self._conn, self._job = conn, job
        self._stages = FollowStages(spec)
        kept = Kept(job.tables, digest("sensor", job.name, now_us()))
        ring = Ring(sock, job.ring)
        self._shelf = None
        if job.packets is not None:
            shelf = ShelfSettings(job.packets, max_bytes=job.packets_bytes, max_age_us=job.packets_age_us)
            self._shelf = Shelf(shelf, ring.link)
        tee = self._shelf.keep if self._shelf else None
        self._meter: LiveMeter = LiveMeter(ring, Limits(), kept=kept, tee=tee, fresh=job.fresh)
        self._meter.warm()
        self._kept = kept
        self._origin = Origin(job.name, kept.session, job.unit, job.observer, path=f"interface:{job.interface}")
        self._recording = Recording(self._origin, now_us())
        self._looking = Looking(self._recording, self._meter.quiet)
        self._stop = threading.Event()
        self._parcels: queue.SimpleQueue[Parcel | BaseException | None] = queue.SimpleQueue()
        self._put_bytes = self._taken_bytes = 0
        self._batch = _Open()
        self._numbers = 0
        self._unconfirmed: dict[int, list[np.ndarray[Any, Any]]] = {}

    def run(self) -> None:
        thread = threading.Thread(target=self._capture, daemon=True, name="fengsui-capture")
        thread.start()
        told = 0.0
        while True:
            self._listen(0)
            try:
                item = self._parcels.get(timeout=0.1)
            except queue.Empty:
                item = False  # type: ignore[assignment]
            if isinstance(item, BaseException):
                raise item
            if item is None:
                break
            if item:
                self._take(item)
            if self._is_due():
                self._send()
            if time.monotonic() - told > 1.0:
                told = time.monotonic()
                self._conn.send({"waiting_bytes": self._put_bytes - self._taken_bytes})
        self._send()
        while self._unconfirmed:
            self._listen(None)
        if self._shelf is not None:
            self._shelf.close()
        self._job.tables.unlink(missing_ok=True)
        self._conn.send(None)

    def _take(self, parcel: Parcel) -> None:
        self._recording.ingested = now_us()
        if len(parcel.pieces):
            self._taken_bytes += len(parcel.data)
        self._looking.take(parcel)
        batch = self._batch
        if not batch.events and not batch.slots:
            batch.since = time.monotonic()
        for item in self._recording.out:
            if isinstance(item, Quarantined):
                batch.quarantined.append(item)
            else:
                batch.events.append(item)
        self._recording.out.clear()
        if parcel.slots is not None and len(parcel.slots):
            batch.slots.append(parcel.slots)

    def _is_due(self) -> bool:
        batch = self._batch
        if not batch.events and not batch.quarantined:
            return False
        return len(batch.events) >= BATCH_EVENTS or time.monotonic() - batch.since > BATCH_S

    def _send(self) -> None:
        while len(self._unconfirmed) >= UNCONFIRMED:
            self._listen(None)
        from collectors.packets.ring import interface_packets

        batch, self._batch = self._batch, _Open()
        self._numbers += 1
        key = f"interface:{self._job.name}"
        checkpoint = {"batch": self._numbers, "boot": _boot(), "rx": interface_packets(self._job.interface)}
        made = Batch(
            digest(self._kept.session, now_us(), self._numbers), key, "pcap", self._origin, checkpoint,
            events=batch.events, quarantined=batch.quarantined,
        )  # fmt: skip
        self._unconfirmed[self._numbers] = batch.slots
        self._conn.send(follow(made, self._stages))

    def _listen(self, wait_s: float | None) -> None:
        while self._conn.poll(wait_s):
            message = self._conn.recv()
            if message[0] == "committed":
                self._meter.safe.extend(self._unconfirmed.pop(message[1], []))
            elif message[0] == "stop":
                self._stop.set()
            else:
                self._batch.events.append(self._alarm(message[1], message[2]))
            wait_s = 0

    def _alarm(self, dropped: int, seen: int) -> Event:
        told = f"the kernel dropped {dropped} of {seen} packets in the last minute: {dropped / seen:.2%}"
        event: Event = {
            "@timestamp": now_us(),
            "event.dataset": "network.sensor",
            "event.kind": "pipeline_error",
            "event.category": ["network"],
            "event.type": ["error"],
            "error.code": "sensor.drops",
            "error.message": told,
            "event.reason": told,
        }
        return seal(event, self._origin, position=f"drops-{now_us()}", content=told.encode(), ingested=now_us())

    def _capture(self) -> None:
        from collectors.packets.live import CALM_AT_BYTES, FULL_AT_BYTES, SHED_AT_BYTES, shed

        def put(parcel: Parcel) -> None:
            waiting = self._put_bytes - self._taken_bytes
            if waiting > FULL_AT_BYTES and len(parcel.pieces):
                shed(self._meter, parcel)
            elif waiting > SHED_AT_BYTES:
                self._meter.shedding(True)
            elif waiting < CALM_AT_BYTES:
                self._meter.shedding(False)
            if len(parcel.pieces):
                self._put_bytes += len(parcel.data)
            elif not len(parcel.endings) and not parcel.items:
                time.sleep(0.005)  # no room until the store has taken flows
                return
            self._parcels.put(parcel)

        try:
            for parcel in self._meter.parcels(self._stop):
                if parcel is not None:
                    put(parcel)
            for parcel in self._meter.finish():
                put(parcel)
            self._parcels.put(None)
        except BaseException as error:  # noqa: BLE001 - the edge of a thread
            self._parcels.put(error)
