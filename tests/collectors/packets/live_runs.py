"""What runs inside a network namespace of its own: `unshare --net python -m tests.collectors.packets.live_runs SCENARIO FOLDER`.

Each scenario sends a known number of frames over a veth pair and prints as JSON what became of them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from collectors.packets.live import Capture
from collectors.packets.ring import RingSettings
from collectors.packets.shelf import Shelf, ShelfSettings, segments
from model.event import Event, Origin
from pipeline.live import serve
from pipeline.platform import Platform
from pipeline.sensor import SensorLane
from pipeline.settings import Settings
from store.scope import EVERYTHING
from tests.collectors.packets.craft import ether, ipv4, tcp, udp

SENDER, RECEIVER = "fvt0", "fvt1"


def link() -> None:
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"],
        ["ip", "link", "add", SENDER, "type", "veth", "peer", "name", RECEIVER],
        ["ip", "link", "set", SENDER, "up"],
        ["ip", "link", "set", RECEIVER, "up"],
    ):
        subprocess.run(command, check=True)


def traffic(flows: int, packets: int) -> list[bytes]:
    """`packets` frames of each of `flows` UDP and TCP flows, every fifth in a VLAN; together they are what is counted."""
    out = []
    for number in range(packets):
        for flow in range(flows):
            vlans = (flow % 4 + 1,) if flow % 5 == 0 else ()
            body = b"%d" % number
            if flow % 2:
                frame = ether(ipv4(udp(body, 20_000 + flow, 9999), 17), vlans=vlans)
            else:
                frame = ether(ipv4(tcp(body, 20_000 + flow, 9998, seq=1 + number), 6), vlans=vlans)
            out.append(frame)
    return out


def send(frames: list[bytes], pause_every: int = 500, pause_s: float = 0.002) -> int:
    """How many reached the other end: a busy kernel may have no room between the two."""
    before = not_forwarded()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as sock:
        sock.bind((SENDER, 0))
        for number, frame in enumerate(frames):
            sock.send(frame)
            if number % pause_every == pause_every - 1:
                time.sleep(pause_s)
    return len(frames) - (not_forwarded() - before)


def not_forwarded() -> int:
    rows = Path("/proc/self/net/dev").read_text().splitlines()  # of our namespace, unlike /sys/class/net
    [counters] = [row.partition(":")[2].split() for row in rows if row.strip().startswith(f"{SENDER}:")]
    return int(
        counters[11]
    )  # proc_pid_net(5): eight of what is received, then bytes, packets, errs, drop of what is sent


def counted(events: list[Event]) -> dict[str, int]:
    flows = [e for e in events if e["event.dataset"] == "network.flow" and e["event.kind"] == "event"]
    ours = [e for e in flows if e.get("destination.port") in (9998, 9999)]
    return {
        "flows": len(ours),
        "packets": sum(e["network.packets"] for e in ours),
        "tagged": sum(1 for e in ours if "network.vlan.id" in e),
        "bytes": sum(e["network.bytes"] for e in ours),
    }


def capture(folder: Path, workers: int = 1, capture_filter: str = "") -> dict[str, Any]:
    frames = traffic(100, 60)
    kept = Shelf(ShelfSettings(folder / "packets", segment_bytes=200_000, min_free_bytes=0), 1)
    run = Capture(
        RingSettings(RECEIVER, bytes=8 << 20, fanout=7 if workers > 1 else 0, capture_filter=capture_filter),
        workers=workers,
        tee=kept.keep if workers == 1 else None,
    )
    found: list[Event] = []
    reader = threading.Thread(
        target=lambda: found.extend(e for e in run.events(Origin("t", "live")) if isinstance(e, dict))
    )
    reader.start()
    time.sleep(0.3)
    sent = send(frames)
    time.sleep(0.5)
    run.stop()
    reader.join()
    kept.close()
    health = run.health
    return counted(found) | {
        "sent": sent,
        "sent_bytes": sum(map(len, frames)),
        "lost_on_the_way": len(frames) - sent,
        "kernel_dropped": health.kernel.dropped,
        "kernel_packets": health.kernel.packets,
        "metered": health.packets,
        "kept": kept.kept,
        "segments": len(segments(folder / "packets")),
    }


def killed(folder: Path) -> dict[str, Any]:
    """The platform on an interface; its sensor is killed twice while packets come."""
    settings = Settings.model_validate(
        {
            "data": folder / "data",
            "metrics": {"listen": ""},
            "pipeline": {"workers": 1},
            "sources": {"span": {"kind": "interface", "interface": RECEIVER, "ring_bytes": 32 << 20}},
        }
    )
    lanes: list[SensorLane] = []
    first = SensorLane.__init__

    def remembered(self: SensorLane, *args: Any) -> None:
        first(self, *args)
        lanes.append(self)

    SensorLane.__init__ = remembered  # type: ignore[method-assign]
    stop = threading.Event()
    sent = 0

    def load() -> None:
        nonlocal sent
        while not lanes:
            time.sleep(0.05)
        time.sleep(1.0)
        frames = traffic(100, 50)
        for turn in range(6):
            sent += send(frames)
            if turn in (1, 3):
                pid = lanes[0].process.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
        while lanes[0].process.pid is None or not lanes[0].process.is_alive():
            time.sleep(0.05)
        time.sleep(1.0)
        stop.set()

    loader = threading.Thread(target=load)
    with Platform(settings) as platform:
        loader.start()
        serve(platform, stop, lambda _: None)
        loader.join()
        found = list(platform.store.iterate("", EVERYTHING))
        from store import sources as kept_sources

        with platform.state.reading() as tx:
            dropped = sum(s.dropped for s in kept_sources.find(tx, EVERYTHING))
    return counted(found) | {"sent": sent, "dropped": dropped}


def main() -> int:
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    link()
    runs: dict[str, Any] = {
        "capture": lambda: capture(folder),
        "workers": lambda: capture(folder, workers=2),
        "filter": lambda: capture(folder, capture_filter="udp"),
        "killed": lambda: killed(folder),
    }
    print(json.dumps(runs[scenario]()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
