"""Derivations as people and other programs read them."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from correlator.capability.closure import Closure, Derivation
from correlator.capability.facts import WORDS, Fact
from correlator.capability.register import Register

_PLACES = ("", "edge", "ics")
_RECORD_OF = {
    "inside": "zone",
    "reach": "zone",
    "lured": "zone",
    "foothold": "asset",
    "admin": "asset",
    "persist": "asset",
    "control": "asset",
    "program": "asset",
    "harm": "asset",
    "access": "service",
    "read": "data_set",
    "tamper": "data_set",
    "exfil": "data_set",
}


class Named(NamedTuple):
    """What a fact or step is about. kind: of the register's record, `directory`, or empty for none."""

    kind: str
    id: str
    name: str
    name_zh: str
    unit: str


class PathStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step an attacker takes, or that follows by itself. text: what is done, without to what; target: to what.
    record: kind and id of what of the register makes it possible, and its unit."""

    rule: str
    technique: str
    tactic: str
    action: bool
    p: float
    text: str
    text_zh: str
    premises: tuple[Fact, ...]
    gives: Fact
    target: Named
    record: Named


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """p: product over the steps and what is held at the beginning. actions: steps the attacker has to do something for."""

    fact: Fact
    p: float
    actions: int
    held: tuple[Fact, ...]
    steps: tuple[PathStep, ...]


def path(register: Register, closure: Closure, fact: int) -> Path:
    return told(register, closure.derivation(fact))


def told(register: Register, derivation: Derivation) -> Path:
    graph = register.graph
    return Path(
        fact=graph[derivation.fact],
        p=round(derivation.p, 6),
        actions=derivation.actions,
        held=tuple(graph[one] for one in derivation.held),
        steps=tuple(path_step(register, step) for step in derivation.steps),
    )


def path_step(register: Register, step: int) -> PathStep:
    graph = register.graph
    rule = graph.rule_of(step)
    place = _PLACES[int(graph.place[step])]
    gives = graph[int(graph.head[step])]
    about = about_fact(register, gives)
    return PathStep(
        rule=rule.id,
        technique=rule.technique_in(place),
        tactic=rule.tactic_in(place),
        action=rule.action,
        p=round(float(graph.p[step]), 4),
        text=rule.text,
        text_zh=rule.text_zh,
        premises=tuple(graph[one] for one in graph.premises(step)),
        gives=gives,
        target=about,
        record=named(register, *register.owner_of(step)),
    )


def about_fact(register: Register, fact: Fact) -> Named:
    if fact.kind == "dominate":
        return Named("directory", fact.id, fact.id, fact.id, "")
    if fact.kind == "outside":
        return Named("", "", "the Internet", "互联网", "")
    kinds = {"principal": ("account", "group"), "deny": ("service", "asset")}.get(
        fact.kind, (_RECORD_OF.get(fact.kind, ""),)
    )
    found = next((named(register, kind, fact.id) for kind in kinds if register.record(kind, fact.id) is not None), None)
    if found is None:
        return Named(kinds[0], fact.id, fact.id or "unzoned", fact.id or "未划分安全域", "")
    return found._replace(
        name=f"{found.name} {fact.detail}".rstrip(), name_zh=f"{found.name_zh} {fact.detail}".rstrip()
    )


def named(register: Register, kind: str, record_id: str) -> Named:
    record = register.record(kind, record_id)
    if record is None:
        return Named(kind, record_id, record_id, record_id, "")
    name = getattr(record, "name", "") or getattr(record, "title", "") or record_id
    return Named(kind, record_id, name, getattr(record, "name_zh", "") or name, record.unit)


def fact_text(register: Register, fact: Fact) -> tuple[str, str]:
    """The fact in words, English and Chinese."""
    about = about_fact(register, fact)
    text, text_zh = WORDS[fact.kind]
    if fact.kind == "outside":
        return text, text_zh
    return f"{text} {about.name}", f"{about.name_zh}：{text_zh}"
