"""How fast log sources decode and normalise, beside parsing the same bytes with orjson alone, in one run.

    python -m benchmarks.logs [--seconds 1.0] [--source NAME] [--profile] [--cores 2]

Inputs: recordings beside the checkout where they are there (`../shared/data`), else made here; the text logs are always
made here, from a fixed seed. Figures are events per second of one process: `cut` finds raw records, `normalise` makes
Events of them, `both` is one after the other. Made inputs are regular, so caches of time stamps help them more than a
quiet host's log; see the printed sizes. At the end the JSON of other sensors is parsed, normalised and written to Parquet by
as many processes as `--cores` says, with the processor time one event takes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import io
import multiprocessing
import pstats
import random
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson

from benchmarks._sensor_logs import eve, zeek
from collectors.contract import RawRecord
from collectors.registry import source
from model.event import Origin
from store.events.writer import SegmentWriter

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ORIGIN = Origin(source="bench", fingerprint="0" * 32)
NOW = 1_795_000_000_000_000


def zipped(relative: str, suffix: str, limit: int) -> bytes | None:
    path = SHARED / relative
    if not path.exists():
        return None
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(suffix) and not n.startswith("__MACOSX"))
        data = archive.open(name).read(limit)
    return data[: data.rfind(b"\n") + 1] if suffix == ".json" else data


def evtx() -> bytes | None:
    """All used chunks of the recordings behind one header."""
    path = SHARED / "evtx/evtx-to-mitre-dev.zip"
    if not path.exists():
        return None
    chunks, header = [], b""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".evtx"):
                data = archive.read(name)
                header = header or data[:4096]
                chunks += [data[i : i + 65536] for i in range(4096, len(data), 65536) if data[i : i + 4] == b"ElfC"]
    return header + b"".join(chunks)


def ecs(rows: int = 10_000) -> bytes:
    pick = random.Random(7)

    def row(i: int) -> bytes:
        document = {
            "@timestamp": f"2026-11-22T08:{i // 600 % 60:02d}:{i // 10 % 60:02d}.{i % 1000:03d}Z",
            "event": {
                "kind": "event",
                "category": ["network"],
                "dataset": "app.flow",
                "duration": pick.randrange(10**9),
            },
            "source": {"ip": f"10.0.{pick.randrange(250)}.{pick.randrange(250)}", "port": pick.randrange(65536)},
            "destination": {"ip": "10.1.1.1", "port": 443},
            "network": {"transport": "tcp", "bytes": pick.randrange(10**6)},
            "message": "x" * pick.randrange(100, 400),
        }
        return orjson.dumps(document)

    return b"\n".join(row(i) for i in range(rows)) + b"\n"


def syslog(rows: int = 20_000) -> bytes:
    pick = random.Random(7)
    kinds = [
        "sshd[{p}]: Failed password for invalid user u{p} from 10.0.{a}.{b} port {p} ssh2",
        "sshd[{p}]: Accepted publickey for alice from 10.0.{a}.{b} port {p} ssh2: ED25519 SHA256:abcdef",
        "sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/systemctl restart app{a}",
        "CRON[{p}]: (root) CMD (/usr/local/bin/job {a})",
        "app[{p}]: request {p} took {a} ms for 10.0.{a}.{b}",
        "kernel: [{p}.1] UFW BLOCK IN=eth0 OUT= MAC=00:11 SRC=10.0.{a}.{b} DST=10.1.1.1 LEN=60 PROTO=TCP SPT={p} DPT=22 SYN",
    ]
    lines = []
    for i in range(rows):
        text = pick.choice(kinds).format(p=pick.randrange(1, 60000), a=pick.randrange(250), b=pick.randrange(250))
        lines.append(f"<38>Nov 11 08:{i // 1200 % 60:02d}:{i // 20 % 60:02d} web{i % 5} {text}")
    return "\n".join(lines).encode() + b"\n"


def nginx(rows: int = 20_000) -> bytes:
    pick = random.Random(7)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"

    def row(i: int) -> str:
        client = f"10.0.{pick.randrange(250)}.{pick.randrange(250)}"
        stamp = f"22/Nov/2026:08:{i // 1200 % 60:02d}:{i // 20 % 60:02d} +0800"
        request = f"GET /portal/item/{pick.randrange(10**6)}?page={pick.randrange(50)} HTTP/1.1"
        size, took = pick.randrange(10**5), pick.randrange(999)
        return f'{client} - - [{stamp}] "{request}" 200 {size} "https://portal.example/" "{agent}" "-" 0.{took:03d}'

    return "\n".join(row(i) for i in range(rows)).encode() + b"\n"


def auditd(rows: int = 4_000) -> bytes:
    pick = random.Random(7)
    out = []
    for i in range(rows):
        key = f"audit({1_795_000_000 + i}.123:{i})"
        name = pick.choice(["ls", "cat", "curl", "bash"])
        ids = "auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3"
        call = f"arch=c000003e syscall=59 success=yes exit=0 a0=5569 a1=5570 a2=5571 a3=8 items=2 ppid=1 pid={i}"
        out += [
            f'type=SYSCALL msg={key}: {call} {ids} comm="{name}" exe="/usr/bin/{name}" key="exec"',
            f'type=EXECVE msg={key}: argc=2 a0="{name}" a1="/etc/hosts{i}"',
            f'type=CWD msg={key}: cwd="/root"',
            f'type=PATH msg={key}: item=0 name="/usr/bin/{name}" inode={i} dev=fe:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL',
            f"type=PROCTITLE msg={key}: proctitle={name.encode().hex().upper()}002F657463",
        ]
    return "\n".join(out).encode() + b"\n"


INPUTS: dict[str, tuple[str, Callable[[], bytes | None]]] = {
    "JSON, ECS nested": ("jsonl", ecs),
    "JSON, Windows flat": ("jsonl", lambda: zipped("otrf/execution/host/empire_launcher_vbs.zip", ".json", 20_000_000)),
    "JSON, Suricata EVE": ("jsonl", eve),
    "JSON, Zeek": ("jsonl", zeek),
    "EVTX": ("evtx", evtx),
    "syslog": ("syslog", syslog),
    "nginx": ("nginx", nginx),
    "auditd": ("auditd", auditd),
}


def rate(work: Callable[[], int], seconds: float) -> float:
    """Things per second, the best of the runs that fit into `seconds` (at least two, the first warms caches)."""
    best, begun, runs = 0.0, time.perf_counter(), 0
    while runs < 2 or time.perf_counter() - begun < seconds:
        at = time.perf_counter()
        count = work()
        best = max(best, count / (time.perf_counter() - at))
        runs += 1
    return best


def measure(label: str, name: str, data: bytes, seconds: float) -> None:
    chosen = source(name)
    assert hasattr(chosen, "records")
    records = [r for r in chosen.records(io.BytesIO(data)) if isinstance(r, RawRecord)]
    events = [e for r in records for e in chosen.normalise(r, ORIGIN, NOW)]
    as_json = [r.data if name in ("jsonl", "evtx") else orjson.dumps(e) for r, e in zip(records, events, strict=False)]

    def cut() -> int:
        sum(1 for _ in chosen.records(io.BytesIO(data)))
        return len(events)

    def normalise() -> int:
        for r in records:
            chosen.normalise(r, ORIGIN, NOW)
        return len(events)

    def parse() -> int:
        for line in as_json:
            orjson.loads(line)
        return len(as_json)

    cutting, making, alone = rate(cut, seconds), rate(normalise, seconds), rate(parse, seconds)
    both = 1 / (1 / cutting + 1 / making)
    print(
        f"{label:20} {len(events):7,} {len(data) / len(events):7.0f} B {cutting:12,.0f} {making:12,.0f} {both:12,.0f}"
        f" {alone:12,.0f} {both / alone:7.2f}"
    )


BATCH = 20_000
ROUNDS = 5


def _write(name: str, data: bytes) -> tuple[int, float]:
    """What a worker of the platform does with a batch, some times over: events, and seconds of processor time."""
    chosen = source(name)
    assert hasattr(chosen, "records")
    gc.freeze()
    gc.disable()
    count, begun = 0, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        writer = SegmentWriter(folder)
        for number in range(ROUNDS):
            records = [r for r in chosen.records(io.BytesIO(data)) if isinstance(r, RawRecord)]
            events = [e for r in records for e in chosen.normalise(r, ORIGIN, NOW)]
            writer.write(events, f"bench-{number}")
            count += len(events)
        writer.close()
    return count, time.process_time() - begun


def written(cores: int) -> None:
    print(
        f"\n{'written, ' + str(cores) + ' processes':20} {'events':>9} {'events/s':>12} {'us of a core':>14} {'per core/s':>12}"
    )
    for label, make in (("JSON, Suricata EVE", eve), ("JSON, Zeek", zeek)):
        data = make(BATCH)
        with multiprocessing.get_context("spawn").Pool(cores) as pool:
            pool.starmap(_write, [("jsonl", data)] * cores, chunksize=1)  # modules, rules and caches
            begun = time.perf_counter()
            told = pool.starmap(_write, [("jsonl", data)] * cores, chunksize=1)
            took = time.perf_counter() - begun
        events, busy = sum(n for n, _ in told), sum(s for _, s in told)
        print(f"{label:20} {events:9,} {events / took:12,.0f} {busy / events * 1e6:14.1f} {events / busy:12,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0, help="per figure")
    parser.add_argument("--source", default="", help="only inputs whose label holds this text")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    parser.add_argument("--cores", type=int, default=2, help="processes that write")
    options = parser.parse_args()
    if not options.profile:
        print(
            f"{'input':20} {'events':>7} {'per event':>9} {'cut/s':>12} {'normalise/s':>12} {'both/s':>12} {'orjson/s':>12} {'ratio':>7}"
        )
    for label, (name, make) in INPUTS.items():
        if options.source.lower() not in label.lower():
            continue
        data = make()
        if data is None:
            print(f"{label:20} skipped: its recording is not beside this checkout")
        elif options.profile:
            chosen = source(name)
            assert hasattr(chosen, "records")
            records = [r for r in chosen.records(io.BytesIO(data)) if isinstance(r, RawRecord)]
            with cProfile.Profile() as profile:
                for r in records:
                    chosen.normalise(r, ORIGIN, NOW)
            print(label)
            pstats.Stats(profile).sort_stats("tottime").print_stats(14)
        else:
            measure(label, name, data, options.seconds)
    if not options.profile and not options.source:
        written(options.cores)


if __name__ == "__main__":
    main()
