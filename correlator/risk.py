"""Which entities of incidents are at risk now, and which incidents have how much to do with it.

How hot an entity is stands in `correlator.situation.heat`; here its heat is shared out among the incidents it is in, each
by confidence · part · exp(-age/day); part: 1 for who acted, 0.8 for what was acted on, 0.4 for what was merely seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import msgspec

from model.entity import Entity, Role
from model.incident import Incident
from model.times import DAY, Micros

PART = {Role.ACTOR: 1.0, Role.TARGET: 0.8, Role.OBSERVED: 0.4}
LEAST = 0.01
MAX_REASONS = 5
CONSIDERED = 2
"""So many times the asked number of entities, those with most in incidents, are looked at for their heat."""


class Because(msgspec.Struct, frozen=True, kw_only=True):
    incident: str
    share: float


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """value: its heat, 0 to 100; because: what each incident has of it, the largest first."""

    entity: Entity
    value: float
    because: tuple[Because, ...]


def risks(incidents: Iterable[Incident], now: Micros, heat: Callable[[Entity], float], limit: int = 50) -> list[Risk]:
    """The hottest at `now`, ties by key. Merged incidents count where they live on. heat: see `situation.heat`."""
    weights: dict[str, dict[str, float]] = {}
    entities: dict[str, Entity] = {}
    for incident in incidents:
        if incident.merged_into:
            continue
        fading = math.exp(-max(0, now - incident.last_event) / DAY)
        for entity in incident.entities:
            weight = (incident.confidence or 0.0) * PART[entity.role] * fading
            if weight >= LEAST:
                entities.setdefault(entity.key, entity)
                of = weights.setdefault(entity.key, {})
                of[incident.id] = max(of.get(incident.id, 0.0), weight)
    most = sorted(weights, key=lambda key: (-math.fsum(weights[key].values()), key))[: CONSIDERED * limit]
    found = [_risk(entities[key], heat(entities[key]), weights[key]) for key in most]
    return sorted(found, key=lambda risk: (-risk.value, risk.entity.key))[:limit]


def _risk(entity: Entity, value: float, weights: dict[str, float]) -> Risk:
    total = math.fsum(weights.values())
    shares = [Because(incident=one, share=round(value * weight / total, 1)) for one, weight in weights.items()]
    shares.sort(key=lambda one: (-one.share, one.incident))
    return Risk(entity=entity, value=value, because=tuple(shares[:MAX_REASONS]))
