"""Entity: a thing alerts have in common. Observables are typed; the same value in two roles is one entity."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class EntityKind(StrEnum):
    HOST = "host"
    IP = "ip"
    USER = "user"
    DOMAIN = "domain"
    URL = "url"
    FILE_HASH = "file_hash"
    PROCESS = "process"
    SERVICE = "service"
    DEVICE = "device"
    DATA_SET = "data_set"
    EXTERNAL = "external"


class Role(StrEnum):
    """What part the entity plays in the alert: who acted, on whom, or merely seen."""

    ACTOR = "actor"
    TARGET = "target"
    OBSERVED = "observed"


class Entity(msgspec.Struct, frozen=True, kw_only=True, order=True):
    kind: EntityKind
    value: str
    role: Role = Role.OBSERVED

    @property
    def key(self) -> str:
        """`kind:value`, the identity of the entity whatever its role."""
        return f"{self.kind}:{self.value}"
