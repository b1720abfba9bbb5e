"""How strongly an alert belongs to an incident, and the reason in words a person can check.

One strong shared entity or two weak ones; weight of the kind × exp(−gap/τ) × damping of hubs. A machine that acted in
both alerts speaks most for one attacker, a machine acted on that now acts for an attack that moved on. Being about one
place joins for an hour what is new there, and for minutes what is usual there: two things that happen daily on a server
have nothing to do with each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from correlator.identity import Part
from correlator.index import EntityIndex, Posting, Seen, damping
from correlator.settings import (
    ACTOR_WEIGHT,
    COMMON_ACCOUNT_WEIGHT,
    COMMON_ACCOUNTS,
    KIND_WEIGHT,
    OTHER_ACTOR_FACTOR,
    PIVOT_WEIGHT,
    PROGRAM_WEIGHT,
    TARGETS,
    CorrelatorSettings,
)
from model.alert import Alert
from model.entity import EntityKind
from model.incident import Alternative, Reason
from model.times import MINUTE, Micros

STRONG = 0.5


class Near(msgspec.Struct, array_like=True):
    """An incident that may be joined. actors: machines known to have acted in it; repeats: whether it holds this rule
    about this entity already."""

    actors: frozenset[str]
    repeats: bool


class Shared(msgspec.Struct, array_like=True):
    """One thing the alert has in common with an incident; key: the name under which the incident knows it."""

    weight: float
    kind: str
    part: Part
    posting: Posting
    key: str


class Link(msgspec.Struct, array_like=True):
    """strength: 0 to 1, all shared entities together; best: what it counts for in a merge; kind, other, path: the stated
    reason. strong: one attacker, account, file or process, not merely one place."""

    strength: float
    best: float
    kind: str
    other: str
    path: list[str]
    strong: bool = False

    def reason(self, alternatives: tuple[Alternative, ...] = ()) -> Reason:
        return Reason(
            kind=self.kind,
            other=self.other,
            path=tuple(self.path),
            weight=round(self.strength, 4),
            alternatives=alternatives,
        )

    def alternative(self) -> Alternative:
        return Alternative(kind=self.kind, other=self.other, path=tuple(self.path), weight=round(self.strength, 4))


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
    near: Mapping[str, Near],
    novelty: float,
    settings: CorrelatorSettings,
) -> dict[str, Link]:
    """Incident id to Link, for every incident that shares an entity with the alert closely enough to speak. near: those
    that may be joined; others are not candidates."""
    mine = frozenset(p.key for p in parts if p.is_machine and p.acts)
    shared: dict[str, list[Shared]] = {}
    for part, key in [(p, key) for p in parts for key in (p.key, *p.also)]:
        record = index.seen.get(key)
        if record is None:
            continue
        damp = _damping_of(part, record, alert.time, settings)
        for incident, posting in record.postings.items():
            candidate = near.get(incident)
            if candidate is None:
                continue
            theirs = candidate.actors
            weight, tau = base_weight(part, posting)
            gap = posting.gap(alert.time)
            if part.kind in TARGETS and not part.acts:
                known = 1.0 if candidate.repeats else novelty
                tau = max(MINUTE, int(tau * min(known, posting.novelty) ** 2))
            if gap > tau * settings.reach:
                continue
            if part.kind in TARGETS and not part.acts and mine and theirs and mine.isdisjoint(theirs):
                weight *= OTHER_ACTOR_FACTOR
            weight *= damp * math.exp(-gap / tau)
            if weight > 0.01:
                kind = "pivot" if part.is_machine and part.acts and posting.suffered and not posting.acted else "entity"
                shared.setdefault(incident, []).append(Shared(weight, kind, part, posting, key))
    links = {}
    for incident, found in shared.items():
        links[incident] = _combine(found, settings)
    return links


def _damping_of(part: Part, record: Seen, time: Micros, settings: CorrelatorSettings) -> float:
    if part.acts and part.is_machine:
        return damping(record.on, time, settings.actor_hub_knee, settings.actor_hub_limit, settings.hub_window)
    return damping(record.by, time, settings.hub_knee, settings.hub_limit, settings.hub_window)


def _combine(found: list[Shared], settings: CorrelatorSettings) -> Link:
    """Independent entities add up as a noisy-or; the ways in which one target or one actor is named count once. The path
    names every way that would hold the alert without the others, so that taking the path away takes the alert away."""
    found.sort(key=lambda f: (-f.weight, f.part.key, f.key))
    used: list[Shared] = []
    ways: list[str] = []
    groups: set[str] = set()
    for item in found:
        part = item.part
        group = "actor" if part.is_machine and part.acts else "target" if part.kind in TARGETS else part.key
        if group in groups:
            if item.weight >= settings.weak:
                ways += [part.key, item.key]
            continue
        groups.add(group)
        used.append(item)
    best = used[0]
    counted = [best] + [u for u in used[1:] if u.weight >= settings.weak]
    miss = 1.0
    for item in counted:
        miss *= 1.0 - item.weight
    path = list(dict.fromkeys([key for u in counted for key in (u.part.key, u.key)] + ways))
    strong = any(u.weight >= STRONG and (u.part.acts or u.part.kind not in TARGETS) for u in counted)
    return Link(1.0 - miss, best.weight, best.kind, best.posting.alert, path, strong)


def joins(link: Link, settings: CorrelatorSettings) -> bool:
    """One strong shared entity, or at least two that are each more than weak and strong together."""
    if link.best >= settings.join:
        return True
    return link.strength > link.best >= settings.weak and link.strength >= settings.join
