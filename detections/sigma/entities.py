"""Whom and what an event names: `entities.yml` read, and applied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from detections.sigma.values import address_of, text_of
from model.entity import Entity, EntityKind, Role
from model.event import Event

MAX_ENTITIES = 32
MAX_ENTITY_LENGTH = 512
# What sources write when there is nobody: not an entity.
_NOBODY = frozenset({"", "-", "(null)", "n/a", "localhost", "0.0.0.0", "::", "127.0.0.1", "::1"})  # noqa: S104
_FOLDED_KINDS = (EntityKind.HOST, EntityKind.DOMAIN, EntityKind.USER, EntityKind.FILE_HASH)


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


@cache
def context_names() -> frozenset[str]:
    """The fields an alert reads of an event."""
    named = {name for line in _lines() for name in (*line.fields, *line.prefix, *line.unless)}
    return frozenset(named | {"@timestamp", "event.id", "event.dataset", "fengsui.unit", "fengsui.source"})
