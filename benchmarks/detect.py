"""Detection speed beside the parsing of the same JSON: our own rules, and the whole SigmaHQ corpus, in one run.

    python -m benchmarks.detect [--events N] [--data ../shared/data]

The events are the OTRF Windows attack recordings, normalised as `fengsui` reads them; parsing alone (orjson) is the
ceiling any Python engine has. Without the recordings it runs on the cases beside our own rules.
"""

from __future__ import annotations

import argparse
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson

from collectors.contract import RawRecord
from collectors.logs import jsonl
from detections.sigma import load
from detections.sigma.cases import read_event
from model.event import Event, Origin

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "detections" / "rules"


def recorded(data: Path, limit: int) -> list[bytes]:
    """JSON lines taken evenly from every recording."""
    archives = sorted((data / "otrf").glob("*/host/*.zip"))
    per_file = max(1, limit // max(1, len(archives)))
    lines: list[bytes] = []
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json") and not name.startswith("__MACOSX"):
                    found = archive.read(name).splitlines()
                    lines += found[:: max(1, len(found) // per_file)][:per_file]
    return lines[:limit]


def own_cases() -> list[bytes]:
    return [
        line
        for file in sorted(OWN.rglob("*.jsonl"))
        for line in file.read_bytes().splitlines()
        if line.strip() and not line.startswith(b"#")
    ]


def rate(count: int, work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def each(function: Callable[[Any], object], items: Iterable[Any]) -> None:
    for item in items:
        function(item)


def measure(name: str, paths: list[Path], events: list[Event], ceiling: float) -> None:
    rules = load(paths)
    state = rules.correlator()
    found = 0

    def detect(event: Event) -> None:
        nonlocal found
        matches = rules.match(event)
        found += len(matches) + len(state.feed(event, matches))

    cold = rate(len(events), lambda: each(detect, events))
    warm = rate(len(events), lambda: each(rules.match, events))
    loaded = f"{len(rules):>5} rules loaded in {rules.report.seconds:5.2f} s"
    print(
        f"{name:<28} {loaded}  cold {cold:>9,.0f}/s ({cold / ceiling:6.1%} of parsing)  "
        f"warm {warm:>9,.0f}/s  {found:,} matches"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--events", type=int, default=12_000)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    chosen = arguments.parse_args()

    cases = own_cases()
    case_events = [read_event(orjson.loads(line), i) for i, line in enumerate(cases)]
    repeated = case_events * max(1, chosen.events // max(1, len(case_events)))
    ceiling = rate(len(repeated), lambda: each(orjson.loads, cases * (len(repeated) // len(cases))))
    print(f"cases beside our rules: {len(cases):,} events; orjson alone {ceiling:,.0f}/s")
    measure("our rules", [OWN], repeated, ceiling)

    lines = recorded(chosen.data, chosen.events)
    if not lines:
        print(f"no recordings below {chosen.data}: the rest is left out")
        return
    size = sum(map(len, lines)) / len(lines)
    ceiling = rate(len(lines), lambda: each(orjson.loads, lines))
    origin = Origin("benchmark", "benchmark")
    events: list[Event] = []

    def normalise(numbered: tuple[int, bytes]) -> None:
        position, line = numbered
        events.extend(jsonl.SOURCE.normalise(RawRecord(line, position, position + 1), origin, 0))

    normalised = rate(len(lines), lambda: each(normalise, enumerate(lines)))
    print(
        f"OTRF recordings: {len(lines):,} events of {size:,.0f} bytes; orjson alone {ceiling:,.0f}/s, "
        f"normalising {normalised:,.0f}/s"
    )
    measure("our rules", [OWN], events, ceiling)
    archive = chosen.data / "sigmahq" / "sigmahq-rules-2026-08-05.zip"
    if archive.exists():
        measure("SigmaHQ 2026-08-05", [archive], events, ceiling)
        measure("SigmaHQ and our rules", [archive, OWN], events, ceiling)


if __name__ == "__main__":
    main()
