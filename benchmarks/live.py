"""Packets from an interface, metered, looked into and written as Events: a veth pair in a network namespace of its own.

    python -m benchmarks.live [--seconds 60] [--rate 300000] [--workers 1]

Needs root (a namespace, packet sockets). One process sends frames of a gigabit link's mix (`benchmarks/traffic.py`) onto one
end, `fengsui collect interface:…` reads the other and writes Events to a file. Printed: what was sent, what the sensor read,
what the kernel says it dropped, and what is neither, which must be 0; beside the processor time of the sensor.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENDER, RECEIVER = "fvt0", "fvt1"
START_S, END_S, GRACE_S = 180.0, 300.0, 2.0


def link() -> None:
    for command in (
        ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"],
        ["ip", "link", "add", SENDER, "type", "veth", "peer", "name", RECEIVER],
        ["ip", "link", "set", SENDER, "up"],
        ["ip", "link", "set", RECEIVER, "up"],
    ):
        subprocess.run(command, check=True)


def capturing(process: subprocess.Popen[bytes]) -> None:
    """Return when the sensor's packet socket is open: the first line of the list is its heading (packet(7))."""
    end = time.monotonic() + START_S
    while len(Path("/proc/net/packet").read_text("ascii").splitlines()) < 2:
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit("the sensor did not begin; try `fengsui collect interface:lo --duration 1` by hand")
        time.sleep(0.1)


def measure(options: argparse.Namespace, folder: Path) -> int:
    link()
    out, stats = folder / "events.jsonl", folder / "stats.json"
    command = [sys.executable, "-c", "from cli.main import main; main()", "collect", f"interface:{RECEIVER}"]
    command += ["--out", str(out), "--stats", str(stats), "--workers", str(options.workers)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log, stdout=log) as sensor:
        capturing(sensor)
        sending = [sys.executable, "-m", "benchmarks.sending", SENDER]
        sending += ["--rate", str(options.rate), "--seconds", str(options.seconds)]
        done = subprocess.run(sending, capture_output=True, text=True, check=True)
        time.sleep(GRACE_S)
        sensor.send_signal(signal.SIGINT)
        try:
            sensor.wait(END_S)
        except subprocess.TimeoutExpired:
            sensor.kill()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not stats.exists():
        raise SystemExit((folder / "log").read_text("utf-8", "replace")[-2000:])
    sent = json.loads(done.stdout)
    told = json.loads(stats.read_bytes())
    print(json.dumps(told.get("interfaces"), ensure_ascii=False))
    read, dropped = _sum(told, "packets"), _sum(told, "kernel_dropped")
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"sent     {sent['sent']:12,} in {sent['seconds']:.1f} s, {sent['per_second']:,} a second; load {os.getloadavg()[0]:.1f}"
    )
    print(f"read     {read:12,}, {told['events']:,} events written")
    print(f"dropped  {dropped:12,} by the kernel, {dropped / max(1, sent['sent']):.4%}")
    print(f"unknown  {sent['sent'] - read - dropped:12,}")
    print(f"{busy:.0f} s of processor time, of sensor and sender")
    return 0


def _sum(told: dict[str, object], name: str) -> int:
    interfaces = told.get("interfaces")
    rows = interfaces.values() if isinstance(interfaces, dict) else interfaces if isinstance(interfaces, list) else ()
    return sum(int(row[name]) for row in rows if isinstance(row, dict) and name in row)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=300_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        with tempfile.TemporaryDirectory() as folder:
            return measure(options, Path(folder))
    unshare = shutil.which("unshare")
    if os.geteuid() != 0 or unshare is None or shutil.which("ip") is None:
        raise SystemExit("needs root, unshare (util-linux) and ip (iproute2)")
    again = [unshare, "--net", "--", sys.executable, "-m", "benchmarks.live", "--inside", *sys.argv[1:]]
    return subprocess.run(again, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
