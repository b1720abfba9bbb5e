"""Receiving syslog: UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425), with limits and back-pressure.

A listener turns what arrives into blocks of raw records and hands them to `sink`, which makes them durable. While the sink is
busy, stream connections are not read, so their senders wait; datagrams cannot wait, so they are counted as dropped once
the waiting room is full. The kernel's own drops are counted too.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import structlog

from collectors.contract import Arrived, Block, Quarantined, RawRecord
from collectors.datagrams import Datagrams, Taken
from collectors.logs.syslog.blocks import BlockFramer
from model.errors import InputError
from model.times import now_us

Sink = Callable[[Sequence[Arrived]], Awaitable[None]]
"""Takes records and returns when they are durable. Raises SinkFull when it cannot take them now."""

log = structlog.get_logger(__name__)

RECEIVE_BUFFER = 32 << 20  # asked for; the kernel gives at most net.core.rmem_max unless we may force it
SO_RCVBUFFORCE = 33  # linux/include/uapi/asm-generic/socket.h
BLOCK_BYTES = 4 << 20  # of datagrams in one block; larger ones go one by one
TURNS = 8  # calls for datagrams before others have their turn
LAST_TURNS = 64  # of a listener that stops: a sender that goes on cannot keep it
READ_BYTES = 256 * 1024


class SinkFull(Exception):
    """The sink cannot take records now; the listener tries again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """waiting: datagrams kept while the sink is busy. idle_s: a connection that sends nothing for so long is closed.
    retry_s: pause before a full sink is asked again. handshake_s: for TLS."""

    connections: int = 1000
    connections_per_peer: int = 100
    message_bytes: int = 64 * 1024
    idle_s: float = 600.0
    waiting: int = 100_000
    retry_s: float = 0.05
    handshake_s: float = 10.0


@dataclass(slots=True)
class Counters:
    """received and dropped: messages; rejected: connections refused by a limit; kernel_dropped: datagrams the kernel
    could not queue, None where /proc does not tell."""

    received: int = 0
    dropped: int = 0
    bytes: int = 0
    connections: int = 0
    rejected: int = 0
    kernel_dropped: int | None = 0


@dataclass(slots=True)
class Tls:
    """Server certificate and key as PEM files; with client_ca every client must show a certificate signed by it."""

    certificate: Path
    key: Path
    client_ca: Path | None = None

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or later. Raises InputError when a file cannot be used."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
            if self.client_ca is not None:
                context.load_verify_locations(self.client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
        except (OSError, ssl.SSLError) as error:
            raise InputError(f"TLS files cannot be used: {error}", where=str(self.certificate)) from error
        return context


class _Stamps:
    """Positions for records that come from no file: microseconds of arrival, made strictly increasing, so that they
    are unique also after a restart."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, received: int) -> int:
        self._last = max(self._last + 1, received)
        return self._last


@dataclass
class _Listener:
    host: str
    port: int
    sink: Sink
    limits: Limits = field(default_factory=Limits)
    counters: Counters = field(default_factory=Counters)
    name: str = "syslog"
    """Of the source, in the reasons of its quarantine."""
    form: Literal["texts", "whole"] = "texts"

    def drops(self) -> dict[str, int]:
        """Records lost, and connections refused, by reason, since it began."""
        return {"spool_full": self.counters.dropped, "connection_limit": self.counters.rejected}

    async def _deliver(self, records: Sequence[Arrived]) -> None:
        """Returns when the sink has taken them, however long that is."""
        while True:
            try:
                await self.sink(records)
            except SinkFull:
                await asyncio.sleep(self.limits.retry_s)
            else:
                return


class UdpListener(_Listener):
    """One datagram, one record. `port` 0 takes a free one; after `start` it is the real one."""

    transport = "udp"

    async def start(self) -> None:
        """Raises InputError when the address cannot be bound."""
        self._loop = asyncio.get_running_loop()
        self._stamps = _Stamps()
        self._waiting: list[Arrived] = []
        self._records = 0  # waiting
        self._arrived = asyncio.Event()
        self._stopping = False
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._socket = sock = socket.socket(family, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
            sock.bind((self.host, self.port))
        except OSError as error:
            sock.close()
            raise InputError(f"cannot listen: {error.strerror}", where=f"udp {self.host}:{self.port}") from error
        self.port = sock.getsockname()[1]
        self._datagrams = Datagrams(sock)
        self._task = asyncio.create_task(self._drain())
        self._loop.add_reader(sock.fileno(), self._readable)

    def _readable(self) -> bool:
        """Take what has arrived; whether there may be more."""
        try:
            for _ in range(TURNS):
                taken = self._datagrams.take()
                if taken is None:
                    return False
                self._accept(taken)
        except OSError as error:
            log.warning("udp_receive_failed", error=str(error))
        return True

    def _accept(self, taken: Taken) -> None:
        count = len(taken)
        self.counters.received += count
        self.counters.bytes += int(taken.lengths.sum())
        room = max(0, self.limits.waiting - self._records)
        if count > room:
            self.counters.dropped += count - room
            taken = taken.first(room)
        if len(taken):
            self._records += len(taken)
            self._waiting += self.read(taken, now_us())
            self._arrived.set()

    def read(self, taken: Taken, received: int) -> list[Arrived]:
        """What is handed to the sink of these datagrams."""
        most = self.limits.message_bytes
        if int(taken.lengths.max()) <= most and int(taken.lengths.sum()) <= BLOCK_BYTES:
            senders = taken.senders.tobytes() if len(taken.peers) > 1 else b""
            lengths = taken.lengths.tobytes()
            data, form = taken.joined(), self.form
            return [Block(form, data, received, self.transport, taken.peers, lengths, senders)]
        out: list[Arrived] = []
        for number in range(len(taken)):
            data, at = taken[number], self._stamps.next(received)
            meta: dict[str, str | int] = {"peer": taken.peer(number), "transport": "udp", "received_us": received}
            if len(data) > most:
                message = f"a datagram of {len(data)} bytes; at most {most} are read"
                out.append(Quarantined(f"{self.name}.too_long", message, at, data, meta))
            elif data.strip(b"\r\n\0 "):
                out.append(RawRecord(data.rstrip(b"\r\n\0") if self.form == "texts" else data, at, at + 1, meta))
        return out

    async def _drain(self) -> None:
        while self._waiting or not self._stopping:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                batch, self._waiting = self._waiting, []
                records, self._records = self._records, 0
                try:
                    await self.sink(batch)
                except SinkFull:
                    self._put_back(batch, records)
                    await asyncio.sleep(self.limits.retry_s)
                except Exception:  # the outer edge of this worker: nothing taken may be lost
                    log.exception("udp_sink_failed")
                    self._put_back(batch, records)
                    await asyncio.sleep(self.limits.retry_s)

    def _put_back(self, batch: list[Arrived], records: int) -> None:
        """What came while the sink was asked stays within the waiting room: at most as much again as fits into it."""
        self._waiting = batch + self._waiting
        self._records += records

    def kernel_drops(self) -> int | None:
        """Datagrams the kernel dropped on this socket; also kept in the counters."""
        self.counters.kernel_dropped = self._datagrams.dropped()
        return self.counters.kernel_dropped

    def drops(self) -> dict[str, int]:
        return {"spool_full": self.counters.dropped, "kernel": self.kernel_drops() or 0}

    async def stop(self) -> None:
        """Take what has arrived, hand it over, close."""
        self._loop.remove_reader(self._socket.fileno())
        for _ in range(LAST_TURNS):
            if not self._readable():
                break
        self.kernel_drops()
        self._socket.close()
        self._stopping = True
        self._arrived.set()
        await self._task


class TcpListener(_Listener):
    """Octet counting or line ends, told apart frame by frame. With `tls` it speaks RFC 5425."""

    tls: Tls | None = None

    async def start(self) -> None:
        """Raises InputError when the address cannot be bound or the TLS files cannot be used."""
        self._stamps = _Stamps()
        self._peers: dict[str, int] = {}
        self._open: dict[asyncio.Task[None], tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}
        context = self.tls.context() if self.tls is not None else None
        try:
            self._server = await asyncio.start_server(
                self._connected,
                self.host,
                self.port,
                limit=READ_BYTES,
                ssl=context,
                ssl_handshake_timeout=self.limits.handshake_s if context else None,
            )
        except OSError as error:
            raise InputError(f"cannot listen: {error.strerror}", where=f"tcp {self.host}:{self.port}") from error
        self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = reader, writer
        peer = str((writer.get_extra_info("peername") or ("unknown",))[0])
        open_here = self._peers.get(peer, 0)
        try:
            if len(self._open) > self.limits.connections or open_here >= self.limits.connections_per_peer:
                self.counters.rejected += 1
                log.warning("syslog_connection_rejected", peer=peer, open=len(self._open) - 1)
                return
            self._peers[peer] = open_here + 1
            self.counters.connections += 1
            try:
                await self._receive(reader, writer, peer)
            finally:
                self._peers[peer] -= 1
                if not self._peers[peer]:
                    del self._peers[peer]
        finally:
            del self._open[task]
            writer.close()
            with contextlib.suppress(OSError, ssl.SSLError, asyncio.TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), 1.0)

    async def _receive(self, reader: asyncio.StreamReader, _: asyncio.StreamWriter, peer: str) -> None:
        framer = BlockFramer(max_bytes=self.limits.message_bytes)
        transport = "tls" if self.tls is not None else "tcp"
        while True:
            try:
                data = await asyncio.wait_for(reader.read(READ_BYTES), self.limits.idle_s)
            except TimeoutError:
                log.info("syslog_connection_idle", peer=peer)
                break
            except (OSError, ssl.SSLError) as error:
                log.info("syslog_connection_lost", peer=peer, error=str(error))
                break
            if not data:
                break
            self.counters.bytes += len(data)
            await self._hand_over(framer.take(data, now_us(), transport, peer), peer)
        await self._hand_over([*framer.finish()], peer)

    async def _hand_over(self, found: list[Arrived], peer: str) -> None:
        if not found:
            return
        received = now_us()
        transport = "tls" if self.tls is not None else "tcp"
        meta: dict[str, str | int] = {"peer": peer, "transport": transport, "received_us": received}
        out: list[Arrived] = []
        for record in found:
            if isinstance(record, Block):
                out.append(record)
                self.counters.received += record.size
                continue
            self.counters.received += 1
            at = self._stamps.next(received)
            if isinstance(record, RawRecord):
                out.append(RawRecord(record.data, at, at + 1, meta))
            else:
                out.append(Quarantined(record.reason, record.message, at, record.data, meta))
        await self._deliver(out)

    async def stop(self) -> None:
        """Accept no more, hand over what open connections have sent so far, close them."""
        self._server.close()
        for reader, writer in self._open.values():
            with contextlib.suppress(RuntimeError):
                writer.transport.pause_reading()  # type: ignore[attr-defined]
            reader.feed_eof()
        if self._open:
            await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()


class TlsListener(TcpListener):
    """RFC 5425. `TlsListener(host, port, sink, tls=Tls(...))`."""

    def __init__(
        self,
        host: str,
        port: int,
        sink: Sink,
        *,
        tls: Tls,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(host, port, sink, limits or Limits())
        self.tls = tls
