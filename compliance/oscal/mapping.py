"""How the catalogues relate, as an OSCAL control mapping (model `mapping-collection`, OSCAL 1.2) with the catalogues it names.

Level 2 to level 3: an item worded alike in both is equivalent; what else a control point of level 2 asks is part of what the
point of level 3 asks; what only level 3 asks is a gap of the target. Items to high-risk cases and to major-risk triggers
intersect: failing the item may amount to it. Items of level 3 to controls of critical infrastructure (GB/T 39204-2022): an item
that answers a control is part of what the control asks; items that share its evidence intersect; controls no item reaches are
a gap of the target. Relationships: NIST IR 8477, 4.3, in the words of OSCAL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.catalog import ControlPoint, Item, Place, catalog, doubt_of, raw
from compliance.cii.catalogue import CiiControl, Topic, activities
from compliance.mlps.rules import rule_of
from compliance.oscal.parts import Json, archive, groups, metadata, prop, statement, text, uuid_of
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model.compliance import Extension

OSCAL_VERSION = "1.2.1"
LEVEL_2, LEVEL_3 = "level-2-catalog.json", "level-3-catalog.json"
CASES, TRIGGERS = "high-risk-cases-catalog.json", "major-risk-triggers-catalog.json"
CII = "critical-infrastructure-catalog.json"
MAPPING = "mapping-collection.json"


def to_mapping(frame: Frame) -> bytes:
    """A zip archive of the mapping and the catalogues it names."""
    return archive(documents(frame), frame.made)


def documents(frame: Frame) -> dict[str, Json]:
    """By file name."""
    say = frame.say
    return {
        LEVEL_2: _catalog("level-2", say("等级保护第二级控制项", "Items of level 2"), _level(2, frame), frame),
        LEVEL_3: _catalog("level-3", say("等级保护第三级控制项", "Items of level 3"), _level(3, frame), frame),
        CASES: _catalog("cases", say("高风险判例", "High-risk cases"), _cases(frame), frame),
        TRIGGERS: _catalog("triggers", say("重大风险隐患", "Major risks"), _triggers(frame), frame),
        CII: _catalog("cii", say("关键信息基础设施控制项", "Controls of critical infrastructure"), _cii(frame), frame),
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


def _cii(frame: Frame) -> list[Json]:
    say = frame.say
    return [
        {
            "id": f"cii-{one.id}",
            "title": text(f"{one.clause} {say(one.zh, one.en)}"),
            "props": [prop("verify", say(activities().verify.zh, activities().verify.en))],
            "groups": [_topic(topic, say) for topic in one.topics],
        }
        for one in activities().activities
    ]


def _topic(topic: Topic, say: Say) -> Json:
    return {
        "id": f"cii-clause-{topic.clause}",
        "title": text(f"{topic.clause} {say(topic.zh, topic.en)}"),
        "controls": [_cii_control(topic, one, say) for one in topic.controls],
    }


def _cii_control(topic: Topic, one: CiiControl, say: Say) -> Json:
    props = [prop("clause", topic.clause), prop("evidence", one.evidence)]
    props += [prop("basis", say(one.basis, one.basis_en))] * bool(one.basis)
    props += [prop("verify", say("所属条款待核", "place not confirmed"))] * one.verify
    return {
        "id": one.id,
        "title": text(f"{one.id} {say(topic.zh, topic.en)}"),
        "props": props,
        "parts": [statement(one.id, say(one.zh, one.en))],
    }


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
    doubt = doubt_of("mappings.yml")
    return {
        "uuid": uuid_of("mapping-collection", frame.made, say.language),
        "metadata": metadata(
            say("等级保护与关基控制项映射", "Mapping of classified protection and critical infrastructure"),
            frame,
            OSCAL_VERSION,
        ),
        "provenance": {
            "method": "automation",
            "matching-rationale": "semantic",
            "status": "draft",
            "mapping-description": say(
                "由平台释义逐项比对得出，未对照标准原文确认，供测评准备参考。",
                "Read off our own wording item by item, not confirmed against the standards' print; for preparing an assessment.",
            ),
            "props": [prop("verify", say(doubt.zh, doubt.en))],
        },
        "mappings": [_levels(), _cases_of_items(), _triggers_of_items(), _cii_of_items()],
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


def _cii_of_items() -> Json:
    level_3 = {one.item.id for one in _items_of_level_3()}
    maps: list[Json] = []
    alone: list[str] = []
    for one in activities().controls.values():
        answering = [item for item in one.mlps if item in level_3]
        shared = dict.fromkeys(item for rule in one.rules for item in rule_of(rule).answers if item in level_3)
        sharing = [item for item in shared if item not in answering]
        maps += [_map("subset-of", answering, [one.id])] if answering else []
        maps += [_map("intersects-with", sharing, [one.id])] if sharing else []
        if not answering and not sharing:
            alone.append(one.id)
    return {
        **_between("cii", LEVEL_3, CII),
        "maps": maps,
        "target-gap-summary": {"uuid": uuid_of("gap", "cii"), "unmapped-controls": [{"with-ids": alone}]},
    }


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
