"""An interface's packets to parcels, and parcels to Events, until told to stop.

One thread per worker reads the ring and meters (without the interpreter lock); the caller's thread looks into payloads.
When it falls behind, new flows are counted but not looked into, then those at hand; each is counted in `shed`. The meter
itself never waits for payloads, only for the store to take the flows that ended.
"""

from __future__ import annotations

import queue
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from collectors.contract import Quarantined
from collectors.packets.bpf import Filter
from collectors.packets.compiled import CompiledMeter, Parcel
from collectors.packets.conversation import Recording
from collectors.packets.dispatch import DEEP
from collectors.packets.kept_tables import Kept, waiting
from collectors.packets.kernel import layout, walk
from collectors.packets.kernel.layout import Array
from collectors.packets.looking import Looking
from collectors.packets.meter import Limits
from collectors.packets.ring import Counters, Ring, RingSettings, head_of, open_ring
from collectors.packets.source import summarise
from model.event import Event, Origin
from model.times import SECOND, now_us

WAIT_MS = 100
VLAN_VALID = 0x10  # TP_STATUS_VLAN_VALID
LATE_US = SECOND
"""How long a packet may lie in the ring before the clock passes it by."""
SHED_AT_BYTES, CALM_AT_BYTES, FULL_AT_BYTES = 48 << 20, 8 << 20, 192 << 20
"""Payload waiting to be looked into: above the first new flows are shed, below the second no longer, above the third
what comes is shed at once."""
ALARM_SHARE = 0.001
"""Share of packets the kernel dropped above which somebody has to know."""

Tee = Callable[[Array, int, int], None]
"""Gets each block, where its first packet is and how many there are, before the block is metered."""


class LiveMeter(CompiledMeter):
    """A CompiledMeter fed by a ring."""

    def __init__(
        self,
        ring: Ring,
        limits: Limits,
        *,
        deep: bool = True,
        kept: Kept | None = None,
        tee: Tee | None = None,
        fresh: bool = True,
    ) -> None:
        """fresh: the ring is new; else another process has been reading it."""
        super().__init__(limits, DEEP if deep else (), None, kept)
        self._fresh = fresh
        self.ring = ring
        self._tee = tee
        self._form = np.zeros(walk.FORM_LENGTH, np.int64)
        self._form[walk.FORMAT], self._form[walk.LINK] = walk.RING, ring.link
        self._none = np.full(1, -1, np.int64)
        self._links, self._program = np.zeros((1, 3), np.int64), np.zeros((0, 4), np.int64)

    def parcels(self, stop: threading.Event) -> Iterator[Parcel | None]:
        """What comes, until `stop`; None when nothing did for a moment. Flows stay open: see `finish`."""
        if self.kept is not None and self.kept.resumed:
            yield self._again()
        if self._fresh:
            self.tables.state[layout.BLOCK] = 0
        else:
            self.ring.find()
        ticked = 0
        while not stop.is_set():
            block = self.ring.block(WAIT_MS)
            if block is None:
                yield None
                if now_us() - ticked > LATE_US:
                    ticked = now_us()
                    yield from self.tick(ticked - LATE_US)
                continue
            yield from self._block(block)
            self.ring.give_back()
        for _ in range(2 * int(self.ring.settings.bytes / self.ring.settings.block_bytes)):
            block = self.ring.block(WAIT_MS)
            if block is None:
                return
            yield from self._block(block)
            self.ring.give_back()

    def _again(self) -> Parcel:
        """Flows that ended before a restart and that nobody confirmed to have."""
        slots, t = waiting(self.tables), self.tables
        out = self._items()
        out.endings, out.ending_outers, out.slots = t.flows[slots], t.outers[slots], slots
        return out

    def _block(self, block: Array) -> Iterator[Parcel]:
        state = self.tables.state
        packets, first, number = head_of(block)
        if state[layout.BLOCK] != number + 1:  # else a process before us was killed within it
            state[layout.POS], state[layout.LEFT] = first, packets
            state[layout.BLOCK] = number + 1
            if self._tee is not None:
                self._tee(block, first, packets)
        while True:
            status = walk.walk(self.tables, block, self._form, self._links, self._program, self._none)
            parcel = self.parcel(block)
            if parcel is not None:
                if len(parcel.pieces):
                    parcel.data = block.copy()
                yield parcel
            if status == walk.STOPPED:
                yield from self._plain(block)
            elif status == walk.MORE:
                return
            elif parcel is None:
                yield self._items()

    def _plain(self, block: Array) -> Iterator[Parcel]:
        """The packet at hand by the plain path."""
        state = self.tables.state
        pos, number, left = int(state[layout.POS]), self.number + 1, int(state[layout.LEFT])
        following, seconds, nanoseconds, captured, length, status, mac = struct.unpack_from("@6IH", block.data, pos)
        begin = pos + mac
        frame = block[begin : begin + captured].tobytes()
        if status & VLAN_VALID and captured >= 12:
            tci, tpid = struct.unpack_from("@IH", block.data, pos + 32)
            frame = frame[:12] + struct.pack(">HH", tpid or 0x8100, tci & 0xFFFF) + frame[12:]
            length += 4
        at = seconds * SECOND + nanoseconds // 1000
        yield from self.take((number, at, self.ring.link, length, frame, number))
        state[layout.NUMBER] = number
        state[layout.POS], state[layout.LEFT] = pos + following, left - 1


@dataclass(slots=True)
class Health:
    """What a capture tells about itself. shed: flows whose payload nobody had time for."""

    kernel: Counters = field(default_factory=Counters)
    packets: int = 0
    shed: int = 0
    evicted: int = 0


class Capture:
    """Workers on one interface, all looked into by whoever iterates `events`. Raises InputError when it cannot begin."""

    def __init__(
        self, settings: RingSettings, limits: Limits | None = None, *, deep: bool = True, workers: int = 1, tee: Tee | None = None
    ) -> None:  # fmt: skip
        if settings.capture_filter:
            Filter(settings.capture_filter)
        self.health = Health()
        self._stop = threading.Event()
        self._ready: queue.SimpleQueue[tuple[int, Parcel | BaseException | None]] = queue.SimpleQueue()
        CompiledMeter(Limits(flows=1)).warm()
        self._put_bytes = [0] * workers  # each written by its own thread only
        self._taken = 0
        self._socks = [open_ring(settings) for _ in range(workers)]
        rings = [Ring(sock, settings) for sock in self._socks]
        self._meters = [LiveMeter(ring, limits or Limits(), deep=deep, tee=tee) for ring in rings]

    def stop(self) -> None:
        self._stop.set()

    def events(self, origin: Origin, ingested: Callable[[], int] = now_us) -> Iterator[Event | Quarantined]:
        """Events as flows end and messages become whole. After `stop` what is in the rings is read, and open flows end."""
        recordings = [
            Recording(origin.of(fingerprint=f"{origin.fingerprint}-{n}"), ingested()) for n in range(len(self._meters))
        ]
        looking = [Looking(r, meter.quiet) for r, meter in zip(recordings, self._meters, strict=True)]
        threads = [
            threading.Thread(target=self._run, args=(n, meter), daemon=True, name=f"fengsui-capture-{n}")
            for n, meter in enumerate(self._meters)
        ]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                worker, item = self._ready.get()
                if isinstance(item, BaseException):
                    raise item
                if item is None:
                    running -= 1
                    continue
                self._taken += _weight(item)
                recording = recordings[worker]
                recording.ingested = ingested()
                looking[worker].take(item)
                yield from recording.out
                recording.out.clear()
            for recording, meter in zip(recordings, self._meters, strict=True):
                if meter.incomplete:
                    recording.count("fragments.incomplete", meter.incomplete)
                summarise(recording, meter.unread, meter.last, meter.evicted, meter.fragments.overlaps)
                yield from recording.out
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            for meter, sock in zip(self._meters, self._socks, strict=True):
                with meter.ring:
                    sock.close()

    def _run(self, worker: int, meter: LiveMeter) -> None:
        told = 0.0
        try:
            for parcel in meter.parcels(self._stop):
                if time.monotonic() - told > 0.5:
                    told = time.monotonic()
                    self._tell()
                if parcel is not None:
                    self._put(worker, meter, parcel)
            for parcel in meter.finish():
                self._put(worker, meter, parcel)
            self._tell()
            self._ready.put((worker, None))
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: whoever waits must hear of anything
            self._ready.put((worker, error))

    def _put(self, worker: int, meter: LiveMeter, parcel: Parcel) -> None:
        waiting_bytes = sum(self._put_bytes) - self._taken
        if waiting_bytes > FULL_AT_BYTES and len(parcel.pieces):
            shed(meter, parcel)
        elif waiting_bytes > SHED_AT_BYTES:
            meter.shedding(True)
        elif waiting_bytes < CALM_AT_BYTES:
            meter.shedding(False)
        self._put_bytes[worker] += _weight(parcel)
        self._ready.put((worker, parcel))

    def _tell(self) -> None:
        health = self.health
        health.packets = sum(meter.number for meter in self._meters)
        health.shed = sum(meter.shed for meter in self._meters)
        health.evicted = sum(meter.evicted for meter in self._meters)
        counts = [meter.ring.count() for meter in self._meters]
        health.kernel = Counters(sum(c.packets for c in counts), sum(c.dropped for c in counts))


def shed(meter: CompiledMeter, parcel: Parcel) -> None:
    """Take the payloads out of a parcel; their flows are not looked into from now on."""
    flows = np.unique(parcel.pieces[["slot", "chain"]])
    meter.quiet.extend((int(slot), int(chain)) for slot, chain in flows.tolist())
    meter.tables.state[layout.SHED_FLOWS] += len(flows)
    parcel.pieces, parcel.data = parcel.pieces[:0], b""
    parcel.begun, parcel.begun_outers = parcel.begun[:0], parcel.begun_outers[:0]


def _weight(parcel: Parcel) -> int:
    return len(parcel.data) if len(parcel.pieces) else 0
