"""What is hashed, and with what: RFC 8785 and SM3."""

from __future__ import annotations

import json
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import InputError
from store.ledger.canonical import MAX_INTEGER, leaf_hash, node_hash, sm3, tidy, to_canonical

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_sm3_gives_the_digests_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A, examples 1 and 2."""
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_a_leaf_and_a_node_of_the_same_bytes_have_different_hashes() -> None:
    left, right = sm3(b"left"), sm3(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(left + right) == sm3(b"\x00" + left + right)
    assert node_hash(left, right) == sm3(b"\x01" + left + right)


def test_members_stand_in_the_order_of_their_utf_16_code_units() -> None:
    """The example of RFC 8785, section 3.2.3."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(to_canonical(dict.fromkeys(names, 0))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_strings_are_escaped_as_rfc_8785_says_and_no_further() -> None:
    """RFC 8785, section 3.2.2.2."""
    assert to_canonical('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028') == (
        '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"'.encode()
    )
    assert to_canonical("\b\t\n\f\r\x00\x1f") == b'"\\b\\t\\n\\f\\r\\u0000\\u001f"'


@given(VALUES)
@settings(deadline=None, max_examples=200)
def test_canonical_bytes_read_back_to_the_same_value_and_are_their_own_canonical_form(value: object) -> None:
    canonical = to_canonical(value)
    assert json.loads(canonical) == value
    assert to_canonical(json.loads(canonical)) == canonical


def nested(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


class _Word(StrEnum):
    YES = "yes"


def test_tidy_accepts_what_programs_hand_over_and_leaves_plain_json() -> None:
    tidied = tidy({"word": _Word.YES, "pair": (1, None), "flag": True})
    assert tidied == {"word": "yes", "pair": [1, None], "flag": True}
    assert type(tidied["word"]) is str


def test_tidy_spells_out_characters_that_have_no_utf_8_form() -> None:
    assert tidy({"user\ud800": "a\x00b"}) == {"user\\ud800": "a\\x00b"}


@pytest.mark.parametrize(
    "value",
    [0.5, float("nan"), 2**53, -(2**53), b"bytes", {1: "x"}, {"x": object()}, nested(20)],
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        tidy({"value": value})
