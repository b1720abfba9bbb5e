"""A capture through the compiled meter: one thread reads and meters, the caller's looks into payloads."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import BinaryIO

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

AHEAD = 3
"""Parcels that may wait; each keeps its read buffer, about 4 MB."""


def events(
    stream: BinaryIO, recording: Recording, limits: Limits, *, deep: bool, capture_filter: Filter | None
) -> Iterator[Event | Quarantined]:
    meter = CompiledMeter(limits, DEEP if deep else (), capture_filter)
    looking = Looking(recording, meter.quiet)
    out = recording.out
    for parcel in ahead(meter.file(stream)):
        looking.take(parcel)
        if out:
            yield from out
            out.clear()
    if meter.incomplete:
        recording.count("fragments.incomplete", meter.incomplete)
    summarise(recording, meter.unread, meter.last, meter.evicted, meter.fragments.overlaps)
    yield from out
    yield from damaged(stream, meter.offset)


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
