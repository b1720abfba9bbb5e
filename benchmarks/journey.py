"""End to end: JSON lines through decode, normalise, detect (shipped rules), store and commit, beside parsing the JSON alone.

    python benchmarks/journey.py [--events 200000] [--workers 1,2]

The input is the bundled recordings' own events, written as ECS JSON lines and repeated with fresh ids, so that field mix and
repetition are those of real hosts. Memory is the sum over all processes (PSS, which counts shared pages once).
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from collectors.contract import Quarantined  # noqa: E402
from model.ecs import date_fields  # noqa: E402
from model.event import to_json  # noqa: E402
from pipeline.lanes import Reading, events_of  # noqa: E402
from pipeline.platform import Platform  # noqa: E402
from pipeline.recordings import load_recording  # noqa: E402
from pipeline.settings import load_settings  # noqa: E402

MINUTE_US = 60_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--workers", default="1,2")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        size = write_input(path, arguments.events)
        print(f"input: {arguments.events} events, {size / arguments.events:.0f} bytes each, {size / 1e6:.0f} MB")
        parse = parse_alone(path)
        print(f"orjson parsing alone, one core: {arguments.events / parse:,.0f} events/s")
        for workers in map(int, arguments.workers.split(",")):
            whole(path, Path(folder) / f"data{workers}", workers, arguments.events, parse)
        idle(Path(folder))


def write_input(path: Path, count: int) -> int:
    """Returns bytes written."""
    recorded = []
    for folder in sorted((ROOT / "tests" / "captures").glob("*/recording.yml")):
        for reading in load_recording(folder.parent).readings:
            recorded += [e for e in events_of(reading) if not isinstance(e, Quarantined)]
    recorded.sort(key=lambda event: (event["@timestamp"], event["event.id"]))
    dates = date_fields()
    span = recorded[-1]["@timestamp"] - recorded[0]["@timestamp"] + MINUTE_US
    with path.open("wb") as out:
        for number, event in enumerate(itertools.islice(itertools.cycle(recorded), count)):
            lap = number // len(recorded)
            fresh = {
                name: value
                for name, value in event.items()
                if name not in ("event.id", "event.ingested", "fengsui.unit")
            }
            fresh["@timestamp"] = event["@timestamp"] + lap * span
            fresh["labels.lap"] = f"{lap}-{number}"
            out.write(to_json(fresh, dates) + b"\n")
    return path.stat().st_size


def parse_alone(path: Path) -> float:
    with path.open("rb") as lines:
        started = time.perf_counter()
        for line in lines:
            orjson.loads(line)
        return time.perf_counter() - started


def whole(path: Path, data: Path, workers: int, count: int, parse: float) -> None:
    settings = load_settings(environ={"FENGSUI_DATA": str(data), "FENGSUI_PIPELINE__WORKERS": str(workers)})
    watch = Watch(os.getpid())
    with Platform(settings) as platform, watch:
        result = platform.replay([Reading(path=str(path), kind="jsonl", source="bench")])
    assert result.events == count, result
    stored = sum(file.stat().st_size for file in settings.events_folder.rglob("*.parquet"))
    rate = count / result.seconds
    print(
        f"whole journey, {workers} worker(s): {rate:,.0f} events/s = {parse / result.seconds:.3f} of parsing alone; "
        f"{result.alerts} alerts, {len(result.incidents)} incidents; disk {stored / path.stat().st_size:.1%} of the JSON; "
        f"peak memory {watch.peak / 1e6:.0f} MB"
    )


def idle(folder: Path) -> None:
    """Memory of `fengsui serve` with one file source and nothing happening."""
    source = folder / "access.log"
    source.touch()
    config = folder / "fengsui.toml"
    off = '[api]\nlisten = "127.0.0.1:0"\n[metrics]\nlisten = ""\n'
    config.write_text(f'data = "{folder}/idle"\n{off}[sources.portal]\nkind = "nginx"\npath = "{source}"\n')
    process = subprocess.Popen(
        [sys.executable, "-c", "from cli.main import main; main()", "--config", str(config), "serve"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(8)
    print(f"idle `fengsui serve`: {tree_memory(process.pid) / 1e6:.0f} MB")
    process.terminate()
    process.wait()


class Watch:
    """Samples the memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._stop, self.peak = pid, threading.Event(), 0

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(0.2):
            self.peak = max(self.peak, tree_memory(self._pid))


def tree_memory(pid: int) -> int:
    """Bytes (PSS) of a process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [pid]
    while waiting:
        here = waiting.pop()
        waiting += children.get(here, [])
        try:
            for line in Path(f"/proc/{here}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


if __name__ == "__main__":
    main()
