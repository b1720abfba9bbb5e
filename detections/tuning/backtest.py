"""A rule over events that are kept: what it would have found, day by day, and what it costs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from detections.sigma.correlation import CorrelationMatch
from detections.sigma.rules import Match
from detections.sigma.ruleset import RuleSet
from model.event import Event
from model.times import DAY, Micros

MAX_SAMPLES = 20
SAMPLE_FIELDS = 60
TELL_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """events, seconds: where it stops by itself, with what was found so far."""

    events: int = 1_000_000
    seconds: float = 60.0


@dataclass(slots=True)
class Result:
    """days: day number since 1970 to matches. match_seconds: spent in the rule alone. stopped: "" when every event of the
    range was looked at, else what ended it (`events`, `time`, `cancelled`). first, last: event time looked at."""

    events: int = 0
    matches: int = 0
    hidden: int = 0
    days: dict[int, int] = field(default_factory=dict)
    samples: list[dict[str, Any]] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    first: Micros = 0
    last: Micros = 0
    seconds: float = 0.0
    match_seconds: float = 0.0
    stopped: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def run(
    rules: RuleSet,
    events: Iterable[Event],
    bounds: Bounds | None = None,
    *,
    hides: Callable[[Match | CorrelationMatch, Event], bool] = lambda *_: False,
    tell: Callable[[Result], bool] = lambda _: True,
) -> Result:
    """Feed events, in time order, to every rule of `rules`; only those that report count.

    hides: whether an exception would hide the match. tell: called now and then; False ends it (`cancelled`).
    """
    bounds = bounds or Bounds()
    result = Result()
    correlations = rules.correlator()
    days: Counter[int] = Counter()
    units: Counter[str] = Counter()
    started = time.perf_counter()
    for event in events:
        if result.events >= bounds.events:
            result.stopped = "events"
            break
        if result.events % TELL_EVERY == 0 and result.events:
            result.seconds, result.days, result.units = time.perf_counter() - started, dict(days), dict(units)
            if not tell(result):
                result.stopped = "cancelled"
                break
            if result.seconds > bounds.seconds:
                result.stopped = "time"
                break
        result.events += 1
        at = event["@timestamp"]
        result.first = min(result.first or at, at)
        result.last = max(result.last, at)
        before = time.perf_counter()
        single = rules.match(event)
        found: list[Match | CorrelationMatch] = [m for m in single if m.rule.reports]
        found += [m for m in correlations.feed(event, single) if m.rule.reports]
        result.match_seconds += time.perf_counter() - before
        for match in found:
            result.matches += 1
            result.hidden += hides(match, event)
            days[at // DAY] += 1
            units[str(event.get("fengsui.unit", ""))] += 1
            if len(result.samples) < MAX_SAMPLES:
                result.samples.append(_sample(match, event))
    result.seconds, result.days, result.units = time.perf_counter() - started, dict(days), dict(units)
    return result


def _sample(match: Match | CorrelationMatch, event: Event) -> dict[str, Any]:
    shown = {k: v for k, v in list(event.items())[:SAMPLE_FIELDS] if k != "event.original"}
    return {
        "rule": match.rule.id,
        "event_id": event["event.id"],
        "time": event["@timestamp"],
        "matched": match.matched,
        "event": {k: v[:500] if isinstance(v, str) else v for k, v in shown.items()},
    }
