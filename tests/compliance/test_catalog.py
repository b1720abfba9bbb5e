"""What the shipped catalogues hold, and that they hold together."""

from __future__ import annotations

from collections import Counter

from compliance.catalog import catalog, holding
from model.compliance import Extension

GENERAL_L3 = {
    "PES": 22,
    "CNS": 8,
    "ABS": 20,
    "CES": 34,
    "SMC": 12,
    "PSS": 7,
    "ORS": 14,
    "HRS": 12,
    "CMS": 34,
    "MMS": 48,
}
GENERAL_L2 = {"PES": 15, "CNS": 4, "ABS": 11, "CES": 23, "SMC": 4, "PSS": 6, "ORS": 9, "HRS": 7, "CMS": 25, "MMS": 31}


def test_the_general_parts_have_the_items_of_each_category() -> None:
    for level, wanted in ((3, GENERAL_L3), (2, GENERAL_L2)):
        found = Counter(place.control.category for place in catalog().items_for(level, [Extension.GENERAL]))
        assert found == wanted


def test_levels_2_and_3_with_their_extensions_are_517_items_and_the_annex_on_big_data_is_apart() -> None:
    numbered = [place for place in catalog().places.values() if place.extension is not Extension.BIGDATA]
    assert len(numbered) == 517
    assert len(catalog().places) == 517 + 24


def test_there_are_81_high_risk_cases_and_32_triggers_6_of_them_composite() -> None:
    assert len(catalog().cases) == 81
    assert Counter(one.kind for one in catalog().triggers.values()) == {"item": 26, "composite": 6}


def test_every_trigger_that_belongs_to_items_is_named_by_one() -> None:
    named = {place.item.trigger for place in catalog().places.values()} - {""}
    assert named == {code for code, one in catalog().triggers.items() if one.kind == "item"}


def test_extensions_add_items_and_a_level_without_a_catalogue_shows_that_of_level_3() -> None:
    plain = catalog().items_for(3, [Extension.GENERAL])
    wide = catalog().items_for(3, [Extension.GENERAL, Extension.IOT, Extension.ICS])
    assert len(wide) == len(plain) + 20 + 21
    assert catalog().items_for(4, [Extension.GENERAL]) == plain


def test_what_nobody_confirmed_says_so() -> None:
    parts = catalog().parts.values()
    assert sum(bool(control.verify) for part in parts for control in part.controls) >= 14
    assert any(place.item.unit_verify for place in catalog().places.values())


def test_a_dated_rule_holds_between_its_days_only() -> None:
    deadlines = catalog().deadlines
    assert {one.id for one in holding(deadlines, "2020-01-01")} == {"filing", "assessment", "assessment_l2"}
    assert {one.id for one in holding(deadlines, "2026-11-23")} == {one.id for one in deadlines}
