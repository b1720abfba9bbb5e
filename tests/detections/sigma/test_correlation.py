"""Correlations equal a brute-force recomputation on random streams, for all eight types, and survive a restart."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma import Match, RuleSet
from detections.sigma.alerts import alert_of
from detections.sigma.numbers import ExactSum, Quantile
from detections.sigma.predicates import compare
from model.errors import InputError
from model.times import LATEST, SECOND
from tests.detections.sigma.kit import load, problems, rule

BASE = [rule(f"{{s: {{kind|contains: {k}}}, condition: s}}", number=i + 1) for i, k in enumerate("abc")]
SPAN = 5
LETTERS = {"rule_1": "a", "rule_2": "b", "rule_3": "c"}
NUMBERS = ("value_sum", "value_avg", "value_median", "value_percentile")
INFINITE = float("inf")


def correlation(body: dict[str, Any], number: int = 100, **more: Any) -> str:
    document = {
        "title": f"Correlation {number}",
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"correlation_{number}",
        "correlation": body,
        **more,
    }
    return yaml.safe_dump(document, sort_keys=False)


def events_of(stream: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**facts, "@timestamp": facts["t"] * SECOND, "event.id": f"e{i}", "event.dataset": "json"}
        for i, facts in enumerate(stream)
    ]


def run(rules: RuleSet, stream: list[dict[str, Any]], **limits: int) -> list[tuple[int, Any]]:
    """(place in the stream, match) for every correlation match; what the time after the stream completes comes last."""
    state = rules.correlator(**limits)
    found = []
    for i, event in enumerate(events_of(stream)):
        found += [(i, m) for m in state.feed(event, rules.match(event))]
    return found + [(len(stream), m) for m in state.advance(LATEST)]


# The recomputation: no incremental state, everything from the stream each time.


def texts(value: Any) -> list[str]:
    return [str(v) for v in (value if isinstance(value, list) else [value])] if value is not None else []


def chain(window: list[dict[str, Any]], order: list[str]) -> int:
    """Longest subsequence of the listed rules, by trying every choice."""
    best = 0
    for picks in product([False, True], repeat=len(order)):
        wanted = [k for k, picked in zip(order, picks, strict=True) if picked]
        place = 0
        for event in window:
            if place < len(wanted) and wanted[place] in event["kind"]:
                place += 1
        if place == len(wanted):
            best = max(best, place)
    return best


def percentile(numbers: list[Fraction], percent: int) -> Fraction:
    ordered = sorted(numbers)
    place = Fraction(percent, 100) * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def measure(kind: str, window: list[dict[str, Any]], order: list[str], fields: list[str]) -> Fraction | int | None:
    if kind == "event_count":
        return len(window)
    if kind == "value_count":
        return len({t for e in window for t in product(*(texts(e.get(f)) for f in fields))})
    if kind == "temporal":
        return sum(any(k in e["kind"] for e in window) for k in order)
    if kind == "temporal_ordered":
        return chain(window, order)
    numbers = [Fraction(e[fields[0]]) for e in window]
    if not numbers:
        return None
    if kind == "value_sum":
        return sum(numbers, Fraction(0))
    if kind == "value_avg":
        return sum(numbers, Fraction(0)) / len(numbers)
    return Fraction(median(numbers)) if kind == "value_median" else percentile(numbers, 75)


def groups_of(
    stream: list[dict[str, Any]], body: dict[str, Any]
) -> dict[tuple[str, ...], list[tuple[int, int, dict[str, Any]]]]:
    """Per group, the events that count in it: time, place in the stream, event."""
    order = [LETTERS[r] for r in body["rules"]]
    condition = body.get("condition", {})
    fields = condition.get("field", [])
    fields = [fields] if isinstance(fields, str) else fields
    found: dict[tuple[str, ...], list[tuple[int, int, dict[str, Any]]]] = {}
    for i, event in enumerate(stream):
        if not any(k in event["kind"] for k in order) or (fields and not all(texts(event.get(f)) for f in fields)):
            continue
        if body["type"] in NUMBERS and not isinstance(event.get(fields[0]), int | float):
            continue
        for key in dict.fromkeys(product(*(texts(event.get(g)) for g in body.get("group-by", [])))):
            found.setdefault(key, []).append((event["t"], i, event))
    return found


def brute(stream: list[dict[str, Any]], body: dict[str, Any]) -> list[tuple[float, tuple[str, ...]]]:
    """Time and group of every report. Departures come between the seconds of the stream: half a second after."""
    kind, order = body["type"], [LETTERS[r] for r in body["rules"]]
    condition = body.get("condition", {"gte": len(order)})
    fields = condition.get("field", [])
    fields = [fields] if isinstance(fields, str) else fields
    ops = [(op, bound) for op, bound in condition.items() if op not in ("field", "percentile")]
    waits = any(op not in ("gt", "gte") for op, _ in ops)
    found = []
    for key, events in groups_of(stream, body).items():
        moments: list[tuple[float, float]] = [(t, i) for t, i, _ in events]
        if waits:
            moments += [(t + SPAN + 0.5, INFINITE) for t in {t for t, _, _ in events}]
            moments.sort()
        fired: float | None = None
        seen: list[tuple[int, int, dict[str, Any]]] = []
        newest = 0.0
        for time, place in moments:
            arrived = [e for e in events if e[1] == place]
            if arrived and time < newest - SPAN:
                continue
            newest = max(newest, time)
            seen += arrived
            window = [e for t, _, e in sorted(seen, key=lambda s: s[:2]) if t >= newest - SPAN]
            measured = measure(kind, window, order, fields)
            if measured is None or not all(compare(measured, op, bound) for op, bound in ops):
                fired = None
            elif fired is None or (arrived and newest - fired > SPAN):
                fired = newest
                found.append((newest, key))
            if not window:
                fired = None
    return sorted(found)


STREAMS = st.lists(
    st.fixed_dictionaries(
        {"t": st.integers(0, 4), "kind": st.sampled_from(["a", "b", "c", "ab", "bc", "x"])},
        optional={
            "g": st.sampled_from(["1", "2", ["1", "2"]]),
            "u": st.sampled_from(["p", "q", ["p", "r"]]),
            "w": st.sampled_from(["m", "n"]),
            "n": st.sampled_from([0, 1, 2, 3, 10, 0.1, 0.25, -4]),
        },
    ),
    max_size=24,
).map(lambda steps: advance(steps))  # noqa: PLW0108 - defined below


def advance(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mostly forward in time, sometimes back: `t` is a step, 4 meaning two back."""
    now = 20
    out = []
    for step in steps:
        now += -2 if step["t"] == 4 else step["t"]
        out.append({**step, "t": now})
    return out


OPS = st.sampled_from(["gt", "gte", "lt", "lte", "eq", "neq"])
CONDITIONS = st.one_of(
    st.dictionaries(OPS, st.integers(0, 5), min_size=1, max_size=1),
    st.just({"gt": 1, "lte": 3}),
)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            [
                "event_count",
                "value_count",
                "temporal",
                "temporal_ordered",
                "value_sum",
                "value_avg",
                "value_percentile",
                "value_median",
            ]
        )
    )
    rules = draw(st.lists(st.sampled_from(["rule_1", "rule_2", "rule_3"]), min_size=1, max_size=3, unique=True))
    body: dict[str, Any] = {"type": kind, "rules": rules, "timespan": f"{SPAN}s"}
    group = draw(st.sampled_from([[], ["g"], ["g", "w"]]))
    if group:
        body["group-by"] = group
    if not kind.startswith("temporal") or draw(st.booleans()):
        body["condition"] = dict(draw(CONDITIONS))
    if kind == "value_count":
        body["condition"]["field"] = draw(st.sampled_from(["u", ["u", "w"]]))
    elif kind.startswith("value_"):
        body["condition"]["field"] = "n"
    if kind == "value_percentile":
        body["condition"]["percentile"] = 75
    return body


def in_time(body: dict[str, Any], stream: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Streams out of order only where nothing waits for time to pass: what has been judged stays judged."""
    waits = not {"gt", "gte"}.issuperset(body.get("condition", {}).keys() - {"field", "percentile"})
    return sorted(stream, key=lambda e: e["t"]) if waits else stream


@settings(deadline=None, max_examples=400)
@given(bodies(), STREAMS)
def test_every_type_equals_a_recomputation_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, body: dict[str, Any], stream: list[dict[str, Any]]
) -> None:
    rules = load(tmp_path_factory.mktemp("c"), *BASE, correlation(body))
    assert problems(rules) == []
    stream = in_time(body, stream)
    found = [(half(m.time), tuple(m.group.values())) for _, m in run(rules, stream)]
    assert sorted(found) == brute(stream, body)


def half(time: int) -> float:
    return time // SECOND + (0.5 if time % SECOND else 0)


@settings(deadline=None, max_examples=80)
@given(bodies(), STREAMS, st.integers(0, 24))
def test_a_restart_at_any_point_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, body: dict[str, Any], stream: list[dict[str, Any]], cut: int
) -> None:
    rules = load(tmp_path_factory.mktemp("c"), *BASE, correlation(body))
    whole, first = rules.correlator(), rules.correlator()
    second = rules.correlator()
    for i, event in enumerate(events_of(stream)):
        if i == cut:
            second.restore(first.snapshot())
            assert second.snapshot() == first.snapshot()
        part = first if i < cut else second
        matches = rules.match(event)
        assert part.feed(event, matches) == whole.feed(event, matches)


@pytest.mark.parametrize(
    ("condition", "kinds", "fires"),
    [
        ("rule_1 and rule_2", "ab", True),
        ("rule_1 and not rule_3", "a", True),
        ("rule_1 and not rule_3", "ac", False),
        ("rule_1 and not rule_3", "ca", True),  # the window begins with the event, not with the absence
        ("(rule_1 or rule_2) and rule_3", "bc", True),
        ("not (rule_1 and rule_2)", "c", False),  # no event of rule 3 is looked at: it is not in the expression
    ],
)
def test_boolean_temporal_conditions(tmp_path: Path, condition: str, kinds: str, fires: bool) -> None:
    rules = load(tmp_path, *BASE, correlation({"type": "temporal", "timespan": "5s", "condition": condition}))
    assert problems(rules) == []
    assert bool(run(rules, [{"t": i, "kind": k} for i, k in enumerate(kinds)])) is fires


@pytest.mark.parametrize(
    ("condition", "kinds", "fires"),
    [
        ("rule_1 and rule_2", "ab", True),
        ("rule_1 and rule_2", "ba", False),
        ("rule_1 and not rule_3 and rule_2", "ab", True),
        ("rule_1 and not rule_3 and rule_2", "acb", False),
        ("(rule_1 or rule_2) and rule_3", "cb", False),
        ("(rule_1 or rule_2) and rule_3", "cbc", True),
    ],
)
def test_boolean_ordered_conditions(tmp_path: Path, condition: str, kinds: str, fires: bool) -> None:
    body = {"type": "temporal_ordered", "timespan": "9s", "condition": condition}
    rules = load(tmp_path, *BASE, correlation(body))
    assert bool(run(rules, [{"t": i, "kind": k} for i, k in enumerate(kinds)])) is fires


@pytest.mark.parametrize(
    ("numbers", "percentile", "value"),
    [
        ([1, 2, 3, 4], 50, 2.5),
        ([1, 2, 3, 4], 0, 1),
        ([1, 2, 3, 4], 100, 4),
        ([10, 20, 30, 40, 50], 90, 46),
        ([5], 95, 5),
        ([0.25, 0.5, 1], 75, 0.75),
        ([3, 3, 3, 9], 95, 8.1),
    ],
)
def test_value_percentile_interpolates_between_neighbours(
    tmp_path: Path, numbers: list[float], percentile: float, value: float
) -> None:
    condition = {"gt": -1, "field": "n", "percentile": percentile}
    body = {"type": "value_percentile", "rules": ["rule_1"], "timespan": "9s", "condition": condition}
    rules = load(tmp_path, *BASE, correlation(body))
    state = rules.correlator()
    found = [
        m for e in events_of([{"t": 0, "kind": "a", "n": n} for n in numbers]) for m in state.feed(e, rules.match(e))
    ]
    assert len(found) == 1
    body["condition"] = {"gte": value, "lte": value, "field": "n", "percentile": percentile}
    exact = load(tmp_path, *BASE, correlation(body))
    last = [m for _, m in run(exact, [{"t": 0, "kind": "a", "n": n} for n in numbers])]
    assert value in [m.value for m in last]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.one_of(st.integers(-5, 5), st.sampled_from([0.5, 1e300, -0.25])), min_size=1, max_size=60),
    st.sampled_from([0, 5, 50, 75, 99, 100]),
    st.integers(1, 20),
)
def test_percentiles_and_sums_of_what_comes_and_goes_equal_those_from_scratch(
    numbers: list[float], percent: int, width: int
) -> None:
    quantile, total = Quantile(percent), ExactSum()
    for i, number in enumerate(numbers):
        quantile.add(number)
        total.add(number)
        if i >= width:
            quantile.remove(numbers[i - width])
            total.remove(numbers[i - width])
        exact = [Fraction(n) for n in numbers[max(0, i - width + 1) : i + 1]]
        assert quantile.value() == pytest.approx(float(percentile(exact, percent)))
        assert float(total.sum() or 0) == float(sum(exact))
        assert float(total.mean() or 0) == float(sum(exact) / len(exact))


def test_aliases_join_different_fields(tmp_path: Path) -> None:
    body = {
        "type": "temporal",
        "rules": ["rule_1", "rule_2"],
        "group-by": ["internal"],
        "timespan": "10s",
        "aliases": {"internal": {"rule_1": "destination.ip", "rule_2": "source.ip"}},
    }
    rules = load(tmp_path, *BASE, correlation(body))
    hit = [{"t": 0, "kind": "a", "destination.ip": "10.0.0.1"}, {"t": 1, "kind": "b", "source.ip": "10.0.0.1"}]
    miss = [{"t": 0, "kind": "a", "destination.ip": "10.0.0.1"}, {"t": 1, "kind": "b", "destination.ip": "10.0.0.1"}]
    ((_, match),) = run(rules, hit)
    assert match.group == {"internal": "10.0.0.1"}
    assert run(rules, miss) == []


def test_group_by_fields_are_read_as_the_event_was(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "group-by": ["User"], "timespan": "5s", "condition": {"gte": 2}}
    base = rule("{s: {kind: a}, condition: s}", logsource="product: windows, category: process_creation")
    rules = load(tmp_path, base, correlation(body))
    facts = {"Channel": "Security", "EventID": 4688, "SubjectDomainName": "CORP", "SubjectUserName": "eve", "kind": "a"}
    stream = events_of([{"t": 0, **facts}, {"t": 1, **facts}])
    for forget in (False, True):
        state = rules.correlator()
        found = []
        for event in stream:
            matches = rules.match(event)
            if forget:
                matches = [Match(m.rule, m.matched) for m in matches]
            found += state.feed(event, matches)
        assert [m.group for m in found] == [{"User": "CORP\\eve"}]


def test_correlations_chain_and_group_by_the_inner_values(tmp_path: Path) -> None:
    many = {
        "type": "event_count",
        "rules": ["rule_1"],
        "group-by": ["u", "g"],
        "timespan": "5s",
        "condition": {"gte": 3},
    }
    then = {"type": "temporal_ordered", "rules": ["correlation_100", "rule_2"], "group-by": ["u"], "timespan": "20s"}
    rules = load(tmp_path, *BASE, correlation(then, 101), correlation(many, 100))
    assert problems(rules) == []
    stream = [{"t": i, "kind": "a", "u": "alice", "g": "h"} for i in range(3)] + [{"t": 9, "kind": "b", "u": "alice"}]
    found = run(rules, stream)
    assert [m.rule.title for _, m in found] == ["Correlation 100", "Correlation 101"]
    outer = found[1][1]
    assert outer.event_ids == ("e0", "e1", "e2", "e3")
    assert outer.first_time == 0
    assert [m.rule.reports for _, m in found] == [False, True]


def test_generate_keeps_the_rules_own_alerts(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}}
    silent = load(tmp_path, *BASE, correlation(body))
    loud = load(tmp_path, *BASE, correlation({**body, "generate": True}))
    assert [r.reports for r in silent.rules] == [False, True, True, True]
    assert [r.reports for r in loud.rules] == [True, True, True, True]


def test_references_by_id_in_any_case(tmp_path: Path) -> None:
    base = rule("{s: {kind: a}, condition: s}").replace("8000-000000000001", "8000-0000000000ab")
    body = {
        "type": "event_count",
        "rules": "00000000-0000-4000-8000-0000000000AB",
        "timespan": "5s",
        "condition": {"gte": 1},
    }
    assert len(run(load(tmp_path, base, correlation(body)), [{"t": 0, "kind": "a"}])) == 1


def test_an_alert_goes_on_at_most_once_per_timespan(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}}
    rules = load(tmp_path, *BASE, correlation(body))
    assert [i for i, _ in run(rules, [{"t": t, "kind": "a"} for t in range(15)])] == [1, 7, 13]
    quiet = [{"t": t, "kind": "a"} for t in (0, 1, 20, 21)]
    assert [i for i, _ in run(rules, quiet)] == [1, 3]


@pytest.mark.parametrize(
    ("span", "seconds"),
    [("2s", 2), ("2m", 120), ("2h", 7200), ("2d", 172_800), ("1w", 604_800), ("1M", 2_629_746), ("1y", 31_556_952)],
)
def test_both_ends_belong_to_the_window(tmp_path: Path, span: str, seconds: int) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": span, "condition": {"gte": 2}}
    rules = load(tmp_path, *BASE, correlation(body))
    assert len(run(rules, [{"t": 0, "kind": "a"}, {"t": seconds, "kind": "a"}])) == 1
    assert run(rules, [{"t": 0, "kind": "a"}, {"t": seconds + 1, "kind": "a"}]) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"rules": ["missing"]}, "refers to missing"),
        ({"rules": ["correlation_100"]}, "in a circle"),
        ({"type": "value_count"}, "without field"),
        ({"type": "value_percentile", "condition": {"gte": 1, "field": "n"}}, "percentile"),
        ({"type": "value_sum", "condition": {"gte": 1, "field": ["n", "u"]}}, "exactly one field"),
        ({"type": "nothing"}, "no valid Sigma correlation type"),
        ({"timespan": "5"}, "Timespan"),
        ({"timespan": "0s"}, "greater than zero"),
        ({"condition": {"gte": "many"}}, "many"),
        ({"condition": {"field": "n"}}, "compares with nothing"),
        ({"condition": "rule_1 and"}, ""),
        ({"condition": "rule_1"}, "temporal"),
        ({"aliases": {"x": {"rule_3": "y"}}}, "not among the rules"),
        ({"group-by": {"a": 1}}, "group-by"),
    ],
)
def test_wrong_correlations_are_rejected(tmp_path: Path, change: dict[str, Any], about: str) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}, **change}
    rules = load(tmp_path, *BASE, correlation(body))
    (entry,) = rules.report.rejected
    assert about in entry.reason
    assert rules.rules[0].reports, "a correlation that is not there silences nothing"


def test_a_correlation_over_an_inactive_rule_is_inactive(tmp_path: Path) -> None:
    base = rule("{s: {kind: a}, condition: s}", extra="status: deprecated")
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}}
    entry = load(tmp_path, base, correlation(body)).report.inactive[1]
    assert "refers to rule_1, which is inactive" in entry.reason


def test_state_is_bounded_and_says_what_it_gave_up(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "group-by": ["u"], "timespan": "1d", "condition": {"gte": 3}}
    rules = load(tmp_path, *BASE, correlation(body))
    state = rules.correlator(max_groups=10, max_items=10)
    for event in events_of([{"t": i, "kind": "a", "u": str(i)} for i in range(50)] + [{"t": 60, "kind": "a"}]):
        state.feed(event, rules.match(event))
    for event in events_of([{"t": 61, "kind": "a", "u": "49"} for _ in range(30)]):
        state.feed(event, rules.match(event))
    assert state.groups == 10
    assert state.evicted == 40 + 21
    assert state.counters["ungrouped"] == 1
    state.advance(200_000 * SECOND)
    assert state.groups == 0


def test_events_older_than_the_window_are_counted_as_late(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}}
    rules = load(tmp_path, *BASE, correlation(body))
    state = rules.correlator()
    for event in events_of([{"t": 100, "kind": "a"}, {"t": 1, "kind": "a"}]):
        assert state.feed(event, rules.match(event)) == []
    assert state.counters["late"] == 1


def test_state_of_a_changed_rule_is_discarded_not_reinterpreted(tmp_path: Path) -> None:
    body = {"type": "event_count", "rules": ["rule_1"], "timespan": "5s", "condition": {"gte": 2}}
    old, new = load(tmp_path, *BASE, correlation(body)), load(tmp_path, *BASE, correlation({**body, "timespan": "6s"}))
    before = old.correlator()
    (event,) = events_of([{"t": 1, "kind": "a"}])
    before.feed(event, old.match(event))
    after = new.correlator()
    after.restore(before.snapshot())
    assert after.groups == 0
    assert after.counters["discarded"] == 1


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_snapshots_that_are_none_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    state = load(tmp_path_factory.mktemp("c"), *BASE).correlator()
    with pytest.raises(InputError):
        state.restore(data)


def test_a_correlation_s_alert_names_group_measure_and_events(tmp_path: Path) -> None:
    body = {
        "type": "event_count",
        "rules": ["rule_1"],
        "group-by": ["source.ip"],
        "timespan": "5s",
        "condition": {"gte": 2},
    }
    rules = load(tmp_path, *BASE, correlation(body, level="high", tags=["attack.t1110"], title_zh="口令猜测"))
    stream = [{"t": i, "kind": "a", "source.ip": "10.0.0.9"} for i in range(2)]
    ((place, match),) = run(rules, stream)
    event = events_of(stream)[place]
    alert = alert_of(match, event, 7)
    assert alert.rule.correlation
    assert alert.rule.title_zh == "口令猜测"
    assert alert.matched == {"source.ip": "10.0.0.9", "event_count": 2}
    assert alert.event_ids == ("e0", "e1")
    assert (alert.first_time, alert.time) == (0, SECOND)
    assert [e.value for e in alert.entities] == ["10.0.0.9"]
