"""Strings match case-insensitively, with wildcards and escapes as the specification tables them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma.types import SigmaString

from detections.sigma.build import _parts
from detections.sigma.text import Part, Pattern, Wild, fold
from tests.detections.sigma.kit import field


def slow_match(parts: list[str | None], text: str) -> bool:
    """Independent matcher by dynamic programming: `parts` holds characters, None for `?`, "*" entries as Ellipsis."""
    reachable = {0}
    for part in parts:
        if part is ...:
            low = min(reachable, default=len(text) + 1)
            reachable = set(range(low, len(text) + 1))
        else:
            reachable = {i + 1 for i in reachable if i < len(text) and (part is None or text[i] == part)}
    return len(text) in reachable


ALPHABET = "abAß\\*?\n."


@settings(deadline=None, max_examples=400)
@given(st.text(alphabet="ab*?\n", max_size=9), st.text(alphabet="ab\nc", max_size=12))
def test_patterns_match_as_an_independent_matcher_says(pattern: str, text: str) -> None:
    parts: list[Part] = [Wild.MANY if c == "*" else Wild.ONE if c == "?" else c for c in pattern]
    steps = [... if c == "*" else None if c == "?" else c for c in pattern]
    assert Pattern(parts).matches(text) is slow_match(steps, text)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=ALPHABET, max_size=8), st.text(alphabet=ALPHABET, max_size=10))
def test_the_cheap_forms_of_patterns_mean_the_same_as_the_general_one(pattern: str, text: str) -> None:
    parsed = Pattern(_parts(SigmaString(pattern)))
    assert field("f", pattern, text) is parsed.matches(fold(text))


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30))
def test_a_text_matches_itself_when_its_wildcards_are_escaped(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?")
    assert field("f", escaped, text)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=20))
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("K", "\u212a", True),  # the Kelvin sign is a K
        ("ß", "ẞ", True),
        ("ß", "ss", False),  # folding never changes lengths
        ("Σ", "ς", True),
        ("σ", "ς", True),
        ("İ", "i", False),
        ("Ａ", "ａ", True),
        ("政务外网", "政务外网", True),
    ],
)
def test_case_folding_is_unicode_simple_folding(one: str, other: str, same: bool) -> None:
    assert field("f", one, other) is same
    assert field("f|contains", one, f"x{other}y") is same


def test_a_question_mark_is_one_character_also_of_a_folded_text() -> None:
    assert field("f", "stra?e", "STRAẞE")
    assert not field("f", "stra?e", "strasse")


def test_wildcards_cross_newlines() -> None:
    assert field("f", "a*z", "a\n\nz")
    assert field("f", "a?z", "a\nz")


# The table "Escaping" of the specification, and what it leaves to conclude.
@pytest.mark.parametrize(
    ("written", "text", "matches"),
    [
        (r"a\b", r"a\b", True),
        (r"a\\b", r"a\b", True),
        (r"a\\b", r"a\\b", False),
        (r"\*", "*", True),
        (r"\*", "x", False),
        (r"\?", "?", True),
        (r"\?", "x", False),
        (r"\\*", "\\anything", True),
        (r"\\*", "*", False),
        (r"\\\*", r"\*", True),
        (r"\\\*", r"\x", False),
        (r"\\\\", r"\\", True),
        (r"\\\\", "\\", False),
        (r"\\\\*", r"\\tail", True),
        (r"C:\Windows\*", "C:\\Windows*", True),
        (r"C:\Windows\*", "C:\\Windows\\x", False),
        (r"C:\Windows\\*", "C:\\Windows\\x", True),
        ("ends\\", "ends\\", True),
    ],
)
def test_the_escape_table(written: str, text: str, matches: bool) -> None:
    assert field("f", written, text) is matches


def test_huge_values_and_patterns_take_time_linear_in_the_value() -> None:
    text = "ab" * 500_000
    assert not field("f", "*" + "a*b" * 50 + "*zz", text)
    assert not field("f", "*" + "?a" * 100 + "z*", text[:20_000])
