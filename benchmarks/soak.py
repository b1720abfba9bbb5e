"""A day of a running platform in minutes: files that rotate, datagrams, a store and a spool at their caps, a full disk.

    python -m benchmarks.soak [--minutes 10] [--tmpfs MB]

`fengsui serve` follows an access log that is renamed and begun anew again and again, and listens for syslog; the stamps in
both run through 24 hours. The store may hold STORE_BYTES and the spool SPOOL_BYTES, both far less than a day brings, so that
the oldest is removed all the time. With `--tmpfs` (root) the data lie on a disk of that size, which is filled up in the
middle third and freed again. Sampled: memory of all its processes (PSS), bytes of store and spool, events stored.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
MIB = 1 << 20
STORE_BYTES = 64 * MIB
SPOOL_BYTES = 16 * MIB
START_S = 120.0
SETTLE_S = 60.0
"""How long what was sent may take to be stored once sending ends."""


@dataclass(slots=True)
class Sample:
    """second: since it began. stored: events so far."""

    second: float
    memory: int
    store: int
    spool: int
    stored: int


@dataclass(slots=True)
class Report:
    """stalls: the longest time without a stored event while records were sent and the disk had room."""

    samples: list[Sample] = field(default_factory=list)
    rotations: int = 0
    stall_s: float = 0.0
    alive: bool = True
    went_on: bool = True

    @property
    def growth(self) -> float:
        """Memory in the last third over that in the middle one, as medians."""
        third = len(self.samples) // 3
        middle, last = (
            sorted(s.memory for s in part) for part in (self.samples[third : 2 * third], self.samples[2 * third :])
        )
        return last[len(last) // 2] / middle[len(middle) // 2] if middle and last else 1.0


def memory_of(process: int) -> int:
    """PSS of a process and all below it, bytes."""
    total, waiting = 0, [process]
    while waiting:
        number = waiting.pop()
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) * 1024
            for task in Path(f"/proc/{number}/task").iterdir():
                waiting += [int(one) for one in (task / "children").read_text().split()]
    return total


def size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total


class Day:
    """Writes the log and the datagrams; `second` of `whole` is the time of day."""

    def __init__(self, folder: Path, port: int, whole: float) -> None:
        self._path, self._whole = folder / "access.log", whole
        self._file = self._path.open("ab")
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((HOST, port))
        self._start = datetime.now(UTC) - timedelta(days=1)
        self.sent = 0
        self.rotations = 0

    def write(self, second: float, count: int) -> None:
        at = self._start + timedelta(days=second / self._whole)
        stamp = at.strftime("%d/%b/%Y:%H:%M:%S +0000")
        rows = [
            f'10.0.{n >> 8 & 255}.{n & 255} - - [{stamp}] "GET /item/{n} HTTP/1.1" 200 512 "-" "soak"\n'
            for n in range(self.sent, self.sent + count)
        ]
        self._file.write("".join(rows).encode())
        self._file.flush()
        short = at.strftime("%b %d %H:%M:%S")
        for number in range(count):
            with contextlib.suppress(OSError):
                self._socket.send(f"<13>{short} host app[{number}]: record {self.sent + number}".encode())
        self.sent += count

    def rotate(self) -> None:
        self._path.rename(self._path.with_suffix(".log.1"))
        self._file.close()
        self._file = self._path.open("ab")
        self.rotations += 1

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def configured(folder: Path, data: Path) -> tuple[Path, int, int]:
    ports = []
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as sock:
            sock.bind((HOST, 0))
            ports.append(int(sock.getsockname()[1]))
    config = folder / "fengsui.toml"
    config.write_text(
        f"""data = "{data}"
language = "en"
[pipeline]
workers = 1
spool_max_bytes = {SPOOL_BYTES}
[store]
max_bytes = {STORE_BYTES}
[metrics]
listen = "{HOST}:{ports[1]}"
[api]
listen = "{HOST}:0"
[sources.portal]
kind = "nginx"
path = "{folder / "access.log"}"
[sources.switches]
kind = "syslog"
listen = "udp://{HOST}:{ports[0]}"
""",
        "utf-8",
    )
    return config, ports[0], ports[1]


def stored(port: int) -> int:
    with urllib.request.urlopen(f"http://{HOST}:{port}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return int(sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("fengsui_events_stored_total")))


@contextlib.contextmanager
def disk(folder: Path, size_mb: int) -> Iterator[Path]:
    """A folder, on a disk of its own when a size is given."""
    data = folder / "disk"
    data.mkdir()
    if size_mb:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(data)], check=True)
    try:
        yield data
    finally:
        if size_mb:
            subprocess.run(["umount", "-l", str(data)], check=True)


def fill(data: Path) -> None:
    with contextlib.suppress(OSError), (data / "ballast").open("wb") as file:
        while True:
            file.write(bytes(MIB))
            file.flush()


def soak(seconds: float, rate: int, *, tmpfs_mb: int = 0, rotate_every: int = 5_000, sample_s: float = 1.0) -> Report:
    """rate: records a second to each of the two sources."""
    report = Report()
    with tempfile.TemporaryDirectory() as made, disk(Path(made), tmpfs_mb) as data:
        folder = Path(made)
        (folder / "access.log").touch()
        config, port, metrics = configured(folder, data / "data")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FENGSUI_")}
        environment |= {"FENGSUI_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", "from cli.main import main; main()", "serve"]
        with (folder / "serve.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        day = Day(folder, port, seconds)
        try:
            _wait(process, metrics)
            _live(report, day, process, data, metrics, seconds, rate, rotate_every, sample_s, full=bool(tmpfs_mb))
            report.alive = process.poll() is None
            if not report.alive:
                sys.stderr.write((folder / "serve.log").read_text()[-3000:])
        finally:
            day.close()
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        report.rotations = day.rotations
    return report


def _wait(process: subprocess.Popen[bytes], metrics: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            stored(metrics)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the platform did not start")


def _live(
    report: Report,
    day: Day,
    process: subprocess.Popen[bytes],
    data: Path,
    metrics: int,
    seconds: float,
    rate: int,
    rotate_every: int,
    sample_s: float,
    *,
    full: bool,
) -> None:
    began, sampled, moved, last = time.monotonic(), 0.0, 0.0, 0
    rotated = 0
    filled = False
    while (second := time.monotonic() - began) < seconds and process.poll() is None:
        due = int(second * rate) - day.sent
        if due > 0:
            day.write(second, min(due, 2000))
        if day.sent - rotated >= rotate_every:
            day.rotate()
            rotated = day.sent
        wanted = full and seconds / 3 < second < seconds / 2
        if wanted and not filled:
            fill(data)
        elif filled and not wanted:
            (data / "ballast").unlink()
            moved = second
        filled = wanted
        if second - sampled >= sample_s:
            sampled = second
            found = _sample(process.pid, data, metrics, second)
            if found is None:
                break
            report.samples.append(found)
            if found.stored > last or filled:
                last, moved = found.stored, second
            report.stall_s = max(report.stall_s, second - moved)
        time.sleep(0.02)
    report.went_on = _goes_on(day, process, metrics, seconds)


def _goes_on(day: Day, process: subprocess.Popen[bytes], metrics: int, seconds: float) -> bool:
    """Whether what is written now is still stored."""
    until = time.monotonic() + SETTLE_S
    before = -1
    while process.poll() is None and time.monotonic() < until:
        found = stored(metrics)
        if 0 <= before < found:
            return True
        before = found
        day.write(seconds, 100)
        time.sleep(1)
    return False


def _sample(process: int, data: Path, metrics: int, second: float) -> Sample | None:
    try:
        count = stored(metrics)
    except OSError:
        return None
    return Sample(
        second, memory_of(process), size_of(data / "data" / "events"), size_of(data / "data" / "spool"), count
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=1000, help="records a second to each of the two sources")
    parser.add_argument(
        "--tmpfs", type=int, default=0, help="MB of a disk of its own, which is filled up for a while (root)"
    )
    options = parser.parse_args()
    report = soak(options.minutes * 60, options.rate, tmpfs_mb=options.tmpfs)
    every = max(1, len(report.samples) // 20)
    print(f"{'s':>6} {'memory MB':>10} {'store MB':>9} {'spool MB':>9} {'events':>10}")
    for one in report.samples[::every]:
        print(
            f"{one.second:6.0f} {one.memory / 1e6:10.0f} {one.store / 1e6:9.1f} {one.spool / 1e6:9.1f} {one.stored:10,}"
        )
    print(
        f"{report.rotations} rotations; memory of the last third over the middle third {report.growth:.3f}; longest pause "
        f"{report.stall_s:.0f} s; store at most {max(s.store for s in report.samples) / MIB:.0f} of {STORE_BYTES / MIB:.0f} MiB, "
        f"spool {max(s.spool for s in report.samples) / MIB:.0f} of {SPOOL_BYTES / MIB:.0f}; "
        f"{'running' if report.alive else 'STOPPED'} and {'storing' if report.went_on else 'NOT storing'} at the end; "
        f"load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
