"""Entities of foreign alerts: from the names other products give them, or from the ECS fields of an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from model.entity import Entity, EntityKind, Role

MAX_ENTITIES = 256
MAX_VALUE = 2_000

# Names under `entities` of a foreign alert. `host` and `ip` alone do not say who acted.
NAMED: dict[str, tuple[EntityKind, Role]] = {
    "host": (EntityKind.HOST, Role.OBSERVED),
    "hostname": (EntityKind.HOST, Role.OBSERVED),
    "ip": (EntityKind.IP, Role.OBSERVED),
    "computer": (EntityKind.HOST, Role.OBSERVED),
    "fqdn": (EntityKind.HOST, Role.OBSERVED),
    "address": (EntityKind.IP, Role.OBSERVED),
    "username": (EntityKind.USER, Role.OBSERVED),
    "user": (EntityKind.USER, Role.OBSERVED),
    "account": (EntityKind.USER, Role.OBSERVED),
    "domain": (EntityKind.DOMAIN, Role.OBSERVED),
    "url": (EntityKind.URL, Role.OBSERVED),
    "hash": (EntityKind.FILE_HASH, Role.OBSERVED),
    "sha256": (EntityKind.FILE_HASH, Role.OBSERVED),
    "file_hash": (EntityKind.FILE_HASH, Role.OBSERVED),
    "process": (EntityKind.PROCESS, Role.OBSERVED),
    "service": (EntityKind.SERVICE, Role.OBSERVED),
    "device": (EntityKind.DEVICE, Role.OBSERVED),
    "data_set": (EntityKind.DATA_SET, Role.OBSERVED),
    "external": (EntityKind.EXTERNAL, Role.OBSERVED),
    "source_ip": (EntityKind.IP, Role.ACTOR),
    "src_ip": (EntityKind.IP, Role.ACTOR),
    "source_host": (EntityKind.HOST, Role.ACTOR),
    "destination_ip": (EntityKind.IP, Role.TARGET),
    "dst_ip": (EntityKind.IP, Role.TARGET),
    "dest_ip": (EntityKind.IP, Role.TARGET),
    "destination_host": (EntityKind.HOST, Role.TARGET),
}

# ECS fields, and native Windows names, of an alert that names no entities.
FIELDS: dict[str, tuple[EntityKind, Role]] = {
    "source.ip": (EntityKind.IP, Role.ACTOR),
    "client.ip": (EntityKind.IP, Role.ACTOR),
    "destination.ip": (EntityKind.IP, Role.TARGET),
    "server.ip": (EntityKind.IP, Role.TARGET),
    "host.name": (EntityKind.HOST, Role.TARGET),
    "Computer": (EntityKind.HOST, Role.TARGET),
    "user.name": (EntityKind.USER, Role.OBSERVED),
    "TargetUserName": (EntityKind.USER, Role.OBSERVED),
    "file.hash.sha256": (EntityKind.FILE_HASH, Role.OBSERVED),
    "process.entity_id": (EntityKind.PROCESS, Role.OBSERVED),
    "dns.question.name": (EntityKind.DOMAIN, Role.OBSERVED),
    "fengsui.mqtt.client_id": (EntityKind.DEVICE, Role.OBSERVED),
}


def entities_named(named: object) -> tuple[Entity, ...]:
    """From `{"host": "web1", "ip": ["10.0.0.5"], …}`; names not in NAMED are passed over: an alert with an entity of a
    kind we do not know is still an alert. Raises ValueError when `named` is no object."""
    if isinstance(named, Mapping):
        return _collect((NAMED[name], value) for name, value in named.items() if name in NAMED)
    raise ValueError(f"`entities` must be an object, is {type(named).__name__}")


def entities_in(fields: Mapping[str, Any]) -> tuple[Entity, ...]:
    """From the flat fields of an event."""
    return _collect((what, fields[name]) for name, what in FIELDS.items() if name in fields)


def _collect(found: Iterable[tuple[tuple[EntityKind, Role], object]]) -> tuple[Entity, ...]:
    entities: dict[Entity, None] = {}
    for (kind, role), value in found:
        for one in value if isinstance(value, list | tuple) else [value]:
            if isinstance(one, str | int) and str(one).strip() and len(entities) < MAX_ENTITIES:
                entities[Entity(kind=kind, value=str(one).strip()[:MAX_VALUE], role=role)] = None
    return tuple(entities)
