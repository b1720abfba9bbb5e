"""What holds for any alerts in any order: nothing lost, nothing twice, every reason checkable, memory bounded."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator import Correlator, CorrelatorSettings
from model.alert import Alert
from model.errors import StoreError
from model.incident import Incident, IncidentChange, IncidentStatus
from model.severity import Level
from model.times import MINUTE
from tests.correlator.builders import START, alert

SMALL = CorrelatorSettings(
    max_open=8, max_alerts=40, max_members=12, max_entities=20, max_peers=30, max_routine_keys=10, max_event_ids=5
)
names = st.sampled_from(["", "", "h1", "h2", "h3", "h4"])
addresses = st.sampled_from(["", "", "10.0.0.1", "10.0.0.2", "10.0.0.3", "127.0.0.1", "-"])


@st.composite
def streams(draw: st.DrawFn, most: int = 40) -> list[Alert]:
    return [
        alert(
            draw(st.integers(0, 600)) * MINUTE,
            draw(st.sampled_from(["r1", "r2", "r3"])),
            id=f"a{i}",
            actor=draw(addresses),
            target=draw(addresses),
            host=draw(names),
            user=draw(names),
            level=draw(st.sampled_from(list(Level))),
            tactics=draw(st.sampled_from([(), ("discovery",), ("impact", "stealth")])),
            events=draw(st.sampled_from([(), ("e1",), ("e2", "e3")])),
        )
        for i in range(draw(st.integers(0, most)))
    ]


def replayed(changes: list[IncidentChange]) -> dict[str, Incident]:
    """What a store that keeps the latest value of each incident holds."""
    return {c.incident.id: c.incident for c in changes}


@given(streams())
@settings(max_examples=150, deadline=None)
def test_every_alert_is_in_exactly_one_live_incident(stream: list[Alert]) -> None:
    correlator = Correlator()
    stored = replayed([change for one in stream for change in correlator.feed(one)])
    live = [i for i in stored.values() if i.status is not IncidentStatus.MERGED]
    placed = [m.alert_id for i in live for m in i.members]
    assert sorted(placed) == sorted(a.id for a in stream)
    assert {i.id: i for i in live} == {i.id: i for i in correlator.incidents()}


@given(streams())
@settings(max_examples=150, deadline=None)
def test_every_reason_can_be_checked(stream: list[Alert]) -> None:
    correlator = Correlator()
    correlator.feed_all(stream)
    by_id = {a.id: a for a in stream}
    for incident in correlator.incidents():
        members = {m.alert_id for m in incident.members}
        assert [m.reason.kind for m in incident.members].count("first") == 1
        for member in incident.members:
            reason = member.reason
            if reason.kind == "first":
                continue
            assert reason.other in members
            assert reason.path
            assert 0 < reason.weight <= 1
            if reason.kind == "event":
                event_id = reason.path[0].removeprefix("event:")
                assert event_id in by_id[member.alert_id].event_ids
                assert event_id in by_id[reason.other].event_ids
            elif reason.kind == "merge":
                assert reason.path[0].startswith("event:") or reason.path[0] in {
                    e.key for e in by_id[reason.other].entities
                }
            elif reason.kind == "neighbour":
                assert reason.path[0] in {e.key for e in by_id[member.alert_id].entities}
                assert reason.path[1] == f"rule:{by_id[member.alert_id].rule.id}"
                assert reason.path[2] in {e.key for e in by_id[reason.other].entities}
            elif reason.kind == "again":
                assert reason.path == (f"rule:{by_id[reason.other].rule.id}",)
            else:
                assert reason.path[0] in {e.key for e in by_id[member.alert_id].entities}
                known = {e.key for i in incident.members for e in by_id[i.alert_id].entities}
                assert set(reason.path) <= known | {e.key for e in by_id[member.alert_id].entities}


@given(streams(), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_restored_in_the_middle_it_goes_on_as_if_never_stopped(stream: list[Alert], cut: int) -> None:
    whole, first, second = Correlator(SMALL), Correlator(SMALL), Correlator(SMALL)
    expected = [change for one in stream for change in whole.feed(one)]
    made = [change for one in stream[:cut] for change in first.feed(one)]
    second.restore(first.snapshot())
    made += [change for one in stream[cut:] for change in second.feed(one)]
    assert made == expected
    assert second.snapshot() == whole.snapshot()


@given(streams(), st.lists(st.integers(1, 7), max_size=20))
@settings(max_examples=60, deadline=None)
def test_batches_end_where_single_alerts_end(stream: list[Alert], sizes: list[int]) -> None:
    single, batched = Correlator(SMALL), Correlator(SMALL)
    one_by_one = replayed([change for one in stream for change in single.feed(one)])
    changes: list[IncidentChange] = []
    left = list(stream)
    for size in [*sizes, len(stream)]:
        changes += batched.feed_all(left[:size])
        left = left[size:]
    assert replayed(changes) == one_by_one
    assert batched.snapshot() == single.snapshot()


@given(streams(), st.sets(st.integers(0, 39)))
@settings(max_examples=80, deadline=None)
def test_how_often_time_is_told_does_not_change_who_belongs_together(stream: list[Alert], told: set[int]) -> None:
    """Batches end at different places on different machines; memberships may not."""
    short = CorrelatorSettings(quiet=90 * MINUTE)
    stream = sorted(stream, key=lambda a: a.time)
    often, never = Correlator(short), Correlator(short)
    kept: list[IncidentChange] = []
    for i, one in enumerate(stream):
        kept += often.feed(one)
        if i in told:
            kept += often.advance(one.time)
    plain = replayed([change for one in stream for change in never.feed(one)])
    assert {i.id: i.members for i in replayed(kept).values()} == {i.id: i.members for i in plain.values()}


@given(streams(most=120))
@settings(max_examples=60, deadline=None)
def test_bounds_hold_and_what_is_dropped_is_counted_and_stays_in_its_last_change(stream: list[Alert]) -> None:
    correlator = Correlator(SMALL)
    stored = replayed([change for one in stream for change in correlator.feed(one)])
    state = msgspec.json.decode(correlator.snapshot())
    assert len(state["open"]) <= SMALL.max_open
    assert sum(len(i["members"]) for i in state["open"].values()) <= SMALL.max_alerts
    assert len(state["index"]["seen"]) <= SMALL.max_entities
    assert len(state["habits"]["known"]) <= SMALL.max_routine_keys
    assert len(state["events"]) <= SMALL.max_event_ids
    assert state["index"]["peers"] == sum(len(s[1]) + len(s[2]) for s in state["index"]["seen"].values())
    placed = [m.alert_id for i in stored.values() if i.status is not IncidentStatus.MERGED for m in i.members]
    assert sorted(placed) == sorted(a.id for a in stream)
    counters = correlator.counters
    assert counters.opened == len(state["open"]) + counters.merged + counters.closed + counters.settled


@given(streams())
@settings(max_examples=60, deadline=None)
def test_advancing_past_everything_leaves_nothing_in_memory(stream: list[Alert]) -> None:
    correlator = Correlator()
    correlator.feed_all(stream)
    correlator.advance(START + 10**15)
    assert correlator.incidents() == []
    state = msgspec.json.decode(correlator.snapshot())
    assert all(correlator.incident_of(a.id) == "" for a in stream)
    assert all(not seen[0] for seen in state["index"]["seen"].values())


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_bytes_that_are_no_snapshot_are_refused_and_change_nothing(data: bytes) -> None:
    correlator = Correlator()
    correlator.feed(alert(0, host="web1"))
    before = correlator.snapshot()
    with pytest.raises(StoreError):
        correlator.restore(data)
    assert correlator.snapshot() == before


def test_a_flood_of_spoofed_addresses_stays_bounded_and_keeps_what_was_escalated() -> None:
    small = CorrelatorSettings(max_open=500, max_alerts=5_000, max_entities=4_000, max_peers=5_000)
    correlator = Correlator(small)
    flood = (
        alert(i, "flood", id=f"f{i}", actor=f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", target="10.255.0.1")
        for i in range(20_000)
    )
    correlator.feed(alert(0, "guess", id="first", actor="203.0.113.9", target="10.255.0.1", level=Level.CRITICAL))
    correlator.feed_all(flood)
    assert len(correlator.incidents()) <= 500
    assert correlator.counters.evicted_incidents > 0
    assert correlator.incident_of("first") != ""


def test_forgetting_is_spread_over_the_alerts_that_follow_and_goes_on_after_a_restart() -> None:
    small = CorrelatorSettings(max_open=200, max_alerts=5_000)
    whole, cut = Correlator(small), Correlator(small)
    most = 0
    for i in range(900):
        one = alert(i, f"r{i}", actor=f"10.{i // 200}.{i % 200}.1", target=f"192.168.{i % 200}.{i // 200}")
        before = whole.counters.evicted_incidents
        expected = whole.feed(one)
        most = max(most, whole.counters.evicted_incidents - before)
        if i % 7 == 0:
            restarted = Correlator(small)
            restarted.restore(cut.snapshot())
            cut = restarted
        assert cut.feed(one) == expected
        assert len(whole.incidents()) <= small.max_open
    assert whole.counters.evicted_incidents > 600
    assert most <= 2
