"""Conditions parse as the specification says, agree with pySigma where it can read them, and fail at their character."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma.conditions import ConditionAND, ConditionNOT, ConditionOR, ConditionValueExpression, SigmaCondition
from sigma.rule import SigmaDetections

from detections.sigma.condition import Junction, Name, Negation, Of, Tree, parse, select
from model.errors import RuleError

NAMES = ["sel", "selection_a", "selection_b", "filter_x", "_hidden", "notepad", "android", "or_1"]


def evaluate(tree: Tree, true: frozenset[str]) -> bool:
    if isinstance(tree, Name):
        return tree.name in true
    if isinstance(tree, Of):
        return (all if tree.every else any)(n in true for n in tree.names)
    if isinstance(tree, Negation):
        return not evaluate(tree.part, true)
    assert isinstance(tree, Junction)
    return (all if tree.every else any)(evaluate(p, true) for p in tree.parts)


def pysigma(text: str, names: list[str]) -> Any:
    detections = SigmaDetections.from_dict({n: n for n in names} | {"condition": text})
    return SigmaCondition(text, detections).parsed


def pysigma_evaluate(node: Any, true: frozenset[str]) -> bool:
    if isinstance(node, ConditionValueExpression):
        return str(node.value) in true
    if isinstance(node, ConditionNOT):
        return not pysigma_evaluate(node.args[0], true)
    assert isinstance(node, ConditionAND | ConditionOR)
    return (all if isinstance(node, ConditionAND) else any)(pysigma_evaluate(a, true) for a in node.args)


PLAIN_NAMES = ["sel", "selection_a", "selection_b", "filter_x", "_hidden"]
OPERANDS = st.sampled_from(
    [*PLAIN_NAMES, "1 of selection_*", "all of selection_*", "any of them", "all of them", "1 of *_x", "1 of _*"]
)
EXPRESSIONS = st.recursive(
    OPERANDS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
        st.builds("{} or {} and {}".format, inner, inner, inner).map(lambda t: f"({t})"),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS, st.frozensets(st.sampled_from(PLAIN_NAMES)))
def test_conditions_mean_what_pysigma_says(text: str, true: frozenset[str]) -> None:
    expected = pysigma_evaluate(pysigma(text, PLAIN_NAMES), true)
    assert evaluate(parse(text, PLAIN_NAMES), true) is expected


@pytest.mark.parametrize(
    ("text", "true", "result"),
    [
        ("sel or selection_a and filter_x", {"sel"}, True),
        ("(sel or selection_a) and filter_x", {"sel"}, False),
        ("not sel and selection_a", {"selection_a"}, True),
        ("not (sel and selection_a)", {"sel"}, True),
        ("not not sel", {"sel"}, True),
        ("selection_a and not 1 of filter_*", {"selection_a"}, True),
        ("selection_a and not 1 of filter_*", {"selection_a", "filter_x"}, False),
        ("notepad", {"notepad"}, True),
        ("notepad and android or or_1", {"or_1"}, True),
    ],
)
def test_precedence_and_names_that_begin_like_operators(text: str, true: set[str], result: bool) -> None:
    assert evaluate(parse(text, NAMES), frozenset(true)) is result


def test_selectors_leave_out_hidden_names_unless_asked() -> None:
    assert "_hidden" not in select("them", NAMES)
    assert select("*", NAMES) == select("them", NAMES)
    assert select("_*", NAMES) == ("_hidden",)
    assert select("sel?ction_a", ["selection_a"]) == ()


@pytest.mark.parametrize(
    ("text", "character", "about"),
    [
        ("sel and", 8, "the condition ends"),
        ("sel selection_a", 5, "expected 'and', 'or' or the end"),
        ("(sel", 5, "expected ')'"),
        ("sel)", 4, "expected 'and'"),
        ("unknown", 1, "no detection is called 'unknown'"),
        ("2 of them", 1, "expected '1 of'"),
        ("1 of nothing_*", 6, "no detection matches"),
        ("sel AND filter_x", 5, "lower case"),
        ("", 1, "the condition ends"),
    ],
)
def test_errors_say_where(text: str, character: int, about: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text, NAMES)
    assert f"character {character}" in str(caught.value)
    assert about in str(caught.value)


def test_the_old_aggregation_is_refused_with_what_to_do() -> None:
    with pytest.raises(RuleError, match="write a correlation rule"):
        parse("sel | count() by user > 5", NAMES)


@pytest.mark.parametrize("text", ["(" * 500 + "sel" + ")" * 500, "not " * 500 + "sel", "sel and " * 5000 + "sel"])
def test_deep_and_long_conditions_are_refused_not_followed(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text, NAMES)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(RuleError):
        parse(text, NAMES)
