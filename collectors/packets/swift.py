"""A capture through the compiled meter: one thread reads and meters, the caller's looks into payloads."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from collectors.contract import Quarantined
from collectors.inputs import damaged
from collectors.packets.bpf import Filter
from collectors.packets.compiled import CompiledMeter, Parcel
from collectors.packets.conversation import Recording
from collectors.packets.dispatch import DEEP
from collectors.packets.looking import Looking
from collectors.packets.meter import Limits
from collectors.packets.source import summarise
from model.event import Event

INCOMPLETE = "fragments.incomplete"
AHEAD = 3
"""Parcels that may wait; each keeps its read buffer, about 4 MB."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is said about a whole recording at its end, before it becomes the summary."""

    counts: dict[str, int]
    unread: dict[int, list[Any]]
    last: tuple[int, int]
    evicted: int
    overlaps: int

    def add_to(self, recording: Recording) -> None:
        recording.counts = self.counts
        summarise(recording, self.unread, self.last, self.evicted, self.overlaps)


def events(
    stream: BinaryIO, recording: Recording, limits: Limits, *, deep: bool, capture_filter: Filter | None
) -> Iterator[Event | Quarantined]:
    meter = CompiledMeter(limits, DEEP if deep else (), capture_filter)
    looking = Looking(recording, meter.quiet)
    for parcel in ahead(meter.file(stream)):
        looking.take(parcel)
        if recording.out:
            yield from recording.out
            recording.out.clear()
    _tally(meter, recording).add_to(recording)
    yield from recording.out
    yield from damaged(stream, meter.offset)


def events_of_share(
    stream: BinaryIO, recording: Recording, capture_filter: Filter | None, share: int, of: int
) -> Generator[tuple[int, list[Event | Quarantined]], None, Tally]:
    """The Events of every `of`-th flow of a capture, in lists; the number before a list says how far the file was read,
    the same for every share. Share 0 also has what belongs to no flow. Returns what `merged` makes one tally of."""
    meter = CompiledMeter(Limits(), DEEP, capture_filter)
    looking = Looking(recording, meter.quiet, share, of)
    place = 0
    for parcel in ahead(meter.file(stream)):
        if parcel.place != place and recording.out:
            yield place, recording.out.copy()
            recording.out.clear()
        place = parcel.place
        looking.take(parcel)
    if share == 0:
        recording.out += damaged(stream, meter.offset)
    yield place, recording.out.copy()
    return _tally(meter, recording)


def merged(tallies: list[Tally]) -> Tally:
    """One of all shares: each counted its own conversations, and all of them the whole meter."""
    first = tallies[0]
    counts: dict[str, int] = {}
    for tally in tallies:
        for name, count in tally.counts.items():
            counts[name] = count if name == INCOMPLETE else counts.get(name, 0) + count
    return Tally(counts, first.unread, first.last, first.evicted, first.overlaps)


def _tally(meter: CompiledMeter, recording: Recording) -> Tally:
    if meter.incomplete:
        recording.count(INCOMPLETE, meter.incomplete)
    return Tally(recording.counts, meter.unread, meter.last, meter.evicted, meter.fragments.overlaps)


def ahead(parcels: Iterator[Parcel]) -> Iterator[Parcel]:
    """The same parcels, made by another thread a few ahead. Errors come through; leaving early stops the thread."""
    ready: queue.Queue[Parcel | BaseException | None] = queue.Queue(AHEAD)
    left = threading.Event()

    def put(item: Parcel | BaseException | None) -> bool:
        while not left.is_set():
            try:
                ready.put(item, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def run() -> None:
        try:
            for parcel in parcels:
                if not put(parcel):
                    return
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: whoever waits must hear of anything
            put(error)
        else:
            put(None)

    thread = threading.Thread(target=run, name="fengsui-meter", daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        left.set()
        thread.join()
