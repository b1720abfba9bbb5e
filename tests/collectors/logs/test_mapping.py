"""Mappings are data that can be wrong: every name they give exists, every converter is total."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import logs
from collectors.logs.mapping import CONVERTERS, apply, load, plan
from collectors.logs.stamps import any_us, yearless_us
from model.ecs import catalogue
from model.times import DAY

FOLDER = Path(logs.__file__).parent
MAPPINGS = sorted(FOLDER.rglob("mapping.yml"))


def specs(node: Any) -> Iterator[dict[str, Any]]:
    """Every `{set, fields}` of a mapping, wherever it stands."""
    if isinstance(node, dict):
        if isinstance(node.get("fields"), dict) or isinstance(node.get("set"), dict):
            yield node
        for value in node.values():
            yield from specs(value)
    elif isinstance(node, list):
        for value in node:
            yield from specs(value)


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda p: p.parent.name)
def test_a_mapping_says_where_it_is_from_and_names_only_what_is_catalogued(path: Path) -> None:
    document = load(path)
    assert document["source"]
    assert document["version"] == 1
    known = catalogue()
    native = {"Provider_Name", "Provider_Guid", "Computer"}  # names Sigma gives to what exporters call otherwise
    found = list(specs(document))
    assert found
    for spec in found:
        made = plan(spec)
        for _, target, convert in made.moves:
            if target.endswith("*"):
                assert any(name.startswith(target[:-1]) for name in known), target
                assert convert is not None
            else:
                assert target in known or target in native, target
        for name, value in made.facts:
            assert known[name].array == isinstance(value, list), name


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.lists(st.text(max_size=5), max_size=3)
)


@settings(max_examples=200, deadline=None)
@given(VALUES, st.sampled_from(sorted(CONVERTERS)))
def test_a_converter_answers_any_value(value: Any, name: str) -> None:
    CONVERTERS[name](value if value is not None else "")


def test_a_move_never_overwrites_what_the_record_says() -> None:
    event = {"Image": "C:\\a.exe", "process.name": "told"}
    apply(plan({"fields": {"Image": ["process.executable", "process.name basename"]}}), event)
    assert event == {"Image": "C:\\a.exe", "process.name": "told", "process.executable": "C:\\a.exe"}


def test_an_unknown_converter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="known: account"):
        plan({"fields": {"a": "b nosuch"}})


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.none())
def test_any_value_is_a_time_or_a_value_error(value: Any) -> None:
    with suppress(ValueError):
        assert isinstance(any_us(value), int)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12), st.integers(1, 28), st.integers(0, 4_000_000_000_000_000))
def test_a_stamp_without_a_year_is_within_a_year_before_its_reference(month: int, day: int, reference: int) -> None:
    found = yearless_us(month, day, 12, 0, 0, 0, UTC, reference)
    assert reference - 366 * DAY <= found <= reference + DAY
