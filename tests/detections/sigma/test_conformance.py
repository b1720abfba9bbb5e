"""pySigma's own reading of values is the oracle: what it types, a slow evaluator here compares, and ours agrees.

Every item of the specification has its test in one place: strings and escapes in `test_text.py`, modifiers in
`test_modifiers.py`, conditions in `test_condition.py`, expressions in `test_regex.py`, correlations in `test_correlation*.py`,
filters, placeholders and lists of conditions in `test_loading.py`. Here stand those that compare with pySigma, and the
edges between modifiers.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma import modifiers as pysigma
from sigma.conditions import ConditionAND
from sigma.rule import SigmaDetectionItem
from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
)

from detections.sigma.modifiers import Base64, Base64Offset, Utf16Le
from tests.detections.sigma.kit import field, holds


def typed_holds(value: Any, has: Any) -> bool:
    """Whether one of pySigma's typed values holds for a value of the event (None: absent). Slow and obvious."""
    if isinstance(value, SigmaExpansion):
        return any(typed_holds(inner, has) for inner in value.values)
    if isinstance(value, SigmaNull):
        return has is None
    if isinstance(value, SigmaExists):
        return (has is not None) is value.exists
    if has is None:
        return False
    if isinstance(value, SigmaString):
        flags = re.DOTALL if isinstance(value, SigmaCasedString) else re.DOTALL | re.IGNORECASE
        return re.fullmatch(str(value.to_regex().regexp), str(has), flags) is not None
    if isinstance(value, SigmaRegularExpression):
        flags = sum(getattr(re, flag.name) for flag in value.flags)
        return re.search(str(value.regexp), str(has), flags) is not None
    if isinstance(value, SigmaBool):
        return str(has).lower() == str(value.boolean).lower()
    if isinstance(value, SigmaCIDRExpression):
        return any(typed_holds(SigmaString(one), has) for one in value.expand())
    number = float(has) if re.fullmatch(r"-?\d+(\.\d+)?", str(has)) else None
    if isinstance(value, SigmaNumber):
        return number == value.number
    assert isinstance(value, SigmaCompareExpression)
    wanted = float(value.number.number)  # type: ignore[union-attr]
    results = {"LT": "lt", "LTE": "le", "GT": "gt", "GTE": "ge"}
    return number is not None and bool(getattr(number, f"__{results[value.op.name]}__")(wanted))


def oracle(key: str, written: Any, has: Any) -> bool:
    item = SigmaDetectionItem.from_mapping(key, written)
    linked = all if item.value_linking is ConditionAND else any
    found = linked(typed_holds(value, has) for value in item.value or [SigmaNull()])
    return not found if item.negated else found


ALPHABET = "ab-/ \\*?."
TEXTS = st.text(alphabet=ALPHABET, min_size=1, max_size=6)
HAS = st.one_of(st.none(), st.just(""), st.text(alphabet="abAB-/ \\*?.\n", max_size=8))


@pytest.mark.parametrize(
    "modifiers",
    [
        *("", "contains", "startswith", "endswith", "cased", "contains|cased", "startswith|cased", "endswith|cased"),
        *("windash", "contains|windash", "windash|contains|all", "contains|all", "neq", "contains|neq", "all"),
        *("windash|neq", "startswith|windash", "endswith|windash"),
    ],
)
@settings(deadline=None, max_examples=60)
@given(st.one_of(TEXTS, st.lists(TEXTS, min_size=2, max_size=3)), HAS)
def test_strings_hold_as_pysigma_types_them(modifiers: str, written: Any, has: str | None) -> None:
    if "all" in modifiers.split("|") and not isinstance(written, list):
        written = [written, written]
    key = "f|" + modifiers if modifiers else "f"
    assert field(key, written, has) is oracle(key, written, has)


@pytest.mark.parametrize("modifiers", ["lt", "lte", "gt", "gte", "neq", "", "gt|neq", "lte|neq"])
@settings(deadline=None, max_examples=40)
@given(
    st.one_of(st.integers(-3, 3), st.sampled_from([0.5, -1.5])),
    st.one_of(st.none(), st.integers(-3, 3), st.sampled_from([0.5, "1", "-1", "0.5", "x", "", "1x", "2.50"])),
)
def test_numbers_hold_as_pysigma_types_them(modifiers: str, written: float, has: Any) -> None:
    key = "f|" + modifiers if modifiers else "f"
    assert field(key, written, has) is oracle(key, written, has)


@pytest.mark.parametrize("flags", ["", "|i", "|m", "|s", "|i|m", "|i|s", "|m|s", "|i|m|s"])
@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["^b", "a$", "a.b", "A", "^a.*b$", "[ab]{2}", "a|B"]), st.text(alphabet="abAB\n", max_size=7))
def test_expressions_hold_as_pysigma_types_them(flags: str, pattern: str, has: str) -> None:
    assert field(f"f|re{flags}", pattern, has) is oracle(f"f|re{flags}", pattern, has)


@pytest.mark.parametrize("network", ["10.0.0.0/8", "192.168.4.0/22", "1.2.3.4/32", "0.0.0.0/0"])
@settings(deadline=None, max_examples=30)
@given(st.one_of(st.ip_addresses(v=4).map(str), st.sampled_from(["10.1.2.3", "192.168.5.9", "1.2.3.4", "192.168.8.1"])))
def test_networks_hold_as_pysigma_expands_them(network: str, has: str) -> None:
    assert field("f|cidr", network, has) is oracle("f|cidr", network, has)


@pytest.mark.parametrize(("written", "has"), [(None, ""), (None, None), ("", ""), ("", None), ([None, ""], "")])
def test_null_empty_and_absent_are_three_things_as_in_pysigma(written: Any, has: Any) -> None:
    assert field("f", written, has) is oracle("f", written, has)


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="*?\\"), min_size=4))
def test_encodings_of_ascii_are_pysigma_s(text: str) -> None:
    item = SigmaDetectionItem("f", [], [SigmaString("x")])
    for our, theirs in ((Base64, pysigma.SigmaBase64Modifier), (Base64Offset, pysigma.SigmaBase64OffsetModifier)):
        assert str(our(item, []).modify(SigmaString(text))) == str(theirs(item, []).modify(SigmaString(text)))
    wide = Utf16Le(item, []).modify(SigmaString(text))
    assert wide.s == pysigma.SigmaWideModifier(item, []).modify(SigmaString(text)).s


@pytest.mark.parametrize(
    ("written", "has", "result"),
    [
        ("-s", "/s", True),
        ("/s", "-s", True),
        (" -s", " –s", True),
        ("cmd /c", "cmd -c", True),
        ("a-b", "a/b", False),  # a dash within a word is no switch
        ("http://x", "http:--x", False),
        ("--long", "-/long", True),  # of two, the one before the word
        ("--long", "/-long", False),
        ("-a -b", "/a —b", True),
    ],
)
def test_windash_changes_dashes_at_the_beginning_of_words_only(written: str, has: str, result: bool) -> None:
    assert field("f|windash", written, has) is result
    if result:
        assert oracle("f|windash", written, has)


@pytest.mark.parametrize(
    ("part", "time", "number"),
    [
        ("minute", "2026-03-01T00:59:59Z", 59),
        ("hour", "2026-03-01T23:30:00+08:00", 15),  # in UTC
        ("hour", "2026-03-01T00:00:00Z", 0),
        ("day", "2026-02-28T23:59:59Z", 28),
        ("day", "2024-02-29T12:00:00Z", 29),
        ("week", "2026-01-01T00:00:00Z", 1),  # a Thursday
        ("week", "2027-01-01T00:00:00Z", 53),  # belongs to the last week of 2026
        ("month", "2026-12-31T23:59:59Z", 12),
        ("year", "2026-12-31T23:00:00-02:00", 2027),
    ],
)
def test_time_parts_at_their_edges(part: str, time: str, number: int) -> None:
    assert field(f"f|{part}", number, time)
    assert field(f"f|{part}|gte", number, time)
    assert not field(f"f|{part}|gt", number, time)
    assert not field(f"f|{part}|neq", number, time)


def test_modifiers_combine() -> None:
    assert field("f|utf16le|base64offset|contains", ["ping", "curl"], "AHAAaQBuAGcA")
    assert holds({"a|exists": True, "b|exists": False}, {"a": ""})
    assert not holds({"f|neq": None}, {})
    assert holds({"f|neq": None}, {"f": ""})
    assert holds({"a|fieldref|neq": "b"}, {"a": "x", "b": "y"})
    assert not holds({"a|fieldref|startswith|neq": "b"}, {"a": "xy", "b": "X"})
    assert holds({"f|contains|all|cased": ["A", "b"]}, {"f": "bA"})
    assert not holds({"f|contains|all|cased": ["A", "b"]}, {"f": "ba"})
    assert holds({"f|cidr|neq": "10.0.0.0/8"}, {"f": "11.0.0.1"})
    assert field("f|re|neq", "^a", "ba")


def test_keyword_lists_mean_any_and_with_all_every_one() -> None:
    event = {"message": "one two", "n": 3}
    assert holds(["two", "four"], event)
    assert holds({"|all": ["one", "two"]}, event)
    assert not holds({"|all": ["one", "four"]}, event)
    assert holds([3], event)
    assert holds({"|re|i": "ONE.T"}, event)
    assert not holds({"|neq": "one"}, event)
