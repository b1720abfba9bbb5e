"""Positions and engine memory: the last one put is the one there is."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import checkpoints
from store.state import State

POSITIONS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=3),
    max_size=4,
)  # fmt: skip


@given(puts=st.lists(st.tuples(st.sampled_from(["a", "b%", "b_", "烽"]), POSITIONS), max_size=8))
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_each_source_has_the_position_last_put(state: State, puts: list[tuple[str, dict]]) -> None:
    with state.transaction() as tx:
        for key, position in puts:
            checkpoints.put(tx, key, position)
        assert checkpoints.positions(tx) == dict(puts)
        assert checkpoints.positions(tx, "b%") == {k: v for k, v in dict(puts).items() if k == "b%"}
        assert checkpoints.get(tx, "absent") is None
        tx.rollback()


def test_a_position_put_in_a_transaction_that_fails_was_never_put(state: State) -> None:
    with state.transaction() as tx:
        checkpoints.put(tx, "a", {"n": 1})
        checkpoints.put_snapshot(tx, "engine", b"one")
    with contextlib.suppress(ZeroDivisionError), state.transaction() as tx:
        checkpoints.put(tx, "a", {"n": 2})
        checkpoints.put_snapshot(tx, "engine", b"two")
        _ = 1 / 0
    with state.reading() as tx:
        assert checkpoints.get(tx, "a") == {"n": 1}
        assert checkpoints.get_snapshot(tx, "engine") == b"one"


def test_a_forgotten_source_begins_at_its_start(state: State) -> None:
    with state.transaction() as tx:
        checkpoints.put(tx, "a", {"n": 1})
        assert checkpoints.forget(tx, "a")
        assert not checkpoints.forget(tx, "a")
        assert checkpoints.get(tx, "a") is None


def test_snapshots_of_engines_are_kept_byte_for_byte(state: State) -> None:
    with state.transaction() as tx:
        assert checkpoints.get_snapshot(tx, "engine") is None
        for data in (b"", bytes(range(256)) * 1_000):
            checkpoints.put_snapshot(tx, "engine", data)
            assert checkpoints.get_snapshot(tx, "engine") == data
