"""Assets × threats × vulnerabilities: one risk for each threat to each asset that has something the threat would use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from compliance.mlps.posture import ItemPosture, Posture
from compliance.risk.method import Method, Threat, threats
from compliance.risk.valuing import Reach, Seen, exposure_weakness, frequency_of, item_weakness, value_of
from model.estate import Asset, DataSet
from model.inventory import Estate, Exposure
from model.proof import Verdict
from model.risk import Cause, Risk, Sighting, Weakness

MOST_WEAKNESSES = 20
"""Of one risk that are told; the rest is counted."""
MOST_RISKS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """Sightings by system, by unit and of the whole district."""

    estate: Estate
    postures: Mapping[str, Posture]
    by_system: Mapping[str, Sequence[Sighting]] = field(default_factory=dict)
    by_unit: Mapping[str, Sequence[Sighting]] = field(default_factory=dict)
    district: Sequence[Sighting] = ()
    reach: Reach = field(default_factory=Reach)


def risk_id(system: str, asset: str, threat: str) -> str:
    return sha256("\0".join((system, asset, threat)).encode()).hexdigest()[:16]


def assess(facts: RiskFacts, method: Method) -> list[Risk]:
    """Highest first. A risk without any weakness is none."""
    found = [*_of_assets(facts, method), *_of_systems(facts, method)]
    found.sort(key=lambda one: (-one.level, -one.likelihood - one.loss, one.system, one.asset, one.threat))
    return found[:MOST_RISKS]


def _of_assets(facts: RiskFacts, method: Method) -> Iterator[Risk]:
    estate = facts.estate
    systems = {one.id: one for one in estate.systems}
    data = _data(estate)
    open_ones: dict[str, list[Exposure]] = {}
    for one in estate.exposures:
        if not one.closed:
            open_ones.setdefault(one.asset, []).append(one)
    known: dict[tuple[str, str, str], tuple[int, tuple[Cause, ...]]] = {}
    for asset in estate.assets:
        if asset.id not in open_ones:
            continue
        system = systems.get(asset.system)
        posture = facts.postures.get(asset.system)
        held = data.get(asset.system, ()) if asset.system else ()
        value, value_causes = value_of(method, system, posture.record if posture else None, held, asset)
        every = [(one, exposure_weakness(method, one, facts.reach)) for one in open_ones[asset.id]]
        for threat in threats().values():
            usable = [weakness for one, weakness in every if one.effect in threat.effects]
            if usable:
                key = threat.id, asset.system, asset.unit
                if key not in known:
                    known[key] = frequency_of(method, threat, _seen(facts, asset.system, asset.unit))
                yield _risk(method, asset.system, asset.unit, asset, threat, (value, value_causes), known[key], usable)


def _of_systems(facts: RiskFacts, method: Method) -> Iterator[Risk]:
    data = _data(facts.estate)
    for name, one in facts.postures.items():
        gaps = [item for item in one.items if item.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)]
        if not gaps:
            continue
        value = value_of(method, one.system, one.record, data.get(name, ()), None)
        for threat in threats().values():
            usable = [item_weakness(method, item, one.record) for item in gaps if uses(threat, item)]
            if usable:
                frequency = frequency_of(method, threat, _seen(facts, name, one.system.unit))
                yield _risk(method, name, one.system.unit, None, threat, value, frequency, usable)


def uses(threat: Threat, item: ItemPosture) -> bool:
    """Whether the threat would make use of the item not being met."""
    control = item.place.control
    return control.zh in threat.controls or control.category in threat.categories


def _risk(
    method: Method,
    system: str,
    unit: str,
    asset: Asset | None,
    threat: Threat,
    value: tuple[int, tuple[Cause, ...]],
    frequency: tuple[int, tuple[Cause, ...]],
    usable: Sequence[Weakness],
) -> Risk:
    def weight(one: Weakness) -> tuple[int, int, int, int]:
        likelihood = method.likelihood_of(frequency[0], one.ease)
        loss = method.loss_of(value[0], one.severity)
        return method.level_of(likelihood, loss), likelihood + loss, one.severity, one.ease

    ordered = sorted(usable, key=lambda one: one.id)
    ordered.sort(key=weight, reverse=True)
    worst = ordered[0]
    likelihood = method.likelihood_of(frequency[0], worst.ease)
    loss = method.loss_of(value[0], worst.severity)
    place = asset.id if asset is not None else ""
    return Risk(
        id=risk_id(system, place, threat.id),
        system=system,
        unit=unit,
        asset=place,
        threat=threat.id,
        value=value[0],
        frequency=frequency[0],
        ease=worst.ease,
        severity=worst.severity,
        likelihood=likelihood,
        loss=loss,
        level=method.level_of(likelihood, loss),
        causes=(*value[1], *frequency[1], *worst.causes),
        weaknesses=tuple(ordered[:MOST_WEAKNESSES]),
        more=max(0, len(ordered) - MOST_WEAKNESSES),
    )


def _seen(facts: RiskFacts, system: str, unit: str) -> Seen:
    return Seen(facts.by_system.get(system, ()) if system else (), facts.by_unit.get(unit, ()), facts.district)


def _data(estate: Estate) -> Mapping[str, Sequence[DataSet]]:
    held: dict[str, list[DataSet]] = {}
    for one in estate.data_sets:
        if one.system:
            held.setdefault(one.system, []).append(one)
    return held


def matrix(risks: Iterable[Risk]) -> dict[tuple[int, int], int]:
    """How many risks by (likelihood, loss)."""
    out: dict[tuple[int, int], int] = {}
    for one in risks:
        key = one.likelihood, one.loss
        out[key] = out.get(key, 0) + 1
    return out
