"""What a flow's payload tells: the common ground of all protocol parsers, and how their findings become Events.

A conversation belongs to one flow. Parsers hand it facts; it adds who spoke to whom, the community id and the packet
numbers, and seals the Event. `event.id` comes from the packet in which the message began, how many Events the
conversation had before, the flow's endpoints and first packet, and the message's first bytes: all of it content of
the recording, so reading it again gives the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from collectors.contract import Quarantined
from collectors.packets.community import ICMP, ICMP6, SCTP, TCP, UDP
from collectors.packets.decode import ETHER_ARP, ETHER_IPV4, ETHER_IPV6, Headers
from collectors.packets.meter import Flow
from model.event import Event, Origin, seal
from model.times import Micros

HELD_MOST = 128 << 20  # bytes of unfinished messages, over all conversations of one recording
RAW_KEPT = 1024  # bytes of a message that enter its digest
FAULTS_MOST = 3  # pipeline_error Events per conversation; beyond that they are only counted
EVENTS_MOST = 1_000_000  # Events of one conversation; a guard, not a working limit

TRANSPORTS = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMP6: "ipv6-icmp", SCTP: "sctp", 47: "gre", 50: "esp", 2: "igmp"}
NETWORKS = {4: "ipv4", 6: "ipv6"}
ETHER_NAMES = {
    ETHER_ARP: "arp", ETHER_IPV4: "ipv4", ETHER_IPV6: "ipv6", 0: "llc", 0x88CC: "lldp", 0x88B8: "goose", 0x88BA: "sv",
    0x88B9: "gse", 0x8892: "profinet", 0x88A4: "ethercat", 0x888E: "eapol", 0x8863: "pppoe-discovery", 0x8864: "pppoe",
    0x88F7: "ptp", 0x8809: "slow", 0x88E5: "macsec", 0x9000: "loopback", 0x88E1: "homeplug", 0x8847: "mpls", 0x8848: "mpls",
}  # fmt: skip


@dataclass(slots=True)
class Recording:
    """Where Events of one recording go, and what every one of them carries.

    counts: what had to be given up; held: bytes that conversations keep of messages not yet whole, and of requests not
    yet answered (an estimate for the latter).
    """

    origin: Origin
    ingested: Micros
    out: list[Event | Quarantined] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    held: int = 0

    def count(self, what: str, times: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + times

    def emit(self, event: Event, number: int, part: int, content: bytes) -> None:
        self.out.append(seal(event, self.origin, position=number, content=content, ingested=self.ingested, part=part))


class Conversation:
    """protocol: ECS network.protocol, once the content has shown it; active: whether payload is still wanted."""

    __slots__ = ("_bases", "_identity", "active", "events", "faults", "flow", "held", "protocol", "recording")

    def __init__(self, recording: Recording, flow: Flow) -> None:
        self.recording = recording
        self.flow = flow
        self.protocol = ""
        self.active = True
        self.events = 0
        self.held = 0
        self.faults: dict[str, int] = {}
        self._bases: list[Event | None] = [None, None]
        self._identity = flow.endpoints + flow.first.to_bytes(8, "big")

    def emit(
        self,
        dataset: str,
        facts: dict[str, Any],
        *,
        sender: int,
        time: Micros,
        first: int,
        last: int,
        raw: bytes = b"",
    ) -> None:
        """One Event. sender: side (0 or 1) to stand as `source`; first, last: packet numbers it was read from."""
        if self.events >= EVENTS_MOST:
            self.recording.count("events_over_limit")
            return
        base = self._bases[sender]
        if base is None:
            base = self._bases[sender] = self._base(sender)
        event = base.copy()
        event["@timestamp"] = time
        event["event.dataset"] = dataset
        event["event.category"] = ["network"]
        event["event.type"] = ["protocol"]
        if self.protocol:
            event["network.protocol"] = self.protocol
        event["fengsui.packet.first"] = first
        event["fengsui.packet.last"] = last
        event.update(facts)
        content = b"".join((dataset.encode(), b"\0", self._identity, raw[:RAW_KEPT]))
        self.recording.emit(event, first, self.events, content)
        self.events += 1

    def fault(self, reason: str, message: str, *, side: int, time: Micros, number: int) -> None:
        """Say that the payload could not be followed, as a pipeline_error Event; the packets stay in the recording."""
        times = self.faults[reason] = self.faults.get(reason, 0) + 1
        self.recording.count(reason)
        if times > 1 or len(self.faults) > FAULTS_MOST:
            return
        protocol = self.protocol or TRANSPORTS.get(self.flow.protocol, "unknown")
        facts = {
            "event.kind": "pipeline_error",
            "event.type": ["error"],
            "event.reason": message,
            "error.code": reason,
            "error.message": message,
        }
        self.emit(f"network.{protocol}", facts, sender=side, time=time, first=number, last=number, raw=reason.encode())

    def hold(self, size: int) -> bool:
        """Say how many bytes this conversation keeps now. False: all of them together keep too much."""
        self.recording.held += size - self.held
        self.held = size
        return not size or self.recording.held <= HELD_MOST

    def packet(self, side: int, headers: Headers, data: bytes, number: int, time: Micros) -> None:
        """One more packet from `side`, with its payload at data[headers[4]:headers[5]]."""
        raise NotImplementedError

    def finish(self) -> None:
        """The flow is over: report what is still open."""

    def _base(self, sender: int) -> Event:
        flow = self.flow
        addresses, ports = flow.addresses, flow.ports
        event: Event = {
            "source.ip": addresses[sender],
            "source.port": ports[sender],
            "destination.ip": addresses[1 - sender],
            "destination.port": ports[1 - sender],
            "network.transport": TRANSPORTS[flow.protocol],
            "network.type": NETWORKS[flow.version],
            "network.community_id": flow.community_id,
        }
        vlans(event, flow)
        return event


def vlans(event: Event, flow: Flow) -> None:
    """VLAN and tunnel facts. With QinQ the inner tag is the network's own; the outer one is the carrier's."""
    tags, tunnels = flow.outer
    if tags:
        event["network.vlan.id"] = str(tags[-1])
        if len(tags) > 1:
            event["network.inner.vlan.id"] = str(tags[-1])
            event["network.vlan.id"] = str(tags[0])
    if tunnels:
        event["fengsui.flow.tunnel"] = [f"{kind}:{number}" if number else kind for kind, _, _, number in tunnels]
