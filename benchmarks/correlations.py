"""What correlation costs: events a second through twenty rules, and value_count over windows from a minute to a day.

    python -m benchmarks.correlations [EVENTS]

Events are matched beforehand; measured is `Correlations.feed` alone, in seconds of one processor. Three streams, told apart because
"through twenty rules" can mean any of them:

- `one of twenty`: twenty correlations are loaded, each over a rule of its own; an event matches one rule, so one window
  takes it in. What other engines publish is this with twenty `event_count`; without that word it is all eight types.
- `mixed`: an event matches one rule, which one to four of the twenty count.
- `all twenty`: every event is counted by every correlation. Read the rate times twenty: windows fed a second.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import yaml

from detections import sigma
from detections.sigma.rules import Match
from model.times import SECOND

TYPES: dict[str, dict[str, Any]] = {
    "event_count": {"condition": {"gte": 50}},
    "value_count": {"condition": {"gte": 40, "field": "destination.port"}},
    "temporal": {},
    "temporal_ordered": {},
    "value_sum": {"condition": {"gte": 10**9, "field": "network.bytes"}},
    "value_avg": {"condition": {"gte": 10**6, "field": "network.bytes"}},
    "value_percentile": {"condition": {"gte": 10**6, "field": "network.bytes", "percentile": 95}},
    "value_median": {"condition": {"gte": 10**6, "field": "network.bytes"}},
}
# Eight types, of which analysts write the first four most.
TWENTY = [*TYPES, *TYPES, "event_count", "value_count", "event_count", "value_count"]
Stream = list[tuple[dict[str, Any], list[Match]]]


def base(number: int) -> dict[str, Any]:
    return {
        "title": f"Base {number}",
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"base_{number}",
        "logsource": {"category": "any"},
        "detection": {"s": {"kind": number}, "condition": "s"},
    }


def correlation(number: int, kind: str, rules: list[int], timespan: str = "10m") -> dict[str, Any]:
    body = {"type": kind, "rules": [f"base_{r}" for r in rules], "group-by": ["source.ip"], "timespan": timespan}
    return {
        "title": f"Correlation {number}",
        "id": f"00000000-0000-4000-8000-{1000 + number:012d}",
        "correlation": {**body, **TYPES[kind]},
    }


def load(documents: list[dict[str, Any]]) -> sigma.RuleSet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yml"
        path.write_text(yaml.safe_dump_all(documents, sort_keys=False), "utf-8")
        rules = sigma.load([path])
    if rules.report.rejected:
        raise SystemExit(str(rules.report.rejected[0].problems[0]))
    return rules


def stream(rules: sigma.RuleSet, count: int, kinds: int, hosts: int, per_second: int) -> Stream:
    """Matched events in order of time, with the groups and values of a network that scans itself."""
    draw = random.Random(7)
    by_name = {r.name: r for r in rules.rules}
    made: Stream = []
    for i in range(count):
        kind = draw.randrange(kinds)
        event = {
            "@timestamp": i * SECOND // per_second,
            "event.id": f"e{i}",
            "kind": kind,
            "source.ip": f"10.0.{draw.randrange(hosts) >> 8}.{draw.randrange(hosts) & 255}",
            "destination.port": draw.randrange(1, 1024),
            "network.bytes": draw.randrange(40, 1500),
        }
        made.append((event, [Match(by_name[f"base_{kind}"], {}, "plain")]))
    gc.collect()
    gc.freeze()  # what was prepared is no part of what is measured
    return made


def feed(rules: sigma.RuleSet, events: Stream) -> tuple[float, int, sigma.Correlations]:
    """Seconds, matches, and the state left."""
    state = rules.correlator()
    found = 0
    started = time.process_time()
    for event, matches in events:
        found += len(state.feed(event, matches))
    return time.process_time() - started, found, state


def best(run: Callable[[], tuple[float, int, sigma.Correlations]]) -> tuple[float, int, sigma.Correlations]:
    """The faster of two: the other one was disturbed."""
    return min((run() for _ in range(2)), key=lambda r: r[0])


def orjson_alone(events: Stream) -> float:
    """Events a second that merely parsing them as JSON allows: what this processor is worth today."""
    texts = [orjson.dumps(event) for event, _ in events]
    started = time.process_time()
    for text in texts:
        orjson.loads(text)
    return len(texts) / (time.process_time() - started)


def through_twenty(count: int) -> None:
    bases = [base(n) for n in range(20)]
    one = [correlation(n, kind, [n, (n + 1) % 20] if "temporal" in kind else [n]) for n, kind in enumerate(TWENTY)]
    separate = [correlation(n, kind, [n]) for n, kind in enumerate(TWENTY)]
    all_of_them = [correlation(n, kind, [0]) for n, kind in enumerate(TWENTY)]
    mixed = [correlation(n, kind, [n // 2, n // 2 + 1]) for n, kind in enumerate(TWENTY)]
    print(f"{count} events, 20 rules, 10 min windows, 100 events a second; 500 sources a rule unless said")
    plain = orjson_alone(stream(load(bases), 20_000, 20, 500, 100))
    print(f"  {'orjson.loads of the same events':<32} {plain:>10,.0f} events/s")
    counts = [correlation(n, "event_count", [n]) for n in range(20)]
    for name, correlations, kinds, size, reach, hosts in (
        ("one of twenty event_count", counts, 20, count, 1.0, 50),
        ("one of twenty, 50 sources", separate, 20, count, 1.0, 50),
        ("one of twenty", separate, 20, count, 1.0, 500),
        ("one, temporal over two", one, 20, count, 24 / 20, 500),
        ("mixed", mixed, 10, count, 38 / 10, 500),
        ("all twenty", all_of_them, 1, count // 5, 20.0, 500),
    ):
        rules = load(bases + correlations)
        events = stream(rules, size, kinds, hosts, 100)
        seconds, found, state = best(lambda rules=rules, events=events: feed(rules, events))  # type: ignore[misc]
        rate = size / seconds
        print(
            f"  {name:<32} {rate:>10,.0f} events/s {rate * reach:>12,.0f} windows/s "
            f"{found:>8} matches {state.items:>8} events remembered, {state.evicted} evicted"
        )


def by_type(count: int) -> None:
    print(f"each type alone, {count} events, 500 groups, 10 min windows")
    for kind in TYPES:
        rules = load([base(0), correlation(0, kind, [0])])
        events = stream(rules, count, 1, 500, 100)
        seconds, _, _ = best(lambda rules=rules, events=events: feed(rules, events))  # type: ignore[misc]
        print(f"  {kind:<24} {count / seconds:>10,.0f} events/s {seconds / count * 1e6:>8.2f} us/event")


def window_sizes(count: int) -> None:
    print(f"value_count by window, {count} events over a day and a bit, one group of many values")
    first = 0.0
    for span in ("1m", "10m", "1h", "6h", "24h"):
        rules = load([base(0), correlation(0, "value_count", [0], span)])
        events = stream(rules, count, 1, 1, 1)
        for event, _ in events:
            event["destination.port"] = event["@timestamp"] % 50021
        state = rules.correlator(max_items=200_000)
        started = time.process_time()
        for event, matches in events:
            state.feed(event, matches)
        cost = (time.process_time() - started) / count * 1e6
        first = first or cost
        print(f"  {span:<6} {cost:>6.2f} us/event, {cost / first:>5.2f} of 1m, {state.items} events in the window")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    through_twenty(count)
    by_type(count // 3)
    window_sizes(100_000)


if __name__ == "__main__":
    main()
