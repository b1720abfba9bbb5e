"""Which segments are merged: few stay side by side, and what is stored is not rewritten again and again."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from model.times import MINUTE
from store.events.housekeeping import QUIET, TARGET_ROWS, _groups
from store.events.manifest import Segment
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING
from tests.store.event_store_contract import NOON, event, stored

Begin = Callable[[], AbstractContextManager[Session]]


def segment(number: int, rows: int, at: int) -> Segment:
    return Segment(
        id=number, path=f"{number}", dataset="d", day="2026-11-22", rows=rows, bytes=rows, min_time=at, max_time=at,
        min_ingested=at, max_ingested=at, batch="", faults=0, units={}, columns=frozenset(), ids_crc=0,
    )  # fmt: skip


@pytest.mark.parametrize("sizes", [(200,), (1, 7, 50, 400), (1, 50, 5_000), (7_900, 8_000, 8_050)])
def test_a_day_of_live_rounds_stays_a_handful_of_small_files_each_event_rewritten_a_few_times(
    sizes: tuple[int, ...],
) -> None:
    rng, there = random.Random(1), []  # type: tuple[random.Random, list[Segment]]
    total = rewritten = most = 0
    for number in range(4_000):
        there.append(segment(number, rng.choice(sizes), number))
        total += there[-1].rows
        for group in _groups([s for s in there if s.rows < TARGET_ROWS // 2], 4, TARGET_ROWS, now=0):
            merged = sum(s.rows for s in group)
            there = [s for s in there if s not in group] + [segment(group[0].id, merged, number)]
            rewritten += merged
        most = max(most, sum(s.rows < TARGET_ROWS // 2 for s in there))
    assert sum(s.rows for s in there) == total
    assert most <= 12
    assert rewritten <= 10 * total


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.integers(1, 600_000), max_size=60), least=st.integers(1, 6))
def test_a_merge_never_takes_a_segment_twice_nor_more_rows_than_the_target(rows: list[int], least: int) -> None:
    groups = _groups([segment(n, size, n) for n, size in enumerate(rows)], least, TARGET_ROWS, now=0)
    taken = [s.id for group in groups for s in group]
    assert len(taken) == len(set(taken))
    for group in groups:
        assert len(group) >= max(2, least)
        assert sum(s.rows for s in group) <= TARGET_ROWS


def test_two_files_are_merged_only_where_nothing_has_come_for_a_while() -> None:
    two = [segment(1, 10, NOON), segment(2, 10, NOON)]
    assert _groups(two, 4, TARGET_ROWS, now=NOON + QUIET) == []
    assert _groups(two, 4, TARGET_ROWS, now=NOON + QUIET + 1) == [two]


def test_merging_from_several_threads_at_once_loses_and_doubles_nothing(store: ParquetEventStore, begin: Begin) -> None:
    for number in range(12):
        some = [event(number * 100 + n, at=NOON + n * MINUTE) for n in range(5)]
        stored(store, begin, some, f"b{number}")
    before = store.search(None, EVERYTHING).events
    saved: list[int] = []
    threads = [threading.Thread(target=lambda: saved.append(store.housekeeping.compact())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(saved) == 11
    assert store.housekeeping.usage().segments == 1
    assert store.search(None, EVERYTHING).events == before
