"""What is remembered of a set of names must never be seen in the Events made from it."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs import keys
from collectors.logs.jsonl.normalise import flat
from collectors.logs.keys import settle
from collectors.logs.mapping import Plan, apply, plan
from model.errors import BadRecord
from model.event import flatten

NAMES = ("source.ip", "source.port", "event.category", "event.start", "message", "flow.age", "event.id", "x", "a", "b")
PLAIN = (
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "-", "10.0.0.1", "2026-11-22T08:00:00Z", "443", "多"])
)
EVENTS = st.lists(
    st.dictionaries(st.sampled_from(NAMES), PLAIN | st.lists(PLAIN, min_size=1, max_size=3)), min_size=1, max_size=4
)
# Longer than what is tried without choosing; the last move reads what another adds.
FIELDS: dict[str, Any] = {f"never.{i}": f"never.ecs.{i}" for i in range(20)}
FIELDS |= {"x": ["source.ip ip", "hash.* hashes"], "a": "user.name", "b": "source.port int", "user.name": "user.id"}


def settled(event: dict[str, Any]) -> Any:
    found = copy.deepcopy(event)
    try:
        settle(found)
    except BadRecord as bad:
        return bad.reason
    return found


@settings(deadline=None, max_examples=150)
@given(EVENTS)
def test_how_a_record_is_settled_does_not_depend_on_those_before_it(events: list[dict[str, Any]]) -> None:
    fresh = []
    for event in events:
        keys._remembered.cache_clear()
        fresh.append(settled(event))
    assert [settled(event) for event in events + events] == fresh + fresh


@settings(deadline=None, max_examples=150)
@given(EVENTS)
def test_moves_chosen_for_a_set_of_names_add_what_all_moves_add(events: list[dict[str, Any]]) -> None:
    chosen = plan({"fields": FIELDS})
    pieces = [Plan((), chosen.moves[at : at + 8]) for at in range(0, len(chosen.moves), 8)]  # short: all are tried
    for event in events + events:
        found, expected = dict(event), dict(event)
        apply(chosen, found)
        for piece in pieces:
            apply(piece, expected)
        assert found == expected


NESTED = st.recursive(
    st.none() | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "a.b", "x"]), inner),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(["a", "b", "a.b", "x"]), NESTED))
def test_the_quick_way_to_flat_names_gives_what_the_general_one_gives(document: dict[str, Any]) -> None:
    found = flat(document)
    assert found == flatten(document)
    assert list(found) == list(flatten(document))
