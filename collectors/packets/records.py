"""Records of the compiled meter as the Flow the rest of the package speaks of."""

from __future__ import annotations

from typing import Any

from collectors.packets.decode import NOT_TUNNELLED, Headers, Outer, Tunnel
from collectors.packets.kernel import layout
from collectors.packets.kernel.layout import Array, Tables
from collectors.packets.meter import Flow

NAMES = layout.FLOW.names or ()
_TUNNEL_KINDS = {name: number for number, name in enumerate(layout.TUNNELS)}
_HALF = {4: 4, 6: 16, 0: 6}


def flow_of(record: tuple[Any, ...], outer: Array) -> Flow:
    """record: one row of `layout.FLOW` as `tolist` gives it; outer: its words, of which outer_words count."""
    flow = Flow.__new__(Flow)
    (
        s_hi, s_lo, d_hi, d_lo, ports, flow.protocol, _, _, version, one_way, flow.flags0, flow.flags1, flow.rst_by, _,
        reason, outer_words, flow.serial, flow.start, flow.end, flow.last, flow.packets0, flow.packets1, flow.bytes0,
        flow.bytes1, flow.payload0, flow.payload1, flow.first, _, flow.syn_seq, _, _, _, _, _, mac0, mac1, flow.part,
        _, _, _, _,
    ) = record  # fmt: skip
    flow.version = version
    if version == 4:
        flow.endpoints = (s_hi << 64 | d_hi << 32 | ports).to_bytes(12, "big")
    else:
        flow.endpoints = _address(version, s_hi, s_lo) + _address(version, d_hi, d_lo) + ports.to_bytes(4, "big")
    flow.one_way = bool(one_way)
    flow.outer = outer_of(outer.tolist()) if outer_words else NOT_TUNNELLED
    flow.idle_us, flow.reported = 0, True
    flow.reason = layout.REASONS[reason]
    flow.macs = (_mac(mac0), _mac(mac1))
    flow.attached = None
    flow._community = ""
    return flow


def _address(version: int, high: int, low: int) -> bytes:
    if version == 6:
        return high.to_bytes(8, "big") + low.to_bytes(8, "big")
    return high.to_bytes(_HALF[version], "big")


def _mac(packed: int) -> bytes:
    return (packed & 0xFFFFFFFFFFFF).to_bytes(6, "big") if packed else b""


def outer_of(words: list[int]) -> Outer:
    """VLANs and tunnels as `decode` has them."""
    vlans = tuple(words[1] >> 16 * i & 0xFFF for i in range(words[0] & 0xFF))
    tunnels: list[Tunnel] = []
    for at in range(2, 2 + 5 * (words[0] >> 8), 5):
        kind, width, identifier = words[at] & 0xFF, words[at] >> 8 & 0xFF, words[at] >> 32
        version = 6 if width == 16 else 4
        first, second = (_address(version, *words[at + i : at + i + 2]) if width else b"" for i in (1, 3))
        tunnels.append((layout.TUNNELS[kind], first, second, identifier))
    return vlans, tuple(tunnels)


def put_headers(t: Tables, headers: Headers, macs: tuple[bytes, bytes]) -> None:
    """What the plain path read in a packet, where the compiled meter looks for it."""
    version, endpoints, protocol, outer, start, stop, lost, flags, seq, ack, _ = headers
    head, half = t.head, _HALF[version]
    _put_address(t.ends, 0, version, endpoints[:half])
    _put_address(t.ends, 2, version, endpoints[half : 2 * half])
    head[layout.VERSION], head[layout.PROTOCOL] = version, protocol
    head[layout.PORTS] = int.from_bytes(endpoints[-4:], "big")
    head[layout.PAYLOAD], head[layout.PAYLOAD_END], head[layout.LOST] = start, stop, lost
    head[layout.FLAGS], head[layout.SEQ], head[layout.ACKED] = int(flags), seq, ack
    head[layout.ONE_WAY] = flags == 1 and protocol != 6
    for place, mac in ((layout.SOURCE_MAC, macs[0]), (layout.DEST_MAC, macs[1])):
        head[place] = int.from_bytes(mac, "big") | 1 << 48 if mac else 0
    vlans, tunnels = outer
    head[layout.OUTER_USED] = 2 + 5 * len(tunnels) if vlans or tunnels else 0
    t.outer[0] = len(vlans) | len(tunnels) << 8
    t.outer[1] = sum(vlan << 16 * place for place, vlan in enumerate(vlans))
    for place, (kind, first, second, identifier) in enumerate(tunnels):
        at = 2 + 5 * place
        t.outer[at] = _TUNNEL_KINDS[kind] | len(first) << 8 | identifier << 32
        width = 6 if len(first) == 16 else 4
        _put_address(t.outer, at + 1, width, first)
        _put_address(t.outer, at + 3, width, second)


def _put_address(into: Array, at: int, version: int, address: bytes) -> None:
    if version == 6:
        into[at], into[at + 1] = int.from_bytes(address[:8], "big"), int.from_bytes(address[8:], "big")
    else:
        into[at], into[at + 1] = int.from_bytes(address, "big"), 0
