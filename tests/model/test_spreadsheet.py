"""Texts in cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.spreadsheet import FORMULA, guarded, unguarded

TEXTS = st.text(max_size=30) | st.text("=+-@\t\r\n\"'＝＋ \u00a0\ufeffa1", max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", ' "=1"', "\ufeff=1", "＝1", "'=1"])
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "10.0.0.1", "2026-11-23", "'quoted'", "中文"])
def test_what_it_would_not_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_guarded_text_begins_a_formula_and_the_guard_is_taken_off_again(text: str) -> None:
    held = guarded(text)
    assert not held.startswith(FORMULA)
    assert not held.lstrip(' \n"\u00a0\ufeff').startswith(FORMULA)
    held.encode("utf-8")
    assert unguarded(held) == text.replace("\0", "").encode("utf-8", "replace").decode()
