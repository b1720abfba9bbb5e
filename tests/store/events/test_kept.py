"""What is remembered between questions never makes an answer wrong, nor grows without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from model.errors import StoreError
from model.times import DAY, MINUTE
from store.contract import TimeRange
from store.events import plan
from store.events.engine import Limits, QueryTimeout
from store.events.kept import Kept, Once
from store.events.manifest import Segment
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING, Scope
from tests.store.event_store_contract import NOON, event, ids, stored

Begin = Callable[[], AbstractContextManager[Session]]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40))))
def test_what_is_kept_never_weighs_more_than_allowed(puts: list[tuple[int, int]]) -> None:
    kept: Kept[int, int] = Kept(100)
    weights: dict[int, int] = {}
    for key, weight in puts:
        kept.put(key, weight, weight)
        weights[key] = weight
    present = [key for key in weights if kept.get(key) is not None]
    assert sum(kept.get(key) or 0 for key in present) <= 100
    assert len(kept) == len(present)
    if puts and puts[-1][1] <= 25:
        assert kept.get(puts[-1][0]) == puts[-1][1], "the newest is there"


def test_threads_that_want_the_same_wait_for_one_of_them() -> None:
    once: Once[str, int] = Once()
    begun, go = threading.Event(), threading.Event()
    runs, answers = [], []

    def work() -> int:
        runs.append(1)
        begun.set()
        go.wait(60)
        return 7

    first = threading.Thread(target=lambda: answers.append(once("q", work)))
    first.start()
    assert begun.wait(60)
    others = [threading.Thread(target=lambda: answers.append(once("q", work))) for _ in range(5)]
    for thread in others:
        thread.start()
    assert once("another", lambda: 1) == 1
    go.set()
    for thread in [first, *others]:
        thread.join(60)
    assert answers == [7] * 6
    assert len(runs) <= 6 - len(others) + 1 or not begun.is_set()
    assert once("q", lambda: 8) == 8, "nothing is remembered beyond the run"


def test_an_error_reaches_everybody_who_waited_and_nobody_later() -> None:
    once: Once[str, int] = Once()
    with pytest.raises(ValueError, match="no"):
        once("q", lambda: int("no"))
    assert once("q", lambda: 3) == 3


def test_answers_follow_what_is_published_merged_and_scoped(store: ParquetEventStore, begin: Begin) -> None:
    within = TimeRange(NOON // DAY * DAY, NOON // DAY * DAY + DAY)

    def counted(scope: Scope = EVERYTHING) -> tuple[int, int, int, int]:
        bars = store.histogram("message:*", scope, within=within, interval=MINUTE)
        top = store.top_values("event.dataset", None, scope)
        return (
            len(store.search("message:*", scope).events),
            store.count(None, scope),
            sum(bar.count for bar in bars),
            sum(one.count for one in top),
        )

    for number in range(4):
        for _ in range(2):
            assert counted() == (number * 10,) * 4
        some = [event(number * 100 + n, at=NOON + n * MINUTE, message="x") for n in range(10)]
        stored(store, begin, some, f"b{number}")
    assert counted() == (40,) * 4
    assert counted(Scope(frozenset({"nobody"}))) == (0,) * 4
    store.housekeeping.compact(min_inputs=2)
    assert counted() == (40,) * 4
    assert counted(Scope(frozenset({"nobody"}))) == (0,) * 4


def test_a_sliding_range_counts_what_lies_in_it(store: ParquetEventStore, begin: Begin) -> None:
    for number in range(5):
        some = [event(number * 100 + n, at=NOON + number * 10 * MINUTE + n * MINUTE) for n in range(10)]
        stored(store, begin, some, f"b{number}")
    for start in range(0, 45, 7):
        within = TimeRange(NOON + start * MINUTE, NOON + (start + 23) * MINUTE)
        expected = len([n for n in range(50) if start <= n < start + 23])
        assert store.count(None, EVERYTHING, within=within) == expected
        assert store.count("event.dataset:json", EVERYTHING, within=within) == expected
        bars = store.histogram("event.dataset:json", EVERYTHING, within=within, interval=5 * MINUTE)
        assert sum(bar.count for bar in bars) == expected


spans = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 300), st.integers(1, 10_000)), max_size=12)


@settings(max_examples=200, deadline=None)
@given(spans=spans, ascending=st.booleans(), start=st.integers(-50, 1_400), length=st.integers(0, 1_500))
def test_slices_cover_the_range_once_in_the_order_of_the_answer(
    spans: list[tuple[int, int, int]], ascending: bool, start: int, length: int
) -> None:
    segments = [_segment(low, low + width, rows * 10) for low, width, rows in spans]
    within = TimeRange(start, start + length)
    found = list(plan.slices(segments, within, ascending))
    ordered = found if ascending else found[::-1]
    assert all(one.start < one.end for one in found)
    assert all(a.end <= b.start for a, b in pairwise(ordered))
    for time_ in {edge for low, width, _ in spans for edge in (low, low + width)}:
        expected = within.start <= time_ < within.end
        assert sum(one.start <= time_ < one.end for one in found) == expected


def _segment(low: int, high: int, rows: int) -> Segment:
    return Segment(
        id=1,
        path="p",
        dataset="d",
        day="",
        rows=rows,
        bytes=1,
        min_time=low,
        max_time=high,
        min_ingested=0,
        max_ingested=0,
        batch="",
        faults=0,
        units={},
        columns=frozenset(),
        ids_crc=0,
    )


def test_a_question_that_takes_too_long_ends_with_what_was_found(
    store: ParquetEventStore, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first slice is answered, the second comes too late."""
    monkeypatch.setattr("store.events.plan.FIRST_SLICE", 10)
    stored(store, begin, [event(n, at=NOON + n * MINUTE) for n in range(100)], "a")
    asked, calls = store._reader._candidates, []

    def candidates(*args: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise QueryTimeout("no answer within 20 s")
        return asked(*args)

    monkeypatch.setattr(store._reader, "_candidates", candidates)
    page = store.search(None, EVERYTHING, limit=50)
    assert page.partial == ("no answer within 20 s",)
    assert 0 < len(page.events) < 50
    assert [one["@timestamp"] for one in page.events] == sorted((e["@timestamp"] for e in page.events), reverse=True)
    monkeypatch.undo()
    assert store.search(None, EVERYTHING, limit=50).partial == (), "half an answer is not kept"


def test_a_running_question_is_interrupted_at_its_deadline(tmp_path: Path, engine: Engine) -> None:
    store = ParquetEventStore(tmp_path / "slow", engine, limits=Limits(timeout_s=0.2))
    endless = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b"
    with pytest.raises(StoreError, match=r"no answer within 0\.2 s"):
        store._engine.rows(endless, [], time.monotonic() + 0.2)
    assert store._engine.rows("SELECT 1", []) == [(1,)], "the connection lives on"
    store.close()


def test_closing_interrupts_what_runs_and_waits_for_it(tmp_path: Path, engine: Engine) -> None:
    store = ParquetEventStore(tmp_path / "slow", engine)
    ended: list[str] = []

    def ask() -> None:
        try:
            store._engine.rows("SELECT count(*) FROM range(10000000000) a, range(10000000000) b", [])
        except StoreError as error:
            ended.append(error.message)

    thread = threading.Thread(target=ask)
    thread.start()
    while not store._engine._running:
        time.sleep(0.005)
    store.close()
    thread.join(60)
    assert ended == ["the event store is being closed"]
    with pytest.raises(StoreError):
        store._engine.rows("SELECT 1", [])


def test_events_read_before_are_the_same_events(store: ParquetEventStore, begin: Begin) -> None:
    some = [event(n, at=NOON + n * MINUTE, message=f"m{n}") for n in range(30)]
    stored(store, begin, some, "a")
    first = store.search(None, EVERYTHING, limit=20)
    again = store.search("event.dataset:json", EVERYTHING, limit=30)
    assert again.events[:20] == first.events
    assert ids(again.events) == ids(some[::-1])
    thin = store.search(None, EVERYTHING, limit=5, fields=["message"])
    assert thin.events == [{"message": f"m{n}"} for n in range(29, 24, -1)]
