"""Events with and without a million indicators, in one run on the same events; the index's size, memory and building time.

    python -m benchmarks.indicators [--indicators N] [--events N] [--data ../shared/data]

The events are the OTRF Windows recordings (as in `benchmarks.match`) and as many flow, DNS and web events as a network
makes: a few hundred hosts, names of which half are met once. "detection" is our own rules and the matcher, against the
rules alone; "parsing" (orjson) is the ceiling.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from benchmarks.match import sample
from collectors.contract import RawRecord
from collectors.logs import jsonl
from detections.indicators.index import Index, build
from detections.indicators.matcher import Matcher
from detections.sigma import load
from model.event import Event, Origin
from model.indicator import Observable, ObservableKind
from pipeline.batch import Batch
from pipeline.journey import follow
from pipeline.stages import FollowStages, StageSpec

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "detections" / "rules"


def own_cases() -> list[bytes]:
    return [
        line
        for file in sorted(OWN.rglob("*.jsonl"))
        for line in file.read_bytes().splitlines()
        if line.strip() and not line.startswith(b"#")
    ]


def indicators(count: int) -> Iterator[Observable]:
    """Addresses, names, hashes, URLs and networks in the shares feeds have them; none of them met."""
    rng = random.Random(7)
    for number in range(count):
        share = number % 20
        if share < 7:
            yield Observable(
                ObservableKind.IP, f"{rng.randrange(11, 223)}.{rng.randrange(256)}.{rng.randrange(256)}.{number % 256}"
            )
        elif share < 13:
            yield Observable(ObservableKind.DOMAIN, f"n{number}.bad{rng.randrange(10**6)}.example")
        elif share < 17:
            yield Observable(ObservableKind.SHA256, f"{rng.getrandbits(256):064x}")
        elif share < 19:
            yield Observable(ObservableKind.URL, f"http://bad{number}.example/{rng.getrandbits(32):x}/gate.php")
        else:
            yield Observable(
                ObservableKind.NETWORK, f"{rng.randrange(11, 223)}.{rng.randrange(256)}.{number % 256}.0/24"
            )


def network_events(count: int) -> list[Event]:
    rng = random.Random(8)
    out: list[Event] = []
    for number in range(count):
        host = f"10.{rng.randrange(4)}.{rng.randrange(8)}.{rng.randrange(16)}"
        seen = number if rng.random() < 0.5 else rng.randrange(500)
        event: Event = {
            "@timestamp": 1_790_000_000_000_000 + number,
            "event.id": f"{number:032x}",
            "event.dataset": "network.flow",
            "event.kind": "event",
            "event.category": ["network"],
            "source.ip": host,
            "source.port": rng.randrange(1024, 65535),
            "destination.ip": f"198.18.{rng.randrange(4)}.{rng.randrange(256)}",
            "destination.port": 443,
            "network.transport": "tcp",
            "fengsui.unit": "district",
        }
        if number % 3 == 1:
            event |= {"event.dataset": "network.dns", "dns.question.name": f"w{seen}.site{seen % 97}.example.net"}
        elif number % 3 == 2:
            event |= {
                "event.dataset": "network.http",
                "url.domain": f"w{seen % 50}.example.net",
                "url.original": f"/page/{seen}?id={number}",
                "user_agent.original": f"Mozilla/5.0 (X11; Linux x86_64) Browser/{number % 9}",
            }
        out.append(event)
    return out


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def memory(path: str, ready: multiprocessing.Queue[tuple[int, int]]) -> None:
    """Private and shared bytes a process adds by matching through the index once."""

    def measured() -> tuple[int, int]:
        fields = {
            line.split(":")[0]: int(line.split()[1]) * 1024
            for line in Path(f"/proc/{os.getpid()}/smaps_rollup").read_text().splitlines()[1:]
        }
        private = fields["Private_Clean"] + fields["Private_Dirty"]
        return private, fields["Rss"] - private

    before = measured()
    index = Index(Path(path))
    for at in range(index.count):
        assert index._hashes[at] is not None
    _ = b"none" in index
    sum(bytes(index._keys[::4096]))
    after = measured()
    ready.put((after[0] - before[0], after[1] - before[1]))
    time.sleep(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.bin"
        known = list(dict.fromkeys(indicators(options.indicators)))
        took = seconds(lambda: build(path, known, version=1, built=0))
        size = path.stat().st_size
        print(
            f"index: {len(known):,} indicators built in {took:.1f} s, {size / 1e6:.1f} MB ({size / len(known):.0f} B each)"
        )
        ready: multiprocessing.Queue[tuple[int, int]] = multiprocessing.Queue()
        workers = [multiprocessing.Process(target=memory, args=(str(path), ready)) for _ in range(2)]
        for one in workers:
            one.start()
        for number in range(2):
            private, shared = ready.get()
            print(f"  worker {number + 1}: {private / 1e6:.1f} MB of its own, {shared / 1e6:.1f} MB shared")
        for one in workers:
            one.join()

        lines = sample(options.data, options.events // 2) or own_cases()
        origin = Origin(source="benchmark", fingerprint="benchmark")
        windows = [jsonl.SOURCE.normalise(RawRecord(x, n, len(x)), origin, 0)[0] for n, x in enumerate(lines)]
        follow_ratio(lines, path, Path(folder))
        for name, events in (("Windows (OTRF)", windows), ("network", network_events(options.events - len(windows)))):
            measure(name, events, path)


def follow_ratio(lines: list[bytes], path: Path, folder: Path) -> None:
    """A worker's whole work (read, detect, write) without and with the index."""
    origin = Origin(source="benchmark", fingerprint="benchmark")
    records = [RawRecord(line, number, len(line)) for number, line in enumerate(lines)]
    batches = [
        Batch(str(at), "benchmark", "jsonl", origin, {}, records=records[at : at + 2000])
        for at in range(0, len(records), 2000)
    ]
    rates = {}
    for name, index in (("without", None), ("with", path), ("without again", None), ("with again", path)):
        stages = FollowStages(StageSpec((OWN,), (), folder / name, indicators=index))
        rates[name] = len(lines) / seconds(lambda: [follow(batch, stages) for batch in batches])  # noqa: B023 - run at once
    without = max(rates["without"], rates["without again"])
    given = max(rates["with"], rates["with again"])
    print(f"journey of a worker: {without:,.0f}/s without, {given:,.0f}/s with indicators ({given / without:.2f})")


def measure(name: str, events: list[Event], path: Path) -> None:
    texts = [orjson.dumps(event, default=str) for event in events]
    parsing = seconds(lambda: [orjson.loads(text) for text in texts])
    rules = load([OWN])
    matcher = Matcher(path)
    matcher.refresh()
    for event in events[:200]:
        rules.match(event)
    found = 0

    def with_indicators() -> None:
        nonlocal found
        for event in events:
            rules.match(event)
            found += len(matcher.match(event))

    def only_rules() -> None:
        for event in events:
            rules.match(event)

    def only_indicators() -> None:
        for event in events:
            matcher.match(event)

    rules_s = min(seconds(only_rules) for _ in range(2))
    cold_s = seconds(with_indicators)
    warm_s = seconds(with_indicators)
    alone_s = seconds(only_indicators)
    count = len(events)
    print(
        f"{name}: {count:,} events; parsing {count / parsing:,.0f}/s; rules alone {count / rules_s:,.0f}/s; "
        f"with indicators {count / cold_s:,.0f}/s at first ({rules_s / cold_s:.2f}), {count / warm_s:,.0f}/s after "
        f"({rules_s / warm_s:.2f}); the matcher alone {alone_s / count * 1e6:.1f} us an event; {found} matches"
    )


if __name__ == "__main__":
    main()
