"""Critical infrastructure joined: posture, registers and evidence of a system as one standing; permits for the guard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from compliance.cii.case import CiiCase, Handled
from compliance.cii.catalogue import activities
from compliance.cii.components import known_weaknesses
from compliance.cii.handling import YEAR
from compliance.cii.standing import ActivityStanding, stand
from compliance.mlps.posture import Posture, Said, answer
from compliance.mlps.rules import rule_of
from model.cii import CiiAssessment, CiiFile, ScanPermit, Supplier
from model.compliance import CiiStatus
from model.coordination import Case, ClockState
from model.estate import Asset
from model.execution import ExecutionStatus
from model.severity import Grade
from model.times import DAY, Micros, day_of
from pipeline.compliance.desk import District
from pipeline.compliance.gathering import subjects
from pipeline.compliance.risks import risks_of
from playbooks.coordination.clocks import clocks_of
from playbooks.coordination.grading import propose
from store import backups, cases, drills, duty, executions, incidents, notices, units
from store import compliance as ledgers
from store.scope import EVERYTHING, Scope

DUTY = 7 * DAY
"""How far around now a roster is looked at."""


@dataclass(frozen=True, slots=True)
class Critical:
    posture: Posture
    file: CiiFile
    activities: tuple[ActivityStanding, ...]
    assessments: tuple[CiiAssessment, ...]
    permits: tuple[ScanPermit, ...]
    suppliers: tuple[Supplier, ...]


def critical_systems(tx: Session, district: District, scope: Scope, *, named: str = "") -> list[Critical]:
    """Those identified, by id; the one of a name whether identified or not. Raises NotFound for one outside the scope."""
    if named:
        wanted = [district.one(named, scope)]
    else:
        held = district.within(scope).values()
        wanted = [one for one in held if one.record.cii.status is CiiStatus.IDENTIFIED]
    if not wanted:
        return []
    by_id = {one.system.id: one for one in subjects(tx, district.facts.estate)}
    files = ledgers.cii_files(tx, scope)
    suppliers, lists = ledgers.suppliers(tx, scope), ledgers.component_lists(tx, scope)
    found = risks_of(district)
    standings = found.standings(tx, scope, district.at)
    estate, now = district.facts.estate, district.at
    today = day_of(now)
    within = {one.system.unit: units.scope_of(tx, one.system.unit) for one in wanted}
    issued = {
        unit: [one for one in notices.issued_since(tx, own, now - YEAR) if one.unit == unit]
        for unit, own in within.items()
    }
    handled = {unit: _handled(tx, own, now) for unit, own in within.items()}
    roster = duty.find(tx, EVERYTHING, start=now - DUTY, end=now + DUTY)
    rules = sorted({rule for control in activities().controls.values() for rule in control.rules})
    out = []
    for one in wanted:
        name, subject = one.system.id, by_id[one.system.id]
        own = {asset.id for asset in subject.assets}
        held_assessments = tuple(ledgers.cii_assessments(tx, scope, system=name))
        permits = tuple(ledgers.scan_permits(tx, scope, system=name))
        serving = tuple(supplier for supplier in suppliers if name in supplier.systems)
        case = CiiCase(
            today=today,
            now=now,
            record=one.record,
            file=files.get(name) or CiiFile(system=name, unit=one.system.unit),
            assessments=held_assessments,
            permits=permits,
            suppliers=serving,
            lists=lists,
            assets=subject.assets,
            services=[service for service in estate.services if service.asset in own],
            exposures=[exposure for exposure in estate.exposures if exposure.asset in own],
            data=[data for data in estate.data_sets if data.system == name],
            risks=[standing for standing in standings if standing.risk.system == name],
            gates=district.boards[name].go_live,
            plans=backups.plans(tx, scope, system=name),
            drills=drills.find(tx, scope, system=name, limit=100).items,
            notices=issued[one.system.unit],
            shifts=[shift for shift in roster if shift.unit in (one.system.unit, *subject.above)],
            handled=handled[one.system.unit],
        )
        answers = {rule: one.answers.get(rule) or answer(rule_of(rule), subject, district.facts) for rule in rules}
        standing = stand(one, answers, case, district.said.get(name, Said()))
        out.append(Critical(one, case.file, tuple(standing), held_assessments, permits, serving))
    return out


def _handled(tx: Session, unit: Scope, now: Micros) -> Handled:
    known = cases.known_between(tx, unit, now - YEAR, now + 1)
    late = sum(
        any(
            clock.state is ClockState.OVERDUE
            for clock in clocks_of(one, _grade(tx, one), cases.reports(tx, one.incident, unit), now)
        )
        for one in known
    )
    over = [one for one in known if one.handled_at]
    runs = [one for one in executions.find(tx, unit, limit=100).items if one.incident and one.created >= now - YEAR]
    return Handled(
        cases=len(known),
        late=late,
        over=len(over),
        summed=sum(bool(one.causes and one.lessons) for one in over),
        runs=len(runs),
        done=sum(one.status is ExecutionStatus.SUCCEEDED for one in runs),
    )


def _grade(tx: Session, case: Case) -> Grade:
    """EVERYTHING, because whose case it is was looked at before."""
    return propose(case.measures, incidents.get(tx, case.incident, EVERYTHING).incident.level).grade


def weaknesses_of(tx: Session, district: District, supplier: Supplier, scope: Scope) -> dict[str, list[str]]:
    """Known weaknesses of what a supplier supplies, over the register of the caller's units."""
    estate = district.facts.estate
    return known_weaknesses(
        [supplier],
        ledgers.component_lists(tx, scope),
        [one for one in estate.services if scope.allows(one.unit)],
        [one for one in estate.exposures if scope.allows(one.unit)],
    )


def scan_rights(tx: Session, assets: Iterable[Asset], now: Micros) -> tuple[frozenset[str], frozenset[str]]:
    """The systems that are critical, and the addresses and names of theirs that may be scanned on this day."""
    records, today = ledgers.records(tx, EVERYTHING), day_of(now)
    critical = frozenset(name for name, one in records.items() if one.cii.status is CiiStatus.IDENTIFIED)
    names: Mapping[str, set[str]] = {name: set() for name in critical}
    for asset in assets:
        if asset.system in names:
            names[asset.system].update((*asset.addresses, *asset.hostnames))
    allowed: set[str] = set()
    for permit in ledgers.scan_permits(tx, EVERYTHING):
        if permit.holds(today) and permit.system in names:
            own = names[permit.system]
            allowed |= own & {*permit.hosts} if permit.hosts else own
    for name in critical:
        held = records[name].cii
        if held.permit and held.permit_until >= today:
            allowed |= names[name]
    return critical, frozenset(allowed)
