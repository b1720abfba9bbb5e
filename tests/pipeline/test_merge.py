"""Hits are released in order of event time, whatever the batches; the order never depends on who was faster."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Origin
from model.times import LATEST
from pipeline.batch import Followed, Hit
from pipeline.merge import rounds
from pipeline.reorder import Reorder

ORIGIN = Origin("test", "f")


class ListLane:
    already_read = 0

    def __init__(self, name: str, batches: Sequence[Sequence[int]]) -> None:
        self.name = name
        self._batches = [self._followed(number, times) for number, times in enumerate(batches)]
        self.closed = False

    def _followed(self, number: int, times: Sequence[int]) -> Followed:
        hits = [
            Hit(t, {"event.id": f"{self.name}-{number}-{i}", "@timestamp": t}, [self.name]) for i, t in enumerate(times)
        ]
        return Followed(
            f"{self.name}{number}",
            self.name,
            ORIGIN,
            {},
            None,
            len(times),
            min(times, default=0),
            max(times, default=0),
            hits,
            [],
            0,
            {},
        )

    def next(self) -> Followed | None:
        return self._batches.pop(0) if self._batches else None

    def close(self) -> None:
        self.closed = True


def release(lanes: Sequence[ListLane], *, snapshot_each_round: bool = False) -> list[Hit]:
    reorder, out = Reorder(), []
    for followed, watermark in rounds([lambda lane=lane: lane for lane in lanes]):
        for batch in followed:
            for hit in batch.hits:
                reorder.push(hit)
        out += reorder.due(watermark)
        if snapshot_each_round:
            saved = reorder.snapshot(lambda m: m)
            reorder = Reorder()
            reorder.restore(saved, lambda m: m)
    assert len(reorder) == 0
    return out


sorted_times = st.lists(st.integers(1, 1000), max_size=30).map(sorted)


def batched(times: Sequence[int], size: int) -> list[Sequence[int]]:
    return [times[i : i + size] for i in range(0, len(times), size)]


@given(st.lists(st.tuples(sorted_times, st.integers(1, 7)), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_inputs_in_order_come_out_as_one_line_in_order_and_complete(inputs):
    lanes = [ListLane(chr(97 + n), batched(times, size)) for n, (times, size) in enumerate(inputs)]
    out = [hit.time for hit in release(lanes)]
    assert out == sorted(t for times, _ in inputs for t in times)
    assert all(lane.closed for lane in lanes)


@given(st.lists(st.tuples(st.lists(st.integers(1, 1000), max_size=30), st.integers(1, 7)), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_when_an_input_is_out_of_order_within_itself(inputs):
    lanes = [ListLane(chr(97 + n), batched(times, size)) for n, (times, size) in enumerate(inputs)]
    assert sorted(hit.time for hit in release(lanes)) == sorted(t for times, _ in inputs for t in times)


@given(st.lists(st.tuples(sorted_times, st.integers(1, 7)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_going_on_from_a_snapshot_gives_what_going_on_would_have(inputs):
    def lanes() -> list[ListLane]:
        return [ListLane(chr(97 + n), batched(times, size)) for n, (times, size) in enumerate(inputs)]

    straight = [(hit.time, hit.event["event.id"]) for hit in release(lanes())]
    saved = [(hit.time, hit.event["event.id"]) for hit in release(lanes(), snapshot_each_round=True)]
    assert straight == saved


def test_a_slow_input_holds_hits_back_until_its_time_has_passed():
    fast, slow = ListLane("fast", [[1, 500], [501]]), ListLane("slow", [[2], [400], [600]])
    seen = []
    reorder = Reorder()
    for followed, watermark in rounds([lambda: fast, lambda: slow]):
        for batch in followed:
            for hit in batch.hits:
                reorder.push(hit)
        seen.append((watermark, [hit.time for hit in reorder.due(watermark)]))
    assert [time for _, times in seen for time in times] == [1, 2, 400, 500, 501, 600]
    assert seen[0][1] == [1, 2], "500 must wait: the slow input had only reached 2"
    assert seen[-1][0] == LATEST
