"""Regular expressions mean what `re` means and take bounded time on hostile text."""

from __future__ import annotations

import pickle
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma.regex import MAX_TEXT, Regex
from model.errors import RuleError

FLAGS = st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.DOTALL])
NESTED = [
    r"(a+)+b",
    r"(?:.*\)){1,}x",
    r"^(?:a*b*)*c$",
    r"(x|y[0-9]*)+z",
    r"(?:[^a]\w*)+\s",
    r"((ab)*c{2,40})+d?$",
    r"(?:a{0,20}b)*^c",
    r"(?:\d+,?)+\n?$",
]


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(NESTED),
    st.text(alphabet="abcxyzd)09 ,\n", max_size=14),
    FLAGS,
)
def test_nested_repetitions_match_as_re_does(pattern: str, text: str, flags: int) -> None:
    regex = Regex(pattern, flags)
    assert regex.linear
    assert regex.search(text) is (re.search(pattern, text, flags) is not None)


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(?:.*\)){1,}x", r"^(\w+\s?)*$"])
def test_hostile_text_takes_linear_time(pattern: str) -> None:
    regex = Regex(pattern)
    started = time.process_time()
    regex.search("a)" * 20_000 + "!")
    assert time.process_time() - started < 10


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([r".*foo.*bar", r"foo(bar)+", r"(foo|fob)x", r"(?i)FOO", r".*?foo$", r"f.o{2,3}b"]),
    st.text(alphabet="foxbar\nFOO", max_size=14),
)
def test_short_cuts_change_nothing(pattern: str, text: str) -> None:
    assert Regex(pattern).search(text) is (re.search(pattern, text) is not None)


def test_the_required_literal_is_in_every_match() -> None:
    assert Regex(r"cmd.{0,5}(?:/c|/r)\s+set").literal == "cmd"
    assert Regex(r"(foo)?").literal == ""
    assert Regex(r"FOO", re.IGNORECASE).literal == ""


@pytest.mark.parametrize(
    ("pattern", "about"),
    [
        (r"(", "not a regular expression"),
        (r"(a+)+(?=b)", "repetition inside a repetition"),
        (r"((a)\2+)+", "repetition inside a repetition"),
        ("a" * 5000, "longer than"),
        (r"(?:(?:a{1,900}){1,900}){1,900}", "too large"),
    ],
)
def test_what_cannot_be_run_in_bounded_time_is_rejected(pattern: str, about: str) -> None:
    with pytest.raises(RuleError, match=re.escape(about)):
        Regex(pattern)


def test_patterns_see_the_beginning_of_very_long_values() -> None:
    assert Regex("needle").search("needle" + "x" * MAX_TEXT * 2)
    assert not Regex("need.e").search("x" * MAX_TEXT + "needle")


def test_a_regex_survives_pickling() -> None:
    again = pickle.loads(pickle.dumps(Regex(r"(a+)+b", re.IGNORECASE)))
    assert again.search("AAAB")
