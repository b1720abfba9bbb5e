"""Lumberjack version 2, what Beats speak: windows of events, each acknowledged when it is durable.

    2 W count             the next window has so many events
    2 J sequence size …   an event as JSON
    2 D sequence pairs …  an event as names and values
    2 C size …            frames, zlib-compressed
    2 A sequence          ours: everything up to here is durable; 0 says that we are still at it

Source: elastic/go-lumber, "lumberjack protocol" (README of logstash-input-beats, PROTOCOL.md).
"""

from __future__ import annotations

import asyncio
import struct
import zlib
from array import array
from collections.abc import Iterator

import orjson
import structlog

from collectors.contract import Arrived, Block, Quarantined
from collectors.delivery.source import LINE_MOST, DeliveredSource
from collectors.logs.syslog.listen import Limits, Sink, TcpListener, Tls
from model.errors import BadRecord
from model.times import now_us

SOURCE = DeliveredSource("lumberjack")
WINDOW_MOST = 1 << 20
PACKED_MOST = 32 << 20
OPENED_MOST = 64 << 20
HELD_BYTES = 4 << 20
"""Events are handed over in such portions, however large the window is."""
ALIVE_S = 3.0
"""How often a sender that waits hears that we are still at it; Beats give up after 30 s of silence."""
PAIRS_MOST = 1024
_u32 = struct.Struct(">I").unpack_from
_two = struct.Struct(">II").unpack_from

log = structlog.get_logger("fengsui.lumberjack")


class _Window:
    """What one connection has sent since the last acknowledgement."""

    def __init__(self) -> None:
        self.size = 0  # events it has, as the sender said
        self.count = 0  # of which these have come
        self.sequence = 0  # of the last of them
        self.held = 0
        self._pieces: list[bytes] = []
        self._refused: list[tuple[bytes, str]] = []

    def add(self, sequence: int, data: bytes) -> None:
        self.sequence = sequence
        self.count += 1
        if len(data) > LINE_MOST:
            self._refused.append((data[:LINE_MOST], f"an event of {len(data)} bytes; at most {LINE_MOST} are read"))
        else:
            self._pieces.append(data)
        self.held += min(len(data), LINE_MOST)

    @property
    def complete(self) -> bool:
        return self.count >= self.size > 0

    def begin(self, size: int) -> None:
        if not 0 < size <= WINDOW_MOST:
            raise BadRecord("lumberjack.window", f"a window of {size} events; at most {WINDOW_MOST} are taken")
        self.size, self.count = size, 0

    def take(self, peer: str, transport: str, stamp: int) -> list[Arrived]:
        out: list[Arrived] = []
        if self._pieces:
            lengths = array("I", map(len, self._pieces)).tobytes()
            out.append(Block("texts", b"".join(self._pieces), stamp, transport, (peer,), lengths))
        meta: dict[str, str | int] = {"peer": peer, "transport": transport, "received_us": stamp}
        out += [Quarantined("lumberjack.too_long", why, stamp, data, meta) for data, why in self._refused]
        self._pieces, self._refused, self.held = [], [], 0
        return out


class LumberjackListener(TcpListener):
    """The sink must return only when what it was given is durable: the sender forgets what is acknowledged."""

    def __init__(
        self, host: str, port: int, sink: Sink, *, tls: Tls | None = None, limits: Limits | None = None
    ) -> None:
        super().__init__(host, port, sink, limits or Limits(), name="lumberjack")
        self.tls = tls

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str) -> None:
        window = _Window()
        try:
            while True:
                kind = await asyncio.wait_for(reader.readexactly(2), self.limits.idle_s)
                await self._frame(kind, window, reader, writer, peer)
                if window.held >= HELD_BYTES or window.complete:
                    await self._settle(window, writer, peer)
        except (asyncio.IncompleteReadError, TimeoutError, OSError) as error:
            log.info("lumberjack_connection_ended", peer=peer, reason=type(error).__name__)
        except BadRecord as error:
            log.warning("lumberjack_protocol_error", peer=peer, reason=error.message)
            stamp = now_us()
            meta: dict[str, str | int] = {"peer": peer, "transport": self._transport, "received_us": stamp}
            refused = Quarantined(error.reason, f"{error.message}; the connection was closed", stamp, b"", meta)
            await self._deliver([refused])

    @property
    def _transport(self) -> str:
        return "tls" if self.tls is not None else "tcp"

    async def _frame(
        self, kind: bytes, window: _Window, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str
    ) -> None:
        if kind == b"2W":
            window.begin(_u32(await self._exactly(reader, 4))[0])
        elif kind == b"2J":
            sequence, size = _two(await self._exactly(reader, 8))
            if size > OPENED_MOST:
                raise BadRecord("lumberjack.size", f"an event of {size} bytes")
            window.add(sequence, await self._exactly(reader, size))
        elif kind == b"2C":
            size = _u32(await self._exactly(reader, 4))[0]
            if size > PACKED_MOST:
                raise BadRecord(
                    "lumberjack.size", f"a compressed frame of {size} bytes; at most {PACKED_MOST} are taken"
                )
            packed = await self._exactly(reader, size)
            self.counters.bytes += size
            for piece in frames(packed, window):
                window.add(*piece)
                if window.held >= HELD_BYTES:
                    await self._settle(window, writer, peer)
        elif kind == b"2D":
            window.add(*await self._pairs(reader))
        else:
            raise BadRecord("lumberjack.frame", f"a frame beginning {kind!r}; version 2 is spoken here")

    async def _exactly(self, reader: asyncio.StreamReader, size: int) -> bytes:
        return await asyncio.wait_for(reader.readexactly(size), self.limits.idle_s)

    async def _pairs(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        sequence, count = _two(await self._exactly(reader, 8))
        if count > PAIRS_MOST:
            raise BadRecord("lumberjack.size", f"an event of {count} pairs; at most {PAIRS_MOST} are taken")
        found: dict[str, str] = {}
        for _ in range(count):
            texts = []
            for _ in range(2):
                size = _u32(await self._exactly(reader, 4))[0]
                if size > LINE_MOST // 4:
                    raise BadRecord("lumberjack.size", f"a value of {size} bytes")
                texts.append((await self._exactly(reader, size)).decode("utf-8", "backslashreplace"))
            found[texts[0]] = texts[1]
        return sequence, orjson.dumps(found)

    async def _settle(self, window: _Window, writer: asyncio.StreamWriter, peer: str) -> None:
        """Hand over what has come, and say so when it is durable."""
        stamp = self._stamps.next(now_us())
        arrived = window.take(peer, self._transport, stamp)
        if arrived:
            self.counters.received += sum(one.size if isinstance(one, Block) else 1 for one in arrived)
            handing = asyncio.ensure_future(self._deliver(arrived))
            while not (await asyncio.wait({handing}, timeout=ALIVE_S))[0]:
                writer.write(b"2A\0\0\0\0")
            await handing
        if window.complete:
            writer.write(b"2A" + window.sequence.to_bytes(4, "big"))
            await writer.drain()
            window.size = window.count = 0


def frames(packed: bytes, window: _Window) -> Iterator[tuple[int, bytes]]:
    """The events of a compressed frame. Opened within bounds; frames within frames are refused. Raises BadRecord."""
    opener = zlib.decompressobj()
    try:
        data = opener.decompress(packed, OPENED_MOST + 1)
    except zlib.error as error:
        raise BadRecord("lumberjack.compressed", f"a compressed frame is damaged: {error}") from error
    if len(data) > OPENED_MOST or not opener.eof:
        raise BadRecord(
            "lumberjack.compressed", f"a compressed frame is cut, or opens to more than {OPENED_MOST} bytes"
        )
    at, end = 0, len(data)
    while at < end:
        kind = data[at : at + 2]
        if kind == b"2J" and at + 10 <= end:
            sequence, size = _two(data, at + 2)
            at += 10 + size
            if at > end:
                raise BadRecord("lumberjack.size", "an event reaches beyond its compressed frame")
            yield sequence, data[at - size : at]
        elif kind == b"2D" and at + 10 <= end:
            sequence, found, at = _packed_pairs(data, at)
            yield sequence, found
        elif kind == b"2W" and at + 6 <= end:
            window.begin(_u32(data, at + 2)[0])
            at += 6
        else:
            raise BadRecord("lumberjack.frame", f"a compressed frame holds {kind!r}")


def _packed_pairs(data: bytes, at: int) -> tuple[int, bytes, int]:
    sequence, count = _two(data, at + 2)
    if count > PAIRS_MOST:
        raise BadRecord("lumberjack.size", f"an event of {count} pairs; at most {PAIRS_MOST} are taken")
    at += 10
    texts: list[str] = []
    for _ in range(2 * count):
        size = _u32(data, at)[0] if at + 4 <= len(data) else len(data)
        if at + 4 + size > len(data):
            raise BadRecord("lumberjack.size", "a value reaches beyond its compressed frame")
        texts.append(data[at + 4 : at + 4 + size].decode("utf-8", "backslashreplace"))
        at += 4 + size
    return sequence, orjson.dumps(dict(zip(texts[::2], texts[1::2], strict=True))), at
