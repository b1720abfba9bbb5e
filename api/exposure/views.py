"""The capability graph's answers as they go over the wire, veiled where they concern units the caller does not see."""

from __future__ import annotations

from api import attack as words
from api.exposure.schemas import (
    ActRead,
    ChokePointRead,
    ExposureRead,
    NamedRead,
    OriginRead,
    PathRead,
    PathStepRead,
    SideEffectsRead,
)
from correlator.capability.defence import Act, SideEffects
from correlator.capability.paths import ChokePoint
from correlator.capability.register import Register
from correlator.capability.telling import Named, Path, PathStep, named
from pipeline.outlook import Exposure
from store.scope import Scope

ELSEWHERE = ("another unit's", "其他单位")


def sees(about: Named, scope: Scope) -> bool:
    """What belongs to no unit (the Internet, the directory) is nobody's secret."""
    return not about.unit or scope.allows(about.unit)


def about(found: Named, scope: Scope) -> NamedRead:
    if not sees(found, scope):
        return NamedRead(kind=None, id=None, name=ELSEWHERE[0], name_zh=ELSEWHERE[1], unit=None)
    return NamedRead(
        kind=found.kind or None, id=found.id or None, name=found.name, name_zh=found.name_zh, unit=found.unit or None
    )


def step(found: PathStep, scope: Scope) -> PathStepRead:
    return PathStepRead(
        rule=found.rule,
        technique=words.technique(found.technique) if found.technique else None,
        tactic=words.tactic(found.tactic) if found.tactic else None,
        action=found.action,
        p=found.p,
        text=found.text,
        text_zh=found.text_zh,
        gives=found.gives.kind,
        target=about(found.target, scope),
        record=about(found.record, scope),
    )


def path(found: Path, scope: Scope) -> PathRead:
    partial = not all(sees(one.target, scope) and sees(one.record, scope) for one in found.steps)
    steps = [step(one, scope) for one in found.steps]
    return PathRead(p=found.p, actions=found.actions, steps=steps, partial=partial)


def side_effects(found: SideEffects, scope: Scope) -> SideEffectsRead:
    return SideEffectsRead(
        services=[about(one, scope) for one in found.services],
        units=[unit for unit in found.units if scope.allows(unit)],
        people=found.people,
    )


def act(found: Act, target: Named, cost: int, effects: SideEffects, scope: Scope, *, proposal: bool) -> ActRead:
    text, text_zh = found.kind.words
    return ActRead(
        kind=found.kind,
        kind_text=text,
        kind_zh=text_zh,
        target=about(target, scope),
        detail=found.detail or None,
        cost=cost,
        proposal=proposal,
        side_effects=side_effects(effects, scope),
    )


def exposure(register: Register, found: Exposure, scope: Scope) -> ExposureRead:
    name, name_zh = found.origin.words
    zones = [about(named(register, "zone", zone.id), scope) for zone in found.zones]
    origin = OriginRead(id=found.origin, name=name, name_zh=name_zh, zones=zones)
    return ExposureRead(origin=origin, paths=[path(one, scope) for one in found.paths])


def choke_point(found: ChokePoint, pairs: int, scope: Scope) -> ChokePointRead:
    return ChokePointRead(
        action=act(found.act, found.target, found.cost, found.side_effects, scope, proposal=found.proposal),
        cuts=found.cuts,
        share=round(found.cuts / pairs, 4) if pairs else 0.0,
        origins=list(found.sources),
        goals=[about(one, scope) for one in found.goals],
    )
