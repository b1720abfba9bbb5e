"""The story of an incident: a sentence for each thing that was done to a machine, in order of time, from templates.

Sentences are parts, so that names out of hostile events never become part of a text: whoever shows them shows them as names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from correlator.drawing.graph import MACHINES
from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import Micros

_TEMPLATES = Path(__file__).with_name("story.yml")
NAMED = 3
"""Entities a sentence names of each part; it counts the others."""
_PLACE = re.compile(r"(\{actors\}|\{targets\})")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """kind: `text` (ours), `entity` (from events; key names it) or `more` (how many are not named)."""

    kind: str
    text: str
    key: str = ""


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """first and last: of its alerts. tactic is empty for alerts without one."""

    first: Micros
    last: Micros
    tactic: str
    techniques: tuple[str, ...]
    level: Level
    alerts: tuple[str, ...]
    parts: tuple[Part, ...]
    parts_zh: tuple[Part, ...]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: str
    zh: str


class _Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    both: _Words
    target: _Words
    actor: _Words


class _Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    version: int
    source: str
    license: str
    tactics: dict[str, _Template]
    other: _Template


class _Deed(msgspec.Struct):
    tactic: str
    alerts: dict[str, None]
    first: Micros
    last: Micros
    level: Level
    techniques: dict[str, None]
    actors: dict[str, Entity]
    targets: dict[str, Entity]


@cache
def templates() -> _Templates:
    return msgspec.yaml.decode(_TEMPLATES.read_bytes(), type=_Templates)


_NO_NAMES: Mapping[str, str] = {}


def story(alerts: Iterable[Alert], same: Mapping[str, str] = _NO_NAMES) -> list[Sentence]:
    """same: entity key → key of the entity it is another name of."""
    deeds: dict[tuple[str, str], _Deed] = {}
    for alert in sorted(alerts, key=lambda one: (one.time, one.id)):
        actors, targets = _parts(alert, same)
        where = next(iter(targets or actors), "")
        tactic = next(iter(alert.tactics), "")
        deed = deeds.get((tactic, where))
        if deed is None:
            deed = deeds[tactic, where] = _Deed(tactic, {}, alert.first_time, alert.time, alert.rule.level, {}, {}, {})
        deed.alerts[alert.id] = None
        deed.first, deed.last = min(deed.first, alert.first_time), max(deed.last, alert.time)
        deed.level = max(deed.level, alert.rule.level, key=lambda level: level.rank)
        deed.techniques.update(dict.fromkeys(alert.techniques))
        deed.actors.update({key: one for key, one in actors.items() if key not in deed.actors})
        deed.targets.update({key: one for key, one in targets.items() if key not in deed.targets})
    told = [_sentence(deed) for deed in deeds.values()]
    return sorted(told, key=lambda one: (one.first, one.last, one.tactic, one.alerts))


def _parts(alert: Alert, same: Mapping[str, str]) -> tuple[dict[str, Entity], dict[str, Entity]]:
    """Who and to whom: machines, else accounts; the same machine is not both."""
    out: list[dict[str, Entity]] = []
    for role in (Role.ACTOR, Role.TARGET):
        own = [one for one in alert.entities if one.role is role]
        shown = [one for one in own if one.kind in MACHINES] or [
            one for one in own if one.kind in (EntityKind.USER, EntityKind.DATA_SET)
        ]
        out.append({same.get(one.key, one.key): one for one in shown})
    actors, targets = out
    return {key: one for key, one in actors.items() if key not in targets}, targets


def _sentence(deed: _Deed) -> Sentence:
    template = templates().tactics.get(deed.tactic, templates().other)
    words = template.both if deed.actors and deed.targets else template.actor if deed.actors else template.target
    return Sentence(
        first=deed.first,
        last=deed.last,
        tactic=deed.tactic,
        techniques=tuple(deed.techniques),
        level=deed.level,
        alerts=tuple(deed.alerts),
        parts=tuple(_filled(words.en, deed, ", ", " and {} more", "something")),
        parts_zh=tuple(_filled(words.zh, deed, "、", " 等另外 {} 个", "某对象")),
    )


def _filled(text: str, deed: _Deed, comma: str, more: str, nobody: str) -> Iterable[Part]:
    for piece in _PLACE.split(text):
        if piece not in ("{actors}", "{targets}"):
            if piece:
                yield Part(kind="text", text=piece)
            continue
        named = deed.actors if piece == "{actors}" else deed.targets
        if not named:
            yield Part(kind="text", text=nobody)
        for at, (key, one) in enumerate(list(named.items())[:NAMED]):
            if at:
                yield Part(kind="text", text=comma)
            yield Part(kind="entity", text=key.partition(":")[2] if key != one.key else one.value, key=key)
        if len(named) > NAMED:
            yield Part(kind="more", text=more.format(len(named) - NAMED))
