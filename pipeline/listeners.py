"""The receiving process: sockets on one side, spools on the other, nothing else between.

It is a process of its own so that receiving never waits for detection or for a commit. It ends when the platform does; what
it has appended is safe either way.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

import structlog

from collectors.contract import Arrived
from collectors.delivery.beats import LumberjackListener
from collectors.delivery.kafka import Brokers, KafkaReader
from collectors.flows.listen import FlowListener
from collectors.iot.subscriber import Subscriber
from collectors.logs.syslog.listen import Sink, SinkFull, TcpListener, Tls, TlsListener, UdpListener
from model.errors import FengsuiError, InputError
from pipeline import telemetry
from pipeline.bus import SpoolFull, SpoolWriter
from pipeline.pool import CONTEXT, Failure
from pipeline.source_settings import SourceSettings
from pipeline.subscribing import password_of, subscriber

log = structlog.get_logger("fengsui.listen")

REPORT_S = 1.0
"""Seconds between syncs of the spools to disk and reports of the counters: what power loss can cost."""
RETRY_S = 5.0
"""Seconds after which an address that could not be listened on is tried again."""


WAITED_FOR = frozenset({"lumberjack", "kafka"})
"""Kinds whose senders forget what was taken: it must survive power loss first."""
Listening = UdpListener | TcpListener | Subscriber | KafkaReader


@dataclass(frozen=True, slots=True)
class Receiver:
    """A network source: what it listens on, and where its spool is."""

    name: str
    source: SourceSettings
    folder: Path
    max_bytes: int


@dataclass(slots=True)
class Heard:
    """What the receiving process says. lost: records by source and reason, and received: records by source, since the
    process began. addresses: listened on
    now. failures: sources whose address cannot be listened on, with message and hint; they are tried again."""

    lost: dict[str, dict[str, int]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    failures: dict[str, tuple[str, str]] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Listeners:
    """The receiving process, seen from the platform. A context manager; raises InputError when a source of `required`
    cannot be listened on. `want` says what to receive from then on."""

    receivers: Sequence[Receiver]
    required: frozenset[str] = frozenset()
    heard: Heard = field(default_factory=Heard)
    _counted: dict[tuple[str, str], int] = field(default_factory=dict)
    _conn: Connection | None = None
    _process: BaseProcess | None = None

    def __enter__(self) -> Listeners:
        if self.receivers:
            self._start()
            for name, (message, hint) in self.heard.failures.items():
                if name in self.required:
                    self.__exit__(None, None, None)
                    raise InputError(message, where=f"source {name}", hint=hint)
        return self

    def _start(self) -> None:
        ours, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_receive, args=(theirs, list(self.receivers)), daemon=True, name="fengsui-listen"
        )
        self._process.start()
        theirs.close()
        self._counted = {}
        started = ours.recv()
        if isinstance(started, Failure):
            raise started.error()
        self.heard = started
        self._conn = ours

    def want(self, receivers: Sequence[Receiver]) -> None:
        """Receive these from now on. What stays as it is goes on undisturbed."""
        if list(receivers) == list(self.receivers):
            return
        self.receivers = receivers
        if self._conn is None:
            self._start()
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._conn.send(list(receivers))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop receiving; returns when everything received is in the spools."""
        if self._conn is None or self._process is None:
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._conn.send(None)
        self._process.join(10)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._conn.close()
        self._conn = None

    def collect(self, dropped: Callable[[str, int], None]) -> None:
        """Take in the newest counters; `dropped` is told of records lost since the last time. A receiving process that
        was killed is started again: what it had received is in the spools, what arrives meanwhile is the sender's."""
        while self._conn is not None and self._conn.poll():
            try:
                heard = self._conn.recv()
            except (EOFError, ConnectionResetError):
                self._restart()
                return
            if isinstance(heard, Failure):
                raise heard.error()
            self.heard = heard
            self._note(heard.lost, dropped)
            for name, count in heard.received.items():
                more = count - self._counted.get((name, ""), 0)
                self._counted[name, ""] = count
                telemetry.RECEIVED.labels(name).inc(max(0, more))

    def _restart(self) -> None:
        assert self._conn is not None
        assert self._process is not None
        self._conn.close()
        self._process.join(1)
        log.error("the receiving process ended and is started again", exit_code=self._process.exitcode)
        telemetry.RECEIVER_RESTARTS.inc()
        self._start()

    def _note(self, report: dict[str, dict[str, int]], dropped: Callable[[str, int], None]) -> None:
        for name, counters in report.items():
            for reason, count in counters.items():
                more = count - self._counted.get((name, reason), 0)
                if more > 0:
                    self._counted[name, reason] = count
                    telemetry.DROPS.labels(name, reason).inc(more)
                    dropped(name, more)


def _receive(conn: Connection, receivers: list[Receiver]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        asyncio.run(_Receiving(conn).run(receivers))
    except FengsuiError as error:
        conn.send(Failure(error))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return  # the platform has gone; what was received is in the spools


@dataclass(slots=True)
class _Open:
    receiver: Receiver
    spool: SpoolWriter
    durable: Durable
    listener: Listening


class Durable:
    """Writing and syncing a spool in other threads, so that receiving goes on while the disk is busy; whoever waits for a sync
    shares one."""

    def __init__(self, spool: SpoolWriter) -> None:
        self._spool = spool
        self._running = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None

    async def append(self, records: Sequence[Arrived]) -> None:
        """Raises SpoolFull when there is no room: then none was taken."""
        async with self._turn:
            await asyncio.to_thread(self._spool.append, records)

    def begin(self) -> None:
        """Sync, and do not wait; a disk that fails is said in the log and tried again the next time."""
        if self._next is None:
            self._next = asyncio.create_task(self._sync())
            self._next.add_done_callback(_failed)

    async def made(self) -> None:
        """Returns when all that was appended before this call survives power loss. Raises OSError when the disk fails."""
        if self._next is None:
            self._next = asyncio.create_task(self._sync())
        await asyncio.shield(self._next)

    async def _sync(self) -> None:
        async with self._running:
            self._next = None  # what is appended from now on needs another
            await asyncio.to_thread(self._spool.sync)


def _failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a spool cannot be synced", reason=str(error))


class _Receiving:
    """The child."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._open: dict[str, _Open] = {}
        self._wanted: dict[str, Receiver] = {}
        self._failures: dict[str, tuple[str, str]] = {}
        self._lost: dict[str, dict[str, int]] = {}  # by listeners that are closed
        self._received: dict[str, int] = {}  # by listeners that are closed

    async def run(self, receivers: list[Receiver]) -> None:
        await self._want(receivers)
        self._conn.send(self._heard())
        called = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._conn.fileno(), called.set)
        retry_at = time.monotonic() + RETRY_S
        going = True
        while going:
            try:
                await asyncio.wait_for(called.wait(), REPORT_S)
            except TimeoutError:
                for one in self._open.values():
                    one.durable.begin()
                if self._failures and time.monotonic() >= retry_at:
                    await self._want(list(self._wanted.values()))
                    retry_at = time.monotonic() + RETRY_S
                self._conn.send(self._heard())
                continue
            called.clear()
            while going and self._conn.poll():
                try:
                    wanted = self._conn.recv()
                except (EOFError, ConnectionResetError):
                    wanted = None
                going = wanted is not None
                if wanted is not None:
                    await self._want(wanted)
                    self._conn.send(self._heard())
        await self._want([])

    async def _want(self, receivers: list[Receiver]) -> None:
        """Close what is not wanted as it is, then open what is missing: an address may pass from one to another."""
        self._wanted = {one.name: one for one in receivers}
        self._failures = {}
        for name, one in list(self._open.items()):
            if self._wanted.get(name) != one.receiver:
                await one.listener.stop()
                one.spool.close()
                self._lost[name] = self._lost_of(name)
                self._received[name] = self._received.get(name, 0) + one.listener.counters.received
                del self._open[name]
        for name, wanted in self._wanted.items():
            if name in self._open:
                continue
            spool = SpoolWriter(wanted.folder, max_bytes=wanted.max_bytes)
            try:
                durable = Durable(spool)
                opened = listener(
                    wanted,
                    partial(_keep, durable, synced=wanted.source.kind in WAITED_FOR),
                    wanted.folder / "templates.json",
                )
                await opened.start()
            except InputError as error:
                spool.close()
                hint = error.hint or "another program uses it, or it is no address of this machine"
                self._failures[name] = (error.message, hint)
                continue
            self._open[name] = _Open(wanted, spool, durable, opened)

    def _lost_of(self, name: str) -> dict[str, int]:
        before = self._lost.get(name, {})
        now = _drops(self._open[name].listener) if name in self._open else {}
        return {reason: before.get(reason, 0) + now.get(reason, 0) for reason in {**before, **now}}

    def _heard(self) -> Heard:
        addresses = {name: f"{one.listener.host}:{one.listener.port}" for name, one in self._open.items()}
        lost = {name: self._lost_of(name) for name in {**self._lost, **self._open}}
        received = dict(self._received)
        for name, one in self._open.items():
            received[name] = received.get(name, 0) + one.listener.counters.received
        return Heard(lost, addresses, dict(self._failures), received)


async def _keep(durable: Durable, records: Sequence[Arrived], *, synced: bool) -> None:
    try:
        await durable.append(records)
    except SpoolFull as full:
        raise SinkFull from full
    if synced:
        await durable.made()


def listener(wanted: Receiver, sink: Sink, templates: Path | None = None) -> Listening:
    """What takes records from the address of a network source. It is not started. templates: where those of exporters of flows
    outlast the process."""
    source = wanted.source
    assert source.listen is not None
    if source.kind == "mqtt":
        return subscriber(wanted.name, source, sink)
    scheme, _, address = source.listen.partition("://")
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if source.kind == "kafka":
        return _kafka(source, host, int(port), sink)
    if source.kind == "netflow":
        return FlowListener(host, int(port), sink, remembered=templates)
    if source.kind == "snmptrap":
        return UdpListener(host, int(port), sink, name="snmp", form="whole")
    if scheme == "udp":
        return UdpListener(host, int(port), sink)
    tls = None
    if scheme == "tls":
        assert source.tls_certificate is not None
        assert source.tls_key is not None
        tls = Tls(source.tls_certificate, source.tls_key, source.tls_client_ca)
    if source.kind == "lumberjack":
        return LumberjackListener(host, int(port), sink, tls=tls)
    return TlsListener(host, int(port), sink, tls=tls) if tls else TcpListener(host, int(port), sink)


def _kafka(source: SourceSettings, host: str, port: int, sink: Sink) -> KafkaReader:
    brokers = Brokers(
        host,
        port,
        source.group,
        tls=(source.listen or "").startswith("kafkas://"),
        user=source.user,
        password=password_of(source),
        mechanism=source.sasl,
        authority=source.tls_ca,
        certificate=source.tls_certificate,
        key=source.tls_key,
    )
    return KafkaReader(brokers, source.topics, sink)


def _drops(listener: Listening) -> dict[str, int]:
    if isinstance(listener, Subscriber):
        return {"waiting_room": listener.counters.dropped}
    return listener.drops()
