"""Beaconing: a machine of ours calls the same outside service again and again, at regular intervals and with similar amounts.

Source: Active Countermeasures, RITA (activecm/rita-legacy v4.8, pkg/beacon): interval and size regularity scored by Bowley
skewness (symmetry) and by the median absolute deviation about the median (spread), here relative to the median so that one
scale fits every period. Statistics: Bowley 1901; Hampel 1974. Both bear lost calls (a gap of two periods) and jitter.
Prevalence as in RITA v5: what many machines call is an update service, not a foothold.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.observed import Connection
from detections.behaviour.statistics import bowley_skew, mad, median
from model.times import SECOND, Micros

KEPT = 64
"""Calls looked at; older ones are forgotten."""
JUDGED_EVERY = 4
REGULAR_BY_NATURE = frozenset({53, 123})
"""Name look-ups and clock synchronisation (RFC 5905) are regular and go to a few servers."""


class Calls(msgspec.Struct, array_like=True):
    """starts: times in order; sizes: payload bytes sent, in order of arrival."""

    starts: list[Micros] = msgspec.field(default_factory=list)
    sizes: list[int] = msgspec.field(default_factory=list)
    total: int = 0
    told: Micros = 0
    samples: Samples = msgspec.field(default_factory=Samples)


class Callers(msgspec.Struct, array_like=True):
    hosts: list[str] = msgspec.field(default_factory=list)


def regularity(values: list[float]) -> float:
    """0 (irregular) to 1 (always the same): the mean of symmetry and relative closeness to the median."""
    middle = median(values)
    if middle <= 0:
        return 1.0 if mad(values, middle) == 0 else 0.0
    closeness = max(0.0, 1.0 - mad(values, middle) / middle)
    return ((1.0 - abs(bowley_skew(values))) + closeness) / 2


class Beaconing(Detector):
    name = "beaconing"
    reads = (Connection,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._least, self._score = int(limits["calls"]), limits["score"]
        self._spread, self._span = limits["interval_spread"], int(limits["span"] * SECOND)
        self._period = int(limits["shortest"] * SECOND), int(limits["longest"] * SECOND)
        self._prevalence, self._repeat = int(limits["callers"]), int(limits["repeat"] * SECOND)
        self._calls = self.table("calls", Calls, limits["memory"])
        self._callers = self.table("callers", Callers, limits["memory"])

    def observe(self, seen: Connection, now: Micros) -> Iterator[Finding]:
        if seen.part or not seen.answered or seen.port in REGULAR_BY_NATURE:
            return
        if not self.networks.inside(seen.client) or not self.networks.outside(seen.server):
            return
        service = key(seen.server, seen.port, seen.transport)
        callers = self._callers.touch(service, now, Callers).hosts
        if seen.client not in callers and len(callers) <= self._prevalence:
            callers.append(seen.client)
        calls = self._calls.touch((seen.client, *service), now, Calls)
        insort(calls.starts, seen.start)
        calls.sizes.append(seen.out)
        calls.total += 1
        calls.samples.add(seen.id)
        if len(calls.starts) > KEPT:
            del calls.starts[0], calls.sizes[0]
        if len(calls.starts) < self._least or calls.total % JUDGED_EVERY or len(callers) > self._prevalence:
            return
        if not calls.told or seen.time - calls.told >= self._repeat:
            yield from self._judge(seen, calls)

    def _judge(self, seen: Connection, calls: Calls) -> Iterator[Finding]:
        gaps = [(b - a) / SECOND for a, b in zip(calls.starts, calls.starts[1:], strict=False)]
        period = median(gaps)
        if not self._period[0] <= period * SECOND <= self._period[1]:
            return
        if calls.starts[-1] - calls.starts[0] < self._span:
            return
        spread = mad(gaps, period) / period
        by_time, by_size = regularity(gaps), regularity([float(size) for size in calls.sizes])
        score = 0.75 * by_time + 0.25 * by_size
        if score < self._score or spread > self._spread:
            return
        calls.told = seen.time
        target = f"{seen.server}:{seen.port}"
        yield self.finding(
            seen,
            first_time=calls.starts[0],
            event_ids=calls.samples.ids,
            group={"source.ip": seen.client, "destination.ip": seen.server, "destination.port": str(seen.port)},
            measured={
                "score": round(score, 3),
                "interval_regularity": round(by_time, 3),
                "size_regularity": round(by_size, 3),
                "interval_seconds": round(period, 1),
                "interval_spread": round(spread, 3),
                "calls": len(calls.starts),
                "bytes_out_median": round(median(calls.sizes)),
            },
            limits=("score", "interval_spread", "calls", "callers"),
            why=(
                f"{seen.client} called {target} {len(calls.starts)} times about every {period:.0f} s, half of the intervals "
                f"within {spread:.0%} of that, with similar amounts: regularity {score:.2f} of 1"
            ),
            why_zh=(
                f"{seen.client} 约每 {period:.0f} 秒连接一次 {target}，共 {len(calls.starts)} 次，半数间隔偏差不超过 {spread:.0%}，"
                f"每次数据量相近：规律性 {score:.2f}（满分 1）"
            ),
        )
