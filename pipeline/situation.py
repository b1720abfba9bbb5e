"""Gathering what bears on the situation, and keeping how it moved.

`survey` reads the state once and assesses every subject a Scope may see; it is what the interface shows and what the
committing process keeps hour by hour.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from correlator.situation.formula import Formula, formula
from correlator.situation.index import assess
from correlator.situation.words import Assessment, Concern, Family, Subject, SubjectKind
from model.entity import EntityKind
from model.estate import Asset, DataSet, System, Unit
from model.incident import IncidentStatus
from model.inventory import Zone
from model.networks import Networks
from model.proof import Verdict
from model.times import HOUR, Micros, now_us
from pipeline.known_sources import known_sources
from pipeline.platform import Platform
from pipeline.settings import Settings
from store import incidents, inventory, situation, source_watch, units
from store.scope import EVERYTHING, Scope
from store.situation import Reading

OPEN = (IncidentStatus.NEW, IncidentStatus.IN_PROGRESS, IncidentStatus.ON_HOLD)
MOST_INCIDENTS = 2_000
"""Open incidents looked at, most recently changed first; beyond them the index is long at its floor."""
LOOK_S = 15.0
MOST_SHARE = 50.0
"""Looking takes a fiftieth of the time at most, however large the registers are."""
KEEP_S = 300.0
GapSource: TypeAlias = Callable[[Session, Scope, Micros], Iterable[Concern]]
"""Open gaps of compliance within a Scope: concerns of the family GAP."""


_GAPS = (Verdict.NOT_MET.value, Verdict.PARTLY_MET.value)


def kept_gaps(tx: Session, scope: Scope, _now: Micros) -> Iterable[Concern]:
    """Items of classified protection that are not met, or in part, as compliance last recorded them; by system."""
    systems = {one.id: one for one in inventory.find(tx, System, scope)}
    for one in situation.open_gaps(tx, scope, _GAPS):
        system = systems.get(one.system)
        yield Concern(
            family=Family.GAP,
            id=f"{one.system}/{one.result}",
            title=system.name if system else one.system,
            title_zh=system.name_zh if system else one.system,
            grade=one.result,
            units=frozenset({one.unit}),
            systems=frozenset({one.system}),
            number=one.number,
            mlps=system.mlps_level if system else 0,
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """subjects: by key, the district first, then units, systems and zones."""

    time: Micros
    formula: Formula
    subjects: Mapping[str, tuple[Subject, Assessment]]


def survey(tx: Session, settings: Settings, scope: Scope, now: Micros, gaps: GapSource = kept_gaps) -> Survey:
    counted = formula(settings.situation.weights)
    estate = _Estate(tx, scope)
    concerns = [
        *_incidents(tx, scope, estate),
        *_exposures(tx, scope, estate),
        *_sources(tx, settings, scope),
        *gaps(tx, scope, now),
    ]
    by_unit, by_system, by_zone = _spread(concerns)
    found: dict[str, tuple[Subject, Assessment]] = {}
    for subject in estate.subjects():
        if subject.kind in (SubjectKind.DISTRICT, SubjectKind.UNIT):
            places = sorted({at for unit in subject.within for at in by_unit.get(unit, ())})
        else:
            places = (by_system if subject.kind is SubjectKind.SYSTEM else by_zone).get(subject.id, [])
        found[subject.key] = subject, assess([concerns[at] for at in places], counted, now)
    return Survey(now, counted, found)


def _spread(concerns: Sequence[Concern]) -> tuple[Mapping[str, list[int]], ...]:
    tables: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for at, concern in enumerate(concerns):
        for table, places in zip(tables, (concern.units, concern.systems, concern.zones), strict=True):
            for place in places:
                table[place].append(at)
    return tables


class _Estate:
    """The registers, asked for what an entity is part of."""

    def __init__(self, tx: Session, scope: Scope) -> None:
        self.units: list[Unit] = units.tree(tx, scope)
        self.systems = {one.id: one for one in inventory.find(tx, System, scope)}
        self.zones = inventory.find(tx, Zone, scope)
        self.assets: dict[str, Asset] = {one.id: one for one in inventory.find(tx, Asset, scope)}
        self.data_sets = {one.id: one for one in inventory.find(tx, DataSet, scope)}
        self._named: dict[str, str] = {}
        for asset in self.assets.values():
            for name in (asset.id, asset.name, *asset.hostnames, *asset.addresses):
                self._named.setdefault(name.lower(), asset.id)
        self._networks = Networks(self.zones)

    def subjects(self) -> Iterable[Subject]:
        within: dict[str, set[str]] = {unit.id: {unit.id} for unit in self.units}
        for unit in reversed(self.units):  # parents stand before their children
            if unit.parent in within:
                within[unit.parent] |= within[unit.id]
        for unit in self.units:
            root = unit.id == units.ROOT
            known = frozenset(within[unit.id])
            kind = SubjectKind.DISTRICT if root else SubjectKind.UNIT
            yield Subject(kind=kind, id=unit.id, name=unit.name, name_zh=unit.name_zh, unit=unit.id, within=known)
        for system in self.systems.values():
            yield _part(SubjectKind.SYSTEM, system)
        for zone in self.zones:
            yield _part(SubjectKind.ZONE, zone)

    def asset_of(self, kind: EntityKind, value: str) -> Asset | None:
        if kind not in (EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE):
            return None
        name = value.lower()
        found = self._named.get(name)
        if found is None and kind is EntityKind.HOST:
            found = self._named.get(name.partition(".")[0])
        return self.assets.get(found or "")

    def zone_of(self, asset: Asset) -> str:
        return asset.zone or self._networks.zone_of_first(asset.addresses)

    def places(self, assets: Iterable[Asset], systems: Iterable[str] = ()) -> dict[str, Any]:
        assets = list(assets)
        concerned = {asset.system for asset in assets if asset.system} | {system for system in systems if system}
        return {
            "systems": frozenset(concerned),
            "zones": frozenset(zone for asset in assets if (zone := self.zone_of(asset))),
            "mlps": max((self.systems[one].mlps_level for one in concerned if one in self.systems), default=0),
        }


def _part(kind: SubjectKind, record: System | Zone) -> Subject:
    return Subject(kind=kind, id=record.id, name=record.name, name_zh=record.name_zh, unit=record.unit)


def _incidents(tx: Session, scope: Scope, estate: _Estate) -> Iterable[Concern]:
    shown = incidents.Filter(statuses=OPEN, escalated=True)
    for stored in incidents.find(tx, scope, shown, limit=MOST_INCIDENTS).items:
        incident = stored.incident
        assets = [asset for one in incident.entities if (asset := estate.asset_of(one.kind, one.value))]
        held = [
            estate.data_sets[one.value].system
            for one in incident.entities
            if one.kind is EntityKind.DATA_SET and one.value in estate.data_sets
        ]
        yield Concern(
            family=Family.INCIDENT,
            id=incident.id,
            title=incident.title,
            title_zh=incident.title_zh,
            grade=incident.level.value,
            units=frozenset(incident.units),
            since=incident.first_event,
            last=incident.last_event,
            status=incident.status.value,
            **estate.places(assets, held),
        )


def _exposures(tx: Session, scope: Scope, estate: _Estate) -> Iterable[Concern]:
    for one in situation.open_exposures(tx, scope):
        asset = estate.assets.get(one.asset)
        yield Concern(
            family=Family.EXPOSURE,
            id=f"{one.asset}/{one.band}",
            title=one.title or one.weakness,
            title_zh=one.title or one.weakness,
            grade=one.band,
            units=frozenset({one.unit}),
            since=one.since or None,
            criticality=asset.criticality if asset else None,
            number=one.number,
            **estate.places([asset] if asset else []),
        )


def _sources(tx: Session, settings: Settings, scope: Scope) -> Iterable[Concern]:
    known = known_sources(tx, settings)
    for name, watch in sorted(source_watch.watches(tx, scope).items()):
        if watch.state == "ok" or name not in known or not known[name].enabled:
            continue
        yield Concern(
            family=Family.SOURCE,
            id=name,
            title=name,
            title_zh=name,
            grade=watch.state,
            units=frozenset({watch.unit}),
            since=watch.since,
        )


class Situations:
    """Keeps how the situation moves. Used by the committing loop only."""

    def __init__(self, platform: Platform, gaps: GapSource = kept_gaps) -> None:
        self._platform, self._gaps = platform, gaps
        self._known: dict[str, float] = {}
        self._kept: dict[str, tuple[Micros, float]] = {}
        self._look_at = self._forget_at = 0.0

    def turn(self) -> None:
        """Look when it is time to; write only what moved, and every subject once an hour."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self.look(now_us())
        self._look_at = now + max(LOOK_S, MOST_SHARE * (time.monotonic() - now))
        if now >= self._forget_at:
            self._forget_at = now + KEEP_S
            with self._platform.state.transaction() as tx:
                situation.forget(tx, now_us() - situation.KEPT)

    def look(self, now: Micros) -> Survey:
        with self._platform.state.reading() as tx:
            found = survey(tx, self._platform.settings, EVERYTHING, now, self._gaps)
        hour = now - now % HOUR
        due, moved = [], []
        for key, (subject, told) in found.subjects.items():
            if self._kept.get(key) != (hour, told.index):
                self._kept[key] = hour, told.index
                lost = {one.family.value: one.points for one in told.families}
                due.append(Reading(subject=key, time=hour, unit=subject.unit, index=told.index, families=lost))
            if round(self._known.get(key, 100.0)) != round(told.index):
                moved.append((key, subject.unit))
            self._known[key] = told.index
        if due:
            with self._platform.state.transaction() as tx:
                situation.note(tx, due)
                situation.announce(tx, moved)
        return found
