"""Somebody with the database file and without scruples: what they do is found, at the record where they did it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.errors import InputError
from store import ledger
from store.ledger import chain as writing
from store.ledger.canonical import leaf_hash, to_canonical
from store.ledger.verification import MAX_FAULTS
from store.scope import EVERYTHING
from store.state import State, open_state

SIZE = 40


_MADE: dict[str, tuple[Path, ledger.Checkpoint]] = {}


@pytest.fixture(scope="module", autouse=True)
def _made(tmp_path_factory: pytest.TempPathFactory) -> None:
    every, writing.CHECKPOINT_EVERY = writing.CHECKPOINT_EVERY, 10
    try:
        path = tmp_path_factory.mktemp("ledger") / "state.db"
        with open_state(path) as state, state.transaction() as tx:
            for n in range(35):
                ledger.append(tx, actor="wang.wei", action="alert.decided", object=f"alert:{n}", details={"n": n})
            _MADE["original"] = path, ledger.current(tx)
    finally:
        writing.CHECKPOINT_EVERY = every


def _original() -> tuple[Path, ledger.Checkpoint]:
    """A closed database with 39 records, three of them checkpoints; and a checkpoint kept elsewhere."""
    return _MADE["original"]


def attacked(*statements: str, parameters: tuple[object, ...] = ()) -> ledger.Report:
    """The report on a copy on which the statements ran, triggers out of the way."""
    copy = _original()[0].with_name("copy.db")
    for old in copy.parent.glob("copy.db*"):
        old.unlink()
    shutil.copy(_original()[0], copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement, parameters)
    connection.close()
    return ledger.verify_database(copy, [_original()[1]])


def test_what_nobody_touched_verifies_against_the_checkpoint() -> None:
    report = attacked()
    assert report.ok
    assert (report.records, report.checkpoints, report.known) == (SIZE - 1, 3, 1)


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.binary(max_size=33),
    st.sampled_from(['{"n":1.0}', '{"n": 1}', '{"n":1,"n":1}', "{", "[" * 2_000, "NaN"]),
)


@given(
    number=st.integers(1, SIZE - 1),
    column=st.sampled_from(["time", "actor", "action", "object", "unit", "details", "previous", "hash"]),
    value=VALUES,
)
@settings(deadline=None, max_examples=150)
def test_any_value_written_over_any_column_is_found_at_that_record(number: int, column: str, value: object) -> None:
    connection = sqlite3.connect(_original()[0])
    ((before,),) = connection.execute(f"SELECT {column} FROM ledger_records WHERE sequence = {number}").fetchall()
    connection.close()
    assume(value != before and value is not None)
    if column == "time" and isinstance(value, float):
        assume(not value.is_integer())
    report = attacked(f"UPDATE ledger_records SET {column} = ? WHERE sequence = {number}", parameters=(value,))
    assert not report.ok
    assert report.faults[0].sequence == number
    assert len(report.faults) <= MAX_FAULTS + 1


@given(first=st.integers(1, SIZE - 1), count=st.integers(1, 5))
@settings(deadline=None, max_examples=40)
def test_deleted_records_are_named_wherever_they_stood(first: int, count: int) -> None:
    report = attacked(f"DELETE FROM ledger_records WHERE sequence BETWEEN {first} AND {first + count - 1}")
    fault = report.faults[0]
    assert fault.sequence == first
    at_the_end = first + count - 1 >= SIZE - 1
    assert fault.kind is (ledger.FaultKind.TRUNCATED if at_the_end else ledger.FaultKind.REMOVED)


def test_records_cut_from_the_end_are_betrayed_by_the_stored_tree_without_any_checkpoint() -> None:
    copy = _original()[0].with_name("copy.db")
    attacked("DELETE FROM ledger_records WHERE sequence > 30")
    (fault,) = ledger.verify_database(copy).faults
    assert (fault.kind, fault.sequence) == (ledger.FaultKind.TRUNCATED, 31)


def test_exchanged_numbers_are_found() -> None:
    report = attacked(
        "UPDATE ledger_records SET sequence = -1 WHERE sequence = 7",
        "UPDATE ledger_records SET sequence = 7 WHERE sequence = 12",
        "UPDATE ledger_records SET sequence = 12 WHERE sequence = -1",
    )
    assert report.faults[0].sequence == 7


def test_a_stored_subtree_that_lies_is_found() -> None:
    report = attacked("UPDATE ledger_nodes SET hash = zeroblob(32) WHERE height = 2 AND place = 3")
    (fault,) = report.faults
    assert fault.sequence == 16
    assert "height 2" in fault.message


def test_missing_subtrees_are_found() -> None:
    assert not attacked("DELETE FROM ledger_nodes").ok
    assert not attacked("DELETE FROM ledger_nodes WHERE height = 1 AND place = 0").ok


def test_a_record_rewritten_with_all_that_follows_and_the_tree_fails_only_against_the_checkpoint(
    tmp_path: Path,
) -> None:
    """Without a checkpoint kept elsewhere nothing can tell; that is why the documentation asks for one."""
    path = tmp_path / "forged.db"
    with open_state(path) as state, state.transaction() as tx:
        for n in range(35):
            ledger.append(tx, actor="somebody.else", action="alert.decided", object=f"alert:{n}", details={"n": n})
    assert ledger.verify_database(path).ok
    assert not ledger.verify_database(path, [_original()[1]]).ok


def test_verifying_reads_a_database_in_use_and_sees_whole_transactions_only(state: State) -> None:
    path = Path(state.location)
    with state.transaction() as tx:
        ledger.append(tx, actor="a", action="b", object="c")
        assert ledger.verify_database(path).records == 0
    assert ledger.verify_database(path).records == 2


def test_verifying_needs_no_right_to_write(state: State) -> None:
    with state.transaction() as tx:
        ledger.append(tx, actor="a", action="b", object="c")
    path = Path(state.location)
    state.close()
    before = path.read_bytes()
    assert ledger.verify_database(path).ok
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(200)])
def test_a_file_that_is_no_state_is_an_input_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(content)
    with pytest.raises(InputError):
        ledger.verify_database(path)
    with pytest.raises(InputError):
        ledger.verify_database(tmp_path / "absent.db")


def test_a_broken_ledger_can_still_be_exported_and_the_export_says_the_same(tmp_path: Path) -> None:
    copy = _original()[0].with_name("copy.db")
    for damage in (
        "details = '{'",
        "details = '{\"n\":2.5}'",
        "actor = 'x'",
        "hash = zeroblob(32)",
        "hash = 1 << 60",
        "time = 'soon'",
    ):
        attacked(f"UPDATE ledger_records SET {damage} WHERE sequence = 9")
        with open_state(copy) as state, state.reading() as tx:
            ledger.export(tx, tmp_path / "out.jsonl", EVERYTHING)
        report = ledger.verify_file(tmp_path / "out.jsonl")
        assert report.faults[0].where == "line 9", damage


def test_a_hash_worked_out_by_hand_is_the_stored_one() -> None:
    connection = sqlite3.connect(_original()[0])
    sequence, time, previous, stored = connection.execute(
        "SELECT sequence, time, previous, hash FROM ledger_records WHERE sequence = 2"
    ).fetchone()
    connection.close()
    record = {
        "action": "alert.decided",
        "actor": "wang.wei",
        "details": {"n": 0},
        "object": "alert:0",
        "previous": previous.hex(),
        "sequence": sequence,
        "time": time,
        "unit": "district",
    }
    assert leaf_hash(to_canonical(record)) == stored
