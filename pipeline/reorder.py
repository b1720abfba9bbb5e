"""Hits wait here until every input has passed their time, so that correlation sees what happened as it happened."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from model.times import LATEST, Micros
from pipeline.batch import Hit

MAX_HELD_HITS = 20_000
"""Hits waiting for slower inputs; beyond this the oldest are released early, and their order is arrival order."""


class Reorder:
    """Hits not yet due, ordered by event time and, within a time, by event id. Part of the state kept at each commit."""

    def __init__(self) -> None:
        self._heap: list[tuple[Micros, str, int, Hit]] = []
        self._pushed = 0
        self.watermark: Micros = 0

    def push(self, hit: Hit) -> None:
        self._pushed += 1
        heapq.heappush(self._heap, (hit.time, hit.event["event.id"], self._pushed, hit))

    def due(self, watermark: Micros) -> Iterator[Hit]:
        """Remove and give back, oldest first, the hits up to the watermark."""
        self.watermark = max(self.watermark, watermark if watermark < LATEST else 0)
        while self._heap and (self._heap[0][0] <= watermark or len(self._heap) > MAX_HELD_HITS):
            yield heapq.heappop(self._heap)[3]

    def __len__(self) -> int:
        return len(self._heap)

    def snapshot(self, encode_match: Callable[[Any], Any]) -> bytes:
        held = [(hit.time, hit.event, [encode_match(m) for m in hit.matches]) for *_, hit in sorted(self._heap)]
        return msgspec.msgpack.encode((self.watermark, held))

    def restore(self, data: bytes, decode_match: Callable[[Any], Any]) -> None:
        self.watermark, held = msgspec.msgpack.decode(data)
        self._heap = []
        for time, event, matches in held:
            self.push(Hit(time, event, [match for m in matches if (match := decode_match(m)) is not None]))
