"""The journey in numbers: totals from what is kept, rates from how the totals moved while somebody was watching."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from api.overview.schemas import StageRead
from pipeline import telemetry
from store.scope import Scope

WINDOW_S = 60.0
LEAST_S = 2.0
EVERY_S = 1.0
SCOPES = 256
"""Scopes that are watched; the one asked for longest ago goes."""

Stage: TypeAlias = Literal["collect", "keep", "detect", "correlate"]
NAMES: Mapping[Stage, tuple[str, str]] = {
    "collect": ("Collect", "采集解析"),
    "keep": ("Store", "存储"),
    "detect": ("Detect", "检测"),
    "correlate": ("Correlate", "关联"),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """Since the beginning, within one Scope."""

    records: int
    events: int
    duplicates: int
    quarantined: int
    dropped: int
    alerts: int
    incidents: int

    def of(self, stage: Stage) -> int:
        return {"collect": self.records, "keep": self.events, "detect": self.alerts, "correlate": self.incidents}[stage]


@dataclass(slots=True)
class Watch:
    """Totals seen by scope, for WINDOW_S."""

    clock: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: OrderedDict[tuple[frozenset[str], bool], deque[tuple[float, Totals]]] = field(default_factory=OrderedDict)

    def rates(self, scope: Scope, totals: Totals) -> dict[Stage, float | None]:
        """Remembers these totals and says how fast they grew; None while not watched for LEAST_S."""
        key, now = (scope.units, scope.everything), self.clock()
        with self._lock:
            samples = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > SCOPES:
                self._seen.popitem(last=False)
            while len(samples) > 1 and now - samples[0][0] > WINDOW_S:
                samples.popleft()
            if samples and now - samples[0][0] > WINDOW_S * 2:
                samples.clear()  # nobody watched for long: an average over the pause would say nothing about now
            first = samples[0] if samples else (now, totals)
            if not samples or now - samples[-1][0] >= EVERY_S:
                samples.append((now, totals))
        span = now - first[0]
        if span < LEAST_S:
            return dict.fromkeys(NAMES)
        return {stage: max(0.0, (totals.of(stage) - first[1].of(stage)) / span) for stage in NAMES}


def stages(totals: Totals, rates: Mapping[Stage, float | None], *, everything: bool) -> list[StageRead]:
    spent = _seconds() if everything else {}
    refused: Mapping[Stage, int] = {"collect": totals.quarantined, "keep": totals.duplicates}
    return [
        StageRead(
            stage=stage,
            name=name,
            name_zh=name_zh,
            total=totals.of(stage),
            per_second=rates[stage],
            refused=refused.get(stage),
            lost=totals.dropped if stage == "collect" else None,
            seconds=spent.get(stage),
        )
        for stage, (name, name_zh) in NAMES.items()
    ]


def _seconds() -> dict[str, float]:
    """From the counters of this process, which is the pipeline's when it runs beside the interface."""
    return {
        sample.labels["stage"]: sample.value
        for metric in telemetry.STAGE_SECONDS.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
