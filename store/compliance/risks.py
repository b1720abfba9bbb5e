"""Risks at rest: what alerts say of threats, treatments people decided, how risks went over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.errors import InputError, ScopeError
from model.risk import Risk, RiskDay, RiskPoint, Sighting, Treatment, Way
from model.times import Micros, day_of
from store.alerts import AlertVerdict
from store.compliance.shelf import find_entries, one_entry, put_entry
from store.compliance_tables import RiskDayRow, RiskPointRow
from store.encoding import chunks
from store.rows import delete_rows, insert_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import AlertEntityRow, AlertRow

KIND = "risk_treatment"
_JUDGED_FALSE = (AlertVerdict.FALSE_POSITIVE.value, AlertVerdict.BENIGN.value)
_DECODER = msgspec.json.Decoder(Alert)


def sightings(tx: Session, scope: Scope, *, since: Micros) -> dict[str, list[Sighting]]:
    """Alerts by unit and rule since then, without those judged false or allowed."""
    statement = (
        select(AlertRow.unit, AlertRow.rule, func.count(), func.max(AlertRow.time))
        .where(AlertRow.time >= since, _counts())
        .group_by(AlertRow.unit, AlertRow.rule)
    )
    rows = tx.execute(scoped(statement, scope, AlertRow.unit)).all()
    known = _rules(tx, scope, {row[1] for row in rows})
    out: dict[str, list[Sighting]] = defaultdict(list)
    for unit, rule, count, last in rows:
        out[unit].append(msgspec.structs.replace(known[rule], count=count, last=last))
    return dict(out)


def sightings_about(tx: Session, scope: Scope, names: Mapping[str, str], *, since: Micros) -> dict[str, list[Sighting]]:
    """The same by system. names: entity key → the system whose asset goes by it."""
    found: dict[tuple[str, str], dict[str, Micros]] = defaultdict(dict)
    for keys in chunks(sorted(names)):
        statement = (
            select(AlertEntityRow.key, AlertRow.rule, AlertRow.id, AlertRow.time)
            .join(AlertRow, AlertRow.id == AlertEntityRow.alert)
            .where(AlertEntityRow.key.in_(keys), AlertEntityRow.time >= since, _counts())
        )
        for key, rule, alert, time in tx.execute(scoped(statement, scope, AlertEntityRow.unit, AlertRow.unit)):
            found[names[key], rule][alert] = time
    known = _rules(tx, scope, {rule for _, rule in found})
    out: dict[str, list[Sighting]] = defaultdict(list)
    for (system, rule), alerts in sorted(found.items()):
        one = msgspec.structs.replace(known[rule], count=len(alerts), last=max(alerts.values()))
        out[system].append(one)
    return dict(out)


def added_up(held: Iterable[Sequence[Sighting]]) -> list[Sighting]:
    """Over several units, by rule."""
    sums: dict[str, Sighting] = {}
    for some in held:
        for one in some:
            before = sums.get(one.rule)
            sums[one.rule] = (
                one
                if before is None
                else msgspec.structs.replace(before, count=before.count + one.count, last=max(before.last, one.last))
            )
    return [sums[rule] for rule in sorted(sums)]


def _counts() -> ColumnElement[bool]:
    return or_(AlertRow.verdict.is_(None), AlertRow.verdict.not_in(_JUDGED_FALSE))


def _rules(tx: Session, scope: Scope, rules: Iterable[str]) -> dict[str, Sighting]:
    """What the newest alert of each rule says of it."""
    out = {}
    for rule in sorted(rules):
        newest = select(AlertRow.body).where(AlertRow.rule == rule).order_by(AlertRow.time.desc()).limit(1)
        alert = _DECODER.decode(tx.execute(scoped(newest, scope, AlertRow.unit)).scalar_one())
        out[rule] = Sighting(
            rule=rule,
            title=alert.rule.title,
            title_zh=alert.rule.title_zh,
            tactics=alert.tactics,
            techniques=alert.techniques,
            count=0,
        )
    return out


def treatments(tx: Session, scope: Scope) -> dict[str, Treatment]:
    """By risk."""
    return {one.risk: one for one in find_entries(tx, scope, KIND, Treatment)}


def put_treatment(tx: Session, treatment: Treatment, *, actor: str, scope: Scope, now: Micros) -> Treatment:
    """Decide what is done about a risk; whether that is complete was checked before (`compliance.risk.standing.check`).
    An acceptance waits for somebody else's approval, and so does one that is changed."""
    if not scope.allows(treatment.unit):
        raise ScopeError("the risk belongs to another unit", where=f"risk {treatment.risk}")
    made = msgspec.structs.replace(treatment, approver="", approved=0, set_by=actor, set_at=now)
    put_entry(tx, KIND, made.risk, made, actor, now, "risk.treatment_set")
    return made


def approve_treatment(tx: Session, risk: str, *, actor: str, scope: Scope, now: Micros) -> Treatment:
    """Raises InputError when there is nothing to approve, or when the approver asked for it."""
    held = one_entry(tx, scope, KIND, risk, Treatment)
    if held.way is not Way.ACCEPT or held.approver:
        raise InputError("there is no acceptance that waits for approval", where=f"risk {risk}")
    if held.set_by == actor:
        raise InputError("an acceptance is approved by somebody else than who asked for it", where=f"risk {risk}")
    if held.until < day_of(now):
        raise InputError(f"the acceptance ended on {held.until}", where=f"risk {risk}")
    made = msgspec.structs.replace(held, approver=actor, approved=now)
    put_entry(tx, KIND, risk, made, actor, now, "risk.acceptance_approved")
    return made


def current_points(tx: Session, scope: Scope) -> dict[str, RiskPoint]:
    """The newest of each risk."""
    newest = select(func.max(RiskPointRow.number)).group_by(RiskPointRow.risk)
    statement = select(RiskPointRow).where(RiskPointRow.number.in_(newest))
    return {row.risk: _point(row) for row in tx.scalars(scoped(statement, scope, RiskPointRow.unit))}


def points(tx: Session, risk: str, scope: Scope, *, limit: int = 500) -> list[RiskPoint]:
    """Of one risk, newest first."""
    statement = select(RiskPointRow).where(RiskPointRow.risk == risk).order_by(RiskPointRow.number.desc()).limit(limit)
    return [_point(row) for row in tx.scalars(scoped(statement, scope, RiskPointRow.unit))]


def record_risks(tx: Session, found: Sequence[Risk], now: Micros) -> int:
    """Add a point for every risk that is new, other or gone, and the figures of the day; how many points."""
    held = current_points(tx, EVERYTHING)
    there = {one.id for one in found}
    rows = [
        {
            "risk": one.id,
            "unit": one.unit,
            "system": one.system,
            "time": now,
            "likelihood": one.likelihood,
            "loss": one.loss,
            "level": one.level,
        }
        for one in found
        if (before := held.get(one.id)) is None
        or (before.likelihood, before.loss, before.level) != (one.likelihood, one.loss, one.level)
    ]
    rows += [
        {"risk": name, "unit": one.unit, "system": one.system, "time": now, "likelihood": 0, "loss": 0, "level": 0}
        for name, one in held.items()
        if one.level and name not in there
    ]
    insert_rows(tx, RiskPointRow, rows)
    grades: dict[tuple[str, str], list[int]] = {}
    for one in found:
        grades.setdefault((one.unit, one.system), [0] * 5)[one.level - 1] += 1
    day = day_of(now)
    delete_rows(tx, RiskDayRow, RiskDayRow.day == day)
    insert_rows(
        tx,
        RiskDayRow,
        [{"day": day, "unit": unit, "system": system, "grades": some} for (unit, system), some in grades.items()],
    )
    return len(rows)


def risk_days(tx: Session, scope: Scope, *, system: str | None = None, since: str = "") -> list[RiskDay]:
    """Oldest first."""
    statement = select(RiskDayRow).where(RiskDayRow.day >= since)
    if system is not None:
        statement = statement.where(RiskDayRow.system == system)
    rows = tx.scalars(scoped(statement, scope, RiskDayRow.unit).order_by(RiskDayRow.day).limit(100_000))
    return [RiskDay(day=row.day, system=row.system, unit=row.unit, grades=tuple(row.grades)) for row in rows]


def _point(row: RiskPointRow) -> RiskPoint:
    return RiskPoint(
        number=row.number,
        risk=row.risk,
        system=row.system,
        unit=row.unit,
        time=row.time,
        likelihood=row.likelihood,
        loss=row.loss,
        level=row.level,
    )
