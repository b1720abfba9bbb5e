"""One frame to the numbers a flow is known by. The compiled twin of `collectors.packets.decode`, where the formats and
their sources are named; what that module refuses or reassembles, this one leaves to it.
"""

# ruff: noqa: C901 - branches are what this code consists of, and numba compiles plain comparisons best
# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

import numpy as np

from collectors.packets import decode as plain
from collectors.packets.community import ICMP, ICMP6, ICMP6_COUNTERPART, ICMP_COUNTERPART, SCTP, TCP, UDP
from collectors.packets.kernel.bytesof import l32, u16, u32, u48, u64
from collectors.packets.kernel.compiled import part
from collectors.packets.kernel.layout import (
    ACKED,
    DEST_MAC,
    FLAGS,
    LOST,
    ONE_WAY,
    OUTER_USED,
    PAYLOAD,
    PAYLOAD_END,
    PORTS,
    PROTOCOL,
    SEQ,
    SOURCE_MAC,
    VERSION,
    Array,
)

ETHERNET, NULL, LOOP, SLL, SLL2, PPP, PPP_SERIAL = 1, 0, 108, 113, 276, 9, 50
MAX_VLANS, MAX_TUNNELS, MAX_LABELS, MAX_EXTENSIONS = (
    plain.MAX_VLANS,
    plain.MAX_TUNNELS,
    plain.MAX_LABELS,
    plain.MAX_EXTENSIONS,
)
VXLAN_PORT, GENEVE_PORT = plain.VXLAN_PORT, plain.GENEVE_PORT
GRE_T, IPIP_T, VXLAN_T, GENEVE_T, PPPOE_T = range(5)  # places in layout.TUNNELS
HAS_MAC = 1 << 48
_IP = -1  # in place of an Ethernet type: an IP header, whose version says which


def _counterparts() -> Array:
    """By 256 for ICMPv6 + type: what answers the type, or -1."""
    out = np.full(512, -1, np.int64)
    for table, at in ((ICMP_COUNTERPART, 0), (ICMP6_COUNTERPART, 256)):
        for kind, answer in table.items():
            out[at + kind] = answer
    return out


COUNTERPART = _counterparts()


@part
def push_tunnel(
    outer: Array, tunnels: int, kind: int, width: int, identifier: int,
    s_hi: np.uint64, s_lo: np.uint64, d_hi: np.uint64, d_lo: np.uint64,
) -> None:  # fmt: skip
    at = 2 + 5 * tunnels
    outer[at] = np.uint64(kind | width << 8 | identifier << 32)
    if s_hi < d_hi or (s_hi == d_hi and s_lo <= d_lo):
        outer[at + 1], outer[at + 2], outer[at + 3], outer[at + 4] = s_hi, s_lo, d_hi, d_lo
    else:
        outer[at + 1], outer[at + 2], outer[at + 3], outer[at + 4] = d_hi, d_lo, s_hi, s_lo


@part
def tagged(head: Array, outer: Array, vlans: int, ids: int, tunnels: int) -> None:
    if vlans or tunnels:
        outer[0] = np.uint64(vlans | tunnels << 8)
        outer[1] = np.uint64(ids)
        head[OUTER_USED] = 2 + 5 * tunnels
    else:
        head[OUTER_USED] = 0


@part
def link_layer(data: Array, begin: int, end: int, link: int, head: Array) -> tuple[int, int, int]:
    """Ethernet type (or _IP), where what it announces begins (-1: not to be read here), where two MACs are (or -1)."""
    size = end - begin
    head[SOURCE_MAC] = 0
    head[DEST_MAC] = 0
    if link == ETHERNET:
        if size < 14:
            return 0, -1, -1
        head[SOURCE_MAC] = HAS_MAC | u48(data, begin + 6)
        head[DEST_MAC] = HAS_MAC | u48(data, begin)
        return u16(data, begin + 12), begin + 14, begin
    if link == 101 or link == 12 or link == 14 or link == 228 or link == 229:
        return _IP, begin, -1
    if link == SLL:
        if size < 16:
            return 0, -1, -1
        if u16(data, begin + 4) == 6:
            head[SOURCE_MAC] = HAS_MAC | u48(data, begin + 6)
        return u16(data, begin + 14), begin + 16, -1
    if link == SLL2:
        if size < 20:
            return 0, -1, -1
        if data[begin + 11] == 6:
            head[SOURCE_MAC] = HAS_MAC | u48(data, begin + 12)
        return u16(data, begin), begin + 20, -1
    if link in (NULL, LOOP):
        if size < 4:
            return 0, -1, -1
        family = u32(data, begin)
        if link == NULL and family > 0xFFFF:
            family = l32(data, begin)
        if family == 2 or family == 10 or family == 24 or family == 28 or family == 30:
            return _IP, begin + 4, -1
        return family | 1 << 40, begin + 4, -1
    if link in (PPP, PPP_SERIAL):
        at = begin
        if size >= 2 and u16(data, begin) == 0xFF03:
            at += 2
        if at + 2 > end:
            return 0, -1, -1
        protocol = u16(data, at)
        if protocol == 0x21 or protocol == 0x57:
            return _IP, at + 2, -1
        return protocol | 1 << 40, at + 2, -1
    return 0, -1, -1


@part
def decode(data: Array, begin: int, end: int, link: int, vlan: int, head: Array, ends: Array, outer: Array) -> bool:
    """Read the frame `data[begin:end]` into head, ends and outer. vlan: a tag the kernel took out of it, or -1.

    False: the plain path has to read this one.
    """
    kind, at, macs = link_layer(data, begin, end, link, head)
    if at < 0:
        return False
    vlans = tunnels = ids = 0
    if vlan >= 0:
        vlans, ids = 1, vlan
    head[ONE_WAY] = 0
    head[FLAGS] = 0
    head[SEQ] = 0
    head[ACKED] = 0
    head[PORTS] = 0
    while True:
        if kind == 0x0800 or kind == 0x86DD:
            kind = _IP
        elif kind != _IP:
            if (
                (kind == 0x8100 or kind == 0x88A8 or kind == 0x9100 or kind == 0x9200)
                and at + 4 <= end
                and vlans < MAX_VLANS
            ):
                ids |= (u16(data, at) & 0x0FFF) << (16 * vlans)
                vlans += 1
                kind = u16(data, at + 2)
                at += 4
                continue
            below = -1
            if kind == 0x8847 or kind == 0x8848:
                below = under_labels(data, at, end)
            elif kind == 0x8864 and at + 8 <= end and u16(data, at) == 0x1100 and tunnels < MAX_TUNNELS:
                protocol = u16(data, at + 6)
                if protocol == 0x21 or protocol == 0x57:
                    nothing = np.uint64(0)
                    push_tunnel(outer, tunnels, PPPOE_T, 0, u16(data, at + 2), nothing, nothing, nothing, nothing)
                    tunnels += 1
                    below = at + 8
            if below < 0:
                if at > end:
                    return False
                tagged(head, outer, vlans, ids, tunnels)
                not_internet(data, at, end, kind, macs, head, ends)
                return True
            at = below
        if at >= end:
            return False
        version = np.int64(data[at]) >> 4
        if version == 4:
            if at + 20 > end:
                return False
            header = (np.int64(data[at]) & 15) * 4
            total = u16(data, at + 2)
            if total == 0:
                total = end - at
            if header < 20 or total < header or u16(data, at + 6) & 0x3FFF:
                return False
            protocol = np.int64(data[at + 9])
            start, stop = at + header, at + total
            ends[0], ends[1] = np.uint64(u32(data, at + 12)), np.uint64(0)
            ends[2], ends[3] = np.uint64(u32(data, at + 16)), np.uint64(0)
        elif version == 6:
            if at + 40 > end:
                return False
            total = u16(data, at + 4)
            stop = at + 40 + total if total else end
            ends[0], ends[1] = u64(data, at + 8), u64(data, at + 16)
            ends[2], ends[3] = u64(data, at + 24), u64(data, at + 32)
            protocol, start = past_extensions(data, np.int64(data[at + 6]), at + 40, end)
            if start < 0:
                return False
        else:
            return False
        reached = min(stop, end)
        if start > reached:
            return False
        if tunnels < MAX_TUNNELS and (protocol == UDP or protocol == 4 or protocol == 41 or protocol == 47):
            into, inner, tunnel, identifier = entrance(data, protocol, start, reached)
            if into >= 0:
                width = 4 if version == 4 else 16
                push_tunnel(outer, tunnels, tunnel, width, identifier, ends[0], ends[1], ends[2], ends[3])
                tunnels += 1
                kind, at, macs = inner, into, -1
                if inner == -2:
                    if into + 14 > end:
                        return False
                    kind, at, macs = u16(data, into + 12), into + 14, into
                continue
        tagged(head, outer, vlans, ids, tunnels)
        head[VERSION] = version
        head[PROTOCOL] = protocol
        return transport(data, protocol, start, stop, reached, head)


@part
def under_labels(data: Array, at: int, end: int) -> int:
    for _ in range(MAX_LABELS):
        if at + 5 > end:
            return -1
        bottom = data[at + 2] & 1
        at += 4
        if bottom:
            version = data[at] >> 4
            return at if version == 4 or version == 6 else -1
    return -1


@part
def past_extensions(data: Array, protocol: int, start: int, end: int) -> tuple[int, int]:
    """The protocol behind IPv6 extension headers and where it begins; -1 for a fragment or a chain that does not end."""
    for _ in range(MAX_EXTENSIONS):
        if protocol == 0 or protocol == 43 or protocol == 60 or protocol == 135 or protocol == 139 or protocol == 140:
            if start + 2 > end:
                return 0, -1
            protocol, start = np.int64(data[start]), start + (np.int64(data[start + 1]) + 1) * 8
        elif protocol == 51:
            if start + 2 > end:
                return 0, -1
            protocol, start = np.int64(data[start]), start + (np.int64(data[start + 1]) + 2) * 4
        elif protocol == 44:
            if start + 8 > end or u16(data, start + 2) & 0xFFF9:
                return 0, -1
            protocol, start = np.int64(data[start]), start + 8
        else:
            return protocol, start
    return 0, -1


@part
def entrance(data: Array, protocol: int, start: int, end: int) -> tuple[int, int, int, int]:
    """Of a tunnel: where what it carries begins, what that is (_IP or -2, Ethernet), kind and identifier; -1 for none."""
    if protocol == 4 or protocol == 41:
        return start, _IP, IPIP_T, 0
    if protocol == UDP:
        if start + 16 > end:
            return -1, 0, 0, 0
        port = u16(data, start + 2)
        if port == VXLAN_PORT:
            if start + 30 > end or u32(data, start + 8) != 0x08000000 or data[start + 15]:
                return -1, 0, 0, 0
            return start + 16, -2, VXLAN_T, u32(data, start + 12) >> 8
        if port == GENEVE_PORT:
            if data[start + 8] & 0xC0 or data[start + 9] & 0x3F or data[start + 15]:
                return -1, 0, 0, 0
            into = start + 16 + (np.int64(data[start + 8]) & 0x3F) * 4
            carried, network = u16(data, start + 10), u32(data, start + 12) >> 8
            if carried == 0x6558:
                return into, -2, GENEVE_T, network
            if carried == 0x0800 or carried == 0x86DD:
                return into, _IP, GENEVE_T, network
        return -1, 0, 0, 0
    if start + 4 > end:
        return -1, 0, 0, 0
    bits, carried = u16(data, start), u16(data, start + 2)
    if bits & 7:
        return -1, 0, 0, 0
    into = start + 4
    if bits & 0xC000:
        into += 4
    key = 0
    if bits & 0x2000:
        if into + 4 > end:
            return -1, 0, 0, 0
        key = u32(data, into)
        into += 4
    sequenced = bits & 0x1000
    if sequenced:
        into += 4
    if carried == 0x0800 or carried == 0x86DD:
        return into, _IP, GRE_T, key
    if carried == 0x6558:
        return into, -2, GRE_T, key
    if carried == 0x88BE:
        return into + (8 if sequenced else 0), -2, GRE_T, key
    if carried == 0x22EB:
        return into + 12, -2, GRE_T, key
    return -1, 0, 0, 0


@part
def not_internet(data: Array, at: int, end: int, kind: int, macs: int, head: Array, ends: Array) -> None:
    head[VERSION] = 0
    head[LOST] = 0
    head[PAYLOAD] = at
    head[PAYLOAD_END] = end
    ends[1] = ends[3] = np.uint64(0)
    if kind == 0x0806 and at + 28 <= end and u48(data, at) == 0x000108000604:
        # What the plain path calls a claim: sender's MAC and address, target's address, operation.
        head[PROTOCOL] = kind
        head[ONE_WAY] = head[FLAGS] = 1
        ends[0] = np.uint64(u48(data, at + 8))
        ends[2] = np.uint64(u32(data, at + 14) << 16 | u16(data, at + 24))
        head[PORTS] = u16(data, at + 26) << 16 | u16(data, at + 6)
        return
    kind &= (1 << 40) - 1
    head[PROTOCOL] = kind if kind >= 0x0600 else 0
    if macs >= 0:
        ends[0], ends[2] = np.uint64(u48(data, macs + 6)), np.uint64(u48(data, macs))
    else:
        ends[0] = ends[2] = np.uint64(0)


@part
def transport(data: Array, protocol: int, start: int, stop: int, end: int, head: Array) -> bool:
    if protocol == TCP:
        if start + 14 > end:
            return False
        begin = start + (np.int64(data[start + 12]) >> 4) * 4
        if begin < start + 20 or begin > stop:
            return False
        head[PORTS] = u32(data, start)
        head[SEQ] = u32(data, start + 4)
        head[ACKED] = u32(data, start + 8)
        head[FLAGS] = data[start + 13]
        head[PAYLOAD] = min(begin, end)
        head[PAYLOAD_END] = end
        head[LOST] = stop - max(begin, end)
        return True
    if protocol == UDP:
        if start + 8 > end:
            return False
        length = u16(data, start + 4)
        if 8 <= length < stop - start:
            stop = start + length
        head[PORTS] = u32(data, start)
        head[PAYLOAD] = start + 8
        head[PAYLOAD_END] = min(stop, end)
        head[LOST] = max(0, stop - end)
        return True
    if protocol in (ICMP, ICMP6):
        if start + 4 > end:
            return False
        kind = np.int64(data[start])
        answer = COUNTERPART[kind] if protocol == ICMP else COUNTERPART[256 + kind]
        if answer < 0:
            answer = np.int64(data[start + 1])
            head[ONE_WAY] = head[FLAGS] = 1
        head[PORTS] = kind << 16 | answer
        start += 4
    elif protocol == SCTP and start + 12 <= end:
        head[PORTS] = u32(data, start)
    head[PAYLOAD] = start
    head[PAYLOAD_END] = end
    head[LOST] = stop - end
    return True
