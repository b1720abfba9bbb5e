"""Packets per second on one mixed capture: ours metering, ours with every payload and Events written, and the others.

    python -m benchmarks.collect [--packets 1000000] [--capture FILE] [--stream 0] [--without tshark,nfstream,scapy]

Without --capture a synthetic mix is made (`benchmarks/traffic.py` says of what), or, with --messages, all captures below
../shared/data/pcaps and tests/captures repeated: small conversations of protocols we parse, the worst case for looking into
payloads. tshark, nfstream and scapy read the first packets only, as many as --sample says, each started as a process of its
own; packets per second count without the time to start. --stream repeats the capture that many times through a pipe, and
shows that memory stays where it is. Figures of one run on one machine may be compared with each other.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.packets import FOLDERS, TSHARK_FIELDS, mix
from benchmarks.traffic import write
from collectors.packets.compiled import CompiledMeter
from collectors.packets.meter import Limits
from collectors.packets.reader import packets

SAMPLES = {"tshark": 100_000, "nfstream": 300_000, "scapy": 20_000}
NFSTREAM = """
import sys, time
from nfstream import NFStreamer
began = time.perf_counter()
flows = sum(1 for _ in NFStreamer(source=sys.argv[1], n_meters=int(sys.argv[2]), statistical_analysis=False))
print(time.perf_counter() - began, flows)
"""
SCAPY = """
import sys, time
from scapy.utils import PcapReader
from scapy.layers import inet, inet6, dns, http, l2, vxlan
began = time.perf_counter()
seen = sum(1 for packet in PcapReader(sys.argv[1]) if packet.summary())
print(time.perf_counter() - began, seen)
"""


def cut(source: Path, target: Path, count: int) -> int:
    """The first packets of a pcap file. How many there are."""
    with source.open("rb") as file, target.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1))
        written = 0
        for item in packets(file):
            if written >= count:
                break
            if isinstance(item, tuple):
                _, at, _, length, data, _ = item
                out.write(struct.pack("<IIII", at // 10**6, at % 10**6, len(data), length) + data)
                written += 1
    return written


def meter(path: Path) -> tuple[float, float, int, int]:
    """Wall and processor seconds, packets, flows. The flow records are read out, Events are not made."""
    CompiledMeter(Limits(flows=1)).warm()
    run = CompiledMeter(Limits())
    wall, spent = time.perf_counter(), time.process_time()
    with path.open("rb", buffering=0) as file:
        flows = sum(len(parcel.endings) for parcel in run.file(file))
    return time.perf_counter() - wall, time.process_time() - spent, run.number, flows


def collect(path: Path, out: Path) -> tuple[float, float, int]:
    """The command itself: seconds from its first packet to its last line, processor seconds of all its processes from their
    start, events."""
    stats = out.with_suffix(".stats")
    command = [sys.executable, "-c", "from cli.main import main; main()", "collect", str(path)]
    command += ["--out", str(out), "--stats", str(stats)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(stats.read_bytes())
    return float(told["seconds"]), processor, int(told["events"])


def stream(path: Path, times: int) -> tuple[float, int, list[int]]:
    """Repeat the capture through a pipe with events thrown away. Wall seconds, bytes, resident MiB now and then."""
    command = [sys.executable, "-c", "from cli.main import main; main()", "collect", "-", "--out", "/dev/null"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    resident: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1.0):
            resident.append(_resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, sent = time.perf_counter(), 0
    body = path.read_bytes()
    for turn in range(times):
        piece = memoryview(body)[24 if turn else 0 :]
        process.stdin.write(piece)
        sent += len(piece)
    process.stdin.close()
    process.wait()
    done.set()
    watcher.join()
    return time.perf_counter() - began, sent, [size for size in resident if size]


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def others(path: Path, folder: Path, without: set[str]) -> dict[str, tuple[float, int]]:
    """Seconds and packets of each peer that is installed."""
    out: dict[str, tuple[float, int]] = {}
    for name, sample in SAMPLES.items():
        if name in without:
            continue
        piece = folder / f"{name}.pcap"
        count = cut(path, piece, sample)
        if name == "tshark":
            if shutil.which("tshark") is None:
                continue
            command = ["tshark", "-n", "-r", str(piece), "-T", "fields"]
            for field in TSHARK_FIELDS:
                command += ["-e", field]
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            out[name] = time.perf_counter() - began, count
            continue
        script, more = (NFSTREAM, ["2"]) if name == "nfstream" else (SCAPY, [])
        done = subprocess.run(
            [sys.executable, "-c", script, str(piece), *more], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            out[name] = float(done.stdout.splitlines()[-1].split()[0]), count
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--packets", type=int, default=1_000_000)
    parser.add_argument("--capture", type=Path)
    parser.add_argument("--messages", action="store_true")
    parser.add_argument("--stream", type=int, default=0)
    parser.add_argument("--without", default="", help="peers to leave out, separated by commas")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.capture or folder / "mixed.pcap"
        if options.capture is None and options.messages:
            captures = sorted(p for f in FOLDERS for p in f.rglob("*.pcap*") if p.is_file())
            path.write_bytes(mix(captures, options.packets))
        elif options.capture is None:
            write(path, options.packets)
        wall, spent, count, flows = min(meter(path) for _ in range(3))
        megabits = path.stat().st_size * 8 / 1e6
        print(f"{count:,} packets, {megabits / 8:,.0f} MB, {flows:,} flows; load {os.getloadavg()[0]:.1f}")
        deep, processor, events = collect(path, folder / "events.jsonl")
        rows: list[tuple[str, float, float]] = [
            ("ours, meter", count / wall, count / spent),
            ("ours, meter + deep + ECS written", count / deep, count / processor),
        ]
        peers = others(path, folder, set(options.without.split(",")))
        rows += [(peer, sample / seconds, 0.0) for peer, (seconds, sample) in peers.items()]
        print(f"{'':34}{'packets/s':>12}{'per CPU second':>16}{'Mbit/s':>9}{'ratio':>9}")
        for label, rate, per_core in rows:
            core = f"{per_core:16,.0f}" if per_core else f"{'':16}"
            share = rows[1][1] / rate
            print(f"{label:34}{rate:12,.0f}{core}{megabits * rate / count:9,.0f}{share:8.2f}x")
        print(f"{events:,} events written; ratio: how much faster `ours, meter + deep + ECS written` is")
        if options.stream:
            seconds, sent, resident = stream(path, options.stream)
            print(
                f"stream of {sent / 1e9:.1f} GB in {seconds:.0f} s: resident MiB at a quarter, half, three quarters, end: "
                + ", ".join(str(resident[len(resident) * part // 4 - 1]) for part in (1, 2, 3, 4))
                + f"; most {max(resident)}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
