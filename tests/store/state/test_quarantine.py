"""What nobody could use: held whole, once, within a stated size, and counted truthfully."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from collectors.contract import Quarantined
from model.errors import NotFound
from store import ledger, quarantine
from store.quarantine import Limits
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.state import State
from store.tables import QuarantineRow
from tests.store.state.samples import Bad

ITEMS = st.lists(
    st.builds(
        Bad,
        reason=st.sampled_from(["json.syntax", "syslog.priority"]),
        position=st.integers(0, 5),
        data=st.binary(max_size=40),
    ),
    max_size=12,
)


def test_what_collectors_hand_over_is_held_whole(state: State) -> None:
    given_record = Quarantined(
        "evtx.checksum", "chunk 3", 4096, b"\x00\xffraw", {"peer": "203.0.113.9", "received_us": 5}
    )
    with state.transaction() as tx:
        assert quarantine.add(tx, "evtx-dc", "north", [given_record], fingerprint="f", time=7) == 1
        (held,) = quarantine.find(tx, EVERYTHING).items
        assert held == quarantine.get(tx, held.id, Scope(frozenset({"north"})))
    assert (held.data, held.size, held.whole) == (b"\x00\xffraw", 5, True)
    assert (held.source, held.unit, held.reason, held.message) == ("evtx-dc", "north", "evtx.checksum", "chunk 3")
    assert (held.position, held.fingerprint, held.time, held.replayed) == ("4096", "f", 7, None)
    assert held.meta == {"peer": "203.0.113.9", "received_us": 5}


@given(batches=st.lists(st.tuples(st.sampled_from(["f", "g"]), ITEMS), max_size=5), body=st.integers(0, 30))
@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_counts_are_those_of_the_distinct_records_whatever_the_size_policy_left_of_them(
    state: State, batches: list[tuple[str, list[Bad]]], body: int
) -> None:
    limits = Limits(body_bytes=body, source_bytes=100)
    distinct: dict[tuple[str, object, bytes], Bad] = {}
    with state.transaction() as tx:
        for fingerprint, items in batches:
            before = len(distinct)
            for item in items:
                distinct.setdefault((fingerprint, item.position, item.data), item)
            assert quarantine.add(tx, "s", "u", items, fingerprint=fingerprint, limits=limits) == len(distinct) - before
        held = quarantine.find(tx, EVERYTHING, limit=1_000).items
        counts = quarantine.counts(tx, EVERYTHING)
        assert len(held) == len(distinct) == sum(count.records for count in counts)
        for count in counts:
            of = [h for h in held if h.reason == count.reason]
            assert count.records == len(of) == sum(item.reason == count.reason for item in distinct.values())
            assert count.bytes == sum(h.size for h in of)
            assert count.kept_bytes == sum(len(h.data or b"") for h in of)
            assert count.without_body == sum(h.data is None for h in of)
            assert count.cut == sum(h.data is not None and not h.whole for h in of)
        assert sum(len(h.data or b"") for h in held) <= limits.source_bytes
        assert all(len(h.data or b"") <= body for h in held)
        tx.rollback()


def test_a_source_that_floods_keeps_its_counts_and_leaves_other_sources_their_room(state: State) -> None:
    limits = Limits(body_bytes=100, source_bytes=1_000)
    with state.transaction() as tx:
        flood = [Bad(position=n, data=bytes(100)) for n in range(2_000)]
        assert quarantine.add(tx, "flood", "u", flood, fingerprint="f", limits=limits) == 2_000
        quarantine.add(tx, "calm", "u", [Bad(data=b"mine")], fingerprint="g", limits=limits)
        (flooded,) = quarantine.counts(tx, EVERYTHING, source="flood")
        assert (flooded.records, flooded.kept_bytes, flooded.without_body) == (2_000, 1_000, 1_990)
        assert quarantine.find(tx, EVERYTHING, source="calm").items[0].data == b"mine"
        assert tx.scalar(scoped(select(func.sum(func.length(QuarantineRow.body))), EVERYTHING)) == 1_004


def test_hostile_reasons_messages_and_facts_are_held(state: State) -> None:
    bad = Bad(reason="\ud800", message="\x00" * 5_000, position="\udfff", data=b"x", meta={"peer\ud800": "\x00"})
    with state.transaction() as tx:
        quarantine.add(tx, "s\ud800", "u", [bad], fingerprint="f")
        (held,) = quarantine.find(tx, EVERYTHING).items
        assert (held.reason, held.position, len(held.message)) == ("\\ud800", "\\udfff", 2_000)
        assert quarantine.add(tx, "s\ud800", "u", [bad], fingerprint="f") == 0


def test_lists_are_limited_by_source_and_reason_and_page(state: State) -> None:
    with state.transaction() as tx:
        for n in range(6):
            quarantine.add(tx, f"s{n % 2}", "u", [Bad(position=n, reason=f"r{n % 3}")], fingerprint="f")
        assert [h.position for h in quarantine.find(tx, EVERYTHING, source="s1").items] == ["5", "3", "1"]
        assert [h.position for h in quarantine.find(tx, EVERYTHING, source="s1", reason="r0").items] == ["3"]
        page = quarantine.find(tx, EVERYTHING, limit=4)
        rest = quarantine.find(tx, EVERYTHING, limit=4, cursor=page.cursor)
        assert [h.position for h in page.items + rest.items] == ["5", "4", "3", "2", "1", "0"]


def test_replayed_records_are_marked_counted_and_audited_once(state: State) -> None:
    north = Scope(frozenset({"north"}))
    with state.transaction() as tx:
        quarantine.add(tx, "s", "north", [Bad(position=n) for n in range(3)], fingerprint="f")
        quarantine.add(tx, "s", "south", [Bad(position=9)], fingerprint="g")
        mine = [h.id for h in quarantine.find(tx, north).items]
        (theirs,) = [h.id for h in quarantine.find(tx, Scope(frozenset({"south"}))).items]
        with pytest.raises(NotFound):
            quarantine.mark_replayed(tx, [*mine, theirs], north, actor="li.na")
        assert quarantine.mark_replayed(tx, mine[:2], north, actor="li.na", time=9) == 2
        assert quarantine.mark_replayed(tx, mine, north, actor="li.na") == 1
        assert quarantine.find(tx, north, waiting=True).items == []
        assert quarantine.get(tx, mine[0], north).replayed == 9
        (count,) = quarantine.counts(tx, north)
        assert (count.records, count.replayed) == (3, 3)
        assert [r.details["records"] for r in ledger.records(tx, north, action="quarantine.replayed").items] == [1, 2]


def test_purging_frees_the_room_and_keeps_the_totals(state: State) -> None:
    limits = Limits(body_bytes=10, source_bytes=20)
    north = Scope(frozenset({"north"}))
    with state.transaction() as tx:
        quarantine.add(tx, "s", "north", [Bad(position=1, data=b"0123456789")], fingerprint="f", time=1, limits=limits)
        quarantine.add(tx, "s", "south", [Bad(position=2, data=b"abcdefghij")], fingerprint="f", time=1, limits=limits)
        quarantine.add(tx, "s", "north", [Bad(position=3, data=b"late")], fingerprint="f", time=5, limits=limits)
        assert quarantine.purge(tx, north, before=5, actor="fengsui") == 1
        assert [h.position for h in quarantine.find(tx, EVERYTHING).items] == ["3", "2"]
        assert [(c.unit, c.records, c.kept_bytes) for c in quarantine.counts(tx, EVERYTHING)] == [
            ("north", 2, 0),
            ("south", 1, 10),
        ]
        quarantine.add(tx, "s", "north", [Bad(position=4, data=b"fits")], fingerprint="f", time=6, limits=limits)
        assert quarantine.find(tx, north).items[0].data == b"fits"
        (said,) = ledger.records(tx, EVERYTHING, action="quarantine.purged").items
        assert (said.unit, said.details["records"]) == ("north", 1)
        assert quarantine.purge(tx, north, before=5, actor="fengsui") == 0
