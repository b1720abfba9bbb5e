"""Every modifier of Sigma 2.1 and the 2.2 parts, also those no SigmaHQ rule uses."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import RuleError
from tests.detections.sigma.kit import field, holds


def test_contains_startswith_endswith() -> None:
    assert field("f|contains", "mid", "aMIDz")
    assert field("f|startswith", "mid", "midz")
    assert not field("f|startswith", "mid", "amid")
    assert field("f|endswith", "mid", "amid")
    assert not field("f|endswith", "mid", "midz")


def test_all_needs_every_value_and_may_use_different_members_of_an_array() -> None:
    assert field("f|contains|all", ["a", "b"], "b and a")
    assert not field("f|contains|all", ["a", "b"], "only a")
    assert field("f|all", ["a", "b"], ["a", "b", "c"])


def test_windash_tries_every_dash() -> None:
    for dash in ("-", "/", "–", "—", "―"):
        assert field("f|windash|contains", " -s ", f"x {dash}s y")
    assert not field("f|windash|contains", " -s ", "x =s y")
    assert field("f|windash|contains|all", ["-a", "-b"], "/a –b")


def test_base64_encodes_and_is_cased_as_strings_are() -> None:
    assert field("f|base64|contains", "/bin/bash", b64encode(b"/bin/bash").decode())
    assert field("f|base64", "a*b".replace("*", "\\*"), b64encode(b"a*b").decode())


@settings(deadline=None, max_examples=200)
@given(
    st.text(min_size=4, max_size=20).filter(lambda t: not set(t) & set("\\*?")),
    st.binary(max_size=4),
    st.binary(max_size=4),
)
def test_base64offset_finds_the_text_at_every_alignment(text: str, before: bytes, after: bytes) -> None:
    encoded = b64encode(before + text.encode("utf-8", "surrogatepass") + after).decode()
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert field("f|base64offset|contains", text, encoded)


@pytest.mark.parametrize(
    ("modifier", "encoding", "mark"),
    [
        ("wide", "utf-16-le", b""),
        ("utf16le", "utf-16-le", b""),
        ("utf16be", "utf-16-be", b""),
        ("utf16", "utf-16-le", b"\xff\xfe"),
    ],
)
@pytest.mark.parametrize("text", ["cmd", "ping 网信办", "é"])
def test_utf16_modifiers_encode_any_text(modifier: str, encoding: str, mark: bytes, text: str) -> None:
    encoded = b64encode(mark + text.encode(encoding)).decode()
    assert field(f"f|{modifier}|base64", text, encoded)
    shifted = b64encode(b"x" + mark + text.encode(encoding) + b"tail").decode()
    assert field(f"f|{modifier}|base64offset|contains", text, shifted)


def test_wide_without_base64_is_the_bytes_as_latin_1() -> None:
    assert field("f|wide|contains", "cmd", "xc\0m\0d\0y")


def test_re_is_unanchored_and_cased() -> None:
    assert field("f|re", "b.d", "abcde")
    assert not field("f|re", "B.D", "abcde")
    assert field("f|re|i", "B.D", "abcde")
    assert field("f|re|m", "^two$", "one\ntwo\nthree")
    assert not field("f|re", "^two$", "one\ntwo\nthree")
    assert field("f|re|s", "one.two", "one\ntwo")
    assert not field("f|re", "one.two", "one\ntwo")


def test_re_backslashes_are_the_pattern_s_own() -> None:
    assert field("f|re", r"\\\\[0-9]+\\C\$", r"\\10\C$")


def test_cidr_of_both_families() -> None:
    assert field("f|cidr", "10.0.0.0/8", "10.255.0.1")
    assert not field("f|cidr", "10.0.0.0/8", "11.0.0.1")
    assert field("f|cidr", "2001:db8::/32", "2001:DB8::1")
    assert field("f|cidr", ["192.168.0.0/16", "10.0.0.0/8"], ["8.8.8.8", "10.1.1.1"])
    assert field("f|cidr", "10.0.0.0/8", "::ffff:10.1.2.3")
    assert field("f|cidr", "fe80::/10", "fe80::1%eth0")
    assert not field("f|cidr", "10.0.0.0/8", "not an address")


def test_cased() -> None:
    assert field("f|cased", "AbC", "AbC")
    assert not field("f|cased", "AbC", "abc")
    assert field("f|contains|cased", "AbC", "xAbCx")
    assert not field("f|startswith|cased", "AbC", "ABCx")


@pytest.mark.parametrize(
    ("modifier", "bound", "inside", "outside"),
    [("lt", 5, 4.9, 5), ("lte", 5, 5, 5.1), ("gt", 5, 6, 5), ("gte", 5.5, "5.5", "5.4")],
)
def test_numeric_comparison_also_of_numeric_text(modifier: str, bound: float, inside: object, outside: object) -> None:
    assert field(f"f|{modifier}", bound, inside)
    assert not field(f"f|{modifier}", bound, outside)
    assert not field(f"f|{modifier}", bound, "many")
    assert not field(f"f|{modifier}", bound, True)


def test_neq_negates_the_whole_item() -> None:
    assert field("f|neq", 5, 6)
    assert not field("f|neq", 5, "5")
    assert field("f|neq", ["a", "b"], "c")
    assert not field("f|neq", ["a", "b"], "B")
    assert field("f|contains|neq", "x", "abc")
    assert field("f|neq", "a", None), "an absent field differs from everything"
    assert not field("f|neq", "a", ["z", "a"]), "no member may be equal"


def test_exists_looks_at_presence_not_at_the_value() -> None:
    assert field("f|exists", True, "")
    assert field("f|exists", True, 0)
    assert not holds({"f|exists": True}, {})
    assert holds({"f|exists": False}, {})
    assert not field("f|exists", False, "")


def test_null_matches_absence_and_is_not_the_empty_string() -> None:
    assert holds({"f": None}, {})
    assert field("f", None, None)
    assert not field("f", None, "")
    assert field("f", "", "")
    assert not holds({"f": ""}, {})
    assert holds({"f": [None, ""]}, {})


@pytest.mark.parametrize(
    ("modifiers", "one", "other", "result"),
    [
        ("", "Alice", "alice", True),
        ("", "alice", "bob", False),
        ("", 1, "1", True),
        ("|startswith", "alice@x", "alice", True),
        ("|endswith", "x\\alice", "ALICE", True),
        ("|contains", "x alice y", "alice", True),
        ("|neq", "alice", "bob", True),
        ("|neq", "alice", "ALICE", False),
    ],
)
def test_fieldref_compares_two_fields(modifiers: str, one: object, other: object, result: bool) -> None:
    key = "a|fieldref" + modifiers
    assert holds({key: "b"}, {"a": one, "b": other}) is result


def test_fieldref_with_cased_and_with_an_absent_field() -> None:
    assert not holds({"a|cased|fieldref": "b"}, {"a": "X", "b": "x"})
    assert not holds({"a|fieldref": "b"}, {"a": "x"})
    assert holds({"a|fieldref": "b"}, {"a": ["p", "q"], "b": ["q", "r"]})


@pytest.mark.parametrize(
    ("part", "number"), [("minute", 4), ("hour", 3), ("day", 2), ("week", 53), ("month", 1), ("year", 2021)]
)
def test_time_parts_in_utc(part: str, number: int) -> None:
    time = "2021-01-02T03:04:05Z"  # a Saturday in ISO week 53
    assert field(f"f|{part}", number, time)
    assert not field(f"f|{part}", number + 1, time)
    assert field(f"f|{part}", number, 1_609_556_645_000_000), "microseconds, as Events hold them"
    assert field(f"f|{part}", number, 1_609_556_645)
    assert not field(f"f|{part}", number, "no time")


def test_time_parts_compare() -> None:
    assert field("f|hour|gte", 22, "2021-01-02T23:04:05Z")
    assert not field("f|hour|lt", 6, "2021-01-02T23:04:05Z")


@pytest.mark.parametrize(
    ("wanted", "has", "result"),
    [
        (1, "1", True),
        ("1", 1, True),
        (1, 1.0, True),
        (1.5, "1.50", True),
        (1, "0x1", False),
        (1, True, False),
        (1, "one", False),
        (True, True, True),
        (True, "TRUE", True),
        ("true", True, True),
        (True, 1, False),
        (4624, ["4625", "4624"], True),
        (-1, "-1", True),
    ],
)
def test_numbers_and_booleans_match_their_texts_both_ways(wanted: object, has: object, result: bool) -> None:
    assert field("f", wanted, has) is result


def test_arrays_match_by_any_member_and_an_empty_one_is_absence() -> None:
    assert field("f", "b", ["a", "b"])
    assert not field("f", "c", ["a", "b"])
    assert field("f", None, [])


def test_field_names_with_spaces_are_those_without() -> None:
    assert holds({"SourceName": "x"}, {"Source Name": "x"})
    assert holds({"SAMUserAccount": "x"}, {"SAM User Account": "x"})
    assert holds({"Source Name": "x"}, {"SourceName": "x"})


def test_dotted_names_are_names() -> None:
    assert holds({"user.name": "root"}, {"user.name": "root"})


@pytest.mark.parametrize(
    "detection",
    [
        {"f|nonsense": "x"},
        {"f|re": "("},
        {"f|cidr": "10.0.0.1/8"},
        {"f|lt": "many"},
        {"f|exists": "yes"},
        {"f|fieldref": "a*"},
        {"f|base64": "a*"},
        {"f|re|contains|nonsense": "x"},
        {"f|hour": "three"},
        {"f|cidr|contains": "10.0.0.0/8"},
        {"f": {"deeper": 1}},
        {"f": [["x"]]},
    ],
)
def test_wrong_modifiers_and_values_are_rejected(detection: dict[str, object]) -> None:
    with pytest.raises(RuleError):
        holds(detection, {})


def test_keywords_are_found_anywhere_in_the_record() -> None:
    event = {"message": "user EvilService started", "n": 4711, "event.original": "raw text"}
    assert holds(["evilservice"], event)
    assert holds("raw", event)
    assert holds([4711], event)
    assert not holds(["absent", "also absent"], event)
    assert holds({"|all": ["evilservice", "raw"]}, event)
    assert not holds({"|all": ["evilservice", "absent"]}, event)
    assert holds({"|re": "Evil[A-Z]ervice"}, event)
    assert holds(["user*started"], event)
    assert holds({"|cased": "EvilService"}, event)
    assert not holds({"|cased": "evilservice"}, event)


def test_keywords_are_not_found_in_what_the_platform_added() -> None:
    event = {
        "log.file.path": "/data/mimikatz.json",
        "fengsui.source": "mimikatz",
        "event.id": "mimikatz",
        "message": "x",
    }
    assert not holds(["mimikatz"], event)


def test_keywords_do_not_join_neighbouring_values() -> None:
    assert not holds(["ab"], {"x": "a", "y": "b"})


def test_regular_expressions_of_keywords_are_checked_like_others() -> None:
    with pytest.raises(RuleError, match="Regular expression"):
        holds({"|re": "(?P<x"}, {})
