"""Packets built by hand, and a small language for conversations: `Talk().syn().say(b"…").answer(b"…").close()`."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from socket import AF_INET, AF_INET6, inet_pton
from time import process_time
from typing import Any

from hypothesis import strategies as st

from collectors.contract import Quarantined
from collectors.packets.meter import Limits
from collectors.packets.source import PcapSource
from model.event import Event, Origin

START = 1_700_000_000_000_000
CLIENT, SERVER = "10.1.0.5", "10.2.0.9"
MAC_CLIENT, MAC_SERVER = bytes.fromhex("020000000005"), bytes.fromhex("020000000009")
ORIGIN = Origin(source="test", fingerprint="0f", path="test.pcap")
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def ipv4(payload: bytes, protocol: int, source: str = CLIENT, destination: str = SERVER, **field: int) -> bytes:
    total = field.get("total", 20 + len(payload))
    where = field.get("offset", 0) // 8 | (0x2000 if field.get("more") else 0)
    header = struct.pack(">BBHHHBBH", 0x45, 0, total, field.get("identification", 7), where, 64, protocol, 0)
    return header + inet_pton(AF_INET, source) + inet_pton(AF_INET, destination) + payload


def ipv6(
    payload: bytes, protocol: int, source: str = "fd00::5", destination: str = "fd00::9", extensions: bytes = b""
) -> bytes:
    header = struct.pack(">IHBB", 6 << 28, len(extensions) + len(payload), protocol, 64)
    return header + inet_pton(AF_INET6, source) + inet_pton(AF_INET6, destination) + extensions + payload


def tcp(data: bytes = b"", sport: int = 40000, dport: int = 80, seq: int = 1, ack: int = 0, flags: int = ACK) -> bytes:
    return struct.pack(">HHIIBBHHH", sport, dport, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags, 8192, 0, 0) + data


def udp(data: bytes, sport: int = 40000, dport: int = 53) -> bytes:
    return struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data


def ether(payload: bytes, kind: int = 0x0800, vlans: tuple[int, ...] = (), back: bool = False) -> bytes:
    ends = MAC_CLIENT + MAC_SERVER if back else MAC_SERVER + MAC_CLIENT
    tags = b"".join(struct.pack(">HH", 0x8100, vlan) for vlan in vlans)
    return ends + tags + struct.pack(">H", kind) + payload


def pcap(frames: list[Any], link: int = 1, order: str = "<", magic: int = 0xA1B2C3D4, snaplen: int = 262144) -> bytes:
    """frames: bytes, or (time in µs, bytes), or (time, bytes, length on the wire). Times go up by 1 ms by themselves."""
    scale = 1000 if magic == 0xA1B23C4D else 1
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link)]
    time = START
    for frame in frames:
        time += 1000
        length = None
        if isinstance(frame, tuple):
            time, frame, length = (*frame, None)[:3]
        size = len(frame)
        out.append(struct.pack(order + "IIII", time // 10**6, time % 10**6 * scale, size, length or size) + frame)
    return b"".join(out)


class Talk:
    """One TCP connection, frame by frame. `frames` goes into `pcap`. Frames may be reordered or dropped before that."""

    def __init__(
        self, sport: int = 40000, dport: int = 80, time: int = START, vlans: tuple[int, ...] = (), step: int = 1000
    ) -> None:
        self.ports, self.time, self.vlans, self.step = (sport, dport), time, vlans, step
        self.seq = [1000, 0xFFFFFF00]  # the server's numbers wrap on the way
        self.frames: list[tuple[int, bytes]] = []

    def send(self, side: int, data: bytes = b"", flags: int = ACK, seq: int | None = None) -> Talk:
        ports = self.ports if side == 0 else self.ports[::-1]
        ends = (CLIENT, SERVER) if side == 0 else (SERVER, CLIENT)
        at = self.seq[side] if seq is None else seq
        segment = tcp(data, *ports, seq=at, ack=self.seq[1 - side], flags=flags)
        self.time += self.step
        self.frames.append((self.time, ether(ipv4(segment, 6, *ends), vlans=self.vlans, back=side == 1)))
        if seq is None:
            self.seq[side] = (at + len(data) + bool(flags & (SYN | FIN))) & 0xFFFFFFFF
        return self

    def syn(self) -> Talk:
        return self.send(0, flags=SYN).send(1, flags=SYN | ACK).send(0)

    def say(self, data: bytes, size: int = 1400) -> Talk:
        for at in range(0, len(data), size):
            self.send(0, data[at : at + size], PSH | ACK)
        return self

    def answer(self, data: bytes, size: int = 1400) -> Talk:
        for at in range(0, len(data), size):
            self.send(1, data[at : at + size], PSH | ACK)
        return self

    def exchange(self, said: Iterable[tuple[bytes, bytes]], size: int = 1400) -> Talk:
        """Each of the client's messages and what the server answers, in segments of `size` bytes."""
        for asked, answer in said:
            self.say(asked, size).answer(answer, size)
        return self

    def close(self) -> Talk:
        return self.send(0, flags=FIN | ACK).send(1, flags=FIN | ACK).send(0)


def read(data: bytes, limits: Limits | None = None, **options: Any) -> tuple[list[Event], list[Quarantined]]:
    """Events and quarantined stretches of a capture."""
    out = list(PcapSource(limits, **options).events(io.BytesIO(data), ORIGIN, START))
    return [e for e in out if isinstance(e, dict)], [q for q in out if isinstance(q, Quarantined)]


def events(frames: list[Any], dataset: str = "", **options: Any) -> list[Event]:
    """Events of the frames, of one data set, without faults; nothing may be quarantined."""
    found, refused = read(pcap(frames, link=options.pop("link", 1)), **options)
    assert refused == []
    return [e for e in found if e["event.kind"] == "event" and e["event.dataset"].startswith(dataset)]


def faults(frames: list[Any]) -> list[str]:
    found, _ = read(pcap(frames))
    return [e["error.code"] for e in found if e["event.kind"] == "pipeline_error"]


def spoilt(data: st.DataObject, raw: bytes, *, most: int, within: int | None = None) -> bytes:
    """`raw` with up to `most` of its first `within` bytes changed (all of them when None)."""
    out = bytearray(raw)
    for _ in range(data.draw(st.integers(0, most)) if raw else 0):
        out[data.draw(st.integers(0, min(within or len(out), len(out)) - 1))] = data.draw(st.integers(0, 255))
    return bytes(out)


def ends_in_events(said: Talk) -> None:
    """What was said is read in bounded time, tells something, and nothing of the capture is refused."""
    started = process_time()
    found, refused = read(pcap(said.close().frames))
    assert process_time() - started < 5
    assert refused == []
    assert found
