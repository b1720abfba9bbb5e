"""Correlations equal pySigma-backend-sqlite, which runs all eight types as SQL over the whole stream at once.

Where the two differ on purpose, the streams avoid it or this file says how one is read as the other:

- SQL answers once for every moment at which the condition holds; we report when it begins to hold and then once per
  timespan. `reports` draws that from the SQL's answers.
- SQL sees events of one moment together, we see one after the other: no two events of these streams share a time.
- SQL compares values and groups without case, we exactly: these streams are in lower case.
- SQL judges events without the measured value too; here every event has one.
- SQL's `temporal_ordered` with `lt lte eq neq` asks that whatever is present be in order; ours measures the longest chain.
  These are compared with `gt` and `gte`, the others in `test_correlation.py`.
- SQL knows no tuples of fields and no ranges; every match of an inner correlation counts for it, for us what is reported.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma.backends.sqlite import sqliteBackend
from sigma.backends.sqlite.runtime import execute_plan
from sigma.collection import SigmaCollection

from model.times import SECOND
from tests.detections.sigma.kit import load, problems
from tests.detections.sigma.test_correlation import BASE, correlation, events_of

SPAN = 5
FIELDS = ("t", "kind", "g", "w", "u", "n")
Report = tuple[tuple[str, ...], int]


def answers(stream: list[dict[str, Any]], texts: list[str], title: str = "Correlation 100") -> list[dict[str, Any]]:
    """What SQL answers for the correlation, in order of time."""
    backend = sqliteBackend(timestamp_format="unix", timestamp_field="t", event_id_field="number")
    found = json.loads(backend.convert(SigmaCollection.from_yaml("\n---\n".join(texts)), "zircolite"))
    (plan,) = (rule["correlation_plan"] for rule in found if rule["title"] == title)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE logs (number, {', '.join(FIELDS)})")
        connection.executemany(
            f"INSERT INTO logs VALUES (?, {', '.join('?' for _ in FIELDS)})",
            [(i, *(event.get(f) for f in FIELDS)) for i, event in enumerate(stream)],
        )
        rows: list[dict[str, Any]] = execute_plan(connection, plan, include_events=False)[0]
    return rows


def group_of(event: dict[str, Any], body: dict[str, Any]) -> tuple[str, ...] | None:
    key = tuple(event.get(g) for g in body.get("group-by", []))
    return None if None in key else key  # type: ignore[return-value]


def reports(moments: list[Report], holding: set[Report]) -> list[Report]:
    """When it begins to hold, and then once per timespan."""
    fired: dict[tuple[str, ...], int | None] = {}
    found = []
    for key, time in moments:
        last = fired.get(key)
        if (key, time) not in holding:
            fired[key] = None
        elif last is None or time - last > SPAN:
            fired[key] = time
            found.append((key, time))
    return found


def ours(folder: Path, stream: list[dict[str, Any]], texts: list[str], until: int) -> tuple[list[Any], set[Report]]:
    """The reports, and for which group and event the condition held when the event had come."""
    rules = load(folder, *texts)
    assert problems(rules) == []
    state = rules.correlator()
    found: list[Any] = []
    holding: set[Report] = set()
    for event in events_of(stream):
        found += state.feed(event, rules.match(event))
        holding |= {(tuple(g.values()), event["t"]) for r, g in state.holding() if r.title == "Correlation 100"}
    found += state.advance(until * SECOND)
    return [m for m in found if m.rule.title == "Correlation 100"], holding


STEPS = st.lists(
    st.fixed_dictionaries(
        {
            "t": st.integers(1, 4),
            "kind": st.sampled_from(["a", "b", "c", "ab", "bc", "x"]),
            "u": st.sampled_from(["p", "q", "r"]),
            "n": st.sampled_from([0, 1, 2, 3, 10, 0.25, -4, 2.5]),
        },
        optional={"g": st.sampled_from(["1", "2"]), "w": st.sampled_from(["m", "n"])},
    ),
    min_size=1,
    max_size=20,
)


def stream_of(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now = 20
    out = []
    for step in steps:
        now += step["t"]
        out.append({**step, "t": now})
    return out


GROUPS = st.sampled_from([{}, {"group-by": ["g"]}, {"group-by": ["g", "w"]}])
RULES = st.lists(st.sampled_from(["rule_1", "rule_2", "rule_3"]), min_size=1, max_size=3, unique=True)
LETTERS = {"rule_1": "a", "rule_2": "b", "rule_3": "c"}
KINDS = ["event_count", "value_count", "temporal", "temporal_ordered"]
KINDS += ["value_sum", "value_avg", "value_percentile", "value_median"]


@st.composite
def bodies(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    ops = ["gt", "gte"] if kind == "temporal_ordered" else ["gt", "gte", "lt", "lte", "eq", "neq"]
    body: dict[str, Any] = {"type": kind, "rules": draw(RULES), "timespan": f"{SPAN}s", **draw(GROUPS)}
    if not kind.startswith("temporal") or draw(st.booleans()):
        body["condition"] = {draw(st.sampled_from(ops)): draw(st.integers(0, 5))}
    if kind.startswith("value_"):
        body["condition"]["field"] = "u" if kind == "value_count" else "n"
    if kind == "value_percentile":
        body["condition"]["percentile"] = draw(st.sampled_from([0, 25, 50, 75, 100]))
    return body


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=25)
@given(st.data(), STEPS)
def test_each_type_reports_what_sql_answers(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject, steps: list[dict[str, Any]]
) -> None:
    body, stream = data.draw(bodies(kind)), stream_of(steps)
    texts = [*BASE, correlation(body)]
    letters = {LETTERS[r] for r in body["rules"]}
    counted = [e for e in stream if letters & set(e["kind"])]
    moments = [(key, e["t"]) for e in counted if (key := group_of(e, body)) is not None]
    sql = {(tuple(r["group_keys"].values()), int(r["occurrence_time"])): r for r in answers(stream, texts)}
    found, holding = ours(tmp_path_factory.mktemp("c"), stream, texts, stream[-1]["t"])
    assert {m for m in moments if m in holding} == set(sql)
    by_event = [m for m in found if m.time % SECOND == 0]
    if {"gt", "gte"}.issuperset(body.get("condition", {}).keys() - {"field", "percentile"}):
        assert by_event == found
        assert [(tuple(m.group.values()), m.time // SECOND) for m in found] == reports(moments, set(sql))
    for match in by_event:
        row = sql[tuple(match.group.values()), match.time // SECOND]
        if kind != "temporal_ordered":  # SQL gives the rules present, not those in order
            assert match.value == pytest.approx(row["metric_value"])
            assert match.count == row["event_count"]


EXPRESSIONS = [
    "rule_1 and rule_2",
    "rule_1 or rule_3",
    "(rule_1 or rule_2) and rule_3",
    "rule_1 and not rule_3",
    "rule_1 and rule_2 and not rule_3",
    "(rule_1 or rule_2) and not rule_3",
    "rule_1 and not (rule_2 and rule_3)",
    "rule_1 and not (rule_2 or rule_3)",
]


def absences(stream: list[dict[str, Any]], body: dict[str, Any], rows: list[dict[str, Any]]) -> list[Report]:
    """Reports of windows that begin with an event: judged for every event a rule of the condition matched."""
    letters = {LETTERS[r] for r in LETTERS if r in body["condition"]}
    moments = [
        (key, e["t"] + SPAN) for e in stream if letters & set(e["kind"]) and (key := group_of(e, body)) is not None
    ]
    ends = {(tuple(r["group_keys"].values()), int(r["window_end"])) for r in rows}
    return reports([m for m in moments if m[1] < stream[-1]["t"]], ends)


@pytest.mark.parametrize("kind", ["temporal", "temporal_ordered"])
@pytest.mark.parametrize("expression", EXPRESSIONS)
@settings(deadline=None, max_examples=10)
@given(GROUPS, STEPS)
def test_boolean_conditions_report_what_sql_answers(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    expression: str,
    group: dict[str, Any],
    steps: list[dict[str, Any]],
) -> None:
    body = {"type": kind, "timespan": f"{SPAN}s", "condition": expression, **group}
    stream = stream_of(steps)
    texts = [*BASE, correlation(body)]
    rows = answers(stream, texts)
    found, _ = ours(tmp_path_factory.mktemp("c"), stream, texts, stream[-1]["t"])
    if "not" in expression:
        expected = absences(stream, body, rows)
    else:
        letters = {LETTERS[r] for r in LETTERS if r in expression}
        moments = [(k, e["t"]) for e in stream if letters & set(e["kind"]) and (k := group_of(e, body)) is not None]
        ends = {(tuple(r["group_keys"].values()), int(r["window_end"])) for r in rows}
        expected = reports(moments, ends)
    assert sorted((tuple(m.group.values()), m.time // SECOND) for m in found) == sorted(expected)


@settings(deadline=None, max_examples=25)
@given(GROUPS, STEPS)
def test_a_condition_with_and_without_an_absence_reports_both_ways(
    tmp_path_factory: pytest.TempPathFactory, group: dict[str, Any], steps: list[dict[str, Any]]
) -> None:
    """`not (1 and not 2) and 3` is `(2 and 3) or (3 and not 1)`: one part trails the events, the other begins with them."""
    body = {"type": "temporal", "timespan": f"{SPAN}s", "condition": "not (rule_1 and not rule_2) and rule_3", **group}
    stream = stream_of(steps)
    also = "rule_2 and rule_3 or rule_1 and rule_2 and rule_3"  # the same, with events of all three looked at
    trails = answers(stream, [*BASE, correlation({**body, "condition": also})])
    begins = answers(stream, [*BASE, correlation({**body, "condition": "rule_3 and not rule_1"})])
    moments = [(key, e["t"]) for e in stream if e["kind"] != "x" and (key := group_of(e, body)) is not None]
    ends = {(tuple(r["group_keys"].values()), int(r["window_end"])) for r in trails}
    expected = reports(moments, ends) + absences(stream, body, begins)
    found, _ = ours(tmp_path_factory.mktemp("c"), stream, [*BASE, correlation(body)], stream[-1]["t"])
    assert sorted((tuple(m.group.values()), m.time // SECOND) for m in found) == sorted(expected)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from("abx"), min_size=1, max_size=12), GROUPS)
def test_chained_correlations_report_what_sql_answers(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], group: dict[str, Any]
) -> None:
    """The inner correlation holds for single moments, so that what SQL counts is what we report."""
    stream = [{"t": 20 + 2 * i, "kind": k, "g": "1", "w": "m"} for i, k in enumerate(kinds)]
    inner = {"type": "event_count", "rules": ["rule_1"], "timespan": "1s", "condition": {"gte": 1}, **group}
    outer = {"type": "temporal", "rules": ["correlation_200", "rule_2"], "timespan": f"{SPAN}s", **group}
    texts = [*BASE, correlation(inner, 200), correlation(outer)]
    moments = [(key, e["t"]) for e in stream if e["kind"] != "x" and (key := group_of(e, outer)) is not None]
    ends = {(tuple(r["group_keys"].values()), int(r["window_end"])) for r in answers(stream, texts)}
    found, _ = ours(tmp_path_factory.mktemp("c"), stream, texts, stream[-1]["t"])
    assert [(tuple(m.group.values()), m.time // SECOND) for m in found] == reports(moments, ends)


@settings(deadline=None, max_examples=25)
@given(STEPS)
def test_aliases_join_what_sql_joins(tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, Any]]) -> None:
    aliases = {"who": {"rule_1": "u", "rule_2": "g", "rule_3": "w"}}
    body = {"type": "temporal", "rules": list(LETTERS), "group-by": ["who"], "timespan": f"{SPAN}s", "aliases": aliases}
    body["condition"] = {"gte": 2}
    stream = [{**e, "kind": e["kind"][0]} for e in stream_of(steps)]
    texts = [*BASE, correlation(body)]
    names = {letter: aliases["who"][r] for r, letter in LETTERS.items()}
    moments = [((e[names[e["kind"]]],), e["t"]) for e in stream if e.get(names.get(e["kind"], "")) is not None]
    ends = {(tuple(r["group_keys"].values()), int(r["window_end"])) for r in answers(stream, texts)}
    found, _ = ours(tmp_path_factory.mktemp("c"), stream, texts, stream[-1]["t"])
    assert [(tuple(m.group.values()), m.time // SECOND) for m in found] == reports(moments, ends)
