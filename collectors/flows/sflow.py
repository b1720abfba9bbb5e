"""sFlow version 5 (sflow.org, "sFlow Version 5", 2004): samples of packets as flow Events of one packet each.

A datagram says all that is needed to read it. Counter samples tell of interfaces, not of flows, and are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from ipaddress import ip_address

from collectors.contract import RawRecord
from collectors.packets.community import ICMP, ICMP6, SCTP, TCP, UDP, community_id
from collectors.packets.conversation import NETWORKS, TRANSPORTS
from collectors.packets.decode import ETHERNET, IPV4, IPV6, decode, macs
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

SAMPLES_MOST = 512
RECORDS_MOST = 32
_FLOW, _FLOW_EXPANDED = 1, 3
_RAW_HEADER, _EXTENDED_SWITCH = 1, 1001
_LINKS = {1: ETHERNET, 11: IPV4, 12: IPV6}  # header_protocol of sampled_header
_u32 = struct.Struct(">I").unpack_from
_VARIANT = "sflow5"
_INPUT_LOCAL = 0x3FFFFFFF  # the device itself


def is_datagram(data: bytes) -> bool:
    return len(data) >= 28 and data[:4] == b"\0\0\0\x05" and data[4:8] in (b"\0\0\0\x01", b"\0\0\0\x02")


def header(data: bytes) -> tuple[str, int]:
    """Agent (its address and its part), and the datagram's number. Raises BadRecord."""
    size = 4 if data[7] == 1 else 16
    if len(data) < 8 + size + 16:
        raise BadRecord("sflow.short", f"a datagram of {len(data)} bytes")
    part, sequence = struct.unpack_from(">II", data, 8 + size)
    return f"{ip_address(data[8 : 8 + size])}/{part}", sequence


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord when the datagram contradicts itself."""
    data = record.data
    agent, sequence = header(data)
    received = int(record.meta.get("received_us", 0)) or ingested
    at = 8 + (4 if data[7] == 1 else 16) + 12
    out: list[Event] = []
    for kind, start, end in _parts(data, at, SAMPLES_MOST):
        if kind not in (_FLOW, _FLOW_EXPANDED):
            continue
        event = _sample(data, start, end, expanded=kind == _FLOW_EXPANDED)
        if event is None:
            continue
        event |= {
            "@timestamp": received,
            "fengsui.time_from": "received",
            "event.dataset": "network.flow",
            "event.category": ["network"],
            "event.type": ["connection"],
            "event.start": received,
            "event.end": received,
            "event.duration": 0,
            "event.sequence": sequence,
            "fengsui.variant": _VARIANT,
            "observer.ip": [agent.partition("/")[0]],
        }
        seal(event, origin, position=record.position, content=data, ingested=ingested, part=len(out))
        out.append(event)
    return out


def _parts(data: bytes, at: int, most: int, end: int = 0) -> Iterator[tuple[int, int, int]]:
    """A list as XDR has it: how many, then of each its kind, its length and itself. Kinds of other makers are passed over."""
    end = end or len(data)
    if at + 4 > end:
        raise BadRecord("sflow.short", "a list ends inside its length")
    count = _u32(data, at)[0]
    if count > most:
        raise BadRecord("sflow.count", f"a list of {count}; at most {most} are read")
    at += 4
    for _ in range(count):
        if at + 8 > end:
            raise BadRecord("sflow.short", "a list ends inside a member's head")
        kind, length = struct.unpack_from(">II", data, at)
        at += 8
        if at + length > end:
            raise BadRecord("sflow.short", f"a member of {length} bytes where {end - at} are left")
        if kind >> 12 == 0:
            yield kind, at, at + length
        at += length


def _sample(data: bytes, at: int, end: int, *, expanded: bool) -> Event | None:
    size = 40 if expanded else 28
    if at + size + 4 > end:
        raise BadRecord("sflow.short", "a flow sample ends inside its head")
    if expanded:
        _, _, _, rate, _, _, _, ingress, _, egress = struct.unpack_from(">10I", data, at)
    else:
        _, _, rate, _, _, ingress, egress = struct.unpack_from(">7I", data, at)
    found: Event | None = None
    vlan = 0
    for kind, start, stop in _parts(data, at + size, RECORDS_MOST, end):
        if kind == _RAW_HEADER and found is None:
            found = _header(data, start, stop)
        elif kind == _EXTENDED_SWITCH and stop - start >= 4:
            vlan = _u32(data, start)[0]
    if found is None:
        return None
    if rate:
        found["fengsui.flow.sampling"] = rate
    for name, number in (("observer.ingress.interface.id", ingress), ("observer.egress.interface.id", egress)):
        if 0 < number < _INPUT_LOCAL:
            found[name] = str(number)
    if vlan and "network.vlan.id" not in found:
        found["network.vlan.id"] = str(vlan)
    return found


def _header(data: bytes, at: int, end: int) -> Event | None:
    """The beginning of a packet. None when it is of no kind the sensor reads."""
    if at + 16 > end:
        raise BadRecord("sflow.short", "a sampled header ends inside its head")
    kind, length, _, size = struct.unpack_from(">4I", data, at)
    frame = data[at + 16 : min(at + 16 + size, end)]
    link = _LINKS.get(kind)
    if link is None:
        return None
    event: Event = {"source.packets": 1, "source.bytes": length, "network.packets": 1, "network.bytes": length}
    for name, address in zip(("source.mac", "destination.mac"), macs(frame, link), strict=True):
        if address:
            event[name] = address.hex("-").upper()
    try:
        version, endpoints, protocol, outer, _, _, _, flags, _, _, _ = decode(_whole(frame, link), link)
    except BadRecord:
        return event
    if outer[0]:
        event["network.vlan.id"] = str(outer[0][0])
    if not version:
        return event
    _internet(event, version, endpoints, protocol, flags)
    return event


def _whole(frame: bytes, link: int) -> bytes:
    """Padded, so that a packet cut after its headers is read as one whose payload was not captured."""
    return frame + bytes(max(0, 64 - len(frame))) if link == ETHERNET else frame


def _internet(event: Event, version: int, endpoints: bytes, protocol: int, flags: int) -> None:
    size = 4 if version == 4 else 16
    source, destination = endpoints[:size], endpoints[size : 2 * size]
    sport, dport = struct.unpack_from(">HH", endpoints, 2 * size)
    event["source.ip"], event["destination.ip"] = str(ip_address(source)), str(ip_address(destination))
    event["network.type"] = NETWORKS[version]
    event["network.iana_number"] = str(protocol)
    if protocol in TRANSPORTS:
        event["network.transport"] = TRANSPORTS[protocol]
    one_way = protocol in (ICMP, ICMP6) and bool(flags)  # `decode` says it there
    if protocol in (TCP, UDP, SCTP):
        event["source.port"], event["destination.port"] = sport, dport
        if protocol == TCP:
            event["fengsui.flow.tcp_flags"] = flags
    elif protocol in (ICMP, ICMP6):
        event["fengsui.icmp.type"] = sport
    event["network.community_id"] = community_id(source, destination, protocol, sport, dport, one_way)
