"""The library other people's tool imports."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import yaml

from compliance.catalog import catalog
from compliance.exports.library import library, to_library
from tests.compliance.exports.ciso_assistant import faults
from tests.compliance.frames import a_frame


def test_the_library_is_what_the_documentation_of_ciso_assistant_asks_for() -> None:
    assert faults(to_library(a_frame())) == []


def test_every_item_is_one_assessable_requirement_in_both_languages_with_its_group() -> None:
    framework = yaml.safe_load(to_library(a_frame()))["objects"]["framework"]
    items = {one["ref_id"]: one for one in framework["requirement_nodes"] if one["assessable"]}
    assert set(items) == set(catalog().places)
    for name, place in catalog().places.items():
        held = items[name]
        assert (held["description"], held["translations"]["zh"]["description"]) == (place.item.en, place.item.zh)
        (group,) = held["implementation_groups"]
        assert group.startswith(f"L{place.level}")
    groups = {one["ref_id"] for one in framework["implementation_groups_definition"]}
    assert {"L2", "L3", "L2-cloud", "L3-ics"} <= groups


def test_the_language_asked_for_changes_nothing_and_the_day_only_its_date() -> None:
    assert to_library(a_frame("zh-CN")) == to_library(a_frame("en"))
    assert library("2026-11-23") != library("2026-11-24")


def _first(held: dict[str, Any], **kind: object) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = held["objects"]["framework"]["requirement_nodes"]
    return next(one for one in nodes if all(one.get(name) == value for name, value in kind.items()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda held: held.pop("copyright"),
        lambda held: held.update(version="1"),
        lambda held: held["objects"]["framework"].pop("description"),
        lambda held: _first(held, depth=4).update(parent_urn="urn:fengsui:risk:req_node:nowhere"),
        lambda held: _first(held, depth=4).update(depth=3),
        lambda held: _first(held, depth=1).update(urn="urn:fengsui:risk:req_node:UPPER"),
        lambda held: _first(held, assessable=True).update(implementation_groups=["L9"]),
        lambda held: _first(held, assessable=True).update(weight=0),
        lambda held: _first(held, assessable=True).update(assessable="x"),
        lambda held: _first(held, assessable=True).pop("description"),
        lambda held: held["objects"]["framework"]["requirement_nodes"].append(_first(held, depth=4)),
    ],
)
def test_the_checker_finds_what_is_spoilt(spoil: Callable[[dict[str, Any]], object]) -> None:
    held = deepcopy(library("2026-11-23"))
    spoil(held)
    assert faults(yaml.safe_dump(held, allow_unicode=True, sort_keys=False).encode()) != []
