"""From JSON bytes to matches: ours cold and warm, beside parsing alone, asking every rule, and a peer; all in one run.

    python -m benchmarks.match [--events N] [--data ../shared/data] [--check] [--peer-events N]

The events are the OTRF Windows attack recordings, taken in stretches from every recording; the rules all of
SigmaHQ's, which for these events are those for Windows.
Cold: rules compiled, nothing learned; warm: the same events again. Parsing alone (orjson) is the ceiling any engine has that
parses whole records. The peer is pySigma's SQLite backend used as Zircolite does: events into a table, each rule a query.
`--check` compares every match, field and value with asking every rule, for all events (long).
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sqlite3
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from collectors.contract import RawRecord
from collectors.logs import jsonl
from detections.sigma import RuleSet, load
from detections.sigma.compiled import load_compiled
from model.event import Event, Origin
from pipeline.glance import Glance
from pipeline.lanes import Reading
from pipeline.pool import Pool, prepare_workers
from pipeline.spans import SpanLane
from pipeline.stages import StageSpec, rules_of

ROOT = Path(__file__).resolve().parent.parent
RULES = "sigmahq/sigmahq-rules-2026-08-05.zip"
ORIGIN = Origin("benchmark", "benchmark")
BATCH = 2_000
STRETCH = 500


def recorded(data: Path) -> Iterator[list[bytes]]:
    for path in sorted((data / "otrf").rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".json") and "__MACOSX" not in name:
                        yield [line for line in archive.read(name).splitlines() if line.startswith(b"{")]
        elif path.name.endswith(".tar.gz"):
            with tarfile.open(path) as tar:
                for member in tar.getmembers():
                    stream = tar.extractfile(member) if member.name.endswith(".json") else None
                    if stream is not None:
                        yield [line for line in stream.read().splitlines() if line.startswith(b"{")]


def sample(data: Path, wanted: int) -> list[bytes]:
    """Stretches of consecutive records, evenly from all recordings; all of them for 0."""
    lines = [line for recording in recorded(data) for line in recording if b'"uid"' not in line[:200]]
    if not wanted or wanted >= len(lines):
        return lines
    step = STRETCH * len(lines) // wanted
    return [line for start in range(0, len(lines), step) for line in lines[start : start + STRETCH]][:wanted]


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time, which other work on the machine disturbs less than the clock."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def normalise(record: RawRecord) -> list[Event]:
    return jsonl.SOURCE.normalise(record, ORIGIN, 0)


def glance_at(glance: Glance, records: list[RawRecord]) -> int:
    return sum(len(glance.look(records[i : i + BATCH], normalise).fired) for i in range(0, len(records), BATCH))


def show(name: str, count: int, seconds: float, ceiling: float, note: str = "") -> None:
    rate = count / seconds
    print(f"{name:<34}{rate:>12,.0f}/s  {rate / ceiling:>7.1%} of parsing  {note}", flush=True)


def engines(lines: list[bytes], rules: RuleSet) -> float:
    records = [RawRecord(line, i, i + 1) for i, line in enumerate(lines)]
    gc.collect()
    gc.freeze()

    def parse() -> None:
        for line in lines:
            orjson.loads(line)

    parsing = [len(lines) / timed(parse)]
    glance = Glance(rules, lambda matches: matches)
    cold = timed(lambda: glance_at(glance, records))
    parsing.append(len(lines) / timed(parse))
    warm = [timed(lambda: glance_at(glance, records)) for _ in range(2)]
    glance.meters.clear()
    fired = glance_at(glance, records)
    parsing.append(len(lines) / timed(parse))
    ceiling = sum(parsing) / len(parsing)
    show("orjson.loads alone", len(lines), len(lines) / ceiling, ceiling)
    show("ours, cold", len(lines), cold, ceiling)
    show("ours, warm", len(lines), min(warm), ceiling, f"{fired:,} events fired; {dict(glance.meters)}")
    print(
        f"{'resident memory, with the events':<34}{memory_mb():>12,.0f} MB, of which events {sum(map(len, lines)) >> 20} MB"
    )

    events = [event for record in records[:20_000] for event in normalise(record)]
    for event in events:
        rules.match(event)
    seconds = timed(lambda: [rules.match(event) for event in events])
    show("ours, on Events of the platform", len(events), seconds, ceiling, "matching only, after normalising")
    few = events[:: max(1, len(events) // 300)]
    show(
        "asking every rule", len(few), timed(lambda: [rules.scan(event) for event in few]), ceiling, "after normalising"
    )
    return ceiling


def workers(lines: list[bytes], archive: Path) -> None:
    """One and two worker processes over the same file, by the clock."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.jsonl"
        file.write_bytes(b"\n".join(lines) + b"\n")
        spec = StageSpec((archive,), (), None, glance=True)
        prepare_workers(spec)
        rules_of(spec)
        rates = {}
        for count in (1, 2):
            pool = Pool(spec, count)
            rates[count] = len(lines) / run_lane(pool, file, count)
            pool.close()
        print(
            f"{'workers, reading the file too':<34}{rates[1]:>12,.0f}/s with one, {rates[2]:,.0f}/s with two: "
            f"{rates[2] / rates[1]:.2f} times, on {os.cpu_count()} cores with load {os.getloadavg()[0]:.1f}"
        )


def run_lane(pool: Pool, file: Path, count: int) -> float:
    """The least seconds of three runs after a first one, in which the workers learn."""
    seconds = []
    for _ in range(4):
        lane = SpanLane(Reading(str(file)), pool, count)
        started = time.perf_counter()
        while lane.next() is not None:
            pass
        seconds.append(time.perf_counter() - started)
    return min(seconds[1:])


def peer(lines: list[bytes], archive: Path, ceiling: float) -> None:
    from sigma.backends.sqlite.sqlite import sqliteBackend
    from sigma.collection import SigmaCollection
    from sigma.exceptions import SigmaError

    started = time.process_time()
    backend = sqliteBackend()  # type: ignore[no-untyped-call]
    queries: list[str] = []
    with zipfile.ZipFile(archive) as rules:
        for name in rules.namelist():
            if "/windows/" in name and name.endswith(".yml"):
                try:
                    queries += backend.convert(SigmaCollection.from_yaml(rules.read(name)))
                except (SigmaError, NotImplementedError, ValueError, TypeError):
                    continue
    converted = time.process_time() - started
    started = time.process_time()
    rows = [event for line in lines for event in normalise(RawRecord(line, 0, 1))]
    names = sorted({name for row in rows for name in row})[:1_900]
    with sqlite3.connect(":memory:") as database:
        columns = ", ".join(f'"{name}" TEXT COLLATE NOCASE' for name in {n.lower(): n for n in names}.values())
        database.execute(f"CREATE TABLE logs ({columns})")
        kept = list({n.lower(): n for n in names}.values())
        marks = ",".join("?" * len(kept))
        database.executemany(
            f"INSERT INTO logs VALUES ({marks})",
            [[_cell(row.get(name)) for name in kept] for row in rows],
        )
        ran = found = 0
        for query in queries:
            try:
                found += len(database.execute(query.replace("<TABLE_NAME>", "logs")).fetchall())
                ran += 1
            except sqlite3.Error:
                continue
    seconds = time.process_time() - started
    show(
        "SQLite, each rule a query",
        len(rows),
        seconds,
        ceiling,
        f"{ran:,} of {len(queries):,} queries ran ({converted:.0f} s to make), {found:,} rows; no keywords, no log sources",
    )


def _cell(value: Any) -> Any:
    return (
        value if value is None or (isinstance(value, int | float | str) and abs(_number(value)) < 2**63) else str(value)
    )


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else 0


def check(lines: list[bytes], rules: RuleSet) -> None:
    """Every event, twice: by a glance, by the engine, and by asking every rule."""
    glance = Glance(rules, lambda matches: matches)
    records = [RawRecord(line, i, i + 1) for i, line in enumerate(lines)]
    differences = events = fired = 0
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        found = {e["event.id"]: m for e, m in glance.look(batch, normalise).fired}
        whole = [event for record in batch for event in normalise(record)]
        for event in whole:
            expected = rules.scan(event)
            events += 1
            fired += bool(expected)
            differences += rules.match(event) != expected
            differences += found.get(event["event.id"], []) != expected
        print(f"\r{events:,} events, {fired:,} fired, {differences} differences", end="", flush=True)
    print()


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--events", type=int, default=60_000, help="0: all")
    arguments.add_argument("--peer-events", type=int, default=3_000)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    arguments.add_argument("--check", action="store_true")
    chosen = arguments.parse_args()
    archive = chosen.data / RULES
    if not archive.exists():
        print(f"no rules below {chosen.data}: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rules"
        cold = timed(partial(load_compiled, [archive], (), kept))
        started = time.process_time()
        rules = load_compiled([archive], (), kept)
        warm = time.process_time() - started
    print(
        f"{len(rules):,} rules compiled in {cold:.1f} s, read again in {warm:.2f} s; resident {memory_mb():,.0f} MB at most"
    )
    lines = sample(chosen.data, chosen.events)
    if not lines:
        print(f"no recordings below {chosen.data}")
        return
    print(f"{len(lines):,} events of {sum(map(len, lines)) / len(lines):,.0f} bytes, load {os.getloadavg()[0]:.1f}")
    if chosen.check:
        check(lines, load([archive]))
        return
    ceiling = engines(lines, rules)
    workers(lines, archive)
    peer(lines[: chosen.peer_events], archive, ceiling)


if __name__ == "__main__":
    main()
