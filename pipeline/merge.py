"""Several inputs, one time line: which batches form a round, and which hits are due.

Batches are committed whole, but hits are released in order of event time across all inputs, so that correlation sees what
happened as it happened, however the inputs were cut. The order depends on the inputs only, never on which worker was
faster; that is why a replay that was killed and restarted ends with the same alerts and incidents.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from model.times import LATEST, Micros
from pipeline.batch import Followed, Hit
from pipeline.lanes import Lane

MAX_OPEN_LANES = 32
"""Inputs read side by side; with more, the later ones wait (each open lane holds batches in memory)."""

MAX_HELD_HITS = 20_000
"""Hits waiting for slower inputs; beyond this the oldest are released early, and their order is arrival order."""


def rounds(
    openers: Sequence[Callable[[], Lane]], start: Micros = 0, finished: Callable[[Lane], None] = lambda _: None
) -> Iterator[tuple[list[Followed], Micros]]:
    """Batches that may be committed together, and the watermark: the time up to which no open input has more hits.

    start: the watermark a previous run ended with. The last watermark is `LATEST`. A lane whose records are out of
    order within itself may deliver hits older than the watermark; they are released at once.
    """
    waiting = list(openers)[::-1]
    heads: list[tuple[Lane, Followed]] = []
    watermark = start
    try:
        while True:
            while waiting and len(heads) < MAX_OPEN_LANES:
                lane = waiting.pop()()
                _advance(lane, heads, finished)
            if not heads:
                return
            watermark = max(watermark, min(head.watermark for _, head in heads))
            due = [(lane, head) for lane, head in heads if head.first_time <= watermark]
            heads = [entry for entry in heads if entry not in due]
            for lane, _ in due:
                _advance(lane, heads, finished)
            last = not heads and not waiting
            yield [head for _, head in due], LATEST if last else watermark
    finally:
        for lane, _ in heads:
            lane.close()


def _advance(lane: Lane, heads: list[tuple[Lane, Followed]], finished: Callable[[Lane], None]) -> None:
    head = lane.next()
    if head is None:
        lane.close()
        finished(lane)
    else:
        heads.append((lane, head))


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
            self.push(Hit(time, event, [decode_match(m) for m in matches]))
