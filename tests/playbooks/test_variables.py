from __future__ import annotations

import json
import shlex
import subprocess
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.cacao.types import VARIABLE_TYPES, Variable
from playbooks.variables import (
    VariableError,
    constants,
    fill,
    header,
    in_json,
    initial,
    plain,
    referenced,
    shell,
    typed,
    url,
)

GOOD = {
    "bool": "true",
    "dictionary": '{"a": 1}',
    "float": "-1.5e3",
    "hexstring": "0aFF",
    "integer": "-42",
    "ipv4-addr": "192.0.2.0/24",
    "ipv6-addr": "2001:db8::1",
    "long": str(2**62),
    "mac-addr": "00:1b:21:0a:0b:0c",
    "hash": "0" * 40,
    "md5-hash": "0" * 32,
    "sha256-hash": "f" * 64,
    "string": "anything",
    "uri": "https://example.org/x",
    "uuid": "5d2a7c1e-8f0b-5f43-9a7e-0b1f2c3d4e5f",
}
BAD = {
    "bool": "yes",
    "dictionary": "[1]",
    "float": "1.2.3",
    "hexstring": "0xF",
    "integer": str(2**31),
    "ipv4-addr": "192.0.2.256",
    "ipv6-addr": "192.0.2.1",
    "long": str(2**63),
    "mac-addr": "001b210a0b0c",
    "hash": "zz",
    "md5-hash": "0" * 31,
    "sha256-hash": "f" * 63,
    "uri": "no scheme",
    "uuid": "5d2a7c1e",
}


@pytest.mark.parametrize("kind", VARIABLE_TYPES)
def test_values_are_checked_against_every_type(kind: str) -> None:
    assert typed("__a__", kind, GOOD[kind]) is not None
    if kind in BAD:
        with pytest.raises(VariableError, match="__a__"):
            typed("__a__", kind, BAD[kind])


def test_only_external_variables_are_given_from_outside() -> None:
    declared = {"__in__": Variable(type="integer", external=True), "__own__": Variable(type="string", value="x")}
    assert initial(declared, {"__in__": "7"}) == {"__in__": 7, "__own__": "x"}
    for given_values in ({"__own__": "y"}, {"__other__": "y"}, {"__in__": "seven"}):
        with pytest.raises(VariableError):
            initial(declared, given_values)


def test_a_value_is_never_looked_at_for_references() -> None:
    values = {"__a__": "__b__:value", "__b__": "secret"}
    assert fill("say __a__:value", values, frozenset()) == "say __b__:value"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30))
def test_no_value_gets_out_of_its_place_in_a_shell_command(value: str) -> None:
    command = fill("printf %s __a__:value", {"__a__": value}, frozenset(), shell)
    assert shlex.split(command)[2] == value
    shown = subprocess.run(["sh", "-c", command], capture_output=True, check=True, timeout=20).stdout
    assert shown.decode() == value


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_no_value_gets_out_of_its_place_in_a_path_or_json(value: str) -> None:
    path = fill("/a/__a__:value/b", {"__a__": value}, frozenset(), url)
    assert path.count("/") == 3
    assert unquote(path.split("/")[2]) == value
    assert json.loads(fill('{"x": "__a__:value"}', {"__a__": value}, frozenset(), in_json)) == {"x": value}


def test_a_line_break_cannot_enter_a_header() -> None:
    with pytest.raises(VariableError, match="line break"):
        fill("X: __a__:value", {"__a__": "a\r\nEvil: b"}, frozenset(), header)


def test_words_of_the_author_are_put_in_as_they_are() -> None:
    scope = {"__c__": Variable(type="string", value="ls -la", constant=True)}
    assert constants(scope) == {"__c__"}
    assert fill("__c__:value", {"__c__": "ls -la"}, constants(scope), shell) == "ls -la"
    hidden = {"__c__": Variable(type="string", external=True)}
    assert constants(scope, hidden) == frozenset()


def test_a_variable_without_a_value_stops_the_command() -> None:
    for values in ({}, {"__a__": None}):
        with pytest.raises(VariableError, match="__a__"):
            fill("x __a__:value", values, frozenset(), plain)


def test_references_are_found_anywhere_in_a_part() -> None:
    assert list(referenced({"a": ["__x__:value", {"b": "c __y__:value"}], "n": 3})) == ["__x__", "__y__"]
