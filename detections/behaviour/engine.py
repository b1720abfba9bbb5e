"""Observations in order of time to the detectors that read them, and the time itself.

An observation is held until nothing older can be expected: until the clock is `lateness` past it. The clock is the watermark
in a replay and the wall clock while live, so both release in the same order whatever was cut or shuffled within the bound.
An observation older than what was released already is late: counted, and given to the detectors at once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding
from detections.behaviour.observed import AnyObservation, Observation
from detections.behaviour.registry import detectors_of
from model.public_data import DataRegister
from model.times import DAY, LATEST, MINUTE, SECOND, Micros

TICK: Micros = MINUTE
MAX_HELD = 200_000
"""Observations waiting; beyond it the oldest go to the detectors early, in the order they have among themselves."""


class _Saved(msgspec.Struct, array_like=True):
    clock: Micros
    ticked: Micros
    late: int
    early: int
    held: list[AnyObservation]
    detectors: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class DetectorState:
    entries: int
    evicted: int


class Engine:
    def __init__(self, config: Config) -> None:
        self._lateness = int(config.lateness_s * SECOND)
        self.detectors: dict[str, Detector] = {d.name: d(config) for d in detectors_of(config)}
        self._readers: dict[type[Observation], tuple[Detector, ...]] = {}
        for detector in self.detectors.values():
            for kind in detector.reads:
                self._readers[kind] = (*self._readers.get(kind, ()), detector)
        self._heap: list[tuple[Micros, str, int, AnyObservation]] = []
        self._serial = count()
        self._clock: Micros = 0
        self._ticked: Micros = 0
        self._register = DataRegister()
        self.late = 0
        self.early = 0

    def __len__(self) -> int:
        return len(self._heap)

    @property
    def clock(self) -> Micros:
        return self._clock

    def know(self, register: DataRegister) -> None:
        """Judge by this register of public data from now on."""
        self._register = register
        for detector in self.detectors.values():
            detector.know(register)

    def hold(self, observations: Iterable[AnyObservation]) -> None:
        for seen in observations:
            if type(seen) in self._readers:
                heapq.heappush(self._heap, (seen.time, seen.id, next(self._serial), seen))

    def advance(self, until: Micros) -> list[Finding]:
        """Release what is due when every input has come to `until` (LATEST: there is nothing more), oldest first."""
        limit = LATEST if until >= LATEST else until - self._lateness
        if limit < LATEST and self._clock > until + DAY:
            # A record dated in the future, or an older recording: time goes on from where the input says it is.
            self._clock = min(limit, self._heap[0][0]) if self._heap else limit
            self._ticked = self._clock - self._clock % TICK
        found: list[Finding] = []
        heap, readers = self._heap, self._readers
        while heap and (heap[0][0] <= limit or len(heap) > MAX_HELD):
            self.early += heap[0][0] > limit
            seen = heapq.heappop(heap)[3]
            self._to(seen.time, found)
            if seen.time < self._clock:
                self.late += 1
            for detector in readers[type(seen)]:
                found += detector.observe(seen, self._clock)
        if limit < LATEST:
            self._to(limit, found)
        return found

    def _to(self, time: Micros, found: list[Finding]) -> None:
        if time <= self._clock:
            return
        self._clock = time
        boundary = time - time % TICK
        if boundary > self._ticked:
            self._ticked = boundary
            for detector in self.detectors.values():
                found += detector.tick(boundary)

    def states(self) -> dict[str, DetectorState]:
        return {name: DetectorState(d.entries, d.evicted) for name, d in self.detectors.items()}

    def snapshot(self) -> bytes:
        saved = _Saved(
            self._clock,
            self._ticked,
            self.late,
            self.early,
            [entry[3] for entry in sorted(self._heap)],
            {name: detector.snapshot() for name, detector in self.detectors.items()},
        )
        return msgspec.msgpack.encode(saved)

    def tuned(self, config: Config) -> Engine:
        """Another one with what this one remembers, and other thresholds."""
        engine = Engine(config)
        engine.restore(self.snapshot())
        engine.know(self._register)
        return engine

    def restore(self, data: bytes) -> list[str]:
        """Go on from a snapshot. Returns the detectors that begin anew: added since, or of another version."""
        saved = msgspec.msgpack.decode(data, type=_Saved)
        self._clock, self._ticked, self.late, self.early = saved.clock, saved.ticked, saved.late, saved.early
        self._heap = []
        self.hold(saved.held)
        return [
            name
            for name, detector in self.detectors.items()
            if name not in saved.detectors or not detector.restore(saved.detectors[name])
        ]
