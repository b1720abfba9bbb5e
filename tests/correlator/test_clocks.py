"""A clock that is off is learned from records with two times; what it stamped is joined where it happened."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator import Correlator
from correlator.clocks import FURTHEST, LEAST_PAIRS, MAX_CLOCKS, Clocks
from model.alert import Alert
from model.clocks import Clock, Off, Witness, clock_of, from_the_future
from model.incident import Incident
from model.severity import Level
from model.times import HOUR, MINUTE, SECOND, Micros
from tests.correlator.builders import START, alert

BEHIND = 19 * HOUR
HOST = "ws1"


def rightly(at: Micros, rule: str, behind: Micros = BEHIND, own: Micros = 0) -> Alert:
    """A record that says its own time beside the exporter's stamp; own: how wrong that time is."""
    found = alert(at, rule, host=HOST, level=Level.HIGH, tactics=("execution",))
    time = found.time + own
    clock = Clock(HOST, found.time - behind, time)
    return msgspec.structs.replace(found, time=time, first_time=time, clock=clock)


def stamped(at: Micros, rule: str, behind: Micros = BEHIND) -> Alert:
    """A record that has only the exporter's stamp."""
    found = alert(at - behind, rule, host=HOST, level=Level.HIGH, tactics=("persistence",))
    return msgspec.structs.replace(found, clock=Clock(HOST, found.time))


def attack(behind: Micros = BEHIND) -> list[Alert]:
    told = [rightly(n * MINUTE, f"rule{n}", behind) for n in range(LEAST_PAIRS + 3)]
    return told + [stamped(n * MINUTE + 30 * SECOND, f"security{n}", behind) for n in range(LEAST_PAIRS + 3)]


def fed(alerts: list[Alert]) -> list[Incident]:
    engine = Correlator()
    engine.feed_all(alerts)
    return [one for one in engine.incidents() if one.escalated]


@pytest.mark.parametrize("behind", [BEHIND, -8 * HOUR, 0])
@pytest.mark.parametrize("order", ["told", "time"])
def test_what_a_wrong_clock_stamped_is_one_incident_with_what_tells_the_true_time(behind: Micros, order: str) -> None:
    alerts = attack(behind)
    if order == "time":  # all that is wrongly stamped before, or after, all that tells the true time
        alerts.sort(key=lambda one: one.time)
    else:
        alerts.sort(key=lambda one: one.clock.other or one.time + behind if one.clock else 0)
    found = fed(alerts)
    assert len(found) == 1
    assert len(found[0].members) == len(alerts)
    assert found[0].first_event >= START
    assert found[0].last_event <= START + 20 * MINUTE


def test_the_time_of_the_event_stays_and_a_clock_is_believed_only_when_enough_pairs_agree() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    late = stamped(0, "late")
    for n in range(LEAST_PAIRS):
        assert clocks.place(late, {}, index, {}) is late
        assert clocks.off() == []
        clocks.place(rightly(n * MINUTE, f"r{n}"), {}, index, {})
    moved = clocks.place(late, {}, index, {})
    assert moved.time == late.time + BEHIND == START
    assert late.time == START - BEHIND
    assert clocks.off() == [Off("district", "test", HOST, Witness.RECORD, BEHIND, LEAST_PAIRS, LEAST_PAIRS)]


def test_pairs_that_do_not_agree_prove_nothing() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for n in range(60):
        one = rightly(n * MINUTE, f"r{n}", behind=(n % 3) * HOUR)
        assert clocks.place(one, {}, index, {}) is one
    assert clocks.off() == []


def test_a_record_whose_own_time_is_wrong_is_joined_by_its_stamp() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for n in range(20):
        clocks.place(rightly(n * MINUTE, f"r{n}"), {}, index, {})
    for own in (-5 * 24 * HOUR, 3 * MINUTE):
        odd = rightly(5 * MINUTE, "odd", own=own)
        assert clocks.place(odd, {}, index, {}).time == START + 5 * MINUTE
    late = rightly(5 * MINUTE, "late", own=-3 * MINUTE)
    assert clocks.place(late, {}, index, {}) is late, "it may have been passed on late"


def test_a_clock_put_right_is_right_again() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for n in range(20):
        clocks.place(rightly(n * MINUTE, f"r{n}"), {}, index, {})
    assert clocks.off()
    for n in range(100):
        clocks.place(rightly(n * MINUTE, f"s{n}", behind=0), {}, index, {})
    assert clocks.off() == []


def test_a_broken_clock_is_not_a_wrong_one() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for n in range(20):
        clocks.place(rightly(n * MINUTE, f"r{n}", behind=FURTHEST + HOUR), {}, index, {})
    assert clocks.off() == []


def test_a_snapshot_between_any_two_alerts_changes_nothing() -> None:
    alerts = sorted(attack(), key=lambda one: one.time)
    whole = Correlator()
    for one in alerts:
        whole.feed(one)
    stopped = Correlator()
    for one in alerts:
        again = Correlator()
        again.restore(stopped.snapshot())
        again.feed(one)
        stopped = again
    assert stopped.snapshot() == whole.snapshot()
    assert stopped.clocks_off() == whole.clocks_off() != []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-(10**17), 10**17), st.booleans()), max_size=60))
def test_any_stamps_are_joined_within_the_furthest_a_clock_may_be_off(given: list[tuple[int, int, bool]]) -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for host, off, two in given:
        one = alert(0, host=f"h{host}")
        clock = Clock(f"h{host}", START + off, START if two else None)
        one = msgspec.structs.replace(one, time=START if two else START + off, clock=clock)
        joined = clocks.place(one, {}, index, {})
        assert abs(joined.time - clock.stamp) <= FURTHEST or joined.time == one.time
    assert len(clocks.pairs) <= MAX_CLOCKS


FLAT = {"fengsui.schema": "windows.flat", "host.name": "WS1.lab."}


def test_an_event_says_what_its_clocks_are() -> None:
    assert clock_of({"fengsui.schema": "zeek.json"}, 7) is None
    assert clock_of(FLAT, 7) == Clock("ws1.lab", 7)
    two = FLAT | {"UtcTime": "…", "fengsui.input.@timestamp": "1970-01-01T00:00:01Z"}
    assert clock_of(two, 7) == Clock("ws1.lab", SECOND, 7)
    for stamp in ("1970-01-01T00:00:01", "soon Z", 5, None):
        assert clock_of(two | {"fengsui.input.@timestamp": stamp}, 7) is None
    assert from_the_future({"event.ingested": 0, "host.name": 5}, MINUTE) == Clock("", MINUTE, 0, Witness.ARRIVAL)
    assert from_the_future({"event.ingested": 0}, MINUTE - 1) is None
    assert from_the_future({}, 7) is None


def test_records_from_the_future_are_joined_when_they_came() -> None:
    clocks = Clocks(pairs={}, homes={})
    index = Correlator()._state.index
    for n in range(LEAST_PAIRS + 1):
        one = alert(n * MINUTE + 8 * HOUR, f"r{n}", host=HOST)
        clock = Clock(HOST, one.time, START + n * MINUTE + 2 * SECOND, Witness.ARRIVAL)
        joined = clocks.place(msgspec.structs.replace(one, clock=clock), {}, index, {})
    assert joined.time == START + LEAST_PAIRS * MINUTE + 2 * SECOND
    assert clocks.off()[0].behind == -8 * HOUR + 2 * SECOND
