"""The receiving process: sockets on one side, spools on the other, nothing else between.

It is a process of its own so that receiving never waits for detection or for a commit. It ends when the platform does; what
it has appended is safe either way.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

import structlog

from collectors.contract import Quarantined, RawRecord
from collectors.logs.syslog.listen import SinkFull, TcpListener, Tls, TlsListener, UdpListener
from model.errors import FengsuiError, InputError
from pipeline import telemetry
from pipeline.bus import SpoolFull, SpoolWriter
from pipeline.pool import CONTEXT, Failure
from pipeline.settings import SourceSettings

log = structlog.get_logger("fengsui.listen")

REPORT_S = 1.0
"""Seconds between syncs of the spools to disk and reports of the counters: what power loss can cost."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A network source: what it listens on, and where its spool is."""

    name: str
    source: SourceSettings
    folder: Path
    max_bytes: int


@dataclass(slots=True)
class Listeners:
    """The receiving process, seen from the platform. A context manager; raises InputError when an address is taken."""

    receivers: Sequence[Receiver]
    addresses: dict[str, str] = field(default_factory=dict)
    _counted: dict[tuple[str, str], int] = field(default_factory=dict)
    _conn: Connection | None = None
    _process: BaseProcess | None = None

    def __enter__(self) -> Listeners:
        if self.receivers:
            self._start()
        return self

    def _start(self) -> None:
        ours, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_receive, args=(theirs, list(self.receivers)), daemon=True, name="fengsui-listen"
        )
        self._process.start()
        theirs.close()
        started = ours.recv()
        if isinstance(started, Failure):
            raise started.error()
        self.addresses = started
        self._conn = ours
        self._counted = {}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop receiving; returns when everything received is in the spools."""
        if self._conn is None or self._process is None:
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._conn.send("stop")
        self._process.join(10)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._conn.close()

    def collect(self, dropped: Callable[[str, int], None]) -> None:
        """Take in the newest counters; `dropped` is told of records lost since the last time. A receiving process that
        was killed is started again: what it had received is in the spools, what arrives meanwhile is the sender's."""
        while self._conn is not None and self._conn.poll():
            try:
                report = self._conn.recv()
            except (EOFError, ConnectionResetError):
                self._restart()
                return
            self._note(report, dropped)

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
        asyncio.run(_run(conn, receivers))
    except FengsuiError as error:
        conn.send(Failure(error))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return  # the platform has gone; what was received is in the spools


async def _run(conn: Connection, receivers: list[Receiver]) -> None:
    spools = {r.name: SpoolWriter(r.folder, max_bytes=r.max_bytes) for r in receivers}
    listeners = {r.name: _listener(r, spools[r.name]) for r in receivers}
    for name, listener in listeners.items():
        try:
            await listener.start()
        except InputError as error:
            hint = error.hint or "another program uses it, or it is no address of this machine"
            raise InputError(error.message, where=f"source {name}", hint=hint) from error
    conn.send({name: f"{listener.host}:{listener.port}" for name, listener in listeners.items()})
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(conn.fileno(), stop.set)  # "stop", or the other end closing
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), REPORT_S)
        except TimeoutError:
            for spool in spools.values():
                spool.sync()
            conn.send({name: _drops(listener) for name, listener in listeners.items()})
    for listener in listeners.values():
        await listener.stop()
    for spool in spools.values():
        spool.close()


def _listener(receiver: Receiver, spool: SpoolWriter) -> UdpListener | TcpListener:
    async def sink(records: list[RawRecord | Quarantined]) -> None:
        try:
            spool.append(records)
        except SpoolFull as full:
            raise SinkFull from full

    source = receiver.source
    assert source.listen is not None
    scheme, _, address = source.listen.partition("://")
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if scheme == "udp":
        return UdpListener(host, int(port), sink)
    if scheme == "tcp":
        return TcpListener(host, int(port), sink)
    assert source.tls_certificate is not None
    assert source.tls_key is not None
    return TlsListener(host, int(port), sink, tls=Tls(source.tls_certificate, source.tls_key, source.tls_client_ca))


def _drops(listener: UdpListener | TcpListener) -> dict[str, int]:
    counters = listener.counters
    kernel = listener.kernel_drops() if isinstance(listener, UdpListener) else 0
    return {"spool_full": counters.dropped, "kernel": kernel or 0, "connection_limit": counters.rejected}
