"""Several inputs, one time line: which batches form a round, and how far in time all of them have come.

Batches are committed whole, but hits are released in order of event time across all inputs, so that correlation sees what
happened as it happened, however the inputs were cut. The order depends on the inputs only, never on which worker was
faster; that is why a replay that was killed and restarted ends with the same alerts and incidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from model.times import LATEST, Micros
from pipeline.batch import Followed
from pipeline.lanes import Lane

MAX_OPEN_LANES = 32
"""Inputs read side by side; with more, the later ones wait (each open lane holds batches in memory)."""


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
