"""The flow meter: which packets belong to one conversation, how many went each way, and how it ended.

It knows headers, never payloads, and nothing of Events; `FlowMeter.add` takes what `decode` gives and returns the Flow
the packet was counted in. Flows that ended collect in `FlowMeter.ended`, in an order that depends on the packets only.

A flow is a bidirectional 5-tuple within one VLAN and one tunnel. The sender of the first packet is its source, except
when that packet is a SYN-ACK, whose sender is the destination. Bytes are those of whole frames on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import heapify, heappop, heappush
from socket import AF_INET, AF_INET6, inet_ntop
from typing import Any

from collectors.packets.community import TCP, UDP, community_id
from collectors.packets.decode import Headers, Outer
from model.times import MINUTE, SECOND, Micros

FIN, SYN, RST, ACK = 1, 2, 4, 16


class EndReason(StrEnum):
    """Why a flow was reported, in the words of IPFIX flowEndReason (RFC 5102 section 5.11.3)."""

    IDLE = "idle timeout"
    ACTIVE = "active timeout"
    END_OF_FLOW = "end of flow detected"
    FORCED = "forced end"
    LACK_OF_RESOURCES = "lack of resources"


@dataclass(frozen=True, slots=True)
class Limits:
    """Idle times are Zeek's tcp_, udp_ and icmp_inactivity_timeout; the active time is the 30 minutes NetFlow uses.

    close_us: how long a finished TCP flow waits for stragglers (Zeek's tcp_close_delay).
    """

    tcp_idle_us: Micros = 5 * MINUTE
    other_idle_us: Micros = MINUTE
    active_us: Micros = 30 * MINUTE
    close_us: Micros = 5 * SECOND
    flows: int = 200_000


class Flow:
    """One flow, growing. Index 0 of the pairs is the source, 1 the destination.

    serial: order of creation, from 0. part: 0, or how many times the flow was reported for the active time-out before.
    one_way: nothing answers it (an ICMP type without a counterpart, ARP), so what comes back is another flow.
    attached: for whoever looks into the payload; the meter hands it on and never reads it.
    """

    __slots__ = (
        "_community", "attached", "bytes0", "bytes1", "end", "endpoints", "first", "flags0", "flags1", "idle_us", "last",
        "macs", "one_way", "outer", "packets0", "packets1", "part", "payload0", "payload1", "protocol", "reason", "reported",
        "rst_by", "serial", "start", "syn_seq", "version",
    )  # fmt: skip

    def __init__(self, serial: int, headers: Headers, time: Micros, number: int, swap: bool) -> None:
        self.serial = serial
        self.version, endpoints, self.protocol, self.outer = headers[0], headers[1], headers[2], headers[3]
        self.endpoints = reverse(self.version, endpoints) if swap else endpoints
        self.one_way = headers[7] == 1 and headers[2] != TCP
        self.start = self.end = time
        self.first = self.last = number
        self.packets0 = self.packets1 = self.bytes0 = self.bytes1 = self.payload0 = self.payload1 = 0
        self.flags0 = self.flags1 = 0
        self.rst_by = self.syn_seq = -1
        self.part = 0
        self.macs = (b"", b"")
        self.idle_us = 0
        self.reported = False
        self.reason = EndReason.FORCED
        self.attached: Any = None
        self._community = ""

    @property
    def addresses(self) -> tuple[str, str]:
        """Source and destination IP address; empty texts for what is not IP."""
        ends = self.endpoints
        if self.version == 4:
            return address_text(ends[0:4]), address_text(ends[4:8])
        if self.version == 6:
            return address_text(ends[0:16]), address_text(ends[16:32])
        return "", ""

    @property
    def ports(self) -> tuple[int, int]:
        """Ports; for ICMP the type and its counterpart or code (see `community.icmp_ports`)."""
        return int.from_bytes(self.endpoints[-4:-2], "big"), int.from_bytes(self.endpoints[-2:], "big")

    @property
    def community_id(self) -> str:
        if not self._community and self.version:
            half = 4 if self.version == 4 else 16
            source, destination = self.endpoints[:half], self.endpoints[half : 2 * half]
            sport, dport = self.ports
            self._community = community_id(source, destination, self.protocol, sport, dport, self.one_way)
        return self._community

    @property
    def closed(self) -> bool:
        return self.rst_by >= 0 or bool(self.flags0 & self.flags1 & FIN)

    @property
    def established(self) -> bool:
        return bool(self.flags0 & SYN and self.flags1 & SYN)

    @property
    def state(self) -> str:
        """Zeek's conn_state words (Zeek manual, conn.log); for UDP and others S0 without an answer and SF with one."""
        if self.protocol != TCP or not self.version:
            return "SF" if self.packets1 else "S0"
        source, destination = self.flags0, self.flags1
        if self.established:
            if self.rst_by >= 0:
                return "RSTR" if self.rst_by else "RSTO"
            return {0: "S1", 1: "S2", 2: "S3", 3: "SF"}[(source & FIN) | (destination & FIN) << 1]
        if source & SYN:
            if self.rst_by >= 0:
                return "REJ" if self.rst_by else "RSTOS0"
            if source & FIN:
                return "SH"
            return "OTH" if self.packets1 else "S0"
        if destination & SYN:
            if self.rst_by == 1:
                return "RSTRH"
            return "SHR" if destination & FIN else "OTH"
        return "OTH"


@lru_cache(maxsize=65_536)
def address_text(address: bytes) -> str:
    """An address of 4 or 16 bytes; networks have few, and each stands in many flows."""
    return inet_ntop(AF_INET if len(address) == 4 else AF_INET6, address)


def reverse(version: int, endpoints: bytes) -> bytes:
    """The endpoints as the other side writes them."""
    half = {4: 4, 6: 16, 0: 6}[version]
    return endpoints[half : 2 * half] + endpoints[:half] + endpoints[-2:] + endpoints[-4:-2]


class FlowMeter:
    """evicted: flows reported early because `Limits.flows` was reached."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.ended: list[Flow] = []
        self.evicted = 0
        self.created = 0
        # Both directions of a flow are keys; the value says which one the packet is (0: from the source).
        self._table: dict[tuple[bytes, int, Outer, bool], tuple[Flow, int]] = {}
        self._live = 0
        # (deadline, serial, flow): a flow stands here once or more; a deadline that moved is looked up when it is due.
        self._due: list[tuple[Micros, int, Flow]] = []

    def __len__(self) -> int:
        return self._live

    def add(self, headers: Headers, number: int, time: Micros, length: int) -> tuple[Flow, int]:
        """Count one packet. Returns its flow and side: 0 when the source sent it, 1 when the destination did."""
        if self._due and self._due[0][0] <= time:
            self.expire(time)
        flags = headers[7]
        found = self._table.get((headers[1], headers[2], headers[3], flags == 1 and headers[2] != TCP))
        if found is None:
            found = self._create(headers, number, time)
        flow, side = found
        if flags & 7 and headers[2] == TCP and headers[0]:
            found = self._signal(flow, side, flags, headers, number, time)
            flow, side = found
        elif time - flow.start >= self.limits.active_us:
            found = self._split(flow, side, headers, number, time)
            flow, side = found
        if side:
            flow.packets1 += 1
            flow.bytes1 += length
            flow.payload1 += headers[5] - headers[4] + headers[6]
            flow.flags1 |= flags
        else:
            flow.packets0 += 1
            flow.bytes0 += length
            flow.payload0 += headers[5] - headers[4] + headers[6]
            flow.flags0 |= flags
        if time > flow.end:
            flow.end = time
        flow.last = number
        return found

    def expire(self, time: Micros) -> None:
        """End every flow that has been silent for its idle time at `time`."""
        due = self._due
        while due and due[0][0] <= time:
            _, serial, flow = heappop(due)
            if flow.reported:  # already reported
                continue
            deadline = self._deadline(flow)
            if deadline <= time:
                self._end(flow, EndReason.END_OF_FLOW if self._finished(flow) else EndReason.IDLE)
            else:
                heappush(due, (deadline, serial, flow))

    def finish(self) -> None:
        """End every flow, in order of creation: the input is over."""
        for flow in sorted({id(f): f for f, _ in self._table.values()}.values(), key=lambda f: f.serial):
            self._end(flow, EndReason.END_OF_FLOW if self._finished(flow) else EndReason.FORCED)
        self._due.clear()

    def _finished(self, flow: Flow) -> bool:
        return flow.protocol == TCP and flow.version != 0 and flow.closed

    def _deadline(self, flow: Flow) -> Micros:
        return flow.end + (self.limits.close_us if self._finished(flow) else flow.idle_us)

    def _create(self, headers: Headers, number: int, time: Micros) -> tuple[Flow, int]:
        if self._live >= self.limits.flows:
            self._evict()
        tcp = headers[2] == TCP and headers[0] != 0
        swap = tcp and headers[7] & (SYN | ACK) == SYN | ACK
        flow = Flow(self.created, headers, time, number, swap)
        flow.idle_us = self.limits.tcp_idle_us if tcp else self.limits.other_idle_us
        self.created += 1
        self._enter(flow)
        if (
            len(self._due) > 4 * self.limits.flows + 64
        ):  # entries of flows long reported, kept by a clock that stands still
            self._due = [entry for entry in self._due if not entry[2].reported]
            heapify(self._due)
        heappush(self._due, (time + flow.idle_us, flow.serial, flow))
        return flow, int(swap)

    def _enter(self, flow: Flow) -> None:
        self._live += 1
        if not flow.one_way:
            back = reverse(flow.version, flow.endpoints)
            self._table[back, flow.protocol, flow.outer, False] = (flow, 1)
        self._table[flow.endpoints, flow.protocol, flow.outer, flow.one_way] = (flow, 0)

    def _signal(
        self, flow: Flow, side: int, flags: int, headers: Headers, number: int, time: Micros
    ) -> tuple[Flow, int]:
        """SYN, FIN and RST: what they say about the flow, and whether a new one begins."""
        if flags & SYN and not flags & ACK:
            if flow.first != number and self._begins_anew(flow, side, headers[8]):
                self._end(flow, EndReason.END_OF_FLOW if flow.closed else EndReason.FORCED)
                flow, side = self._create(headers, number, time)
            flow.syn_seq = headers[8]
        mine, theirs = (flow.flags1, flow.flags0) if side else (flow.flags0, flow.flags1)
        finished = flags & FIN and theirs & FIN and not mine & FIN
        if flags & RST and flow.rst_by < 0:
            flow.rst_by = side
            finished = True
        if finished:
            heappush(self._due, (time + self.limits.close_us, flow.serial, flow))
        return flow, side

    def _begins_anew(self, flow: Flow, side: int, seq: int) -> bool:
        """Whether a SYN opens another connection between the same ports, or is one more packet of this one."""
        if side == 0 and (flow.syn_seq == seq or not flow.packets0):
            return False  # sent again (also after a refusal), or overtaken by its own answer
        return flow.closed or flow.established or side == 1 or not flow.flags0 & SYN

    def _split(self, flow: Flow, side: int, headers: Headers, number: int, time: Micros) -> tuple[Flow, int]:
        """Report a long flow so far and go on counting from zero; what is known about the connection is handed on."""
        self._end(flow, EndReason.ACTIVE)
        heir = Flow(self.created, headers, time, number, swap=bool(side))
        self.created += 1
        heir.idle_us, heir.part, heir.macs = flow.idle_us, flow.part + 1, flow.macs
        heir.flags0, heir.flags1, heir.rst_by, heir.syn_seq = flow.flags0, flow.flags1, flow.rst_by, flow.syn_seq
        heir.attached = flow.attached
        self._enter(heir)
        heappush(self._due, (time + heir.idle_us, heir.serial, heir))
        return heir, side

    def _evict(self) -> None:
        """Report the flow that has probably been silent longest; exact only as far as deadlines have been looked up."""
        for _ in range(8):
            _, serial, flow = self._due[0]
            if flow.reported:
                heappop(self._due)
                continue
            deadline = self._deadline(flow)
            if deadline <= self._due[0][0]:
                break
            heappop(self._due)
            heappush(self._due, (deadline, serial, flow))
        while self._due and self._due[0][2].reported:
            heappop(self._due)
        self.evicted += 1
        self._end(self._due[0][2], EndReason.LACK_OF_RESOURCES)

    def _end(self, flow: Flow, reason: EndReason) -> None:
        flow.reason = reason
        flow.reported = True
        self._live -= 1
        self._table.pop((flow.endpoints, flow.protocol, flow.outer, flow.one_way))
        if not flow.one_way:
            self._table.pop((reverse(flow.version, flow.endpoints), flow.protocol, flow.outer, False), None)
        self.ended.append(flow)


__all__ = ["TCP", "UDP", "EndReason", "Flow", "FlowMeter", "Limits", "reverse"]
