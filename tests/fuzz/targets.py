"""What is fuzzed: a name, and a function of the bytes. It may refuse them (BadRecord, Quarantined); anything else it raises,
and any input that takes long or much memory, is a finding."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from collectors.contract import RawRecord
from collectors.packets.meter import Limits
from collectors.packets.source import Engine, PcapSource
from tests.collectors.packets.craft import ORIGIN, START, Talk, ether, ipv4, pcap, udp

SMALL = Limits(tcp_idle_us=3_000_000, other_idle_us=2_000_000, active_us=9_000_000, close_us=500_000, flows=4)


def capture(data: bytes) -> None:
    """A file, read by the plain path with every payload parsed."""
    for _ in PcapSource(SMALL, engine=Engine.PLAIN).events(io.BytesIO(data), ORIGIN, START):
        pass


def capture_both_ways(data: bytes) -> None:
    """A file, read by compiled code with bounds checks on, must give what the plain path gives."""
    plain = list(PcapSource(SMALL, engine=Engine.PLAIN).events(io.BytesIO(data), ORIGIN, START))
    compiled = list(PcapSource(SMALL, engine=Engine.COMPILED).events(io.BytesIO(data), ORIGIN, START))
    assert compiled == plain


def frames(data: bytes) -> None:
    """Frames of a link type the first byte chooses, both ways."""
    link = (1, 0, 101, 108, 113, 276, 9, 50)[data[0] & 7] if data else 1
    out, at = [], 1
    while at + 2 < len(data):
        size = 1 + data[at] % 128
        out.append((START + data[at + 1] * 40_000, data[at + 2 : at + 2 + size]))
        at += 2 + size
    capture_both_ways(pcap(out, link=link))


def ethernet(data: bytes) -> None:
    """Frames of control networks without IP; the first byte of each chooses the protocol."""
    out: list[tuple[int, bytes]] = []
    at = 0
    while at + 2 <= len(data) and len(out) < 64:
        size = data[at + 1]
        out.append(
            (
                START + at,
                ether(
                    data[at + 2 : at + 2 + size], (0x88B8, 0x8892, 0x88BA, 0x88BA)[data[at] & 3], back=data[at] & 4 > 0
                ),
            )
        )
        at += 2 + size
    capture(pcap(out))


def streams(data: bytes) -> None:
    """A TCP conversation: lengths decide who says which bytes. Reaches every parser that `identify` knows."""
    talk, at = Talk(dport=struct.unpack(">H", (data[:2] + b"\0\0")[:2])[0]).syn(), 2
    while at + 2 <= len(data) and len(talk.frames) < 64:
        size = data[at] | (data[at + 1] & 3) << 8
        piece = data[at + 2 : at + 2 + size]
        (talk.answer if data[at + 1] & 4 else talk.say)(piece)
        at += 2 + size
    capture(pcap(talk.close().frames))


def datagrams(data: bytes) -> None:
    """UDP both ways; reaches every parser of datagrams."""
    port = struct.unpack(">H", (data[:2] + b"\0\0")[:2])[0]
    out: list[tuple[int, bytes]] = []
    at = 2
    while at + 2 <= len(data) and len(out) < 64:
        size = data[at] | (data[at + 1] & 3) << 8
        ports = (port, 40_000) if data[at + 1] & 4 else (40_000, port)
        out.append((START + at, ether(ipv4(udp(data[at + 2 : at + 2 + size], *ports), 17))))
        at += 2 + size
    capture(pcap(out))


def filters(data: bytes) -> None:
    """A capture filter program of any instructions, which must end and never look beyond the packet."""
    import numpy as np

    from collectors.packets.kernel.walk import filter_one

    rows = [
        (code & 0xFF, taken % 4, other % 4, k & 0xFFFF)
        for code, taken, other, k in struct.iter_unpack("<HBBI", data[: len(data) // 8 * 8])
    ]
    program = np.array([*rows, (6, 0, 0, 1)], np.int64).reshape(-1, 4)
    filter_one(program, 0, np.zeros(16, np.int64), np.frombuffer(data[:60], np.uint8), len(data))


def kept_segments(data: bytes) -> None:
    """A damaged segment of kept packets."""
    import numpy as np

    from collectors.packets.kernel import layout
    from collectors.packets.kernel.pick import pick

    work = np.zeros(layout.HEAD_LENGTH, np.int64), np.zeros(4, np.uint64), np.zeros(layout.OUTER_WORDS, np.uint64)
    wanted = np.array([0, 1 << 62, 4, -1, -1, -1, 1], np.int64)
    pick(np.frombuffer(data, np.uint8), 0, 1, wanted, np.zeros(4, np.uint64), work, np.zeros((64, 2), np.int64))


LOGS = ("evtx", "zeek", "auditd", "nginx", "wef", "w3c", "postgresql", "journald", "text", "syslog", "mqtt", "jsonl")


def logs(data: bytes) -> None:
    """A log file; the first byte chooses its kind."""
    from collectors.contract import Quarantined
    from collectors.registry import source
    from model.errors import BadRecord

    kind: Any = source(LOGS[data[0] % len(LOGS)] if data else "text")
    for record in kind.records(io.BytesIO(data[1:])):
        if not isinstance(record, Quarantined):
            with contextlib.suppress(BadRecord):
                kind.normalise(record, ORIGIN, START)


def exports(data: bytes) -> None:
    """Datagrams of exporters of flows, each behind its length, in this order: templates first, records after."""
    from collectors.flows import SOURCE, parcels, sflow
    from collectors.flows.exporters import Exporters
    from model.errors import BadRecord

    exporters, at = Exporters(), 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "little") & 0x7FF
        with contextlib.suppress(BadRecord):
            exporters.feed(data[at + 2 : at + 2 + size], "192.0.2.50", 0.0)
        at += 2 + size
    for place, (peer, made) in enumerate(exporters.take(0.0)):
        assert sflow.is_datagram(made) or parcels.unpack(made)
        with contextlib.suppress(BadRecord):
            SOURCE.normalise(RawRecord(made, place, place + 1, {"peer": peer, "transport": "udp"}), ORIGIN, START)


def traps(data: bytes) -> None:
    """A file of SNMP messages."""
    from collectors.contract import Quarantined
    from collectors.snmp import SOURCE
    from model.errors import BadRecord

    for record in SOURCE.records(io.BytesIO(data)):
        if not isinstance(record, Quarantined):
            with contextlib.suppress(BadRecord):
                SOURCE.normalise(record, ORIGIN, START)


def compressed_frames(data: bytes) -> None:
    """A compressed Lumberjack frame: what is inside, and whatever else claims to be one."""
    from collectors.delivery.beats import _Window, frames
    from model.errors import BadRecord

    for packed in (data, zlib.compress(data)):
        with contextlib.suppress(BadRecord):
            for _ in frames(packed, _Window()):
                pass


TARGETS: dict[str, Callable[[bytes], None]] = {
    "capture": capture,
    "capture-both-ways": capture_both_ways,
    "frames": frames,
    "ethernet": ethernet,
    "streams": streams,
    "datagrams": datagrams,
    "filters": filters,
    "kept-segments": kept_segments,
    "logs": logs,
    "exports": exports,
    "traps": traps,
    "compressed-frames": compressed_frames,
}
