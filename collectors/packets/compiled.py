"""The compiled meter and the plain path as one: what the loop stops before, the plain path reads and the loop counts.

Out come parcels, in the order of the packets: what ended, what is to be looked into, what could not be read. Everything
in a parcel is a copy except `data`, which stays untouched while the parcel is held.
"""

from __future__ import annotations

import time as time_module
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from collectors.contract import Quarantined
from collectors.packets.bpf import Filter
from collectors.packets.decode import LINKS, Headers, decode, macs, transport
from collectors.packets.fragments import MAX_DATAGRAMS, MAX_PIECES, TIMEOUT_US, Datagram, Fragments
from collectors.packets.kept_tables import Kept
from collectors.packets.kernel import layout, walk
from collectors.packets.kernel.layout import Array
from collectors.packets.kernel.meter import release
from collectors.packets.meter import Limits
from collectors.packets.reader import Packet, Pcap, Pcapng, open_capture
from collectors.packets.records import put_headers
from model.errors import BadRecord

CHUNK = 4 << 20
"""Bytes asked for at a time: large enough that a call costs nothing beside its work, small enough for the cache."""
NO_FRAME = np.frombuffer(b"", np.uint8)  # read-only, as all buffers are: another type would be compiled anew


@dataclass(slots=True)
class Parcel:
    """pieces: rows of `layout.PIECE`, payload in `data`; begun: flow rows (and outer words) of those pieces that are the
    first of their flow, in order; endings: flow rows with their outer words. items: what could not be read, after everything
    else. slots: of the endings, where they are kept until they are `safe`;
    place: which stretch of the file it is from."""

    data: Any
    pieces: Array
    begun: Array
    begun_outers: Array
    endings: Array
    ending_outers: Array
    items: list[Quarantined | Spoiled] = field(default_factory=list)
    slots: Array | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A datagram put together from fragments that cannot be read. flow, outer: a row of its flow."""

    flow: tuple[Any, ...]
    outer: Array
    side: int
    number: int
    time: int
    fault: BadRecord


class CompiledMeter:
    """Feed it a capture (`file`) or frames (`take`); `finish` at the end. unread: packets of unknown link types.

    `quiet` takes (slot, chain) of flows nobody looks into any more, `safe` the slots of endings that are kept elsewhere
    now, where tables are kept; both may be filled from another thread.
    """

    def __init__(
        self,
        limits: Limits,
        deep: Iterable[tuple[int, int]] = (),
        capture_filter: Filter | None = None,
        kept: Kept | None = None,
    ) -> None:
        """deep: (IP version or 0, IP protocol or Ethernet type) of packets that somebody looks into."""
        wanted = np.zeros(256 + 65_536, np.uint8)
        for version, protocol in deep:
            wanted[protocol if version else 256 + protocol] = 1
        self.kept = kept
        self.tables = kept.tables(limits, wanted) if kept else layout.tables(limits, wanted)
        self.fragments = Fragments()
        self.unread: dict[int, list[Any]] = {}
        self.incomplete = 0
        self.offset = 0
        self.place = 0
        self.quiet: deque[tuple[int, int]] = deque()
        self.safe: deque[Array] = deque()
        self.filter = capture_filter
        self._deep = bool(wanted.any())
        self._single = _single()
        self._places: dict[int, tuple[int, int, int]] = {}  # datagram → its flow: slot and side, serial, chain

    def warm(self) -> None:
        """Have everything compiled, or loaded, before packets wait for it."""
        for _ in self.tick(0):
            raise AssertionError("a meter that has seen nothing has nothing to give")
        walk.finish(self.tables, np.zeros(0, np.int64), 0)
        release(self.tables, np.zeros(0, np.int32))

    @property
    def number(self) -> int:
        return int(self.tables.state[layout.NUMBER])

    @property
    def last(self) -> tuple[int, int]:
        """Number and time of the last packet that could be read."""
        return int(self.tables.state[layout.READ_NUMBER]), int(self.tables.state[layout.READ_TIME])

    @property
    def filtered(self) -> int:
        return int(self.tables.state[layout.FILTERED])

    @property
    def evicted(self) -> int:
        return int(self.tables.state[layout.EVICTED])

    @property
    def shed(self) -> int:
        return int(self.tables.state[layout.SHED_FLOWS])

    def shedding(self, on: bool) -> None:
        """While on, payloads of new flows are not looked into; they are counted in `shed`."""
        self.tables.state[layout.SHEDDING] = int(on)

    def file(self, stream: BinaryIO) -> Iterator[Parcel]:
        """A whole pcap or pcapng stream. The last parcels hold what was still open."""
        reader = open_capture(stream, CHUNK)
        if isinstance(reader, Quarantined):
            yield self._items(reader)
        elif reader is not None:
            yield from self._records(reader)
        yield from self.finish()

    def _records(self, reader: Pcap | Pcapng) -> Iterator[Parcel]:
        state, slow, form = self.tables.state, reader.packets(), _Form(reader, self.filter)
        while True:
            form.refresh()
            data = np.frombuffer(reader.buffer.data.toreadonly(), np.uint8)
            state[layout.POS], state[layout.NUMBER], state[layout.LAST] = reader.buffer.pos, reader.number, reader.last
            self.place = reader.buffer.base
            status = walk.walk(self.tables, data, form.form, form.links, form.program, form.entries)
            if state[layout.NUMBER] > reader.number:
                self.offset = reader.buffer.base + int(state[layout.PLACE])
            reader.number, reader.last = int(state[layout.NUMBER]), int(state[layout.LAST])
            reader.buffer.pos = int(state[layout.POS])
            parcel = self.parcel(data)
            if parcel is not None:
                yield parcel
            if status == walk.FULL:
                continue
            item = next(slow, None)
            if item is None:
                return
            if isinstance(item, Quarantined):
                yield self._items(item)
                continue
            self.offset = item[5]
            state[layout.NUMBER] = item[0] - 1
            if self.filter is not None and not self.filter.accepts(item[2], item[4], item[3]):
                state[layout.FILTERED] += 1
            else:
                yield from self.take(item)
            state[layout.NUMBER] = item[0]

    def take(self, packet: Packet) -> Iterator[Parcel]:
        """One packet by the plain path."""
        number, time, link, length, data, place = packet
        try:
            headers = decode(data, link)
        except BadRecord as bad:
            if link in LINKS:
                yield self._items(
                    Quarantined(bad.reason, f"packet {number}: {bad.message}", place, data, {"packet": number})
                )
            else:
                self.unread.setdefault(link, [packet, 0])[1] += 1
            return
        if headers[10] is not None or self.fragments.table:
            yield from _endings_last(list(self._fragment(headers, data, link, number, time, length)))
        else:
            yield from self._count(headers, data, macs(data, link), number, time, length, handed=True)
        self._read_last(number, time)

    def _read_last(self, number: int, time: int) -> None:
        self.tables.state[layout.READ_NUMBER], self.tables.state[layout.READ_TIME] = number, time

    def finish(self) -> Iterator[Parcel]:
        """Everything still open ends."""
        last = self.last
        for gram in list(self.fragments.table.values()):
            yield from self._give_up(gram)
        self._read_last(*last)
        self.fragments.table.clear()
        flows = self.tables.flows
        slots = np.flatnonzero(flows["status"] == layout.LIVE)
        slots = slots[np.argsort(flows["serial"][slots])]
        done = 0
        while done < len(slots):
            done = walk.finish(self.tables, slots, done)
            parcel = self.parcel(NO_FRAME)
            if parcel is not None:
                yield parcel

    def tick(self, time: int) -> Iterator[Parcel]:
        """Nothing came, and it is `time` now: flows that have been silent too long end."""
        form = self._single.form
        form[walk.FORMAT], form[walk.TIME] = walk.TICK, time
        yield from self._walk_one(NO_FRAME)

    def parcel(self, data: Any) -> Parcel | None:
        """What has come together since the last parcel. data: where the pieces' payload is."""
        t = self.tables
        state = t.state
        while self.safe:
            release(t, self.safe.popleft())
        used, ended = int(state[layout.PIECES_USED]), int(state[layout.ENDINGS_USED])
        if not used and not ended:
            return None
        pieces, slots = t.pieces[:used].copy(), t.endings[:ended].copy()
        fresh = pieces["slot"][pieces["first"] == 1]
        out = Parcel(
            data,
            pieces,
            t.flows[fresh],
            t.outers[fresh] if len(fresh) else t.outers[:0],
            t.flows[slots],
            t.outers[slots] if ended else t.outers[:0],
            place=self.place,
        )
        state[layout.PIECES_USED] = state[layout.ENDINGS_USED] = 0
        if self.kept is None:
            release(t, slots)
        else:
            out.slots = slots
        while self.quiet:
            slot, chain = self.quiet.popleft()
            flow = t.flows[slot]
            if flow["chain"] == chain and flow["status"] == layout.LIVE:
                flow["wanted"] = 0
        return out

    def _items(self, *items: Quarantined | Spoiled) -> Parcel:
        t = self.tables
        return Parcel(
            NO_FRAME, t.pieces[:0], t.flows[:0], t.outers[:0], t.flows[:0], t.outers[:0], list(items), place=self.place
        )

    def _count(
        self, headers: Headers, data: bytes, addresses: tuple[bytes, bytes], number: int, time: int, length: int, *, handed: bool
    ) -> Iterator[Parcel]:  # fmt: skip
        """Count a packet the plain path has read; `self._single.ref` is its flow then."""
        put_headers(self.tables, headers, addresses)
        self.tables.state[layout.NUMBER] = number - 1
        single = self._single
        single.form[walk.FORMAT], single.form[walk.HANDED] = walk.READ, handed
        single.form[walk.TIME], single.form[walk.LENGTH] = time, length
        yield from self._walk_one(np.frombuffer(data, np.uint8))

    def _walk_one(self, frame: Array) -> Iterator[Parcel]:
        status = walk.FULL
        while status == walk.FULL:
            status = walk.walk(self.tables, frame, *self._single)
            parcel = self.parcel(frame)
            if parcel is not None:
                yield parcel
            elif status == walk.FULL:
                time_module.sleep(0.002)
                yield self._items()  # nothing to take, no room either: whoever holds endings has to release some

    def _fragment(
        self, headers: Headers, data: bytes, link: int, number: int, time: int, length: int
    ) -> Iterator[Parcel]:
        for _, gram in self.fragments.expired(time):
            yield from self._give_up(gram)
        piece = headers[10]
        if piece is None:
            yield from self._count(headers, data, macs(data, link), number, time, length, handed=True)
            self._watch_fragments()
            return
        gram, whole = self.fragments.add(piece, headers[3], data, time)
        if piece.offset == 0 and gram.headers is None:
            gram.headers = (*headers[:10], None)
        gram.waiting.append((number, time, length, headers, link, data[:18]))
        if gram.headers is not None or len(gram.waiting) >= MAX_PIECES:
            yield from self._release(gram)
        if whole is not None:
            yield from self._read(gram, whole, piece.protocol, number, time)
            self._places.pop(id(gram), None)
        self._watch_fragments()

    def _watch_fragments(self) -> None:
        """Have the loop stop when the oldest datagram is to be given up."""
        table = self.fragments.table
        at = layout.NEVER
        if len(table) > MAX_DATAGRAMS:
            at = -layout.NEVER
        elif table:
            at = next(iter(table.values())).started + TIMEOUT_US
        self.tables.state[layout.INTERRUPT_AT] = at

    def _release(self, gram: Datagram) -> Iterator[Parcel]:
        """Count the fragments seen so far in the flow the first one named."""
        named = gram.headers
        before = self.number
        for number, time, length, headers, link, frame in gram.waiting:
            known = named if named is not None else headers
            counted: Headers = (headers[0], known[1], *headers[2:7], known[7], 0, 0, None)
            yield from self._count(counted, b"", macs(frame, link), number, time, length, handed=False)
            ref = int(self._single.form[walk.REF])
            flow = self.tables.flows[ref >> 1]
            self._places[id(gram)] = (ref, int(flow["serial"]), int(flow["chain"]))
        self.tables.state[layout.NUMBER] = before
        gram.waiting.clear()

    def _read(self, gram: Datagram, whole: bytes, protocol: int, number: int, time: int) -> Iterator[Parcel]:
        """Hand a whole datagram on as its flow's next payload."""
        place = self._places.get(id(gram))
        if place is None or gram.headers is None or not self._deep:
            return
        ref, serial, _ = place
        flow = self.tables.flows[ref >> 1]
        if flow["serial"] != serial or not flow["wanted"]:
            return
        version, ends = gram.headers[0], gram.headers[1]
        half = 4 if version == 4 else 16
        try:
            headers = transport(whole, version, ends[:half], ends[half : 2 * half], protocol, 0, len(whole))
        except BadRecord as bad:
            row = self.tables.flows[ref >> 1]
            yield self._items(Spoiled(row.tolist(), self.tables.outers[ref >> 1].copy(), ref & 1, number, time, bad))
            return
        if headers[2] == flow["protocol"] and headers[3] == ((), ()):
            put_headers(self.tables, headers, (b"", b""))
            self.tables.state[layout.NUMBER] = number - 1
            single = self._single
            single.form[walk.FORMAT], single.form[walk.HANDED], single.form[walk.REF] = walk.WHOLE, 1, ref
            single.form[walk.TIME] = time
            yield from self._walk_one(np.frombuffer(whole, np.uint8))

    def _give_up(self, gram: Datagram) -> Iterator[Parcel]:
        self.incomplete += 1
        self._places.pop(id(gram), None)
        yield from self._release(gram)
        self._places.pop(id(gram), None)


def _endings_last(parcels: list[Parcel]) -> Iterator[Parcel]:
    """Of one packet: what it says comes before the flows that ended when it arrived, also when several were counted."""
    for parcel in parcels:
        if len(parcel.pieces) or parcel.items:
            yield replace(parcel, endings=parcel.endings[:0], ending_outers=parcel.ending_outers[:0], slots=None)
    for parcel in parcels:
        if len(parcel.endings):
            yield replace(
                parcel, pieces=parcel.pieces[:0], begun=parcel.begun[:0], begun_outers=parcel.begun_outers[:0], items=[]
            )


class _Single(NamedTuple):
    """Arguments of `walk` for one packet that is read already."""

    form: Array
    links: Array
    program: Array
    entries: Array


def _single() -> _Single:
    return _Single(
        np.zeros(walk.FORM_LENGTH, np.int64), np.zeros((1, 3), np.int64), np.zeros((0, 4), np.int64), np.full(1, -1)
    )


class _Form:
    """A reader's settings as the loop wants them; `refresh` when a section or an interface may have been added."""

    def __init__(self, reader: Pcap | Pcapng, capture_filter: Filter | None) -> None:
        self._reader, self._filter = reader, capture_filter
        self.form = np.zeros(walk.FORM_LENGTH, np.int64)
        self.links = np.zeros((1, 3), np.int64)
        self.entries = np.full(1, -1, np.int64)
        self.program = capture_filter.program if capture_filter else np.zeros((0, 4), np.int64)
        self._known = (-1, -1, "")
        self.form[walk.FORMAT] = walk.PCAP if isinstance(reader, Pcap) else walk.PCAPNG

    def refresh(self) -> None:
        reader, form = self._reader, self.form
        if isinstance(reader, Pcap):
            known = (0, 0, reader.order)
            if known == self._known:
                return
            form[walk.DIVISOR], form[walk.HEADER], form[walk.LIMIT] = reader.divisor, reader.header, reader.limit
            form[walk.LINK] = reader.link
            links = [reader.link]
        else:
            known = (reader.sections, len(reader.interfaces), reader.order)
            if known == self._known:
                return
            form[walk.LIMIT] = 1 << 24
            form[walk.INTERFACES] = len(reader.interfaces)
            links = [interface.link for interface in reader.interfaces]
            rows = [(i.link, _rate(i.ticks_per_second, i.offset_s), i.offset_s) for i in reader.interfaces]
            self.links = np.array([(a, b, c if b > 0 else 0) for a, b, c in rows] or [(0, -1, 0)], np.int64)
        form[walk.LITTLE] = reader.order == "<"
        if self._filter is not None:
            self.entries = np.array([self._filter.entry(link) for link in links] or [-1], np.int64)
            self.program = self._filter.program
        else:
            self.entries = np.full(max(1, len(links)), -1, np.int64)
        self._known = known


def _rate(ticks_per_second: int, offset_s: int) -> int:
    """-1 for clocks whose arithmetic does not fit into 64 bits; the plain path reads those."""
    return ticks_per_second if ticks_per_second <= 1 << 43 and abs(offset_s) < 1 << 41 else -1
