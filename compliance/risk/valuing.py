"""The figures a risk is made of, each with its causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.mlps.posture import ItemPosture
from compliance.risk.method import Method, Threat, clamp, graded
from model.compliance import SystemRecord
from model.estate import Asset, DataSet, System
from model.inventory import Exposure
from model.proof import Verdict
from model.risk import Cause, Figure, Sighting, Weakness

PERIOD_DAYS = 30
_ORIGINS = {
    "internet": ("互联网", "the Internet"),
    "supplier": ("供应商接入区", "suppliers"),
    "office": ("办公区", "offices"),
}
_SAID = {Verdict.NOT_MET: ("不符合", "not met"), Verdict.PARTLY_MET: ("部分符合", "partly met")}
MOST_CAUSES = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """Alerts about a system, of its unit, of the whole district."""

    system: Sequence[Sighting] = ()
    unit: Sequence[Sighting] = ()
    district: Sequence[Sighting] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """From where which assets can be taken; origins: those that were looked at, none when nobody looked."""

    origins: tuple[str, ...] = ()
    assets: Mapping[str, frozenset[str]] = field(default_factory=dict)


def value_of(
    method: Method, system: System | None, record: SystemRecord | None, data: Iterable[DataSet], asset: Asset | None
) -> tuple[int, tuple[Cause, ...]]:
    """Of an asset, or of a system as a whole."""
    tables = method.value
    causes: list[Cause] = []

    def cause(grade: int, reason: str, kind: str, ref: str, **params: object) -> None:
        causes.append(Cause(figure=Figure.VALUE, grade=grade, reason=reason, params=params, kind=kind, ref=ref))

    if system is not None:
        reason = "level_proposed" if system.level_is_proposal else "level_of_system"
        grade = tables.mlps_level[system.mlps_level]
        cause(grade, reason, "systems", system.id, level=system.mlps_level)
    if asset is not None:
        cause(tables.criticality[asset.criticality], "criticality", "assets", asset.id, criticality=asset.criticality)
    if record is not None and record.high_continuity:
        cause(tables.high_continuity, "continuity", "systems", record.system)
    for one in data:
        grade = tables.data_class.get(one.data_class.value, 1)
        named = {"name": one.name_zh or one.name, "name_en": one.name or one.name_zh}
        classed = {"data_class": one.data_class.zh, "class_en": one.data_class.value.replace("_", " ")}
        cause(grade, "data_class", "data_sets", one.id, **named, **classed)
        if one.personal_information:
            many = one.records >= tables.many_people.records
            grade = tables.many_people.grade if many else tables.personal_information
            cause(grade, "personal", "data_sets", one.id, **named, records=one.records)
    grades = [one.grade for one in causes] or [1]
    value = max(grades) if tables.combine == "highest" else clamp(sum(grades) / len(grades))
    return value, _first(causes)


def frequency_of(method: Method, threat: Threat, seen: Seen) -> tuple[int, tuple[Cause, ...]]:
    """The highest of what was seen about the system, in its unit, in the district, and the baseline."""
    causes: list[Cause] = []
    for where, sightings, less in (
        ("alerts_here", seen.system, 0),
        ("alerts_unit", seen.unit, method.frequency.less_in_unit),
        ("alerts_district", seen.district, method.frequency.less_in_district),
    ):
        held = [one for one in sightings if speaks_for(one, threat)]
        count = sum(one.count for one in held)
        if count:
            days = method.frequency.window_days
            rate = count * PERIOD_DAYS / days
            grade = clamp(graded(rate, method.frequency.per_30_days) - less)
            often = max(held, key=lambda one: (one.count, one.rule))
            causes.append(
                Cause(
                    figure=Figure.FREQUENCY,
                    grade=grade,
                    reason=where,
                    params={"days": days, "count": count, "rules": [one.rule for one in held][:MOST_CAUSES]},
                    kind="alerts",
                    ref=often.rule,
                )
            )
    causes.append(Cause(figure=Figure.FREQUENCY, grade=threat.baseline, reason="baseline"))
    return max(one.grade for one in causes), _first(causes)


def speaks_for(one: Sighting, threat: Threat) -> bool:
    """A technique some threat names decides alone; else the tactics do."""
    if any(_under(technique, threat.techniques) for technique in one.techniques):
        return True
    return not any(_named(technique) for technique in one.techniques) and bool({*one.tactics} & {*threat.tactics})


def _under(technique: str, wanted: Sequence[str]) -> bool:
    return technique in wanted or technique.partition(".")[0] in wanted


def _named(technique: str) -> bool:
    from compliance.risk.method import threats

    return any(_under(technique, threat.techniques) for threat in threats().values())


def exposure_weakness(method: Method, one: Exposure, reach: Reach) -> Weakness:
    severity = graded(one.cvss, method.severity.cvss) if one.cvss else method.severity.unscored
    causes = [
        Cause(
            figure=Figure.SEVERITY,
            grade=severity,
            reason="cvss" if one.cvss else "unscored",
            params={"weakness": one.weakness, "cvss": f"{one.cvss:g}"},
            kind="exposures",
            ref=one.id,
        )
    ]
    ease: int = method.ease.start

    def add(step: int, reason: str, kind: str = "exposures", ref: str = one.id, **params: object) -> None:
        nonlocal ease
        ease += step
        causes.append(Cause(figure=Figure.EASE, grade=clamp(ease), reason=reason, params=params, kind=kind, ref=ref))

    add(method.ease.remote if one.remote else 0, "remote" if one.remote else "local")
    if one.exploited:
        add(method.ease.exploited, "exploited")
    if not reach.origins:
        add(0, "reach_unknown")
    else:
        origins = reach.assets.get(one.asset, frozenset())
        best = max(origins, key=lambda origin: (method.ease.reach.get(origin, 0), origin), default="")  # type: ignore[call-overload]
        zh, en = _ORIGINS.get(best, ("", ""))
        step = method.ease.reach.get(best, 0)  # type: ignore[call-overload]
        add(step, "reach" if best else "no_reach", "assets", one.asset, origin_zh=zh, origin_en=en)
    return Weakness(
        kind="exposure",
        id=one.id,
        title_zh=one.title or one.weakness,
        title_en=one.title or one.weakness,
        severity=severity,
        ease=clamp(ease),
        causes=tuple(causes),
    )


def item_weakness(method: Method, one: ItemPosture, record: SystemRecord) -> Weakness:
    """Of a control item that is not, or only partly met."""
    place = one.place.item
    weight = "high" if one.risk == "high" else "medium" if place.weight > 1 else "low"
    severity = clamp(
        method.severity.item[weight]  # type: ignore[index]
        + (method.severity.partly_met if one.verdict is Verdict.PARTLY_MET else 0)
    )
    exposed = "internet" in record.exposure
    ease = clamp(method.ease.item + (method.ease.item_exposed if exposed else 0))
    zh, en = _SAID.get(one.verdict, (one.verdict.zh, one.verdict.value))
    return Weakness(
        kind="item",
        id=one.id,
        title_zh=place.zh,
        title_en=place.en,
        severity=severity,
        ease=ease,
        causes=(
            Cause(
                figure=Figure.SEVERITY,
                grade=severity,
                reason="item",
                params={"item": one.id, "verdict_zh": zh, "verdict_en": en},
                kind="item",
                ref=one.id,
            ),
            Cause(
                figure=Figure.EASE,
                grade=ease,
                reason="exposed" if exposed else "not_exposed",
                params={"exposure": ", ".join(record.exposure)},
                kind="systems",
                ref=record.system,
            ),
        ),
    )


def _first(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda one: -one.grade)[:MOST_CAUSES])
