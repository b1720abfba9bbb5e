"""Filters: which rules they touch, what their selectors read, and how they are joined, with pySigma as the oracle."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from sigma.collection import SigmaCollection
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR

from tests.detections.sigma.kit import load, problems, rule

RULE = rule("{selection_a: {a: x}, selection_b: {b: x}, condition: 1 of selection_*}")


def filter_text(rules: Any, body: dict[str, Any], condition: str, number: int = 15, **logsource: str) -> str:
    section = {"rules": rules, **body, "condition": condition}
    head = {"title": "F", "id": f"00000000-0000-4000-8000-{number:012d}"}
    return yaml.safe_dump({**head, "logsource": logsource or {"category": "any"}, "filter": section}, sort_keys=False)


def pysigma_holds(node: Any, event: dict[str, str]) -> bool:
    if isinstance(node, ConditionFieldEqualsValueExpression):
        return event.get(node.field, "").lower() == str(node.value).lower()
    if isinstance(node, ConditionNOT):
        return not pysigma_holds(node.args[0], event)
    assert isinstance(node, ConditionAND | ConditionOR)
    return (all if isinstance(node, ConditionAND) else any)(pysigma_holds(a, event) for a in node.args)


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        ({"known": {"c": "x"}}, "not known"),
        ({"known": {"c": "x"}}, "known"),
        ({"one": {"c": "x"}, "two": {"d": "x"}}, "not (one and two)"),
        ({"one": {"c": "x"}, "two": {"d": "x"}}, "not one and not two"),
        ({"one": {"c": "x"}, "two": {"d": "x"}}, "not one or two"),
    ],
)
def test_a_filter_is_joined_with_and_as_pysigma_joins_it(tmp_path: Path, body: dict[str, Any], condition: str) -> None:
    texts = [rule("{s: {a: x}, t: {b: x}, condition: s or t}"), filter_text("any", body, condition)]
    (filtered,) = (r for r in SigmaCollection.from_yaml("\n---\n".join(texts)).rules if r.title == "Rule 1")
    (parsed,) = filtered.detection.parsed_condition
    rules = load(tmp_path, *texts)
    assert problems(rules) == []
    for values in product(["x", "y"], repeat=4):
        event = dict(zip("abcd", values, strict=True))
        assert bool(rules.match({**event, "@timestamp": 1})) is pysigma_holds(parsed.parsed, event), event


@pytest.mark.parametrize(
    ("body", "condition", "hidden"),
    [
        ({"selection_b": {"c": "x"}}, "not 1 of selection_*", {"c": "x"}),
        ({"selection_b": {"c": "x"}, "selection_c": {"d": "x"}}, "not all of selection_*", {"c": "x", "d": "x"}),
        ({"selection_a": {"c": "x"}, "_helper": {"a": "x"}}, "not 1 of them", {"c": "x"}),
        ({"selection_a": {"c": "x"}, "_helper": {"d": "x"}}, "not (all of them and _helper)", {"c": "x", "d": "x"}),
    ],
)
def test_selectors_of_a_filter_read_its_own_selections_and_those_of_the_rule_its_own(
    tmp_path: Path, body: dict[str, Any], condition: str, hidden: dict[str, str]
) -> None:
    rules = load(tmp_path, RULE, filter_text("any", body, condition))
    assert problems(rules) == []
    assert rules.match({"a": "x", "@timestamp": 1})
    assert rules.match({"b": "x", "@timestamp": 1})
    assert not rules.match({"a": "x", "@timestamp": 1, **hidden})
    assert not rules.match({"@timestamp": 1, **dict.fromkeys(hidden, "y")})


def test_several_filters_all_have_to_let_an_event_through(tmp_path: Path) -> None:
    texts = [filter_text("any", {"s": {f: "x"}}, "not s", number) for number, f in ((15, "c"), (16, "d"))]
    rules = load(tmp_path, RULE, *texts)
    assert rules.match({"a": "x"})
    assert not rules.match({"a": "x", "c": "x"})
    assert not rules.match({"a": "x", "d": "x"})


def test_a_filter_of_a_rule_that_feeds_a_correlation_keeps_events_from_it(tmp_path: Path) -> None:
    count = "title: C\ncorrelation: {type: event_count, rules: [rule_1], timespan: 5s, condition: {gte: 1}}\n"
    rules = load(tmp_path, RULE, count, filter_text(["rule_1"], {"s": {"c": "x"}}, "not s"))
    state = rules.correlator()
    for event, found in (({"a": "x", "c": "x"}, 0), ({"a": "x"}, 1)):
        assert len(state.feed({**event, "@timestamp": 1}, rules.match(event))) == found


def test_a_filter_that_only_keeps_what_it_selects_is_warned_about_with_its_line(tmp_path: Path) -> None:
    rules = load(tmp_path, RULE, filter_text("any", {"selection": {"User|startswith": "adm_"}}, "selection"))
    (warning,) = rules.report.warnings
    assert warning.line == 9
    assert "to hide what they match write `not selection`" in warning.reason
