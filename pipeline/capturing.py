"""`fengsui collect` on packets: capture filters on files, and interfaces captured from for a while."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from collectors.contract import Quarantined
from collectors.inputs import open_input
from model.errors import InputError
from model.event import Event, Origin, digest
from model.times import now_us

INTERFACE = "interface:"


@dataclass(slots=True)
class CaptureRequest:
    """inputs: `interface:NAME`s. health: by interface, what the kernel and the sensor counted; filled while it runs."""

    inputs: list[str]
    duration_s: float = 0.0
    capture_filter: str = ""
    promiscuous: bool = True
    workers: int = 1
    health: dict[str, dict[str, int | float]] = field(default_factory=dict)


def is_interface(name: str) -> bool:
    return name.startswith(INTERFACE)


def live_events(request: CaptureRequest) -> Iterator[Event | Quarantined]:
    """Events of one interface for `duration_s` seconds, or until SIGINT or SIGTERM when that is 0."""
    if len(request.inputs) != 1:
        raise InputError("one interface at a time", hint="start one `fengsui collect` for each")
    from collectors.packets.live import Capture  # loads compiled code
    from collectors.packets.ring import RingSettings

    name = request.inputs[0].removeprefix(INTERFACE)
    settings = RingSettings(
        name,
        promiscuous=request.promiscuous,
        capture_filter=request.capture_filter,
        fanout=threading.get_native_id() & 0xFFFF if request.workers > 1 else 0,
    )
    capture = Capture(settings, workers=request.workers)
    host = socket.gethostname()
    origin = Origin(name, digest("interface", host, name, now_us()), observer=host, path=INTERFACE + name)
    timer = threading.Timer(request.duration_s, capture.stop) if request.duration_s > 0 else None

    def ended(_signal: int, _frame: FrameType | None) -> None:
        capture.stop()

    before = {number: signal.signal(number, ended) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if timer is not None:
            timer.start()
        yield from capture.events(origin)
    finally:
        if timer is not None:
            timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
        health = capture.health
        request.health[name] = {
            "packets": health.packets,
            "kernel_packets": health.kernel.packets,
            "kernel_dropped": health.kernel.dropped,
            "kernel_dropped_share": round(health.kernel.share, 6),
            "flows_not_looked_into": health.shed,
            "flows_evicted": health.evicted,
        }


def filtered_events(path: str, capture_filter: str) -> Iterator[Event | Quarantined]:
    """Events of the packets of a capture file that the filter lets pass."""
    from collectors.packets import PcapSource

    source = PcapSource(capture_filter=capture_filter)
    for opened in open_input(path):
        if not source.recognises(opened.head, opened.name):
            raise InputError(
                "a capture filter is for captures, and this is none", where=opened.path, hint="leave out --filter"
            )
        origin = Origin(opened.name, opened.fingerprint, path=opened.path)
        yield from source.events(opened.stream, origin, now_us())


def health_lines(request: CaptureRequest) -> list[str]:
    """What a person at the terminal should know about a capture."""
    out = []
    for name, counts in request.health.items():
        share = float(counts["kernel_dropped_share"])
        out.append(
            f"{name}: {counts['packets']:,} packets; the kernel dropped {counts['kernel_dropped']:,} ({share:.3%})"
            + (" — more than 0.1 %: raise the ring's size, add workers or filter" if share > 0.001 else "")
        )
        if counts["flows_not_looked_into"]:
            out.append(
                f"{name}: {counts['flows_not_looked_into']:,} flows were counted but not looked into for lack of time"
            )
    return out
