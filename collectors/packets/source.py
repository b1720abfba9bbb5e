"""The `pcap` source: a capture file in, flow and protocol Events out, in the order the packets give."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec
from typing import Any, BinaryIO

from collectors.contract import Quarantined
from collectors.inputs import damaged
from collectors.packets.bpf import Filter
from collectors.packets.conversation import Conversation, Recording
from collectors.packets.decode import LINKS, Headers, decode, macs, transport
from collectors.packets.dispatch import conversation
from collectors.packets.flows import report
from collectors.packets.fragments import MAX_PIECES, Datagram, Fragments
from collectors.packets.meter import EndReason, Flow, FlowMeter, Limits
from collectors.packets.reader import Packet, packets, recognises
from model.errors import BadRecord
from model.event import Event, Origin
from model.times import Micros

PLAIN_MOST = 8 << 20
"""Bytes of a capture up to which the plain path is faster than loading compiled code; a pipe is never that short."""


class Engine(StrEnum):
    """Both give the same Events. compiled needs numba, and is chosen by itself for captures it pays for."""

    AUTO = "auto"
    PLAIN = "plain"
    COMPILED = "compiled"


class PcapSource:
    """pcap and pcapng files. `limits` bound the flow table; `deep=False` meters flows and leaves payloads alone;
    `capture_filter` in tcpdump's language says which packets count."""

    name = "pcap"

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        deep: bool = True,
        engine: Engine = Engine.AUTO,
        capture_filter: str = "",
    ) -> None:
        self.limits = limits or Limits()
        self.deep = deep
        self.engine = engine
        self.filter = Filter(capture_filter) if capture_filter else None

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - the contract offers the name; content decides
        return recognises(head)

    def events(self, stream: BinaryIO, origin: Origin, ingested: Micros) -> Iterator[Event | Quarantined]:
        recording = Recording(origin, ingested)
        if self._is_plain(stream):
            yield from self._plain(stream, recording)
        else:
            from collectors.packets.swift import events  # numba is loaded by whoever needs it

            yield from events(stream, recording, self.limits, deep=self.deep, capture_filter=self.filter)

    def _is_plain(self, stream: BinaryIO) -> bool:
        if self.engine is not Engine.AUTO:
            return self.engine is Engine.PLAIN
        if find_spec("numba") is None:
            return True
        if not stream.seekable():
            return False
        here = stream.tell()
        size = 0
        while size <= PLAIN_MOST and (more := len(stream.read(1 << 20))):
            size += more
        stream.seek(here)
        return size <= PLAIN_MOST

    def _plain(self, stream: BinaryIO, recording: Recording) -> Iterator[Event | Quarantined]:
        session = Session(recording, self.limits, deep=self.deep)
        out = recording.out
        for item in packets(stream):
            if isinstance(item, Quarantined):
                out.append(item)
            elif self.filter is None or self.filter.accepts(item[2], item[4], item[3]):
                session.packet(item)
            if out:
                yield from out
                out.clear()
        session.finish()
        yield from out
        yield from damaged(stream, session.offset)


class Session:
    """One recording being read: the meter, the fragments and the conversations, fed packet by packet."""

    def __init__(self, recording: Recording, limits: Limits, *, deep: bool = True) -> None:
        self.recording = recording
        self.meter = FlowMeter(limits)
        self.fragments = Fragments()
        self.deep = deep
        self._unread: dict[int, list[Any]] = {}  # link type: first packet, count
        self._last = (0, 0)  # number and time of the last packet
        self.offset = 0  # where the last packet stands in the file

    def packet(self, packet: Packet) -> None:
        number, time, link, length, data, self.offset = packet
        try:
            headers = decode(data, link)
        except BadRecord as bad:
            self._refuse(packet, bad)
            return
        self._last = (number, time)
        if headers[10] is not None or self.fragments.table:
            self._fragment(headers, data, link, number, time, length)
        else:
            self._count(headers, data, link, number, time, length)
        if self.meter.ended:
            self._report()

    def finish(self) -> None:
        """The recording is over: every flow still open is reported, then what could not be read or had to be given up."""
        for _, gram in list(self.fragments.table.items()):
            self._give_up(gram)
        self.meter.finish()
        self._report()
        summarise(self.recording, self._unread, self._last, self.meter.evicted, self.fragments.overlaps)

    def _count(self, headers: Headers, data: bytes, link: int, number: int, time: Micros, length: int) -> None:
        flow, side = self.meter.add(headers, number, time, length)
        conversation = flow.attached
        if conversation is None:
            if flow.first != number or not self._attach(flow, data, link, side):
                return
            conversation = flow.attached
        if conversation.active:
            conversation.packet(side, headers, data, number, time)

    def _attach(self, flow: Flow, data: bytes, link: int, side: int) -> bool:
        """First packet of a flow: its MAC addresses, and who will look at its payload. False: nobody."""
        source, destination = macs(data, link)
        flow.macs = (destination, source) if side else (source, destination)
        if not self.deep:
            return False
        flow.attached = conversation(self.recording, flow)
        return flow.attached is not None

    def _fragment(self, headers: Headers, data: bytes, link: int, number: int, time: Micros, length: int) -> None:
        """Count a fragment in its datagram's flow, once the ports are known; read the datagram once it is whole."""
        for _, gram in self.fragments.expired(time):
            self._give_up(gram)
        piece = headers[10]
        if piece is None:
            self._count(headers, data, link, number, time, length)
            return
        gram, whole = self.fragments.add(piece, headers[3], data, time)
        if piece.offset == 0 and gram.headers is None:
            gram.headers = (*headers[:10], None)
        gram.waiting.append((number, time, length, headers, link, data[:18]))
        if gram.headers is not None or len(gram.waiting) >= MAX_PIECES:
            self._release(gram)
        if whole is not None:
            self._read(gram, whole, piece.protocol, number, time)

    def _release(self, gram: Datagram) -> None:
        """Count the fragments seen so far in the flow the first one named."""
        first = gram.headers
        for number, time, length, headers, link, frame in gram.waiting:
            named = first if first is not None else headers
            counted: Headers = (*headers[:1], named[1], *headers[2:7], named[7], 0, 0, None)
            flow, side = self.meter.add(counted, number, time, length)
            if flow.first == number:
                self._attach(flow, frame, link, side)
            gram.flow = (flow, side)
        gram.waiting.clear()

    def _read(self, gram: Datagram, whole: bytes, protocol: int, number: int, time: Micros) -> None:
        if gram.flow is None or not self.deep:
            return
        flow, side = gram.flow
        conversation = flow.attached
        if conversation is None or not conversation.active:
            return
        half = 4 if flow.version == 4 else 16
        source, destination = (0, half) if side == 0 else (half, 0)
        ends = flow.endpoints
        try:
            headers = transport(
                whole,
                flow.version,
                ends[source : source + half],
                ends[destination : destination + half],
                protocol,
                0,
                len(whole),
            )
        except BadRecord as bad:
            conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return
        if headers[2] == flow.protocol and headers[3] == ((), ()):
            conversation.packet(side, headers, whole, number, time)

    def _give_up(self, gram: Datagram) -> None:
        """The datagram will not be whole. Fragments whose ports nobody saw are counted in a flow without ports."""
        self.recording.count("fragments.incomplete")
        self._release(gram)

    def _report(self) -> None:
        for flow in self.meter.ended:
            conversation: Conversation | None = flow.attached
            if conversation is not None and flow.reason is not EndReason.ACTIVE:
                conversation.finish()
            report(self.recording, flow, conversation.protocol if conversation is not None else "")
        self.meter.ended.clear()

    def _refuse(self, packet: Packet, bad: BadRecord) -> None:
        if packet[2] not in LINKS:
            unread = self._unread.setdefault(packet[2], [packet, 0])
            unread[1] += 1
            return
        message = f"packet {packet[0]}: {bad.message}"
        self.recording.out.append(Quarantined(bad.reason, message, packet[5], packet[4], {"packet": packet[0]}))


def summarise(
    recording: Recording, unread: dict[int, list[Any]], last: tuple[int, Micros], evicted: int, overlaps: int
) -> None:
    """What could not be read or had to be given up, in one place at the end. unread: by link type, the first packet and
    how many; last: number and time of the last packet."""
    for link, (first, count) in unread.items():
        message = (
            f"{count} packets of link type {link}, which this sensor does not read; the first is number {first[0]}"
        )
        meta: dict[str, str | int] = {"packet": first[0], "packets": count}
        recording.out.append(Quarantined("packet.link_type", message, first[5], first[4], meta))
    counts = dict(recording.counts)
    if evicted:
        counts["flows.evicted"] = evicted
    if overlaps:
        counts["fragments.overlapping"] = overlaps
    if not counts:
        return
    number, time = last
    told = ", ".join(f"{what} {counts[what]}" for what in sorted(counts))
    event: Event = {
        "@timestamp": time,
        "event.dataset": "network.flow",
        "event.kind": "pipeline_error",
        "event.category": ["network"],
        "event.type": ["error"],
        "error.code": "packets.summary",
        "error.message": f"in the whole recording: {told}",
        "event.reason": f"in the whole recording: {told}",
        "fengsui.packet.last": number,
    }
    recording.emit(event, number, 0, b"summary\0" + told.encode())


SOURCE = PcapSource()
