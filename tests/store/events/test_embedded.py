"""What only the embedded store can get wrong: files, crashes, damage, merging, deletion, several at once."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from model.errors import QueryError, StoreError
from model.event import Event
from model.times import DAY, HOUR, MINUTE, SECOND
from store.contract import Pending, TimeRange
from store.events.engine import Limits
from store.events.housekeeping import Retention
from store.events.layout import folder_name
from store.events.store import ParquetEventStore
from store.events.tables import EventDeletionRow
from store.events.writer import SegmentWriter
from store.scope import EVERYTHING
from tests.store.event_store_contract import NOON, event, ids, stored

Begin = Callable[[], AbstractContextManager[Session]]


def files(store: ParquetEventStore) -> list[Path]:
    return sorted(store.folder.glob("*/*/*.parquet"))


# Crashes


def test_what_a_crash_before_publish_left_is_removed_at_the_next_start(
    store: ParquetEventStore, begin: Begin, engine: Engine
) -> None:
    stored(store, begin, [event(1)], "kept")
    store.write([event(2)], batch="lost")
    (files(store)[0].parent / "half.tmp").write_bytes(b"PAR1")
    store.close()
    again = ParquetEventStore(store.folder, engine)
    removed = again.housekeeping.recover()
    assert len(removed) == 3  # segment, ids, half-written file
    assert len(files(again)) == 1
    assert again.count(None, EVERYTHING) == 1
    again.close()


def test_recovery_spares_what_a_living_writer_is_about_to_publish(
    store: ParquetEventStore, begin: Begin, engine: Engine
) -> None:
    pending = store.write([event(1)], batch="a")
    other = ParquetEventStore(store.folder, engine)
    assert other.housekeeping.recover() == []
    with begin() as tx:
        assert other.publish([pending], tx).stored == 1
    assert other.count(None, EVERYTHING) == 1
    other.close()


def _write_in_child(folder: Path, results: Any) -> None:
    results.put(SegmentWriter(folder).write([event(n) for n in range(100)], "child"))


def test_another_process_writes_and_this_one_publishes(store: ParquetEventStore, begin: Begin) -> None:
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    child = context.Process(target=_write_in_child, args=(store.folder, results))
    child.start()
    pending: Pending = results.get(timeout=60)
    child.join(60)
    with begin() as tx:
        assert store.publish([pending], tx).stored == 100
    assert store.count(None, EVERYTHING) == 100


def test_a_pending_batch_whose_files_are_gone_is_not_published_as_if_it_were_there(
    store: ParquetEventStore, begin: Begin
) -> None:
    pending = store.write([event(1)], batch="a")
    files(store)[0].unlink()
    with pytest.raises(StoreError, match="gone"), begin() as tx:
        store.publish([pending], tx)


def test_a_batch_published_again_after_it_was_merged_away_is_harmless(store: ParquetEventStore, begin: Begin) -> None:
    pendings = [store.write([event(n, at=NOON + n)], batch=f"b{n}") for n in range(5)]
    with begin() as tx:
        store.publish(pendings, tx)
    assert store.housekeeping.compact(min_inputs=2) == 4
    store.housekeeping.sweep(grace=-1)
    assert len(files(store)) == 1
    with begin() as tx:
        assert store.publish(pendings, tx).stored == 0
    assert store.count(None, EVERYTHING) == 5


# Duplicates


def test_a_lost_id_file_is_made_again(store: ParquetEventStore, begin: Begin, engine: Engine) -> None:
    stored(store, begin, [event(n) for n in range(10)], "a")
    for path in store.folder.glob("*/*/*.ids"):
        path.write_bytes(b"\0" * path.stat().st_size)
    fresh = ParquetEventStore(store.folder, engine)
    assert stored(fresh, begin, [event(n) for n in range(5, 15)], "b") == 5
    assert fresh.get(event(3)["event.id"], EVERYTHING) == event(3)
    fresh.close()


def test_a_record_with_a_clock_fault_read_again_later_is_still_known(store: ParquetEventStore, begin: Begin) -> None:
    early = event(1) | {"fengsui.clock_fault": "30828"}
    later = early | {"@timestamp": NOON + 3 * DAY, "event.ingested": NOON + 4 * DAY}
    assert stored(store, begin, [early], "a") == 1
    assert stored(store, begin, [later], "b") == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(batches=st.lists(st.lists(st.integers(0, 400), min_size=1, max_size=40), min_size=1, max_size=5))
def test_whatever_overlaps_each_event_is_stored_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]]
) -> None:
    from sqlalchemy import create_engine

    from store.base import Base

    folder = tmp_path_factory.mktemp("s")
    engine = create_engine(f"sqlite:///{folder / 'state.db'}")
    Base.metadata.create_all(engine)
    store = ParquetEventStore(folder / "e", engine)
    seen: set[int] = set()
    for number, batch in enumerate(batches):
        pending = store.write([event(n, at=NOON + n * HOUR, dataset=f"d{n % 2}") for n in batch], batch=str(number))
        with Session(engine) as tx:
            published = store.publish([pending], tx)
            tx.commit()
        assert published.stored == len(set(batch) - seen)
        assert published.duplicates == {event(n)["event.id"] for n in set(batch) & seen}
        seen |= set(batch)
    assert sorted(e["log.offset"] for e in store.iterate(None, EVERYTHING)) == sorted(seen)
    store.close()
    engine.dispose()


# Values nobody expects

weird = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.text(alphabet=["\0", "\ud800", "\udfff", '"', "\\", "a", "名"], max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
names = st.text(max_size=12) | st.sampled_from(
    [
        "source.port",
        "message",
        "event.category",
        "source.ip",
        "A",
        "a",
        "É",
        "é",
        'q"',
        "^",
        "_time",
        "_rest",
        "s.a",
        "",
    ]
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    extras=st.lists(
        st.dictionaries(names.filter(lambda n: not n.startswith(("event.i", "@"))), weird, max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_an_event_says_comes_back_exactly(store: ParquetEventStore, begin: Begin, extras: Any) -> None:
    run = f"{time.monotonic_ns()}"
    events = [event(int(run) + n) | extra for n, extra in enumerate(extras)]
    stored(store, begin, events, run)
    for one in events:
        assert _exactly(store.get(one["event.id"], EVERYTHING)) == _exactly(one)


def _exactly(one: Event) -> list[tuple[str, str]]:
    """Also tells 1 from 1.0 and True, and NaN from nothing."""
    return sorted((ascii(name), repr(value)) for name, value in one.items())


def test_a_huge_text_and_many_names_are_kept(store: ParquetEventStore, begin: Begin) -> None:
    huge = event(1, message="x" * 5_000_000 + "needle") | {f"hostile-{n}": n for n in range(3000)}
    stored(store, begin, [huge], "a")
    assert store.get(huge["event.id"], EVERYTHING) == huge
    assert store.count("*needle*", EVERYTHING) == 1
    assert store.count("hostile-2999:2999", EVERYTHING) == 1
    assert store.count("hostile-0:0", EVERYTHING) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"@timestamp": -1},
        {"@timestamp": 10**17},
        {"@timestamp": "now"},
        {"event.id": "X" * 32},
        {"event.id": "ab"},
        {"event.dataset": 5},
        {"fengsui.unit": None},
        {"fengsui.unit": "\ud800"},
        {"event.ingested": None},
    ],
)
def test_an_unsealed_event_is_refused_before_anything_is_written(store: ParquetEventStore, broken: Event) -> None:
    with pytest.raises(StoreError):
        store.write([event(1), event(2) | broken], batch="a")
    assert files(store) == []


@given(st.text(min_size=1))
@settings(deadline=None)
def test_no_data_set_name_leaves_the_folder_or_meets_another(name: str) -> None:
    made = folder_name(name)
    assert made not in ("", ".", "..")
    assert not set(made) - set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    assert len(made) < 100
    assert made == name or made != folder_name(made)


def test_data_set_names_that_differ_in_case_only_stay_apart(store: ParquetEventStore, begin: Begin) -> None:
    stored(store, begin, [event(1, dataset="Json"), event(2, dataset="../json"), event(3, dataset="json")], "a")
    assert len({path.parent.parent for path in files(store)}) == 3
    assert all(path.resolve().is_relative_to(store.folder.resolve()) for path in files(store))


# Damage


@pytest.mark.parametrize("how", ["empty", "cut", "zeros", "text", "missing"])
def test_a_damaged_segment_is_named_and_the_rest_is_answered(store: ParquetEventStore, begin: Begin, how: str) -> None:
    good = [event(n, at=NOON + n * SECOND) for n in range(50)]
    bad = [event(100 + n, at=NOON + n * SECOND, dataset="bad") for n in range(50)]
    stored(store, begin, good, "a")
    stored(store, begin, bad, "b")
    (path,) = store.folder.glob("bad/*/*.parquet")
    assert store.count("event.dataset:bad", EVERYTHING) == 50, "what is kept of it must not hide the damage later"
    data = path.read_bytes()
    if how == "missing":
        path.unlink()
    else:
        middle = data[:4] + b"\0" * (len(data) // 2) + data[4 + len(data) // 2 :]
        path.write_bytes({"empty": b"", "cut": data[:-20], "zeros": middle, "text": b"hello"}[how])
    page = store.search(None, EVERYTHING)
    assert ids(page.events) == ids(good[::-1])
    assert len(page.partial) == 1
    assert "bad/" in page.partial[0]
    day, notes = TimeRange(NOON // DAY * DAY, NOON // DAY * DAY + DAY), [[], [], []]  # type: ignore[var-annotated]
    assert store.count(None, EVERYTHING, partial=notes[0]) == 50
    assert sum(b.count for b in store.histogram("", EVERYTHING, within=day, interval=HOUR, partial=notes[1])) == 50
    (top,) = store.top_values("event.dataset", None, EVERYTHING, partial=notes[2])
    assert (top.value, top.count) == ("json", 50)
    assert notes == [list(page.partial)] * 3
    assert len(list(store.iterate(None, EVERYTHING))) == 50
    assert list(store.damaged()) == [str(path.relative_to(store.folder))]
    assert store.search("event.dataset:json", EVERYTHING).events


def test_a_damaged_segment_does_not_stop_publishing(store: ParquetEventStore, begin: Begin, engine: Engine) -> None:
    stored(store, begin, [event(1)], "a")
    for path in store.folder.glob("*/*/*"):
        path.write_bytes(b"")
    fresh = ParquetEventStore(store.folder, engine)
    assert stored(fresh, begin, [event(2)], "b") == 1
    assert fresh.search(None, EVERYTHING).events == [event(2)]
    fresh.close()


def test_a_search_that_takes_too_long_says_so(store: ParquetEventStore, begin: Begin, engine: Engine) -> None:
    stored(store, begin, [event(n, message="ab " * 3000) for n in range(2000)], "a")
    hasty = ParquetEventStore(store.folder, engine, limits=Limits(timeout_s=0.01))
    page = hasty.search("message:/(a|b|ab| )*(a|ab)*x/ OR message:/(b|a|ab| )*y/", EVERYTHING)
    assert any("no answer within" in line for line in page.partial)
    hasty.close()


# Merging and deleting


def test_merging_changes_nothing_but_the_number_of_files(store: ParquetEventStore, begin: Begin) -> None:
    given = [
        event(n, unit=f"u{n % 3}", at=NOON + (n % 7) * SECOND, dataset=f"d{n % 2}")
        | ({f"name{n}": n, "mixed": n if n % 2 else str(n), "Mixed": [n]} if n % 3 else {"message": "x"})
        for n in range(60)
    ]
    for n in range(0, 60, 6):
        stored(store, begin, given[n : n + 6], f"b{n}")
    before = store.search(None, EVERYTHING).events
    assert store.housekeeping.compact(min_inputs=2) == 18
    assert store.search(None, EVERYTHING).events == before
    usage = store.housekeeping.usage()
    assert (usage.segments, usage.events) == (2, 60)
    assert usage.by_unit == {"u0": 20, "u1": 20, "u2": 20}
    assert len(files(store)) == 22
    assert store.housekeeping.sweep() == 0  # readers may still be inside
    assert store.housekeeping.sweep(grace=-1) == 20
    assert len(files(store)) == 2
    assert store.search(None, EVERYTHING).events == before
    assert stored(store, begin, given, "again") == 0


def test_a_merge_that_retention_overtook_leaves_no_trace(store: ParquetEventStore, begin: Begin) -> None:
    for n in range(4):
        stored(store, begin, [event(n, at=NOON + n)], f"b{n}")
    keeper = store.housekeeping
    original = keeper._merged_file

    def slow(group: Any, paths: Any) -> Any:
        made = original(group, paths)
        with begin() as tx:
            keeper.expire(tx, Retention(days=0))
        return made

    keeper._merged_file = slow  # type: ignore[method-assign]
    assert keeper.compact(min_inputs=2) == 0
    assert store.count(None, EVERYTHING) == 0
    assert len(files(store)) == 4  # the merged file is gone, the expired ones wait for the sweep


def test_retention_by_age_deletes_what_came_in_long_ago_and_records_it(
    tmp_path: Path, engine: Engine, begin: Begin
) -> None:
    store = ParquetEventStore(tmp_path / "e", engine, clock=lambda: NOON + DAY + 200 * DAY)
    old = event(1, at=NOON)
    new = event(2, at=NOON, unit="town") | {"event.ingested": NOON + 30 * DAY}
    stored(store, begin, [old], "a")
    stored(store, begin, [new], "b")
    with begin() as tx:
        (record,) = store.housekeeping.expire(tx, Retention(days=180))
    assert (record.why, record.events, record.units, record.min_time) == ("age", 1, {"district": 1}, NOON)
    assert store.search(None, EVERYTHING).events == [new]
    with begin() as tx:
        (row,) = tx.execute(select(EventDeletionRow)).scalars()
        assert (row.why, row.events, row.path, row.at) == ("age", 1, record.path, NOON + 201 * DAY)
        assert store.housekeeping.expire(tx, Retention(days=180)) == []
    assert len(files(store)) == 2
    store.housekeeping.sweep(grace=-1)
    assert len(files(store)) == 1
    store.close()


def test_retention_by_size_takes_the_oldest_first_and_nothing_the_law_keeps(
    tmp_path: Path, engine: Engine, begin: Begin
) -> None:
    store = ParquetEventStore(tmp_path / "e", engine, clock=lambda: NOON + 300 * DAY)
    for n in range(4):
        stored(store, begin, [event(n) | {"event.ingested": NOON + n * 60 * DAY}], f"b{n}")
    total = store.housekeeping.usage().bytes
    with begin() as tx:
        records = store.housekeeping.expire(tx, Retention(days=None, max_bytes=total - 1, min_days=180))
    assert [(r.why, r.min_ingested) for r in records] == [("size", NOON)]
    with begin() as tx:
        records = store.housekeeping.expire(tx, Retention(days=None, max_bytes=0, min_days=180))
    assert [r.min_ingested for r in records] == [NOON + 60 * DAY]  # the others are younger than 180 days
    assert store.count(None, EVERYTHING) == 2
    store.close()


def test_a_retention_that_is_rolled_back_deletes_nothing(
    store: ParquetEventStore, engine: Engine, begin: Begin
) -> None:
    stored(store, begin, [event(1)], "a")
    with Session(engine) as tx:
        assert len(store.housekeeping.expire(tx, Retention(days=0))) == 1
        tx.rollback()
    store.housekeeping.sweep(grace=-1)
    assert store.count(None, EVERYTHING) == 1


# At once


def test_readers_see_whole_batches_while_others_write_merge_and_delete_files(
    store: ParquetEventStore, begin: Begin
) -> None:
    size, total = 20, 25
    failures: list[BaseException] = []
    done = threading.Event()

    def guarded(action: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not done.is_set():
                    action()
            except BaseException as error:  # noqa: BLE001 - reported below
                failures.append(error)

        return run

    def read() -> None:
        count = store.count(None, EVERYTHING)
        assert count % size == 0
        assert len(list(store.iterate(None, EVERYTHING, fields=["event.id"]))) >= count
        page = store.search("batch:*", EVERYTHING, limit=size)
        assert page.partial == ()
        assert len(page.events) in (0, size)

    def tidy() -> None:
        store.housekeeping.compact(min_inputs=2)
        store.housekeeping.sweep(grace=-1)
        time.sleep(0.01)

    threads = [threading.Thread(target=guarded(action)) for action in (read, read, tidy)]
    for thread in threads:
        thread.start()
    for n in range(total):
        stored(
            store, begin, [event(n * size + i, at=NOON + n * SECOND + i) | {"batch": n} for i in range(size)], f"b{n}"
        )
    done.set()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]
    assert store.count(None, EVERYTHING) == size * total
    assert len({e["event.id"] for e in store.iterate(None, EVERYTHING)}) == size * total


def test_an_export_under_way_survives_merging_and_other_questions(store: ParquetEventStore, begin: Begin) -> None:
    for n in range(8):
        stored(store, begin, [event(n * 1000 + i, at=NOON + i * SECOND + n) for i in range(1000)], f"b{n}")
    walk = store.iterate(None, EVERYTHING)
    first = [next(walk) for _ in range(100)]
    store.housekeeping.compact(min_inputs=2)
    store.housekeeping.sweep(grace=-1)
    assert store.count(None, EVERYTHING) == 8000
    rest = list(walk)
    times = [e["@timestamp"] for e in first + rest]
    assert times == sorted(times)
    assert len({e["event.id"] for e in first + rest}) == len(first + rest) == 8000


def test_windows_of_an_export_cover_everything_once(
    store: ParquetEventStore, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.events.plan.WINDOW", 7)
    everything = []
    for n, (start, step) in enumerate([(0, 1), (5, 3), (50, 0), (0, 100)]):
        some = [event(n * 100 + i, at=NOON + start + i * step, dataset=f"d{n}") for i in range(40)]
        stored(store, begin, some, f"b{n}")
        everything += some
    expected = ids(sorted(everything, key=lambda e: (e["@timestamp"], e["event.id"])))
    assert ids(list(store.iterate(None, EVERYTHING))) == expected
    within = TimeRange(NOON + 3, NOON + 57)
    chosen = {e["event.id"] for e in everything if within.start <= e["@timestamp"] < within.end}
    assert {e["event.id"] for e in store.iterate(None, EVERYTHING, within=within)} == chosen


def test_a_search_stops_early_only_when_nothing_newer_can_follow(
    store: ParquetEventStore, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.events.plan.FIRST_SLICE", 1)
    everything = []
    for n in range(6):
        some = [event(n * 100 + i, at=NOON + i * MINUTE + n, dataset=f"d{n}") for i in range(20)]
        stored(store, begin, some, f"b{n}")
        everything += some
    ordered = ids(sorted(everything, key=lambda e: (e["@timestamp"], e["event.id"])))
    assert ids(store.search(None, EVERYTHING, limit=30, ascending=True).events) == ordered[:30]
    assert ids(store.search(None, EVERYTHING, limit=30).events) == ordered[::-1][:30]


def test_limits_are_checked(store: ParquetEventStore) -> None:
    for limit in (0, -1, 10**6):
        with pytest.raises(QueryError):
            store.search(None, EVERYTHING, limit=limit)
    with pytest.raises(QueryError):
        store.histogram(None, EVERYTHING, within=TimeRange(0, DAY * 365), interval=1)
    with pytest.raises(QueryError):
        store.histogram(None, EVERYTHING, within=TimeRange(0, DAY), interval=0)
