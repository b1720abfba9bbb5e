"""A few hashes that convince somebody who has nothing but a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.errors import InputError, LedgerBroken, NotFound
from store import ledger
from store.scope import EVERYTHING, Scope
from store.state import State

NORTH = Scope(frozenset({"north"}))


@pytest.fixture
def filled(state: State) -> State:
    with state.transaction() as tx:
        for n in range(50):
            unit = "north" if n % 2 else "south"
            ledger.append(tx, actor="a", action="b", object=f"o:{n}", unit=unit, details={"n": n})
    return state


@given(st.data())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_each_record_is_proved_to_be_in_each_later_ledger_and_in_no_other(filled: State, data: st.DataObject) -> None:
    sequence = data.draw(st.integers(1, 51))
    size = data.draw(st.integers(sequence, 51))
    with filled.reading() as tx:
        checkpoint = ledger.at_size(tx, size)
        proof = json.loads(json.dumps(ledger.prove_inclusion(tx, sequence, EVERYTHING, size=size).to_json()))
        other = ledger.at_size(tx, data.draw(st.integers(1, 51)))
    assert ledger.check_inclusion_proof(proof, checkpoint)["sequence"] == sequence
    if other.size != size:
        with pytest.raises(LedgerBroken):
            ledger.check_inclusion_proof(proof, other)
    forged = {**proof, "record": {**proof["record"], "actor": "somebody else"}}
    with pytest.raises(LedgerBroken):
        ledger.check_inclusion_proof(forged, checkpoint)


@given(st.data())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_later_ledger_is_proved_to_continue_an_earlier_one(filled: State, data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 51))
    first = data.draw(st.integers(1, second))
    with filled.reading() as tx:
        earlier, later = ledger.at_size(tx, first), ledger.at_size(tx, second)
        proof = ledger.prove_consistency(tx, first, second).to_json()
    ledger.check_consistency_proof(proof, earlier, later)
    if first != second:
        with pytest.raises(LedgerBroken):
            ledger.check_consistency_proof(proof, later, earlier)


def test_a_unit_proves_its_own_records_only_and_shows_nobody_elses(filled: State) -> None:
    with filled.reading() as tx:
        proof = ledger.prove_inclusion(tx, 3, NORTH).to_json()
        with pytest.raises(NotFound):
            ledger.prove_inclusion(tx, 2, NORTH)
        checkpoint = ledger.current(tx)
    assert ledger.check_inclusion_proof(proof, checkpoint)["unit"] == "north"
    assert "south" not in json.dumps(proof)


def test_a_checkpoint_survives_its_file_and_nothing_else_passes_for_one(filled: State, tmp_path: Path) -> None:
    with filled.reading() as tx:
        checkpoint = ledger.current(tx)
    path = tmp_path / "checkpoint.json"
    ledger.write_checkpoint(path, checkpoint)
    assert ledger.read_checkpoint(path) == checkpoint
    good = checkpoint.to_json()
    for bad in (
        b"",
        b"[]",
        b"{}",
        b"[" * 50_000,
        json.dumps({**good, "format": "other"}).encode(),
        json.dumps({**good, "size": 0}).encode(),
        json.dumps({**good, "size": True}).encode(),
        json.dumps({**good, "root": "zz"}).encode(),
        json.dumps({**good, "origin": 7}).encode(),
    ):
        path.write_bytes(bad)
        with pytest.raises(InputError):
            ledger.read_checkpoint(path)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "x"},
        {"path": ["zz"]},
        {"path": ["00"]},
        {"path": ["00" * 32] * 65},
        {"path": [None]},
        {"record": {}},
        {"record": None},
        {"size": "50"},
        {"format": "other"},
    ],
)
def test_what_is_no_proof_is_an_input_error(filled: State, change: dict) -> None:
    with filled.reading() as tx:
        proof, checkpoint = ledger.prove_inclusion(tx, 3, EVERYTHING).to_json(), ledger.current(tx)
    with pytest.raises(InputError):
        ledger.check_inclusion_proof({**proof, **change}, checkpoint)


def test_there_is_no_proof_of_what_never_was(state: State) -> None:
    with state.reading() as tx:
        with pytest.raises(InputError):
            ledger.current(tx)
        with pytest.raises(NotFound):
            ledger.prove_inclusion(tx, 1, EVERYTHING)
        with pytest.raises(InputError):
            ledger.prove_consistency(tx, 1)
