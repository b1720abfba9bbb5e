"""Events to columns and back, whether a few sets of names repeat or every event has its own."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store.events.columns import ALIKE, to_events, to_table

VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=4)
    | st.lists(st.text(max_size=3), max_size=2)
)
NAMES = st.sampled_from(["message", "source.ip", "source.port", "event.category", "Native", "rare", "x.y"])


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.dictionaries(NAMES, VALUES, max_size=5), min_size=1, max_size=4),
    st.integers(1, 3 * ALIKE),
    st.randoms(use_true_random=False),
)
def test_rows_come_back_in_the_order_given(kinds: list[dict[str, Any]], times: int, shuffle: Any) -> None:
    events = [{**kind, "event.duration": number} for number in range(times) for kind in kinds]
    shuffle.shuffle(events)
    ids = [number.to_bytes(16, "big") for number in range(len(events))]
    stamps = list(range(len(events)))
    expected = [
        {**event, "@timestamp": stamp, "event.id": one.hex()}
        for event, stamp, one in zip(events, stamps, ids, strict=True)
    ]
    assert to_events(to_table(events, stamps, ids)) == expected
