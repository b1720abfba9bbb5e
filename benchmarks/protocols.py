"""What a protocol's messages cost: microseconds per event over what the flow meter alone needs, recording by recording.

    python -m benchmarks.protocols [CAPTURE ...]

Without arguments the recordings of offices and servers below ../shared/data/pcaps are used. Each is read three times with and
without a look at payloads; the fastest of each counts.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from collectors.packets.source import PcapSource
from model.event import Origin

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "pcaps"
KINDS = ("smb", "kerberos", "ldap", "rdp", "quic", "mysql", "redis")
ORIGIN = Origin(source="benchmark", fingerprint="0")


def read(capture: Path, *, deep: bool) -> tuple[float, Counter[str]]:
    """(seconds, events by data set)."""
    started = time.perf_counter()
    with capture.open("rb") as stream:
        found = list(PcapSource(deep=deep).events(stream, ORIGIN, 0))
    seconds = time.perf_counter() - started
    return seconds, Counter(e["event.dataset"].removeprefix("network.") for e in found if isinstance(e, dict))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("captures", nargs="*", type=Path)
    options = parser.parse_args()
    captures = options.captures or sorted(p for kind in KINDS for p in (FOLDER / kind).glob("*.pcap*"))
    for capture in captures:
        deep = [read(capture, deep=True) for _ in range(3)]
        meter = min(read(capture, deep=False)[0] for _ in range(3))
        told = deep[0][1]
        del told["flow"]
        events = sum(told.values())
        cost = max(0.0, min(seconds for seconds, _ in deep) - meter)
        each = f"{cost / events * 1e6:9.0f} µs/event" if events else "no events"
        names = ", ".join(f"{name} {count}" for name, count in told.most_common(3))
        print(f"{capture.name:55}{each}   {names}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
