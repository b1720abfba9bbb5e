"""Flows counted a second time by other means: the whole file in memory, frames grouped first and looked at afterwards.

The count below shares no code with the package. It reads records with its own loop, tells conversations apart by a sorted
pair of endpoints, and finds where one ends and the next begins by walking each group on its own.
"""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from collectors.contract import Quarantined
from collectors.packets.source import PcapSource
from tests.collectors.packets.craft import ORIGIN
from tests.shared import SHARED, shared

# Without the recordings one name stays, so that every test that needs them skips and says why.
FILES = sorted(p.relative_to(SHARED).as_posix() for p in (SHARED / "pcaps").glob("*/*.pcap*")) or ["pcaps"]
IDLE = {6: 300.0}
PAIRED_ICMP = {
    (1, a): b for a, b in ((8, 0), (0, 8), (13, 14), (14, 13), (15, 16), (16, 15), (10, 9), (17, 18), (18, 17))
}
PAIRED_ICMP |= {(58, a): b for a, b in ((128, 129), (133, 134), (135, 136), (130, 131), (139, 140), (144, 145))}
PAIRED_ICMP |= {(58, b): a for (p, a), b in list(PAIRED_ICMP.items()) if p == 58}


def frames(path: Path) -> list[tuple[int, int, int, bytes]]:
    """(time in ns, length on the wire, link type, bytes)."""
    data = path.read_bytes()
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        return list(_blocks(data))
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    nano = 1 if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1000
    link = struct.unpack(order + "I", data[20:24])[0]
    out, at = [], 24
    while at + 16 <= len(data):
        seconds, part, size, wire = struct.unpack(order + "4I", data[at : at + 16])
        if at + 16 + size > len(data):
            break
        out.append((seconds * 10**9 + part * nano, max(wire, size), link, data[at + 16 : at + 16 + size]))
        at += 16 + size
    return out


def _blocks(data: bytes):
    at, links, ticks = 0, [], []
    while at + 12 <= len(data):
        kind, size = struct.unpack("<II", data[at : at + 8])
        body = data[at + 8 : at + size - 4]
        if kind == 0x0A0D0D0A:
            links, ticks = [], []
        elif kind == 1:
            links.append(struct.unpack("<H", body[:2])[0])
            rate, option = 10**6, 8
            while option + 4 <= len(body):
                code, width = struct.unpack("<HH", body[option : option + 4])
                if code == 9:
                    rate = 10 ** body[option + 4]
                option += 4 + -(-width // 4) * 4
            ticks.append(rate)
        elif kind == 6:
            index, high, low, size_captured, wire = struct.unpack("<5I", body[:20])
            time = ((high << 32) + low) * 10**9 // ticks[index]
            yield time, max(wire, size_captured), links[index], body[20 : 20 + size_captured]
        at += size


def conversation(link: int, data: bytes, firsts: dict):
    """(key, who spoke, TCP flags, sequence number); the key is the same for both directions."""
    tags: list[int] = []
    if link == 1:
        kind, rest, macs = int.from_bytes(data[12:14], "big"), data[14:], (data[6:12], data[:6])
    elif link == 113:
        kind, rest, macs = int.from_bytes(data[14:16], "big"), data[16:], (b"", b"")
    elif link == 0:
        kind, rest, macs = 0x0800 if data[:4] in (b"\2\0\0\0", b"\0\0\0\2") else 0x86DD, data[4:], (b"", b"")
    else:
        kind, rest, macs = 0x0800 if data[0] >> 4 == 4 else 0x86DD, data, (b"", b"")
    while kind == 0x8100:
        tags.append(int.from_bytes(rest[:2], "big") & 4095)
        kind, rest = int.from_bytes(rest[2:4], "big"), rest[4:]
    if kind == 0x0800:
        total, header = int.from_bytes(rest[2:4], "big"), (rest[0] & 15) * 4
        protocol, ends = rest[9], (rest[12:16], rest[16:20])
        payload = rest[header:total] if total else rest[header:]
        where, datagram = int.from_bytes(rest[6:8], "big"), (*ends, rest[4:6], protocol)
        if where & 0x3FFF:
            if where & 0x1FFF:
                payload = firsts.get(datagram, bytes(8))  # a piece belongs where its first piece does
            else:
                firsts[datagram] = payload
    elif kind == 0x86DD:
        protocol, ends, payload = rest[6], (rest[8:24], rest[24:40]), rest[40 : 40 + int.from_bytes(rest[4:6], "big")]
        while protocol in (0, 43, 60):
            protocol, payload = payload[0], payload[(payload[1] + 1) * 8 :]
    elif kind == 0x0806 and rest[:6] == b"\0\1\x08\0\6\4":
        return ("arp", rest[8:14], rest[14:18], rest[24:28], rest[6:8], tuple(tags)), b"", 0, 0
    else:
        return ("ether", kind if kind >= 1536 else 0, frozenset(macs), tuple(tags)), macs[0], 0, 0
    if protocol in (6, 17):
        sides = [(ends[i], int.from_bytes(payload[2 * i : 2 * i + 2], "big")) for i in (0, 1)]
        flags, seq = (payload[13], int.from_bytes(payload[4:8], "big")) if protocol == 6 else (0, 0)
        return (protocol, tuple(sorted(sides)), tuple(tags)), sides[0], flags, seq
    if protocol in (1, 58):
        answer = PAIRED_ICMP.get((protocol, payload[0]))
        if answer is None:
            return (protocol, ends, payload[0], payload[1], tuple(tags)), ends[0], 0, 0
        return (
            (protocol, tuple(sorted([(ends[0], payload[0]), (ends[1], answer)])), tuple(tags)),
            (ends[0], payload[0]),
            0,
            0,
        )
    return (protocol, tuple(sorted(ends)), tuple(tags)), ends[0], 0, 0


def split(protocol: object, packets: list[tuple]) -> list[list[tuple]]:
    """One group's packets, cut where the rules in docs/reference/sources/packets.md begin another flow."""
    out: list[list[tuple]] = []
    idle = int(IDLE.get(protocol, 60.0) * 1e9)  # type: ignore[call-overload]
    seen: dict = {}
    for packet in packets:
        time, _, who, flags, seq = packet
        if out:
            opened, fins = seen["syn"], seen["fin"]
            closed = protocol == 6 and (len(fins) == 2 or seen["rst"])
            starts = protocol == 6 and flags & 18 == 2 and not (who in opened and seq == seen["seq"])
            if starts:
                only_answer = out[-1][0][3] & 18 == 18 and who not in seen["who"]
                starts = not only_answer and (closed or (seen["answered"] and bool(opened)) or who not in opened)
            quiet = time // 1000 - seen["last"] // 1000 >= (5_000_000 if closed else idle // 1000)
            long = time // 1000 - out[-1][0][0] // 1000 >= 1800 * 10**6
        if not out or starts or quiet or long:
            out.append([])
            seen = {"syn": set(), "fin": set(), "rst": False, "seq": None, "who": set(), "answered": False, "last": 0}
        out[-1].append(packet)
        seen["who"].add(who)
        seen["last"] = max(seen["last"], time)
        if flags & 18 == 2:
            seen["syn"].add(who)
            seen["seq"] = seq
        if flags & 1:
            seen["fin"].add(who)
        seen["rst"] = seen["rst"] or bool(flags & 4)
        seen["answered"] = seen["answered"] or flags & 18 == 18
    return out


def independent(path: Path) -> Counter:
    """(packets, bytes, both directions' packets sorted) of every flow."""
    groups: dict[object, list[tuple]] = defaultdict(list)
    firsts: dict = {}
    for _, _, link, data in frames(path):
        conversation(link, data, firsts)
    for time, wire, link, data in frames(path):
        key, who, flags, seq = conversation(link, data, firsts)
        groups[key].append((time, wire, who, flags, seq))
    counted: Counter = Counter()
    for key, packets in groups.items():
        for flow in split(key[0], packets):
            sides = Counter(p[2] for p in flow)
            counted[(len(flow), sum(p[1] for p in flow), tuple(sorted(sides.values())))] += 1
    return counted


@pytest.mark.parametrize("name", FILES)
def test_flows_packets_and_bytes_equal_an_independent_count(name):
    path = shared(name)
    metered: Counter = Counter()
    with path.open("rb") as stream:
        for event in PcapSource(deep=False).events(stream, ORIGIN, 0):
            assert not isinstance(event, Quarantined), event
            sides = [n for n in (event["source.packets"], event["destination.packets"]) if n]
            metered[(event["network.packets"], event["network.bytes"], tuple(sorted(sides)))] += 1
    expected = independent(path)
    assert sum(k[0] * n for k, n in metered.items()) == len(frames(path))
    assert sum(metered.values()) == sum(expected.values())
    assert metered == expected
