"""Matches to Alerts: deterministic ids, ATT&CK words, and the entities an alert is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from detections.sigma.correlation import CorrelationMatch
from detections.sigma.rules import Match
from detections.sigma.values import address_of, text_of
from model.alert import Alert
from model.attack import from_sigma_tags
from model.entity import Entity, EntityKind, Role
from model.event import Event, digest
from model.times import Micros

MAX_ENTITIES = 32
MAX_ENTITY_LENGTH = 512
# What sources write when there is nobody: not an entity.
_NOBODY = frozenset({"", "-", "(null)", "n/a", "localhost", "0.0.0.0", "::", "127.0.0.1", "::1"})  # noqa: S104
_FOLDED_KINDS = (EntityKind.HOST, EntityKind.DOMAIN, EntityKind.USER, EntityKind.FILE_HASH)


def alert_of(match: Match | CorrelationMatch, event: Event, created_us: Micros) -> Alert:
    """The alert a match makes. `event` is the one it was found in; for a correlation, the one that completed it.

    The id depends on the rule and the events only, so the same finding made twice is one alert.
    """
    rule = match.rule
    if isinstance(match, CorrelationMatch):
        event_ids, time, first = match.event_ids, match.time, match.first_time
        identity = digest(rule.id, *[part for pair in sorted(match.group.items()) for part in pair], "", *event_ids)
    else:
        time = first = event["@timestamp"]
        event_ids = (event["event.id"],)
        identity = digest(rule.id, event["event.id"])
    techniques, tactics = from_sigma_tags(rule.tags)
    return Alert(
        id=identity,
        rule=rule.ref,
        time=time,
        first_time=first,
        created=created_us,
        unit=event.get("fengsui.unit", ""),
        source=event.get("fengsui.source", ""),
        event_ids=event_ids,
        entities=entities_of(event, match.group if isinstance(match, CorrelationMatch) else None),
        matched=dict(match.matched),
        techniques=techniques,
        tactics=tactics,
        summary=summary(match),
    )


def summary(match: Match | CorrelationMatch) -> str:
    """One line: the title and what it was found in."""
    shown = ", ".join(f"{name} = {_short(value)}" for name, value in list(match.matched.items())[:4])
    return f"{match.rule.title}: {shown}" if shown else match.rule.title


def _short(value: Any) -> str:
    text = ", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


@dataclass(frozen=True, slots=True)
class _Line:
    kind: EntityKind
    role: Role
    fields: tuple[str, ...]
    prefix: tuple[str, ...]
    unless: tuple[str, ...]


@cache
def _lines() -> tuple[_Line, ...]:
    document = yaml.safe_load(Path(__file__).with_name("entities.yml").read_text("utf-8"))
    return tuple(
        _Line(
            EntityKind(entry["kind"]),
            Role(entry["role"]),
            tuple(entry["fields"]),
            tuple(entry.get("with", ())),
            tuple(entry.get("unless", ())),
        )
        for entry in document["entities"]
    )


def entities_of(event: Event, group: dict[str, str] | None = None) -> tuple[Entity, ...]:
    """Whom and what the event names, each once with the first role it is met in; at most MAX_ENTITIES.

    group: a correlation's group-by values. An event that completes a correlation names things the whole group does not
    share (the last of many source ports); those are kept, but what the group is about comes first.
    """
    found: dict[tuple[EntityKind, str], Entity] = {}
    about = set((group or {}).values())
    for line in _lines():
        if any(name in event for name in line.unless):
            continue
        name = next((n for n in line.fields if event.get(n) not in (None, [], "")), None)
        if name is None:
            continue
        value = event[name]
        for one in value if isinstance(value, list) else [value]:
            text = _normal(line, event, text_of(one))
            if text is not None:
                found.setdefault((line.kind, text), Entity(kind=line.kind, value=text, role=line.role))
    ordered = sorted(found.values(), key=lambda e: e.value not in about)
    return tuple(ordered[:MAX_ENTITIES])


def _normal(line: _Line, event: Event, text: str) -> str | None:
    """The form in which the same thing is always written; None for what is no entity."""
    text = text.strip()
    if text.lower() in _NOBODY or len(text) > MAX_ENTITY_LENGTH:
        return None
    if line.kind is EntityKind.IP:
        address = address_of(text)
        return None if address is None or address.is_unspecified or address.is_loopback else str(address)
    if line.kind is EntityKind.USER:
        domain = next((text_of(event[n]) for n in line.prefix if event.get(n) not in (None, "", "-", [])), "")
        text = f"{domain}\\{text}" if domain and "\\" not in text and "@" not in text else text
    if line.kind in (EntityKind.DOMAIN, EntityKind.HOST):
        text = text.rstrip(".")
    return text.lower() if line.kind in _FOLDED_KINDS else text
