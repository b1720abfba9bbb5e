"""A finished flow as an Event."""

from __future__ import annotations

from functools import lru_cache
from socket import AF_INET, inet_ntop

from collectors.packets.community import ICMP, ICMP6, SCTP, TCP, UDP
from collectors.packets.conversation import ETHER_NAMES, NETWORKS, TRANSPORTS, Recording, vlans
from collectors.packets.decode import ETHER_ARP, NOT_TUNNELLED
from collectors.packets.meter import EndReason, Flow
from model.event import Event

_ARP_OPERATIONS = {1: "request", 2: "reply", 3: "request-reverse", 4: "reply-reverse"}
_PLAIN = repr(NOT_TUNNELLED).encode()
_END_CODES = {reason: reason.value.replace(" ", "_") for reason in EndReason}


def report(recording: Recording, flow: Flow, protocol: str) -> None:
    """One flow Event. `@timestamp` and event.start are the first packet's time; bytes are whole frames on the wire."""
    event: Event = {
        "@timestamp": flow.start,
        "event.dataset": "network.flow",
        "event.category": ["network"],
        "event.type": ["connection"],
        "event.start": flow.start,
        "event.end": flow.end,
        "event.duration": (flow.end - flow.start) * 1000,
        "source.packets": flow.packets0,
        "source.bytes": flow.bytes0,
        "destination.packets": flow.packets1,
        "destination.bytes": flow.bytes1,
        "network.packets": flow.packets0 + flow.packets1,
        "network.bytes": flow.bytes0 + flow.bytes1,
        "fengsui.packet.first": flow.first,
        "fengsui.packet.last": flow.last,
        "fengsui.flow.end_reason": _END_CODES[flow.reason],
    }
    source_mac, destination_mac = flow.macs
    if source_mac:
        event["source.mac"] = _mac_text(source_mac)
    if destination_mac:
        event["destination.mac"] = _mac_text(destination_mac)
    if flow.outer is not NOT_TUNNELLED:
        vlans(event, flow)
    if flow.part:
        event["fengsui.flow.part"] = flow.part
    if flow.version:
        _internet(event, flow)
    else:
        event["network.type"] = ETHER_NAMES.get(flow.protocol, f"0x{flow.protocol:04x}")
        if flow.protocol == ETHER_ARP and flow.flags0:
            _arp(event, flow.endpoints)
    if protocol:
        event["network.protocol"] = protocol
    outer = _PLAIN if flow.outer is NOT_TUNNELLED else repr(flow.outer).encode()
    content = b"flow\0" + flow.endpoints + bytes((flow.protocol & 255, flow.version)) + outer
    recording.emit(event, flow.first, flow.part, content)


@lru_cache(maxsize=65_536)
def _mac_text(address: bytes) -> str:
    return address.hex("-").upper()


def _internet(event: Event, flow: Flow) -> None:
    event["source.ip"], event["destination.ip"] = flow.addresses
    event["network.type"] = NETWORKS[flow.version]
    event["network.iana_number"] = str(flow.protocol)
    transport = TRANSPORTS.get(flow.protocol)
    if transport:
        event["network.transport"] = transport
    event["network.community_id"] = flow.community_id
    event["fengsui.flow.state"] = flow.state
    first, second = flow.ports
    if flow.protocol in (TCP, UDP, SCTP):
        event["source.port"], event["destination.port"] = first, second
        event["fengsui.flow.source_payload_bytes"] = flow.payload0
        event["fengsui.flow.destination_payload_bytes"] = flow.payload1
    elif flow.protocol in (ICMP, ICMP6):
        event["fengsui.icmp.type"] = first
        if flow.flags0:
            event["fengsui.icmp.code"] = second


def _arp(event: Event, claim: bytes) -> None:
    """RFC 826: the sender says which hardware address its protocol address has, and whom it asks or answers."""
    event["event.dataset"] = "network.arp"
    event["event.type"] = ["protocol"]
    event["network.protocol"] = "arp"
    event["source.mac"] = claim[0:6].hex("-").upper()
    event["source.ip"] = inet_ntop(AF_INET, claim[6:10])
    event["destination.ip"] = inet_ntop(AF_INET, claim[10:14])
    operation = int.from_bytes(claim[14:16], "big")
    event["event.action"] = f"arp_{_ARP_OPERATIONS.get(operation, operation)}"
