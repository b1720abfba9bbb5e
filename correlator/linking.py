"""How strongly an alert belongs to an incident, and the reason in words a person can check.

One strong shared entity or two weak ones; weight of the kind × exp(−gap/τ) × damping of hubs. A machine that acted in
both alerts speaks most for one attacker, a machine acted on that now acts for an attack that moved on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from correlator.index import EntityIndex, Posting, Seen, damping
from correlator.settings import (
    ACTOR_WEIGHT,
    COMMON_ACCOUNT_WEIGHT,
    COMMON_ACCOUNTS,
    EMPTY_VALUES,
    KIND_WEIGHT,
    MACHINES,
    OTHER_ACTOR_FACTOR,
    PIVOT_WEIGHT,
    PROGRAM_WEIGHT,
    TARGETS,
    CorrelatorSettings,
)
from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.incident import Reason
from model.times import Micros

MAX_VALUE_CHARS = 512


class Part(msgspec.Struct, array_like=True):
    """An entity as this alert shows it, all its roles together."""

    key: str
    kind: EntityKind
    acts: bool
    suffers: bool

    @property
    def is_machine(self) -> bool:
        return self.kind in MACHINES


class Link(msgspec.Struct, array_like=True):
    """strength: 0 to 1, all shared entities together; best: the strongest one; kind, other, path: the stated reason."""

    strength: float
    best: float
    kind: str
    other: str
    path: list[str]

    def reason(self) -> Reason:
        return Reason(kind=self.kind, other=self.other, path=tuple(self.path), weight=round(self.strength, 4))


def identity(entity: Entity, aliases: Mapping[str, str]) -> str:
    """The entity's key as the index knows it: case and a trailing dot do not make another host, user or domain."""
    value = entity.value.strip()[:MAX_VALUE_CHARS]
    if entity.kind not in (EntityKind.URL, EntityKind.PROCESS, EntityKind.DATA_SET):
        value = value.rstrip(".").casefold()
    key = f"{entity.kind}:{value}"
    return aliases.get(key, key)


def parts_of(alert: Alert, aliases: Mapping[str, str], limit: int) -> list[Part]:
    """The alert's entities without those that name nobody, strongest kinds first, at most `limit`."""
    parts: dict[str, Part] = {}
    for entity in alert.entities:
        key = identity(entity, aliases)
        kind_text, _, value = key.partition(":")
        if value in EMPTY_VALUES or value.startswith("127."):
            continue
        part = parts.get(key)
        if part is None:
            part = parts[key] = Part(key, EntityKind(kind_text), False, False)
        part.acts |= entity.role is Role.ACTOR
        part.suffers |= entity.role is Role.TARGET
    ranked = sorted(parts.values(), key=lambda p: (-KIND_WEIGHT[p.kind][0], p.key))
    return ranked[:limit]


def base_weight(part: Part, posting: Posting) -> tuple[float, Micros]:
    """Weight and time constant of this entity in this pair of parts."""
    weight, tau = KIND_WEIGHT[part.kind]
    if part.kind is EntityKind.PROCESS and ("/" in part.key or "\\" in part.key):
        return PROGRAM_WEIGHT, tau
    if part.kind is EntityKind.USER:
        name = part.key.partition(":")[2].partition("@")[0]
        return (COMMON_ACCOUNT_WEIGHT if name in COMMON_ACCOUNTS else weight), tau
    if not part.is_machine:
        return weight, tau
    if part.acts and posting.suffered and not posting.acted:
        chosen = PIVOT_WEIGHT
    elif part.acts and posting.acted:
        chosen = ACTOR_WEIGHT
    else:
        return weight, tau
    return max(weight, chosen[0]), max(tau, chosen[1])


def links_of(
    alert: Alert,
    parts: list[Part],
    index: EntityIndex,
    actors_of: Mapping[str, frozenset[str]],
    settings: CorrelatorSettings,
) -> dict[str, Link]:
    """Incident id to Link, for every incident that shares an entity with the alert closely enough to speak.

    actors_of: machines known to have acted, per incident that may be joined; others are not candidates.
    """
    mine = frozenset(p.key for p in parts if p.is_machine and p.acts)
    shared: dict[str, list[tuple[float, str, Part, Posting]]] = {}
    for part in parts:
        record = index.seen.get(part.key)
        if record is None:
            continue
        damp = _damping_of(part, record, alert.time, settings)
        for incident, posting in record.postings.items():
            theirs = actors_of.get(incident)
            if theirs is None:
                continue
            weight, tau = base_weight(part, posting)
            gap = posting.gap(alert.time)
            if gap > tau * settings.reach:
                continue
            if part.kind in TARGETS and not part.acts and mine and theirs and mine.isdisjoint(theirs):
                weight *= OTHER_ACTOR_FACTOR
            weight *= damp * math.exp(-gap / tau)
            if weight > 0.01:
                kind = "pivot" if part.is_machine and part.acts and posting.suffered and not posting.acted else "entity"
                shared.setdefault(incident, []).append((weight, kind, part, posting))
    links = {}
    for incident, found in shared.items():
        links[incident] = _combine(found, settings)
    return links


def _damping_of(part: Part, record: Seen, time: Micros, settings: CorrelatorSettings) -> float:
    if part.acts and part.is_machine:
        return damping(record.on, time, settings.actor_hub_knee, settings.actor_hub_limit, settings.hub_window)
    return damping(record.by, time, settings.hub_knee, settings.hub_limit, settings.hub_window)


def _combine(found: list[tuple[float, str, Part, Posting]], settings: CorrelatorSettings) -> Link:
    """Independent entities add up as a noisy-or; the ways in which one target or one actor is named count once."""
    found.sort(key=lambda f: (-f[0], f[2].key))
    used: list[tuple[float, str, Part, Posting]] = []
    groups: set[str] = set()
    for item in found:
        part = item[2]
        group = "actor" if part.is_machine and part.acts else "target" if part.kind in TARGETS else part.key
        if group in groups:
            continue
        groups.add(group)
        used.append(item)
    best = used[0]
    counted = [best] + [u for u in used[1:] if u[0] >= settings.weak]
    miss = 1.0
    for weight, *_ in counted:
        miss *= 1.0 - weight
    return Link(1.0 - miss, best[0], best[1], best[3].alert, [u[2].key for u in counted])


def joins(link: Link, settings: CorrelatorSettings) -> bool:
    """One strong shared entity, or at least two that are each more than weak and strong together."""
    if link.best >= settings.join:
        return True
    return len(link.path) >= 2 and link.best >= settings.weak and link.strength >= settings.join
