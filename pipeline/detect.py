"""Rules over recordings, storing nothing: what `fengsui detect` does. The same `follow`, pool and merge as the platform."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from collectors.inputs import open_input
from detections.sigma import CompiledRule, CorrelationMatch, RuleSet
from model.ecs import date_fields
from model.errors import InputError
from model.event import Event, to_json
from model.times import Micros, to_iso
from pipeline.lanes import Lane, Reading, Sizes, open_lane
from pipeline.merge import rounds
from pipeline.pool import Pool, prepare_workers
from pipeline.reorder import Reorder
from pipeline.spans import SpanLane
from pipeline.stages import StageSpec, rules_of

SIZES = Sizes(records=2000, size_bytes=4 * 1024 * 1024)
INTERACTIVE = Sizes(records=1, size_bytes=1)  # standard input: a match is shown when its record arrives


@dataclass(frozen=True, slots=True)
class Found:
    """A match, single or correlated. event: the one that matched, or that completed the correlation.

    correlation: group-by values, measured value and event ids; empty for single matches.
    """

    rule: CompiledRule
    timestamp: Micros
    event: Event
    matched: dict[str, Any]
    correlation: dict[str, Any]

    @property
    def file(self) -> str:
        return str(self.event.get("log.file.path", ""))

    @property
    def record(self) -> Any:
        """Byte offset or record number, as the source counts."""
        return self.event.get("log.offset", self.event.get("fengsui.position", ""))


class DetectRun:
    """One run. Loads the rules (raises InputError when there is none to load or an input cannot be opened)."""

    def __init__(
        self, rules: Sequence[Path], inputs: Sequence[str], *, pipelines: Sequence[str], workers: int, kind: str
    ) -> None:
        self._inputs = [str(path) for path in inputs]
        _check_inputs(self._inputs)
        self._spec = StageSpec(rules=tuple(rules), pipelines=tuple(pipelines), events_folder=None)
        self._workers = 1 if self._inputs == ["-"] else workers
        self._kind = kind
        started = perf_counter()
        prepare_workers(self._spec)
        self.rules: RuleSet = rules_of(self._spec)
        # Correlations need every event's time, single matches do not.
        self._spec = replace(self._spec, glance=not self.rules.correlations)
        self._load_s = perf_counter() - started
        gc.freeze()  # rules are many objects that stay: no collection need look at them again
        self._run_s = 0.0
        self.events = 0
        self.found: Counter[str] = Counter()
        self.quarantined: Counter[str] = Counter()
        self.schemas: Counter[str] = Counter()
        self._figures: Counter[str] = Counter()
        self.correlation: Mapping[str, int] = {}

    def matches(self) -> Iterator[Found]:
        """Single matches batch by batch as they come, correlations as soon as all inputs have passed their time."""
        started = perf_counter()
        pool = Pool(self._spec, self._workers)
        correlations = self.rules.correlator()
        reorder = Reorder()
        last: Micros = 0
        sizes = INTERACTIVE if self._inputs == ["-"] else SIZES
        openers = [partial(self._open, path, pool, sizes) for path in self._inputs]
        try:
            for followed, watermark in rounds(openers):
                for batch in followed:
                    last = max(last, batch.watermark)
                    self.events += batch.events
                    self.schemas.update(batch.schemas)
                    self.quarantined.update(item.reason for item in batch.quarantined)
                    self._figures.update(batch.figures)
                    for hit in batch.hits:
                        for match in hit.matches:
                            if match.rule.reports:
                                yield self._note(Found(match.rule, hit.time, hit.event, match.matched, {}))
                        reorder.push(hit)
                for hit in reorder.due(watermark):
                    yield from self._correlated(correlations.feed(hit.event, hit.matches))
                yield from self._correlated(correlations.advance(min(watermark, last)))
            self.correlation = correlations.figures
        finally:
            pool.close()
            self._run_s = perf_counter() - started

    def matches_json(self) -> Iterator[bytes]:
        for found in self.matches():
            yield encode(found)

    def _open(self, path: str, pool: Pool, sizes: Sizes) -> Lane:
        reading = Reading(path=path, kind="jsonl" if path == "-" and not self._kind else self._kind)
        if self._spec.glance and self._workers > 1 and SpanLane.takes(reading):
            return SpanLane(reading, pool, self._workers)
        return open_lane(reading, pool, self._spec, sizes, lambda _: None, self._workers)

    def _correlated(self, matches: Sequence[CorrelationMatch]) -> Iterator[Found]:
        for got in matches:
            if got.rule.reports:
                details = {"group": got.group, "value": got.value, "count": got.count, "event_ids": got.event_ids}
                yield self._note(Found(got.rule, got.time, got.event, got.matched, details))

    def _note(self, found: Found) -> Found:
        self.found[found.rule.id] += 1
        return found

    def summary(self) -> str:
        return (
            f"{self.events} events, {sum(self.found.values())} matches of {len(self.found)} rules, "
            f"{sum(self.quarantined.values())} records quarantined; rules loaded in {self._load_s:.1f} s, "
            f"run {self._run_s:.1f} s"
        )

    def stats(self) -> dict[str, Any]:
        return {
            "events": self.events,
            "schemas": dict(self.schemas.most_common()),
            "matches": sum(self.found.values()),
            "matches_by_rule": dict(self.found.most_common()),
            "quarantined": dict(self.quarantined),
            "seconds": {"load": round(self._load_s, 3), "run": round(self._run_s, 3)},
            "events_per_second": round(self.events / self._run_s) if self._run_s else None,
            "correlation": self.correlation,
            "workers": self._workers,
            "matching": dict(sorted(self._figures.items())),
            "rules": self.rules.report.to_dict(),
        }


def encode(found: Found) -> bytes:
    """One line of output, as `docs/reference/cli.md` promises it."""
    rule = found.rule
    head = {
        "rule": {"id": rule.id, "title": rule.title, "level": rule.level, "tags": list(rule.tags)},
        "timestamp": to_iso(found.timestamp),
        "event_id": found.event["event.id"],
        "source": {"file": found.file, "record": found.record},
        "matched": found.matched,
    }
    if found.correlation:
        head["correlation"] = found.correlation
    event = orjson.Fragment(to_json(found.event, date_fields()))
    return orjson.dumps(head | {"event": event}, default=str)


def _check_inputs(inputs: Sequence[str]) -> None:
    """Say at once everything that cannot be opened, before any work is done."""
    problems = []
    for path in inputs:
        if path != "-":
            try:
                next(iter(open_input(path)), None)
            except InputError as error:
                problems.append(str(error))
    if problems:
        raise InputError("; ".join(problems) if len(problems) == 1 else "\n  " + "\n  ".join(problems))
