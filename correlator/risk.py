"""Which entities are at risk now: what incidents say of them, fading with time.

b(v) = 1 − Π over incidents (1 − confidence · part · exp(−age/day)); part: 1 for who acted, 0.8 for what was acted on, 0.4
for what was merely seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from model.entity import Entity, Role
from model.incident import Incident
from model.times import DAY, Micros

PART = {Role.ACTOR: 1.0, Role.TARGET: 0.8, Role.OBSERVED: 0.4}
LEAST = 0.01
MAX_REASONS = 5


class Because(msgspec.Struct, frozen=True, kw_only=True):
    incident: str
    share: float


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """value: 0 to 1; because: the incidents that make it, the largest share first."""

    entity: Entity
    value: float
    because: tuple[Because, ...]


def risks(incidents: Iterable[Incident], now: Micros, limit: int = 50) -> list[Risk]:
    """The entities most at risk at `now`, ties by key. Merged incidents count where they live on."""
    shares: dict[str, list[Because]] = {}
    entities: dict[str, Entity] = {}
    for incident in incidents:
        if incident.merged_into:
            continue
        fading = math.exp(-max(0, now - incident.last_event) / DAY)
        for entity in incident.entities:
            share = (incident.confidence or 0.0) * PART[entity.role] * fading
            if share >= LEAST:
                entities.setdefault(entity.key, entity)
                shares.setdefault(entity.key, []).append(Because(incident=incident.id, share=round(share, 4)))
    found = []
    for key, because in shares.items():
        because.sort(key=lambda b: (-b.share, b.incident))
        value = 1.0 - math.prod(1.0 - min(1.0, b.share) for b in because)
        found.append(Risk(entity=entities[key], value=round(value, 4), because=tuple(because[:MAX_REASONS])))
    return sorted(found, key=lambda r: (-r.value, r.entity.key))[:limit]
