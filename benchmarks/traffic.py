"""Synthetic traffic as a gigabit link carries it: many flows at once, most packets payload nobody can read.

By packets of a million, about: 30 % TLS downloads, 20 % video over UDP, 16 % QUIC, 10 % downloads in VLAN or QinQ, 8 % over
IPv6, 4 % in VXLAN or GRE, 7 % HTTP, 2 % DNS, 1 % port scans, 1 % ICMP. Addresses and ports repeat as in a network of some
thousand hosts. The generator is deterministic; checksums are zero.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path
from socket import AF_INET6, inet_pton

HELLO = bytes.fromhex(
    "16030100c6010000c20303" + "ab" * 32 + "20" + "cd" * 32 + "0008130113021303c02f010000710000001100"
    "0f00000c7777772e676f762e74657374000a00080006001d00170018002300000010000e000c02683208687474702f312e31000500050100000000"
    "000d00140012040308040401050308050501080606010201002b0005040304030300"
    "2d00020101003300260024001d0020" + "ef" * 32
)
REQUEST = b"GET /portal/index.do?id=%d HTTP/1.1\r\nHost: www.gov.test\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"


class Flow:
    """Frames of one conversation, in order. wrap: puts an IPv4 packet into what carries it."""

    def __init__(self, draw: random.Random, kind: str) -> None:
        self.kind = kind
        self.ends = (
            bytes((10, 1, draw.randrange(16), draw.randrange(1, 255))),
            bytes((10, 2, draw.randrange(4), draw.randrange(1, 255))),
        )
        self.port = draw.randrange(1024, 65535)
        self.seq = [draw.randrange(1 << 32), draw.randrange(1 << 32)]
        self.draw = draw
        self.vlan = draw.randrange(1, 4000)

    def ipv4(self, side: int, protocol: int, body: bytes) -> bytes:
        source, destination = self.ends if side == 0 else self.ends[::-1]
        return (
            struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 7, 0x4000, 64, protocol, 0) + source + destination + body
        )

    def packet(self, side: int, protocol: int, body: bytes) -> bytes:
        macs = b"\2\0\0\0\0\x09\2\0\0\0\0\5" if side == 0 else b"\2\0\0\0\0\5\2\0\0\0\0\x09"
        if self.kind == "ipv6":
            ends = [inet_pton(AF_INET6, "fd00::")[:12] + end for end in self.ends]
            source, destination = ends if side == 0 else ends[::-1]
            return (
                macs
                + b"\x86\xdd"
                + struct.pack(">IHBB", 6 << 28, len(body), protocol, 64)
                + source
                + destination
                + body
            )
        inner = self.ipv4(side, protocol, body)
        if self.kind == "vlan":
            tags = struct.pack(">HH", 0x8100, self.vlan)
            if self.vlan % 3 == 0:
                tags = struct.pack(">HH", 0x88A8, 9) + tags
            return macs + tags + b"\x08\0" + inner
        if self.kind == "tunnel":
            if self.vlan % 2:
                carried = struct.pack(">HH", 0, 0x0800) + inner
                outer = 47
            else:
                carried = (
                    struct.pack(">HHHHIBBBB", 5000, 4789, 16 + 14 + len(inner), 0, 0x08000000, 0, 1, 2, 0)
                    + macs
                    + b"\x08\0"
                    + inner
                )
                outer = 17
            ends = b"\xc0\0\2\1\xc0\0\2\2" if side == 0 else b"\xc0\0\2\2\xc0\0\2\1"
            return (
                macs
                + b"\x08\0"
                + struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(carried), 7, 0, 64, outer, 0)
                + ends
                + carried
            )
        return macs + b"\x08\0" + inner

    def tcp(self, side: int, data: bytes, flags: int, port: int) -> bytes:
        ports = (self.port, port) if side == 0 else (port, self.port)
        body = struct.pack(">HHIIBBHHH", *ports, self.seq[side], self.seq[1 - side], 0x50, flags, 8192, 0, 0) + data
        self.seq[side] = (self.seq[side] + len(data) + bool(flags & 3)) & 0xFFFFFFFF
        return self.packet(side, 6, body)

    def udp(self, side: int, data: bytes, port: int) -> bytes:
        ports = (self.port, port) if side == 0 else (port, self.port)
        return self.packet(side, 17, struct.pack(">HHHH", *ports, 8 + len(data), 0) + data)

    def frames(self) -> Iterator[bytes]:
        draw = self.draw
        if self.kind == "dns":
            name = b"\3www\6host%02d\4test\0\0\1\0\1" % draw.randrange(100)
            question = struct.pack(">H", draw.randrange(65536)) + b"\1\0\0\1\0\0\0\0\0\0" + name
            yield self.udp(0, question, 53)
            yield self.udp(
                1, question[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + name + b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x0a\2\0\1", 53
            )
        elif self.kind == "scan":
            for port in range(1, 40):
                yield self.tcp(0, b"", 2, port)
                yield self.tcp(1, b"", 20, port)
        elif self.kind == "icmp":
            for number in range(10):
                yield self.packet(number & 1, 1, bytes((0 if number & 1 else 8, 0, 0, 0)) + bytes(40))
        elif self.kind in ("video", "quic"):
            first = 0x80 if self.kind == "video" else 0x40
            for number in range(draw.randrange(40, 1200)):
                yield self.udp(
                    int(number % 8 > 0),
                    bytes((first, 96)) + number.to_bytes(2, "big") + bytes(draw.choice((200, 900, 1200))),
                    443 if first == 0x40 else 30000,
                )
        else:
            yield from self._stream(draw)

    def _stream(self, draw: random.Random) -> Iterator[bytes]:
        http = self.kind == "http"
        port = 80 if http else 443
        yield self.tcp(0, b"", 2, port)
        yield self.tcp(1, b"", 18, port)
        yield self.tcp(0, b"", 16, port)
        for turn in range(draw.randrange(1, 4) if http else 1):
            size = draw.choice((400, 3000, 30_000)) if http else draw.choice((20_000, 100_000, 1_500_000))
            yield self.tcp(0, REQUEST % turn if http else HELLO, 24, port)
            left = ANSWER % size + bytes(size) if http else b""
            if not http:
                yield self.tcp(1, bytes.fromhex("160303007a020000760303") + bytes(116), 24, port)
                yield self.tcp(0, b"\x14\3\3\0\1\1\x17\3\3\0\x35" + bytes(53), 24, port)
                left = (b"\x17\3\3\x05\x53" + bytes(1363)) * (size // 1368)
            for at in range(0, len(left), 1368):
                yield self.tcp(1, left[at : at + 1368], 24, port)
                if at // 1368 % 2:
                    yield self.tcp(0, b"", 16, port)
        yield self.tcp(0, b"", 17, port)
        yield self.tcp(1, b"", 17, port)
        yield self.tcp(0, b"", 16, port)


# kind: new flows in a thousand; packets follow from their lengths
WEIGHTS = {
    "tls": 18,
    "video": 11,
    "quic": 8,
    "ipv6": 5,
    "vlan": 5,
    "tunnel": 3,
    "http": 60,
    "dns": 270,
    "scan": 5,
    "icmp": 20,
}


def frames(count: int, seed: int = 1, active: int = 400) -> Iterator[tuple[int, bytes]]:
    """(time in µs, frame), `active` flows at a time, 4 µs apart: a quarter of a million packets a second."""
    draw = random.Random(seed)
    kinds, weights = list(WEIGHTS), list(WEIGHTS.values())

    def fresh() -> Iterator[bytes]:
        return Flow(draw, draw.choices(kinds, weights)[0]).frames()

    running = [fresh() for _ in range(active)]
    time = 1_760_000_000_000_000
    for _ in range(count):
        time += 4
        at = int(draw.random() * active)
        frame = next(running[at], None)
        while frame is None:
            running[at] = fresh()
            frame = next(running[at], None)
        yield time, frame


def write(path: Path, count: int, seed: int = 1) -> int:
    """A pcap file; its size in bytes."""
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1))
        for time, frame in frames(count, seed):
            file.write(struct.pack("<IIII", time // 10**6, time % 10**6, len(frame), len(frame)) + frame)
        return file.tell()
