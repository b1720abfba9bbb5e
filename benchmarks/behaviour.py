"""What behaviour detection costs: in a worker, in the committing process, per detector, and in the whole journey.

    python -m benchmarks.behaviour [--events 100000] [--journey 60000]

Input: the bundled recordings' own events, repeated with fresh ids and times. Ratios are against parsing the same events as JSON
lines with orjson alone, in the same run. The journey is run in one process with and without the detectors, by processor time, so
that what else the machine does changes the figures little.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.journey import Watch, parse_alone, write_input
from collectors.contract import Quarantined
from detections.behaviour import Config, Engine, Selector
from detections.behaviour.catalogue import rules
from detections.behaviour.observed import AnyObservation
from detections.behaviour.selection import unpack
from model.event import Event
from model.times import LATEST
from pipeline.lanes import Reading, events_of
from pipeline.platform import Platform
from pipeline.settings import load_settings

T = TypeVar("T")
BATCH = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--journey", type=int, default=60_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        write_input(path, arguments.events)
        parse = min(parse_alone(path) for _ in range(3))
        print(f"orjson parsing alone, one core: {arguments.events / parse:,.0f} events/s")
        detectors([e for e in events_of(Reading(str(path), "jsonl")) if not isinstance(e, Quarantined)], parse)
        write_input(path, arguments.journey)
        journeys(path, Path(folder), arguments.journey)


def detectors(events: list[Event], parse: float) -> None:
    selector = Selector(Config())
    spent, blocks = timed(lambda: [selector.select(events[n : n + BATCH]) for n in range(0, len(events), BATCH)])
    size = sum(map(len, blocks))
    say("in the workers: choosing and packing", spent, len(events), parse, f"{size / len(events):.1f} bytes per event")
    opened, parts = timed(lambda: [unpack(block) for block in blocks])
    seen = [one for part in parts for one in part]
    say(
        "committing process: unpacking", opened, len(events), parse, f"{len(seen) / len(events):.1%} of events observed"
    )
    judged, found = timed(lambda: feed(Engine(Config()), parts))
    say("committing process: all detectors", judged, len(events), parse, f"{len(found)} findings")
    print(f"    {len(seen) / judged:,.0f} observations/s")
    whole = spent + opened + judged
    say("all of it, one core", whole, len(events), parse)
    for name in rules():
        config = Config(disabled=frozenset(rules()) - {name})
        cost, _ = timed(lambda config=config: feed(Engine(config), parts))
        print(f"    {name:18} {cost / len(seen) * 1e6:6.2f} µs per observation")
    engine = Engine(Config())
    feed(engine, parts)
    saved, data = timed(engine.snapshot)
    restored, _ = timed(lambda: Engine(Config()).restore(data))
    print(f"snapshot: {len(data) / 1e6:.1f} MB, written in {saved * 1e3:.0f} ms, read in {restored * 1e3:.0f} ms")


def feed(engine: Engine, parts: list[list[AnyObservation]]) -> list[object]:
    found: list[object] = []
    for part in parts:
        engine.hold(part)
        if part:
            found += engine.advance(max(one.time for one in part))
    return [*found, *engine.advance(LATEST)]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The quickest of three."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - started)
    return best, result


def say(what: str, seconds: float, events: int, parse: float, more: str = "") -> None:
    rate = f"{events / seconds:,.0f} events/s, {seconds / parse:.2f} of the time parsing takes"
    print(f"{what}: {rate}{f'; {more}' if more else ''}")


def journeys(path: Path, folder: Path, count: int) -> None:
    rates: dict[str, list[float]] = {}
    for enabled in ("false", "true", "false", "true"):
        environ = {
            "FENGSUI_DATA": str(folder / f"data-{len(rates)}-{time.monotonic_ns()}"),
            "FENGSUI_PIPELINE__WORKERS": "1",
            "FENGSUI_DETECTION__BEHAVIOUR__ENABLED": enabled,
        }
        watch = Watch(os.getpid())
        with Platform(load_settings(environ=environ)) as platform, watch:
            started = time.process_time()
            result = platform.replay([Reading(path=str(path), kind="jsonl", source="bench")])
            spent = time.process_time() - started
        assert result.events == count, result
        rates.setdefault(enabled, []).append(count / spent)
        print(
            f"journey, detectors {'on ' if enabled == 'true' else 'off'}: {count / spent:,.0f} events per second of processor time, "
            f"{result.alerts} alerts, peak memory {watch.peak / 1e6:.0f} MB"
        )
    print(
        f"with detectors the journey runs at {max(rates['true']) / max(rates['false']):.2f} of the rate without (best of two)"
    )


if __name__ == "__main__":
    main()
