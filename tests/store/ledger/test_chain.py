"""Appending: in the caller's transaction, in order, by any number of processes, and never again changed."""

from __future__ import annotations

import contextlib
import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from model.errors import InputError, NotFound, StoreError
from store import ledger
from store.ledger.chain import CHECKPOINT_EVERY
from store.scope import EVERYTHING, NOTHING, Scope
from store.state import State, open_state


def say(tx, what: str, *, unit: str = "district", actor: str = "li.na") -> int:
    return ledger.append(
        tx, actor=actor, action=f"note.{what}", object=f"note:{what}", unit=unit, details={"what": what}
    )


def test_the_first_record_opens_the_ledger_with_random_digits_and_the_second_is_the_callers(state: State) -> None:
    with state.transaction() as tx:
        assert say(tx, "a") == 2
    with state.reading() as tx:
        opened, mine = ledger.get(tx, 1, EVERYTHING), ledger.get(tx, 2, EVERYTHING)
    assert opened.action == "ledger.opened"
    assert opened.details["format"] == "fengsui-ledger/1"
    assert len(opened.details["id"]) == 32
    assert opened.previous == bytes(32)
    assert mine.previous == opened.hash
    assert (mine.actor, mine.action, mine.object, mine.details) == ("li.na", "note.a", "note:a", {"what": "a"})


def test_a_record_exists_if_and_only_if_its_transaction_commits(state: State) -> None:
    with state.transaction() as tx:
        say(tx, "kept")
    with contextlib.suppress(ZeroDivisionError), state.transaction() as tx:
        say(tx, "lost")
        _ = 1 / 0
    with state.transaction() as tx:
        assert say(tx, "next") == 3
        assert ledger.verify(tx).ok


def test_appending_goes_on_right_after_a_savepoint_was_rolled_back_or_an_append_failed(state: State) -> None:
    with state.transaction() as tx:
        say(tx, "a")
        with contextlib.suppress(ZeroDivisionError), tx.begin_nested():
            say(tx, "undone")
            say(tx, "undone too")
            _ = 1 / 0
        say(tx, "b")
        with pytest.raises(InputError):
            ledger.append(tx, actor="a", action="b", object="c", details={"x": 0.5})
        assert say(tx, "c") == 4
        assert [r.details["what"] for r in ledger.records(tx, EVERYTHING, action="note.").items] == ["c", "b", "a"]
        ledger.verify(tx).raise_if_broken()


def test_what_cannot_be_kept_is_refused_before_anything_is_written(state: State) -> None:
    good = ledger.Entry(actor="a", action="b", object="c")
    for bad in (
        ledger.Entry(actor="", action="b", object="c"),
        ledger.Entry(actor="a", action="b", object="c", details={"score": 0.5}),
        ledger.Entry(actor="a", action="b", object="c", details={"blob": "x" * 70_000}),
    ):
        with state.transaction() as tx, pytest.raises(InputError):
            ledger.extend(tx, [good, bad])
    with state.reading() as tx:
        assert ledger.head(tx).sequence == 0


def test_hostile_text_is_kept_spelled_out_and_the_ledger_verifies(state: State) -> None:
    with state.transaction() as tx:
        ledger.append(
            tx, actor="\ud800\x00", action="x", object="\udfff", details={"\ud800": ["\x00", "烽燧\U0001f525"]}
        )
    with state.reading() as tx:
        record = ledger.get(tx, 2, EVERYTHING)
        assert record.actor == "\\ud800\\x00"
        assert record.details == {"\\ud800": ["\\x00", "烽燧\U0001f525"]}
        ledger.verify(tx).raise_if_broken()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_records SET actor = 'nobody' WHERE sequence = 2",
        "DELETE FROM ledger_records WHERE sequence = 2",
        "DELETE FROM ledger_records",
        "INSERT OR REPLACE INTO ledger_records SELECT 2, 0, 'a', 'b', 'c', 'd', '{}', x'00', x'00'",
        "INSERT INTO ledger_records SELECT 99, 0, 'a', 'b', 'c', 'd', '{}', x'00', x'00'",
        "UPDATE ledger_nodes SET hash = x'00'",
        "DELETE FROM ledger_nodes",
        "INSERT OR REPLACE INTO ledger_nodes SELECT height, place, x'00' FROM ledger_nodes",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(state: State, statement: str) -> None:
    with state.transaction() as tx:
        say(tx, "a")
        say(tx, "b")
    with pytest.raises(StoreError, match="append-only"), state.transaction() as tx:
        tx.execute(text(statement))
    with state.reading() as tx:
        assert ledger.verify(tx).ok


def test_every_thousandth_record_is_a_checkpoint_of_those_before_it(state: State) -> None:
    with state.transaction() as tx:
        ledger.extend(tx, [ledger.Entry(actor="a", action="b", object=str(n)) for n in range(2_100)])
        found = ledger.records(tx, EVERYTHING, action="ledger.checkpoint").items
        assert [record.sequence for record in found] == [2 * CHECKPOINT_EVERY, CHECKPOINT_EVERY]
        assert [record.details["size"] for record in found] == [2 * CHECKPOINT_EVERY - 1, CHECKPOINT_EVERY - 1]
        report = ledger.verify(tx)
        assert report.ok
        assert report.checkpoints == 2
        assert report.records == ledger.head(tx).sequence == 1 + 2_100 + 2


def test_a_checkpoint_on_demand_is_added_once(state: State) -> None:
    with state.transaction() as tx:
        say(tx, "a")
        first = ledger.checkpoint(tx, actor="auditor")
        assert ledger.checkpoint(tx) == first
        assert ledger.get(tx, first, EVERYTHING).details["size"] == first - 1
        assert ledger.get(tx, first, EVERYTHING).actor == "auditor"


def test_records_are_listed_newest_first_within_the_scope_and_paged_without_gaps(state: State) -> None:
    with state.transaction() as tx:
        for n in range(10):
            say(tx, str(n), unit="north" if n % 2 else "south", actor="a" if n < 5 else "b")
    north = Scope(frozenset({"north"}))
    with state.reading() as tx:
        first = ledger.records(tx, north, limit=2)
        second = ledger.records(tx, north, limit=10, cursor=first.cursor)
        assert [r.details["what"] for r in first.items + second.items] == ["9", "7", "5", "3", "1"]
        assert second.cursor is None
        assert {r.unit for r in ledger.records(tx, EVERYTHING, actor="a", action="note.").items} == {"north", "south"}
        assert ledger.records(tx, NOTHING).items == []
        assert [r.object for r in ledger.records(tx, EVERYTHING, object="note:3").items] == ["note:3"]
        with pytest.raises(NotFound):
            ledger.get(tx, 2, north)


def _append_many(path: Path, number: int) -> None:
    with open_state(path) as state:
        for n in range(20):
            with state.transaction() as tx:
                for part in range(3):
                    say(tx, f"{number}.{n}.{part}")


def test_processes_that_append_at_once_make_one_unbroken_chain(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_append_many, args=(path, n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    with open_state(path) as state, state.reading() as tx:
        report = ledger.verify(tx)
        assert report.ok, report.faults
        assert report.records == 1 + 3 * 20 * 3
        written = [r.details["what"] for r in ledger.records(tx, EVERYTHING, action="note.", limit=1_000).items]
        for at in range(0, len(written), 3):  # the three of one transaction stand together, newest first
            assert [one.rsplit(".", 1)[1] for one in written[at : at + 3]] == ["2", "1", "0"]
