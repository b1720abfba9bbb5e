"""YAML from outside is read within bounds: what would end the process or grow without end is refused before it is built."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from model.errors import InputError
from model.yaml_text import MAX_DEPTH, read_yaml


@pytest.mark.parametrize("level", ["[", "- ", "? ", "{a: ", "!x [", "&a [", "- ? - "])
def test_levels_without_end_are_refused_and_end_nothing(level: str) -> None:
    with pytest.raises(InputError, match="nested deeper than 100 levels"):
        read_yaml(level * 150_000, "text")


def test_levels_up_to_the_bound_are_read() -> None:
    found = read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "text")
    assert str(found) == "[" * MAX_DEPTH + "]" * MAX_DEPTH


def test_aliases_are_refused_wherever_they_stand() -> None:
    for text in ("a: &x 1\nb: *x", "a: &x [*x]", "&a [1]: *a"):
        with pytest.raises(InputError, match="aliases"):
            read_yaml(text, "text")


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"# \n\t,", max_size=80))
def test_any_text_is_read_as_yaml_reads_it_or_refused(text: str) -> None:
    try:
        found = read_yaml(text, "text")
    except (InputError, yaml.YAMLError, ValueError):
        return
    assert repr(found) == repr(yaml.load(text, yaml.CSafeLoader))
