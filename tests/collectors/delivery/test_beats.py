"""Lumberjack over real sockets: nothing is acknowledged before it is durable, and lies about sizes are contained."""

from __future__ import annotations

import asyncio
import json
import struct
import zlib
from collections.abc import Awaitable, Callable, Sequence

import pytest

from collectors.contract import Arrived, Block, Quarantined, RawRecord
from collectors.delivery import beats
from collectors.delivery.beats import SOURCE, LumberjackListener
from collectors.logs.syslog.listen import SinkFull
from model.event import Origin

HOST = "127.0.0.1"


class Spool:
    def __init__(self) -> None:
        self.records: list[RawRecord | Quarantined] = []
        self.full = False
        self.opened = asyncio.Event()
        self.opened.set()

    async def __call__(self, records: Sequence[Arrived]) -> None:
        if self.full:
            raise SinkFull
        await self.opened.wait()
        for one in records:
            self.records += one.records() if isinstance(one, Block) else [one]


def run(test: Callable[[Spool, int], Awaitable[None]]) -> None:
    async def whole() -> None:
        spool = Spool()
        listener = LumberjackListener(HOST, 0, spool)
        await listener.start()
        try:
            await test(spool, listener.port)
        finally:
            await listener.stop()

    asyncio.run(asyncio.wait_for(whole(), 60))


def window(size: int) -> bytes:
    return b"2W" + struct.pack(">I", size)


def event(sequence: int, **facts: object) -> bytes:
    data = json.dumps(facts).encode()
    return b"2J" + struct.pack(">II", sequence, len(data)) + data


def pairs(sequence: int, **facts: str) -> bytes:
    out = b"2D" + struct.pack(">II", sequence, len(facts))
    for pair in facts.items():
        for text in pair:
            out += struct.pack(">I", len(text)) + text.encode()
    return out


def packed(data: bytes) -> bytes:
    data = zlib.compress(data)
    return b"2C" + struct.pack(">I", len(data)) + data


def messages(spool: Spool) -> list[str]:
    origin = Origin(source="beats", fingerprint="f" * 32)
    raw = [one for one in spool.records if isinstance(one, RawRecord)]
    return [e["message"] for r in raw for e in SOURCE.normalise(r, origin, 1_795_000_000_000_000)]


@pytest.mark.parametrize("shape", ["plain", "compressed", "compressed with its window", "pairs", "compressed pairs"])
def test_a_window_is_acknowledged_once_with_the_number_of_its_last_event(shape: str) -> None:
    three = b"".join(event(n, message=f"m{n}") for n in (1, 2, 3))
    old = b"".join(pairs(n, message=f"m{n}") for n in (1, 2, 3))
    sent = {
        "plain": window(3) + three,
        "compressed": window(3) + packed(three),
        "compressed with its window": packed(window(3) + three),
        "pairs": window(3) + old,
        "compressed pairs": window(3) + packed(old),
    }[shape]

    async def test(spool: Spool, port: int) -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        for number in range(2):
            writer.write(sent)
            assert await reader.readexactly(6) == b"2A" + struct.pack(">I", 3)
            assert len(spool.records) == 3 * (number + 1)
        assert messages(spool)[:3] == ["m1", "m2", "m3"]
        writer.close()

    run(test)


def test_nothing_is_acknowledged_before_it_is_durable_and_the_sender_hears_that_we_are_still_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beats, "ALIVE_S", 0.02)

    async def test(spool: Spool, port: int) -> None:
        spool.opened.clear()
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(window(1) + event(1, message="m"))
        assert await reader.readexactly(6) == b"2A\0\0\0\0"
        assert not spool.records
        spool.full = True
        spool.opened.set()
        while (answer := await reader.readexactly(6)) == b"2A\0\0\0\0":
            spool.full = False
        assert answer == b"2A\0\0\0\x01"
        assert len(spool.records) == 1
        writer.close()

    run(test)


@pytest.mark.parametrize(
    "sent",
    [
        b"1W\0\0\0\1",
        window(0),
        window(1 << 31),
        window(1) + b"2C\xff\xff\xff\xff",
        window(1) + packed(bytes(80 << 20)),
        window(1) + packed(b"2J\0\0\0\1\xff\xff\xff\xff"),
        window(1) + packed(packed(event(1, a=1))),
        window(1) + b"2C\0\0\0\4none",
        window(1) + b"2D\0\0\0\1\0\1\0\0",
        window(1) + packed(b"2D\0\0\0\1\0\0\0\1\0\0\0\x09x"),
    ],
    ids=["version 1", "none", "huge", "long", "bomb", "lie", "nested", "damaged", "pairs", "pair"],
)
def test_a_sender_that_breaks_the_protocol_is_told_nothing_and_recorded(sent: bytes) -> None:
    async def test(spool: Spool, port: int) -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(sent)
        assert await reader.read() == b""
        [refused] = spool.records
        assert isinstance(refused, Quarantined)
        assert refused.reason.startswith("lumberjack.")
        writer.close()

    run(test)


def test_an_event_that_is_too_long_is_quarantined_and_the_window_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beats, "LINE_MOST", 100)

    async def test(spool: Spool, port: int) -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(window(2) + event(1, message="x" * 200) + event(2, message="m"))
        assert await reader.readexactly(6) == b"2A\0\0\0\2"
        assert [one.reason for one in spool.records if isinstance(one, Quarantined)] == ["lumberjack.too_long"]
        assert messages(spool) == ["m"]
        writer.close()

    run(test)
