"""Packets per second: reading alone, with the flow meter, with every payload parsed; tshark on the same file when present.

    python -m benchmarks.packets [CAPTURE ...] [--packets N]

Without arguments every capture below ../shared/data/pcaps and tests/captures is used, its Ethernet packets in turn, and
repeated with later times until there are N of them. Each stage runs three times; the median counts. Figures of one run on
one machine may be compared with each other, not with those of another.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from collectors.contract import Quarantined
from collectors.inputs import open_input
from collectors.packets.reader import packets
from collectors.packets.source import PcapSource
from model.event import Origin
from model.times import HOUR, SECOND

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT.parent / "shared" / "data" / "pcaps", ROOT / "tests" / "captures")
ORIGIN = Origin(source="benchmark", fingerprint="0")
TSHARK_FIELDS = ("frame.time_epoch", "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "dns.qry.name", "http.host",
                 "tls.handshake.ja3", "modbus.func_code")  # fmt: skip


def mix(captures: list[Path], wanted: int) -> bytes:
    """One pcap file of about `wanted` packets; each round of the captures is an hour later than the one before."""
    recorded: list[tuple[int, int, bytes]] = []
    for path in captures:
        for source in open_input(path):
            found = (item for item in packets(source.stream) if not isinstance(item, Quarantined))
            recorded += [(time_us, length, data) for _, time_us, link, length, data, _ in found if link == 1]
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    count = rounds = 0
    while recorded and count < wanted:
        for at, length, data in recorded:
            moved = min(at, 4_000_000_000 * SECOND) % (1_700_000_000 * SECOND) + rounds * HOUR
            out.append(struct.pack("<IIII", moved // SECOND, moved % SECOND, len(data), length) + data)
        count += len(recorded)
        rounds += 1
    return b"".join(out)


def timed(what: Callable[[], object]) -> float:
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        what()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def run(source: PcapSource, capture: bytes) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for item in source.events(io.BytesIO(capture), ORIGIN, 0):
        kinds["quarantined" if isinstance(item, Quarantined) else item["event.dataset"]] += 1
    return kinds


def tshark(capture: bytes) -> float | None:
    program = shutil.which("tshark")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mixed.pcap"
        path.write_bytes(capture)
        command = [program, "-n", "-r", str(path), "-T", "fields"]
        for field in TSHARK_FIELDS:
            command += ["-e", field]
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("captures", nargs="*", type=Path)
    parser.add_argument("--packets", type=int, default=150_000)
    options = parser.parse_args()
    captures = options.captures or sorted(p for folder in FOLDERS for p in folder.rglob("*.pcap*") if p.is_file())
    capture = mix(captures, options.packets)
    count = sum(1 for _ in packets(io.BytesIO(capture)))
    if not count:
        print("no Ethernet packets found; name a capture file", file=sys.stderr)
        return 2
    stages = {
        "reading alone": timed(lambda: sum(1 for _ in packets(io.BytesIO(capture)))),
        "with flow meter": timed(lambda: run(PcapSource(deep=False), capture)),
        "with every payload parsed": timed(lambda: run(PcapSource(), capture)),
    }
    peer = tshark(capture)
    if peer is not None:
        stages["tshark -T fields"] = peer
    deep = stages["with every payload parsed"]
    megabits = len(capture) * 8 / 1e6
    print(f"{count:,} packets, {len(capture) / 1e6:.1f} MB, from {len(captures)} captures")
    for name, seconds in stages.items():
        print(
            f"{name:28}{count / seconds:>12,.0f} packets/s {megabits / seconds:>9,.0f} Mbit/s   {deep / seconds:6.2f} x parsed"
        )
    print("events:", ", ".join(f"{name} {n:,}" for name, n in run(PcapSource(), capture).most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
