"""How the catalogues relate, as OSCAL's own models read it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from trestle.oscal.catalog import Catalog
from trestle.oscal.mapping import MappingCollection

from compliance.catalog import catalog
from compliance.cii.catalogue import activities
from compliance.oscal import mapping
from compliance.oscal.mapping import case_id, documents, points, to_mapping
from tests.compliance.frames import a_frame

RELATIONSHIPS = {"equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with"}
"""Of OSCAL's mapping model."""


def _mappings() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = documents(a_frame())[mapping.MAPPING]["mapping-collection"]["mappings"]
    return found


def test_the_models_of_oscal_read_the_mapping_and_its_catalogues_and_the_bytes_stay_the_same(tmp_path: Path) -> None:
    data = to_mapping(a_frame("zh-CN"))
    assert data == to_mapping(a_frame("zh-CN"))
    with ZipFile(BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        assert set(archive.namelist()) == set(documents(a_frame()))
    assert MappingCollection.oscal_read(tmp_path / mapping.MAPPING) is not None
    for name in (mapping.LEVEL_2, mapping.LEVEL_3, mapping.CASES, mapping.TRIGGERS, mapping.CII):
        assert Catalog.oscal_read(tmp_path / name) is not None


def test_every_id_stands_in_the_catalogue_its_side_names() -> None:
    held = documents(a_frame())
    for one in _mappings():
        for side in ("source", "target"):
            known = _controls(held[one[f"{side}-resource"]["href"]]["catalog"])
            assert {item["id-ref"] for entry in one["maps"] for item in entry[f"{side}s"]} <= known
        assert {entry["relationship"] for entry in one["maps"]} <= RELATIONSHIPS
        uuids = [entry["uuid"] for entry in one["maps"]]
        assert len(uuids) == len(set(uuids))


def test_every_item_of_level_2_is_mapped_once_and_level_3_is_mapped_or_named_as_a_gap() -> None:
    levels = _mappings()[0]
    sources = [item["id-ref"] for entry in levels["maps"] for item in entry["sources"]]
    assert sorted(sources) == sorted(one.item.id for one in catalog().places.values() if one.level == 2)
    targets = {item["id-ref"] for entry in levels["maps"] for item in entry["targets"]}
    (gap,) = levels["target-gap-summary"]["unmapped-controls"]
    assert targets.isdisjoint(gap["with-ids"])
    assert targets | set(gap["with-ids"]) == {one.item.id for one in catalog().places.values() if one.level == 3}


def test_items_said_to_be_equivalent_are_worded_alike_in_points_that_took_each_others_place() -> None:
    worded = {place.item.id: (place.control, place.item.zh) for place in catalog().places.values()}
    renamed = {(old.clause, new.clause) for old, new in points()}
    for entry in _mappings()[0]["maps"]:
        if entry["relationship"] == "equivalent-to":
            (old, text), (new, same) = worded[entry["sources"][0]["id-ref"]], worded[entry["targets"][0]["id-ref"]]
            assert text == same
            assert (old.clause, new.clause) in renamed


def test_items_lead_to_the_case_and_the_trigger_their_catalogue_names() -> None:
    _, cases, triggers, _ = _mappings()
    items = catalog().places
    assert all(
        entry["targets"][0]["id-ref"] == case_id(items[entry["sources"][0]["id-ref"]].item.case)
        for entry in cases["maps"]
    )
    assert all(
        entry["targets"][0]["id-ref"] == items[entry["sources"][0]["id-ref"]].item.trigger for entry in triggers["maps"]
    )
    assert len(cases["maps"]) == sum(bool(one.item.case) for one in items.values() if one.level == 3)


def test_every_control_of_critical_infrastructure_is_reached_by_items_or_named_as_a_gap() -> None:
    cii = _mappings()[3]
    (gap,) = cii["target-gap-summary"]["unmapped-controls"]
    reached: dict[str, set[str]] = {}
    for entry in cii["maps"]:
        ((target,), sources) = entry["targets"], {item["id-ref"] for item in entry["sources"]}
        if entry["relationship"] == "subset-of":
            assert sources <= set(activities().controls[target["id-ref"]].mlps)
        assert not sources & reached.setdefault(target["id-ref"], set())
        reached[target["id-ref"]] |= sources
    assert set(gap["with-ids"]).isdisjoint(reached)
    assert set(gap["with-ids"]) | set(reached) == set(activities().controls)


def _controls(held: dict[str, Any]) -> set[str]:
    found = {one["id"] for one in held.get("controls", ())}
    for group in held.get("groups", ()):
        found |= _controls(group)
    return found
