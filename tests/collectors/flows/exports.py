"""Exporters as tests need them: datagrams written byte by byte."""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Any

from collectors.contract import RawRecord
from collectors.flows import SOURCE
from collectors.flows.exporters import Exporters
from model.event import Event, Origin

ORIGIN = Origin(source="routers", fingerprint="f" * 32, unit="district", observer="collector")
SECONDS = 1_795_000_000
NOW = SECONDS * 1_000_000
PEER = "192.0.2.9"

Flow = tuple[str, str, int, int, int, int, int]
"""Source, destination, their ports, protocol, packets, bytes."""


def flow(number: int) -> Flow:
    return (
        f"10.0.{number >> 8 & 255}.{number & 255}",
        "198.51.100.7",
        1024 + number % 60000,
        443,
        6,
        number + 1,
        100 * (number + 1),
    )


def v5(
    flows: Sequence[Flow], sequence: int = 0, sampling: int = 0, uptime: int = 100_000, seconds: int = SECONDS
) -> bytes:
    out = struct.pack(">HHIIIIBBH", 5, len(flows), uptime, seconds, 0, sequence, 0, 1, sampling)
    for source, destination, sport, dport, protocol, packets, size in flows:
        out += socket.inet_aton(source) + socket.inet_aton(destination) + bytes(4)
        out += struct.pack(">HHIIIIHHBBBBHHBBH", 3, 4, packets, size, uptime - 5000, uptime - 1000, sport, dport, 0,
                           0x1B, protocol, 0, 64512, 0, 24, 24, 0)  # fmt: skip
    return out


FIELDS = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (2, 8), (1, 8), (22, 4), (21, 4))
"""Elements and lengths of `record`."""


def record(one: Flow, uptime: int = 100_000) -> bytes:
    source, destination, sport, dport, protocol, packets, size = one
    return (
        socket.inet_aton(source)
        + socket.inet_aton(destination)
        + struct.pack(">HHBBQQII", sport, dport, protocol, 0x1B, packets, size, uptime - 5000, uptime - 1000)
    )


def a_set(number: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack(">HH", number, 4 + len(body)) + body


def template(number: int = 256, fields: Sequence[tuple[int, ...]] = FIELDS) -> bytes:
    """A template's body; a field of three parts has an enterprise number."""
    out = struct.pack(">HH", number, len(fields))
    for one in fields:
        out += struct.pack(">HHI", one[0] | 0x8000, one[1], one[2]) if len(one) == 3 else struct.pack(">HH", *one)
    return out


def v9(*sets: bytes, sequence: int = 0, domain: int = 1, uptime: int = 100_000) -> bytes:
    return struct.pack(">HHIIII", 9, len(sets), uptime, SECONDS, sequence, domain) + b"".join(sets)


def ipfix(*sets: bytes, sequence: int = 0, domain: int = 1) -> bytes:
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), SECONDS, sequence, domain) + body


def events(*datagrams: bytes, exporters: Exporters | None = None, now_s: float = 0.0, peer: str = PEER) -> list[Event]:
    """What a collector makes of them, sent in this order."""
    exporters = exporters or Exporters()
    for data in datagrams:
        exporters.feed(data, peer, now_s)
    out: list[Event] = []
    meta: dict[str, Any] = {"peer": peer, "transport": "udp", "received_us": NOW}
    for place, (_, parcel) in enumerate(exporters.take(now_s)):
        out += SOURCE.normalise(RawRecord(parcel, place, place + 1, meta), ORIGIN, NOW)
    return out


def sflow(*samples: bytes, sequence: int = 1) -> bytes:
    head = struct.pack(">II", 5, 1) + socket.inet_aton("192.0.2.50") + struct.pack(">III", 0, sequence, 1000)
    return head + struct.pack(">I", len(samples)) + b"".join(samples)


def sample(frame: bytes, rate: int = 512, length: int = 0, vlan: int = 0) -> bytes:
    """A flow sample whose header is `frame`."""
    cut = frame[:128]
    raw = struct.pack(">4I", 1, length or len(frame) + 4, 4, len(cut)) + cut + bytes(-len(cut) % 4)
    records = struct.pack(">II", 1, len(raw)) + raw
    if vlan:
        records += struct.pack(">II4I", 1001, 16, vlan, 0, vlan, 0)
    body = struct.pack(">7I", 1, 7, rate, rate, 0, 7, 9) + struct.pack(">I", 1 + bool(vlan)) + records
    return struct.pack(">II", 1, len(body)) + body
