"""One captured frame to what a flow meter and a parser need: who, to whom, which protocol, where the payload is.

Link layers: Ethernet, NULL, LOOP, RAW, IPV4, IPV6, SLL, SLL2, PPP, PPP_SERIAL. Between link and network: 802.1Q and
QinQ, PPPoE sessions, MPLS. Tunnels are opened: GRE (RFC 2784/2890, also transparent Ethernet and ERSPAN), VXLAN
(RFC 7348), GENEVE (RFC 8926), IPv4 or IPv6 in IPv4 or IPv6. When what a tunnel carries cannot be read, or tunnels are
stacked higher than anyone stacks them, the outer packet counts instead.

`kernel.decode` does the same in compiled code for frames without faults and fragments; this module is what it is
checked against, and what reads the others.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeAlias

from collectors.packets.community import ICMP, ICMP6, SCTP, TCP, UDP, icmp_ports
from model.errors import BadRecord

# kind, its two ends in the order of their bytes (an answer comes through the same tunnel), identifier (VNI, key) or 0
Tunnel: TypeAlias = tuple[str, bytes, bytes, int]
Outer: TypeAlias = tuple[tuple[int, ...], tuple[Tunnel, ...]]  # VLAN ids from the outside in; tunnels likewise


@dataclass(frozen=True, slots=True)
class Fragment:
    """One piece of a fragmented datagram. offset and size in bytes of the datagram's payload."""

    source: bytes
    destination: bytes
    identification: int
    protocol: int
    offset: int
    more: bool
    start: int
    stop: int


# version: 4, 6, or 0 for what is not IP; endpoints: source and destination address, source and destination port, as on
# the wire (8+4 or 32+4 bytes; for version 0 two MAC addresses); protocol: IP protocol, or the Ethernet type for version
# 0; payload: data[start:stop] as captured, and `lost` bytes of it that were not; flags, seq, ack: TCP only.
Headers: TypeAlias = tuple[int, bytes, int, Outer, int, int, int, int, int, int, "Fragment | None"]

NOT_TUNNELLED: Outer = ((), ())
MAX_VLANS = 4
MAX_TUNNELS = 4
MAX_LABELS = 12
MAX_EXTENSIONS = 12

ETHERNET, NULL, LOOP, RAW, IPV4, IPV6, SLL, SLL2, PPP, PPP_SERIAL = 1, 0, 108, 101, 228, 229, 113, 276, 9, 50
_RAW_LINKS = frozenset({RAW, 12, 14, IPV4, IPV6})
LINKS = frozenset({ETHERNET, NULL, LOOP, SLL, SLL2, PPP, PPP_SERIAL}) | _RAW_LINKS

ETHER_IPV4, ETHER_IPV6, ETHER_ARP = 0x0800, 0x86DD, 0x0806
_IP_TYPES = frozenset({ETHER_IPV4, ETHER_IPV6})
_VLAN_TYPES = frozenset({0x8100, 0x88A8, 0x9100, 0x9200})
_MPLS_TYPES = frozenset({0x8847, 0x8848})
_PPPOE_SESSION, _TEB, _ERSPAN_2, _ERSPAN_3 = 0x8864, 0x6558, 0x88BE, 0x22EB
_GRE, _IPIP, _IP6IN, _FRAGMENT, _AH = 47, 4, 41, 44, 51
_EXTENSIONS = frozenset({0, 43, 60, 135, 139, 140})  # RFC 8200 and the IANA list of IPv6 extension headers
VXLAN_PORT = 4789
GENEVE_PORT = 6081
_OVERLAY_PORTS = (VXLAN_PORT.to_bytes(2, "big"), GENEVE_PORT.to_bytes(2, "big"))
_PPP_IPV4, _PPP_IPV6 = 0x0021, 0x0057
# AF_INET6 differs by system: BSD/OS 24, FreeBSD 28, Darwin 30, Linux 10 (tcpdump's LINKTYPE_NULL page).
_NULL_IPV6 = frozenset({10, 24, 28, 30})

_fast = struct.Struct(">HBBHHHBBH").unpack_from
_tcp = struct.Struct(">IIBB").unpack_from
_u16 = struct.Struct(">H").unpack_from
_u32 = struct.Struct(">I").unpack_from


def decode(data: bytes, link: int) -> Headers:
    """Raises BadRecord (`packet.…`) for a frame whose own headers contradict what was captured."""
    if link == ETHERNET:
        size = len(data)
        if size >= 54:
            # Most frames: Ethernet, IPv4 without options, not fragmented, TCP or UDP.
            ether, version, _, total, _, fragment, _, protocol, _ = _fast(data, 12)
            if ether == 0x0800 and version == 0x45 and not fragment & 0x3FFF:
                stop = 14 + total
                if protocol == 6 and total >= 40:
                    seq, ack, words, flags = _tcp(data, 38)
                    start = 34 + (words >> 4) * 4
                    if 54 <= start <= stop <= size:
                        return (4, data[26:38], 6, NOT_TUNNELLED, start, stop, 0, flags, seq, ack, None)
                elif protocol == 17 and total >= 28 and stop <= size and data[36:38] not in _OVERLAY_PORTS:
                    length = _u16(data, 38)[0]
                    if 8 <= length < total - 20:
                        stop = 34 + length
                    return (4, data[26:38], 17, NOT_TUNNELLED, 42, stop, 0, 0, 0, 0, None)
        return _ethernet(data, 0, (), ())
    if link in _RAW_LINKS:
        return _ip(data, 0, (), ())
    if link == SLL:
        return _ether_type(data, 16, _field(data, 14, "SLL"), (), (), -1)
    if link == SLL2:
        return _ether_type(data, 20, _field(data, 0, "SLL2"), (), (), -1)
    if link in (NULL, LOOP):
        return _null(data, link)
    if link in (PPP, PPP_SERIAL):
        return _ppp(data, 2 if data[:2] == b"\xff\x03" else 0, (), ())
    raise BadRecord("packet.link_type", f"link type {link} is not one this sensor reads")


def macs(data: bytes, link: int) -> tuple[bytes, bytes]:
    """Source and destination MAC addresses of the frame; empty where the link layer has none."""
    if link == ETHERNET and len(data) >= 12:
        return data[6:12], data[0:6]
    if link == SLL and len(data) >= 14 and data[4:6] == b"\x00\x06":
        return data[6:12], b""
    if link == SLL2 and len(data) >= 20 and data[11] == 6:
        return data[12:18], b""
    return b"", b""


def _field(data: bytes, at: int, layer: str) -> int:
    if at + 2 > len(data):
        raise BadRecord("packet.short", f"the frame ends inside its {layer} header, after {len(data)} bytes")
    return int(_u16(data, at)[0])


def _null(data: bytes, link: int) -> Headers:
    if len(data) < 4:
        raise BadRecord("packet.short", "the frame ends inside its loopback header")
    # LOOP is in network byte order; NULL in that of the machine that captured, so the small number is meant.
    family = _u32(data, 0)[0]
    if link == NULL and family > 0xFFFF:
        family = struct.unpack_from("<I", data)[0]
    if family == 2 or family in _NULL_IPV6:
        return _ip(data, 4, (), ())
    return _other(data, 4, b"\0" * 12, family, (), ())


def _ethernet(data: bytes, at: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]) -> Headers:
    if at + 14 > len(data):
        raise BadRecord("packet.short", f"the frame ends inside its Ethernet header, after {len(data) - at} bytes")
    return _ether_type(data, at + 14, _u16(data, at + 12)[0], vlans, tunnels, at)


def _ether_type(
    data: bytes, at: int, kind: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...], addresses: int
) -> Headers:
    """What follows an Ethernet type at `at`; `addresses` is where the frame's two MAC addresses are, or -1."""
    while True:
        if kind in _IP_TYPES:
            return _ip(data, at, vlans, tunnels)
        if kind in _VLAN_TYPES and at + 4 <= len(data) and len(vlans) < MAX_VLANS:
            vlans = (*vlans, _u16(data, at)[0] & 0x0FFF)
            kind = _u16(data, at + 2)[0]
            at += 4
        elif kind in _MPLS_TYPES:
            inner = _mpls(data, at)
            if inner < 0:
                break
            return _ip(data, inner, vlans, tunnels)
        elif kind == _PPPOE_SESSION and data[at : at + 2] == b"\x11\x00" and at + 8 <= len(data):
            protocol = _u16(data, at + 6)[0]
            if protocol not in (_PPP_IPV4, _PPP_IPV6) or len(tunnels) >= MAX_TUNNELS:
                break
            session: Tunnel = ("pppoe", b"", b"", _u16(data, at + 2)[0])
            return _ip(data, at + 8, vlans, (*tunnels, session))
        elif kind == ETHER_ARP and data[at : at + 6] == b"\0\x01\x08\0\x06\x04" and at + 28 <= len(data):
            claim = data[at + 8 : at + 18] + data[at + 24 : at + 28] + data[at + 6 : at + 8]
            outer = (vlans, tunnels) if vlans or tunnels else NOT_TUNNELLED
            return (0, claim, ETHER_ARP, outer, at, len(data), 0, 1, 0, 0, None)
        else:
            break
    pair = data[addresses : addresses + 12] if addresses >= 0 else b"\0" * 12
    return _other(data, at, pair[6:] + pair[:6], kind, vlans, tunnels)


def _other(
    data: bytes, at: int, pair: bytes, kind: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]
) -> Headers:
    if at > len(data):
        raise BadRecord("packet.short", f"the frame ends inside its link header, after {len(data)} bytes")
    if kind < 0x0600:
        kind = 0  # IEEE 802.3: below 1536 it is a length, and the frame carries LLC
    return (0, pair + b"\0\0\0\0", kind, (vlans, tunnels), at, len(data), 0, 0, 0, 0, None)


def _ppp(data: bytes, at: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]) -> Headers:
    protocol = _field(data, at, "PPP")
    if protocol in (_PPP_IPV4, _PPP_IPV6):
        return _ip(data, at + 2, vlans, tunnels)
    return _other(data, at + 2, b"\0" * 12, protocol, vlans, tunnels)


def _mpls(data: bytes, at: int) -> int:
    """Where the IP packet below the label stack begins, or -1 (a pseudo-wire, or more labels than anyone stacks)."""
    for _ in range(MAX_LABELS):
        if at + 5 > len(data):
            return -1
        bottom = data[at + 2] & 1
        at += 4
        if bottom:
            return at if data[at] >> 4 in (4, 6) else -1
    return -1


def _ip(data: bytes, at: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]) -> Headers:
    if at >= len(data):
        raise BadRecord("packet.short", "the frame ends where its IP header should begin")
    version = data[at] >> 4
    if version == 4:
        return _ipv4(data, at, vlans, tunnels)
    if version == 6:
        return _ipv6(data, at, vlans, tunnels)
    raise BadRecord("packet.ip_version", f"the IP header at byte {at} says version {version}")


def _ipv4(data: bytes, at: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]) -> Headers:
    if at + 20 > len(data):
        raise BadRecord("packet.short", f"the frame ends inside its IPv4 header, after {len(data) - at} bytes")
    header = (data[at] & 15) * 4
    total = _u16(data, at + 2)[0] or len(data) - at  # 0: segmentation left to the network card
    if header < 20 or total < header:
        raise BadRecord("packet.ipv4_length", f"an IPv4 header of {header} bytes in a packet of {total}")
    source, destination = data[at + 12 : at + 16], data[at + 16 : at + 20]
    protocol, where = data[at + 9], _u16(data, at + 6)[0]
    start, stop = at + header, at + total
    if where & 0x3FFF:
        more = bool(where & 0x2000)
        piece = Fragment(source, destination, _u16(data, at + 4)[0], protocol, (where & 0x1FFF) * 8, more, start, stop)
        return _fragment(data, 4, piece, vlans, tunnels)
    return transport(data, 4, source, destination, protocol, start, stop, vlans, tunnels)


def _ipv6(data: bytes, at: int, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]) -> Headers:
    if at + 40 > len(data):
        raise BadRecord("packet.short", f"the frame ends inside its IPv6 header, after {len(data) - at} bytes")
    length = _u16(data, at + 4)[0]
    stop = at + 40 + length if length else len(data)  # 0: a jumbogram, or segmentation left to the network card
    source, destination = data[at + 8 : at + 24], data[at + 24 : at + 40]
    protocol, start = data[at + 6], at + 40
    for _ in range(MAX_EXTENSIONS):
        if protocol in _EXTENSIONS:
            if start + 2 > len(data):
                break
            protocol, start = data[start], start + (data[start + 1] + 1) * 8
        elif protocol == _AH:
            if start + 2 > len(data):
                break
            protocol, start = data[start], start + (data[start + 1] + 2) * 4
        elif protocol == _FRAGMENT:
            if start + 8 > len(data):
                break
            where = _u16(data, start + 2)[0]
            if where & 0xFFF9:
                number = _u32(data, start + 4)[0]
                more = bool(where & 1)
                piece = Fragment(source, destination, number, data[start], where & 0xFFF8, more, start + 8, stop)
                return _fragment(data, 6, piece, vlans, tunnels)
            protocol, start = data[start], start + 8  # RFC 6946: an atomic fragment is a whole packet
        else:
            return transport(data, 6, source, destination, protocol, start, stop, vlans, tunnels)
    raise BadRecord("packet.ipv6_extensions", f"IPv6 extension headers run past the frame or beyond {MAX_EXTENSIONS}")


def _fragment(
    data: bytes, version: int, piece: Fragment, vlans: tuple[int, ...], tunnels: tuple[Tunnel, ...]
) -> Headers:
    ports, one_way = b"\0\0\0\0", False
    start, stop = piece.start, min(piece.stop, len(data))
    if start > len(data):
        raise BadRecord("packet.short", f"the frame ends {start - len(data)} bytes before its fragment's payload")
    if piece.offset == 0 and piece.protocol in (TCP, UDP, SCTP) and start + 4 <= stop:
        ports = data[start : start + 4]
    elif piece.offset == 0 and piece.protocol in (ICMP, ICMP6) and start + 2 <= stop:
        sport, dport, one_way = icmp_ports(piece.protocol, data[start], data[start + 1])
        ports = bytes((0, sport, 0, dport))
    outer = (vlans, tunnels) if vlans or tunnels else NOT_TUNNELLED
    endpoints = piece.source + piece.destination + ports
    return (
        version,
        endpoints,
        piece.protocol,
        outer,
        start,
        max(start, stop),
        max(0, piece.stop - len(data)),
        one_way,
        0,
        0,
        piece,
    )


def transport(
    data: bytes,
    version: int,
    source: bytes,
    destination: bytes,
    protocol: int,
    start: int,
    stop: int,
    vlans: tuple[int, ...] = (),
    tunnels: tuple[Tunnel, ...] = (),
) -> Headers:
    """What an IP packet carries at `data[start:stop]`; `stop` is where the IP header says it ends, captured or not."""
    end = min(stop, len(data))
    lost = stop - end
    outer = (vlans, tunnels) if vlans or tunnels else NOT_TUNNELLED
    if start > end:
        raise BadRecord(
            "packet.short", f"the frame ends {start - end} bytes before the payload of IP protocol {protocol}"
        )
    if protocol == TCP:
        if start + 14 > end:
            raise BadRecord("packet.tcp_header", f"{end - start} bytes are too few for a TCP header")
        seq, ack, words, flags = _tcp(data, start + 4)
        begin = start + (words >> 4) * 4
        if begin < start + 20 or begin > stop:
            raise BadRecord(
                "packet.tcp_header", f"a TCP header of {begin - start} bytes in a segment of {stop - start}"
            )
        endpoints = source + destination + data[start : start + 4]
        return (version, endpoints, TCP, outer, min(begin, end), end, stop - max(begin, end), flags, seq, ack, None)
    if protocol == UDP:
        if start + 8 > end:
            raise BadRecord("packet.udp_header", f"{end - start} bytes are too few for a UDP header")
        port = _u16(data, start + 2)[0]
        if port in (VXLAN_PORT, GENEVE_PORT) and len(tunnels) < MAX_TUNNELS:
            overlay = _vxlan if port == VXLAN_PORT else _geneve
            inner = overlay(data, source, destination, start, end, vlans, tunnels)
            if inner is not None:
                return inner
        length = _u16(data, start + 4)[0]
        if 8 <= length < stop - start:
            stop = start + length
        endpoints = source + destination + data[start : start + 4]
        return (version, endpoints, UDP, outer, start + 8, min(stop, end), max(0, stop - end), 0, 0, 0, None)
    if protocol in (ICMP, ICMP6):
        if start + 4 > end:
            raise BadRecord("packet.icmp_header", f"{end - start} bytes are too few for an ICMP header")
        sport, dport, one_way = icmp_ports(protocol, data[start], data[start + 1])
        endpoints = source + destination + bytes((0, sport, 0, dport))
        return (version, endpoints, protocol, outer, start + 4, end, lost, one_way, 0, 0, None)
    if len(tunnels) < MAX_TUNNELS:
        tunnelled = _tunnel(data, source, destination, protocol, start, end, vlans, tunnels)
        if tunnelled is not None:
            return tunnelled
    ports = data[start : start + 4] if protocol == SCTP and start + 12 <= end else b"\0\0\0\0"
    return (version, source + destination + ports, protocol, outer, start, end, lost, 0, 0, 0, None)


def _tunnel(
    data: bytes,
    source: bytes,
    destination: bytes,
    protocol: int,
    start: int,
    end: int,
    vlans: tuple[int, ...],
    tunnels: tuple[Tunnel, ...],
) -> Headers | None:
    """The packet inside GRE or IP-in-IP; None when this is no tunnel, or what it carries cannot be read."""
    try:
        if protocol in (_IPIP, _IP6IN):
            return _ip(data, start, vlans, (*tunnels, _between("ipip", source, destination, 0)))
        if protocol != _GRE or start + 4 > end:
            return None
        bits, kind = _u16(data, start)[0], _u16(data, start + 2)[0]
        if bits & 7:  # version 1 is PPTP's
            return None
        at = start + 4 + (4 if bits & 0xC000 else 0)  # checksum (and routing, deprecated)
        key = 0
        if bits & 0x2000:
            if at + 4 > end:
                return None
            key = _u32(data, at)[0]
            at += 4
        at += 4 if bits & 0x1000 else 0
        through = (*tunnels, _between("gre", source, destination, key))
        if kind in (ETHER_IPV4, ETHER_IPV6):
            return _ip(data, at, vlans, through)
        if kind in (_TEB, _ERSPAN_2, _ERSPAN_3):
            header = {_TEB: 0, _ERSPAN_2: 8 if bits & 0x1000 else 0, _ERSPAN_3: 12}[kind]
            return _ethernet(data, at + header, vlans, through)
    except BadRecord:
        return None
    return None


def _vxlan(
    data: bytes,
    source: bytes,
    destination: bytes,
    start: int,
    end: int,
    vlans: tuple[int, ...],
    tunnels: tuple[Tunnel, ...],
) -> Headers | None:
    # RFC 7348 section 5: flags 0x08, everything reserved is zero.
    if start + 30 > end or data[start + 8 : start + 12] != b"\x08\0\0\0" or data[start + 15]:
        return None
    network = int.from_bytes(data[start + 12 : start + 15], "big")
    try:
        return _ethernet(data, start + 16, vlans, (*tunnels, _between("vxlan", source, destination, network)))
    except BadRecord:
        return None


def _geneve(
    data: bytes,
    source: bytes,
    destination: bytes,
    start: int,
    end: int,
    vlans: tuple[int, ...],
    tunnels: tuple[Tunnel, ...],
) -> Headers | None:
    # RFC 8926 section 3.4: version 0; length of options in words; O and C flags; two reserved fields of zero.
    if start + 16 > end or data[start + 8] & 0xC0 or data[start + 9] & 0x3F or data[start + 15]:
        return None
    at = start + 16 + (data[start + 8] & 0x3F) * 4
    kind = _u16(data, start + 10)[0]
    through = (*tunnels, _between("geneve", source, destination, int.from_bytes(data[start + 12 : start + 15], "big")))
    try:
        if kind == _TEB:
            return _ethernet(data, at, vlans, through)
        if kind in _IP_TYPES:
            return _ip(data, at, vlans, through)
    except BadRecord:
        return None
    return None


def _between(kind: str, source: bytes, destination: bytes, identifier: int) -> Tunnel:
    return (kind, source, destination, identifier) if source <= destination else (kind, destination, source, identifier)
