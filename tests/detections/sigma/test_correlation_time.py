"""What an absence fulfils is judged when time passes, by events or by the clock, with the same result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma import Correlations, RuleSet
from detections.sigma.alerts import alert_of
from model.times import SECOND
from tests.detections.sigma.kit import load, rule
from tests.detections.sigma.test_correlation import BASE, STREAMS, bodies, correlation, events_of

SPAN = 5


def silence(**more: Any) -> str:
    body = {
        "type": "event_count",
        "rules": ["rule_1"],
        "timespan": "5s",
        "condition": {"lt": 1},
        "group-by": ["host.name"],
    }
    return correlation({**body, **more}, level="high")


def fed(rules: RuleSet, stream: list[dict[str, Any]], until: int) -> list[tuple[float, Any]]:
    state = rules.correlator()
    found = [m for e in events_of(stream) for m in state.feed(e, rules.match(e))]
    return [(m.time / SECOND, m) for m in found + state.advance(until * SECOND)]


def test_a_device_that_falls_silent_is_reported_once_a_timespan_after_its_last_event(tmp_path: Path) -> None:
    rules = load(tmp_path, *BASE, silence())
    stream = [{"t": t, "kind": "a", "host.name": "pump", "source.ip": "10.0.0.7"} for t in (0, 3, 6)]
    assert fed(rules, stream, 11) == []
    ((time, match),) = fed(rules, stream, 1000)
    assert time == 11.000001
    assert (match.value, match.count, match.group, match.event_ids) == (0, 0, {"host.name": "pump"}, ("e2",))
    alert = alert_of(match, match.event, 7)
    assert alert.event_ids == ("e2",)
    assert {e.value for e in alert.entities} == {"pump", "10.0.0.7"}


def test_silences_of_one_group_are_different_alerts(tmp_path: Path) -> None:
    rules = load(tmp_path, *BASE, silence())
    stream = [{"t": t, "kind": "a", "host.name": "pump"} for t in (0, 20)]
    alerts = [alert_of(m, m.event, 7) for _, m in fed(rules, stream, 100)]
    assert len({a.id for a in alerts}) == 2


def test_other_groups_events_make_time_pass(tmp_path: Path) -> None:
    rules = load(tmp_path, *BASE, silence())
    stream = [{"t": 0, "kind": "a", "host.name": "pump"}, {"t": 6, "kind": "a", "host.name": "gate"}]
    assert [(t, m.group["host.name"]) for t, m in fed(rules, stream, 6)] == [(5.000001, "pump")]


@pytest.mark.parametrize(
    ("kinds", "until", "times"),
    [
        ("a", 5, []),  # the window is not over: c may still come
        ("a", 6, [5]),
        ("a....c", 20, []),  # exactly one timespan later still counts
        ("a.....c", 20, [5]),
        ("ca", 20, [6]),
        ("a.a", 20, [5]),  # at most once per timespan
        ("a......a", 20, [5, 12]),
    ],
)
def test_an_absence_is_certain_when_the_window_that_began_with_the_event_is_over(
    tmp_path: Path, kinds: str, until: int, times: list[int]
) -> None:
    body = {"type": "temporal", "timespan": "5s", "condition": "rule_1 and not rule_3"}
    rules = load(tmp_path, *BASE, correlation(body))
    assert [t for t, _ in fed(rules, [{"t": i, "kind": k} for i, k in enumerate(kinds)], until)] == times


def test_a_correlation_of_silences_is_completed_by_time_alone(tmp_path: Path) -> None:
    inner = silence(**{"group-by": ["host.name", "site"]})
    outer = {
        "type": "value_count",
        "rules": ["correlation_100"],
        "timespan": "20s",
        "group-by": ["site"],
        "condition": {"gte": 2, "field": "host.name"},
    }
    rules = load(tmp_path, *BASE, inner, correlation(outer, 101))
    stream = [{"t": t, "kind": "a", "host.name": h, "site": "east"} for t, h in ((0, "one"), (1, "two"))]
    found = fed(rules, stream, 100)
    assert [(t, m.rule.title) for t, m in found][-1] == (6.000001, "Correlation 101")
    state, again = rules.correlator(), rules.correlator()
    for event in events_of(stream):
        state.feed(event, rules.match(event))
    again.restore(state.snapshot())
    assert again.advance(100 * SECOND) == [m for _, m in found]


@settings(deadline=None, max_examples=150)
@given(bodies(), STREAMS, st.lists(st.booleans(), min_size=24, max_size=24), st.integers(0, 24))
def test_when_time_is_told_changes_nothing_nor_does_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
    body: dict[str, Any],
    stream: list[dict[str, Any]],
    told: list[bool],
    cut: int,
) -> None:
    """Live, the clock speaks between events; in a recording the next event does. Both find the same, also over a restart."""
    rules = load(tmp_path_factory.mktemp("c"), *BASE, correlation(body))
    stream = sorted(stream, key=lambda e: e["t"])
    quiet, told_often = rules.correlator(), rules.correlator()
    first, second = [], []
    for i, (event, tell) in enumerate(zip(events_of(stream), told, strict=False)):
        if i == cut:
            remembered = told_often.snapshot()
            told_often = rules.correlator()
            told_often.restore(remembered)
            assert told_often.snapshot() == remembered
        matches = rules.match(event)
        first += quiet.feed(event, matches)
        if tell:
            second += told_often.advance(event["@timestamp"])
        second += told_often.feed(event, matches)
    end = 10_000 * SECOND
    assert second + told_often.advance(end) == first + quiet.advance(end)


def test_the_last_event_of_a_silent_group_survives_a_restart(tmp_path: Path) -> None:
    rules = load(tmp_path, *BASE, silence())
    state, again = rules.correlator(), rules.correlator()
    (event,) = events_of([{"t": 0, "kind": "a", "host.name": "pump", "message": "x" * 5000, "big": 2**70}])
    state.feed(event, rules.match(event))
    snapshot = state.snapshot()
    assert len(snapshot) < 1000, "only what alerts read is kept"
    again.restore(snapshot)
    (match,) = again.advance(100 * SECOND)
    assert match.event["host.name"] == "pump"


def counted(text: str, **more: Any) -> list[str]:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}, **more}
    return [text, correlation(body)]


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (counted(rule("{s: {kind|contains: a}, condition: s}", extra="description: said better")), 1),
        ([*counted(rule("{s: {kind|contains: a}, condition: s}")), rule("{s: {z: 1}, condition: s}", number=9)], 1),
        (counted(rule("{s: {kind|contains: b}, condition: s}")), 0),  # what is counted has changed
        (counted(rule("{s: {kind|contains: a}, condition: s}"), condition={"gte": 3}), 0),
    ],
)
def test_state_survives_a_reload_for_correlations_that_mean_the_same(
    tmp_path: Path, after: list[str], kept: int
) -> None:
    before = load(tmp_path, *counted(rule("{s: {kind|contains: a}, condition: s}")))
    state = before.correlator()
    first, second = events_of([{"t": 0, "kind": "a"}, {"t": 1, "kind": "a"}])
    state.feed(first, before.match(first))
    again = load(tmp_path, *after)
    reloaded = again.correlator()
    reloaded.restore(state.snapshot())
    assert reloaded.groups == kept
    assert len(reloaded.feed(second, again.match(second))) == kept


def test_all_windows_together_are_bounded(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "group-by": ["g"], "timespan": "1d", "condition": {"gte": 50}}
    rules = load(tmp_path, *BASE, correlation(body))
    state = Correlations(rules.correlations, rules.fields_of, max_total=30)
    for event in events_of([{"t": i, "kind": "a", "g": str(i % 10)} for i in range(60)]):
        state.feed(event, rules.match(event))
    assert state.items <= 30
    assert state.figures["evicted"] == 60 - state.items
    assert state.figures["groups"] == state.groups
