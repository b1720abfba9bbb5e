"""How the catalogues relate, as an OSCAL control mapping (model `mapping-collection`, OSCAL 1.2) with the catalogues it names.

Level 2 to level 3: an item worded alike in both is equivalent; what else a control point of level 2 asks is part of what the
point of level 3 asks; what only level 3 asks is a gap of the target. Items to high-risk cases and to major-risk triggers
intersect: failing the item may amount to it. Relationships: NIST IR 8477, 4.3, in the words of OSCAL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.catalog import ControlPoint, Item, Place, catalog, raw
from compliance.oscal.parts import Json, archive, groups, metadata, prop, statement, text, uuid_of
from compliance.reports.frame import Frame
from model.compliance import Extension

OSCAL_VERSION = "1.2.1"
LEVEL_2, LEVEL_3 = "level-2-catalog.json", "level-3-catalog.json"
CASES, TRIGGERS = "high-risk-cases-catalog.json", "major-risk-triggers-catalog.json"
MAPPING = "mapping-collection.json"


def to_mapping(frame: Frame) -> bytes:
    """A zip archive of the mapping and the four catalogues."""
    return archive(documents(frame), frame.made)


def documents(frame: Frame) -> dict[str, Json]:
    """By file name."""
    say = frame.say
    return {
        LEVEL_2: _catalog("level-2", say("等级保护第二级控制项", "Items of level 2"), _level(2, frame), frame),
        LEVEL_3: _catalog("level-3", say("等级保护第三级控制项", "Items of level 3"), _level(3, frame), frame),
        CASES: _catalog("cases", say("高风险判例", "High-risk cases"), _cases(frame), frame),
        TRIGGERS: _catalog("triggers", say("重大风险隐患", "Major risks"), _triggers(frame), frame),
        MAPPING: {"mapping-collection": _collection(frame)},
    }


def case_id(case: str) -> str:
    """Tokens of OSCAL do not begin with a digit."""
    return f"case-{case}"


def _level(level: int, frame: Frame) -> list[Json]:
    return groups((one for one in catalog().places.values() if one.level == level), frame.say)


def _cases(frame: Frame) -> list[Json]:
    say = frame.say
    held = [
        {
            "id": case_id(one.case),
            "title": text(f"{one.case} {say(one.zh, one.en)}"),
            "props": [prop("min-level", one.min_level), prop("lowered-by", one.lowered_by)],
            "parts": [statement(case_id(one.case), say(one.zh, one.en))],
        }
        for one in catalog().cases.values()
    ]
    return [{"id": "cases", "title": say("高风险判例", "High-risk cases"), "controls": held}]


def _triggers(frame: Frame) -> list[Json]:
    say = frame.say
    held = [
        {
            "id": one.code,
            "title": text(f"{one.code} {say(one.zh, one.en)}"),
            "props": [prop("kind", one.kind)],
            "parts": [statement(one.code, say(one.zh, one.en))],
        }
        for one in catalog().triggers.values()
    ]
    return [{"id": "triggers", "title": say("重大风险隐患", "Major risks"), "controls": held}]


def _catalog(name: str, title: str, held: list[Json], frame: Frame) -> Json:
    return {
        "catalog": {
            "uuid": uuid_of("catalog", name, frame.made, frame.say.language),
            "metadata": metadata(title, frame, OSCAL_VERSION),
            "groups": held,
        }
    }


def _collection(frame: Frame) -> Json:
    say = frame.say
    verify = str(raw("mappings.yml")["verify"])
    return {
        "uuid": uuid_of("mapping-collection", frame.made, say.language),
        "metadata": metadata(
            say("等级保护控制项映射", "Mapping of the items of classified protection"), frame, OSCAL_VERSION
        ),
        "provenance": {
            "method": "automation",
            "matching-rationale": "semantic",
            "status": "draft",
            "mapping-description": say(
                "由平台释义逐项比对得出，未对照标准原文确认，供测评准备参考。",
                "Read off our own wording item by item, not confirmed against the standards' print; for preparing an assessment.",
            ),
            "props": [prop("verify", verify)],
        },
        "mappings": [_levels(), _cases_of_items(), _triggers_of_items()],
    }


def _levels() -> Json:
    maps: list[Json] = []
    mapped: set[str] = set()
    for old, new in points():
        left, right = list(old.items), list(new.items)
        for item in old.items:
            same = next((one for one in right if one.zh == item.zh), None)
            if same is not None:
                left.remove(item)
                right.remove(same)
                maps.append(_map("equivalent-to", [item.id], [same.id]))
                mapped.add(same.id)
        if left:
            within: Sequence[Item] = right or new.items
            maps.append(_map("subset-of", [one.id for one in left], [one.id for one in within]))
            mapped.update(one.id for one in within)
    only = [one.item.id for one in catalog().places.values() if one.level == 3 and one.item.id not in mapped]
    return {
        **_between("levels", LEVEL_2, LEVEL_3),
        "maps": maps,
        "target-gap-summary": {"uuid": uuid_of("gap", "levels"), "unmapped-controls": [{"with-ids": only}]},
    }


def points() -> Iterable[tuple[ControlPoint, ControlPoint]]:
    """Control points of level 2, each with the one of level 3 that took its place."""
    renamed = {one["from"]: one["to"] for one in raw("mappings.yml")["renamed"]}
    for extension in Extension:
        if (2, extension) not in catalog().parts:
            continue
        held = catalog().parts[3, extension].controls
        named = {(one.category, one.zh): one for one in held}
        by_clause = {one.clause: one for one in held}
        for old in catalog().parts[2, extension].controls:
            to = renamed.get(old.clause) if extension is Extension.GENERAL else None
            yield old, by_clause[to] if to is not None else named[old.category, old.zh]


def _cases_of_items() -> Json:
    pairs = [(one, case_id(one.item.case)) for one in _items_of_level_3() if one.item.case]
    return {**_between("cases", LEVEL_3, CASES), "maps": [_failing(place, to) for place, to in pairs]}


def _triggers_of_items() -> Json:
    pairs = [(one, one.item.trigger) for one in _items_of_level_3() if one.item.trigger]
    return {**_between("triggers", LEVEL_3, TRIGGERS), "maps": [_failing(place, to) for place, to in pairs]}


def _items_of_level_3() -> list[Place]:
    return [one for one in catalog().places.values() if one.level == 3]


def _failing(place: Place, to: str) -> Json:
    return _map("intersects-with", [place.item.id], [to])


def _between(name: str, source: str, target: str) -> Json:
    return {
        "uuid": uuid_of("mapping", name),
        "source-resource": {"type": "catalog", "href": source},
        "target-resource": {"type": "catalog", "href": target},
    }


def _map(relationship: str, sources: list[str], targets: list[str]) -> Json:
    return {
        "uuid": uuid_of("map", relationship, *sources, "to", *targets),
        "relationship": relationship,
        "sources": [{"type": "control", "id-ref": one} for one in sources],
        "targets": [{"type": "control", "id-ref": one} for one in targets],
    }
