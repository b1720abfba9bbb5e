"""Alerts, whom they are about, and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.entity import Role
from model.errors import InputError, NotFound
from model.severity import Level
from model.times import Micros, now_us
from store import ledger
from store.contract import TimeRange
from store.encoding import chunks, plain, to_json_text
from store.paging import Listing, after, checked, cursor_of
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import S, scoped
from store.tables import AlertChangeRow, AlertEntityRow, AlertRow, IncidentMemberRow


class AlertStatus(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class AlertVerdict(StrEnum):
    """What it turned out to be. benign: real activity, correctly reported, and allowed; false_positive: the rule is wrong."""

    TRUE_POSITIVE = "true_positive"
    BENIGN = "benign"
    FALSE_POSITIVE = "false_positive"


class StoredAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert and where its handling stands. verdict None: nobody has said."""

    alert: Alert
    status: AlertStatus
    verdict: AlertVerdict | None
    note: str
    changed: Micros | None
    changed_by: str | None


class AlertChange(msgspec.Struct, frozen=True, kw_only=True):
    time: Micros
    actor: str
    status: AlertStatus
    verdict: AlertVerdict | None
    note: str


class AlertGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts of one rule about one principal: who acted, else on whom, else who was seen. principal None: about nobody.

    level is the highest of its alerts, which a later and lower one never hides. Times are event times.
    """

    rule: str
    principal: str | None
    alerts: int
    open: int
    level: Level
    first: Micros
    last: Micros


NOBODY = "-"
"""For `Filter.principal`: alerts that are about no entity."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list; an empty member does not limit. within: by event time. entity, principal: a `model.entity.Entity.key`."""

    within: TimeRange | None = None
    levels: tuple[Level, ...] = ()
    rule: str = ""
    entity: str = ""
    principal: str = ""
    statuses: tuple[AlertStatus, ...] = ()
    verdicts: tuple[AlertVerdict, ...] = ()
    incident: str = ""
    source: str = ""


_DECODER = msgspec.json.Decoder(Alert)
_LEVELS = tuple(Level)


def add(tx: Session, alerts: Iterable[Alert]) -> list[Alert]:
    """Store those whose id is not stored yet and return them, in the order given. Their status is open."""
    wanted: dict[str, Alert] = {}
    for alert in alerts:
        wanted.setdefault(alert.id, alert)
    known: set[str] = set()
    for ids in chunks(list(wanted)):
        known.update(tx.scalars(scoped(select(AlertRow.id).where(AlertRow.id.in_(ids)), EVERYTHING)))
    new = [alert for alert in wanted.values() if alert.id not in known]
    if not new:
        return []
    insert_rows(tx, AlertRow, [_row(alert) for alert in new])
    insert_rows(tx, AlertEntityRow, [row for alert in new for row in _entity_rows(alert)])
    return new


def get(tx: Session, alert_id: str, scope: Scope) -> StoredAlert:
    """Raises NotFound when absent or outside the scope, without telling which."""
    row = tx.execute(scoped(select(AlertRow).where(AlertRow.id == alert_id), scope, AlertRow.unit)).scalar()
    if row is None:
        raise NotFound(f"there is no alert {alert_id!r} within your units")
    return _stored(row)


def find(
    tx: Session, scope: Scope, where: Filter | None = None, *, limit: int = 100, cursor: str | None = None
) -> Listing[StoredAlert]:
    """Newest first by event time; ties by id, so that paging neither repeats nor skips."""
    statement = _filtered(select(AlertRow), scope, where)
    if cursor is not None:
        statement = statement.where(after(cursor, AlertRow.time, AlertRow.id))
    rows = list(tx.scalars(statement.order_by(AlertRow.time.desc(), AlertRow.id.desc()).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].time, rows[limit - 1].id) if len(rows) > limit else None
    return Listing([_stored(row) for row in rows[:limit]], more)


def count(tx: Session, scope: Scope, where: Filter | None = None) -> int:
    return tx.scalar(_filtered(select(func.count()).select_from(AlertRow), scope, where)) or 0


def count_by_level(tx: Session, scope: Scope, where: Filter | None = None) -> dict[Level, int]:
    """Every level, zero where there is none, worst last."""
    statement = _filtered(select(AlertRow.level, func.count()), scope, where).group_by(AlertRow.level)
    found = {_LEVELS[rank]: number for rank, number in tx.execute(statement)}
    return {level: found.get(level, 0) for level in _LEVELS}


def count_by_rule(tx: Session, scope: Scope, where: Filter | None = None, *, limit: int = 50) -> dict[str, int]:
    """Rule id to number of alerts, most first, ties by id."""
    statement = _filtered(select(AlertRow.rule, func.count().label("n")), scope, where).group_by(AlertRow.rule)
    found = tx.execute(statement.order_by(func.count().desc(), AlertRow.rule).limit(limit))
    return {row.rule: row.n for row in found}


def groups(tx: Session, scope: Scope, where: Filter | None = None, *, limit: int = 200) -> list[AlertGroup]:
    """By rule and principal: highest level first, then newest."""
    filtered = _filtered(select(AlertRow.id), scope, where)
    principal = scoped(_principals(filtered.subquery()), scope, AlertEntityRow.unit).subquery()
    highest, last = func.max(AlertRow.level), func.max(AlertRow.time)
    statement = (
        _filtered(
            select(
                AlertRow.rule,
                principal.c.ranked,
                func.count().label("alerts"),
                func.sum(case((AlertRow.status == AlertStatus.OPEN.value, 1), else_=0)).label("open"),
                highest.label("level"),
                func.min(AlertRow.time).label("first"),
                last.label("last"),
            ).outerjoin(principal, principal.c.alert == AlertRow.id),
            scope,
            where,
        )
        .group_by(AlertRow.rule, principal.c.ranked)
        .order_by(highest.desc(), last.desc(), AlertRow.rule, principal.c.ranked)
        .limit(limit)
    )
    return [
        AlertGroup(
            rule=row.rule,
            principal=row.ranked[1:] if row.ranked else None,
            alerts=row.alerts,
            open=row.open,
            level=_LEVELS[row.level],
            first=row.first,
            last=row.last,
        )
        for row in tx.execute(statement)
    ]


_RANKS = {Role.ACTOR.value: "0", Role.TARGET.value: "1"}


def _principals(alerts: Subquery) -> Select[str, Any]:
    """alert, ranked: the principal's key behind a digit. The first by role, then by key, so that it is always the same."""
    ranked = func.min(case(_RANKS, value=AlertEntityRow.role, else_="2") + AlertEntityRow.key)
    return (
        select(AlertEntityRow.alert.label("alert"), ranked.label("ranked"))
        .where(AlertEntityRow.alert.in_(select(alerts.c.id)))
        .group_by(AlertEntityRow.alert)
    )


def decide(
    tx: Session,
    alert_ids: Sequence[str],
    scope: Scope,
    *,
    actor: str,
    status: AlertStatus,
    verdict: AlertVerdict | None = None,
    note: str = "",
    time: Micros | None = None,
) -> None:
    """Record what a person decided about alerts: all of them or, when one is not within the scope, none (NotFound).

    Closing needs a verdict; a note is asked for with `false_positive`, since it is what improves the rule. Each decision
    is kept in the alert's history and in the audit ledger.
    """
    if status is AlertStatus.CLOSED and verdict is None:
        raise InputError("closing an alert needs a verdict", hint="say true_positive, benign or false_positive")
    if verdict is AlertVerdict.FALSE_POSITIVE and not note.strip():
        raise InputError("a false positive needs a note", hint="say what the rule mistook for an attack")
    at = now_us() if time is None else time
    before: dict[str, AlertRow] = {}
    for ids in chunks(list(dict.fromkeys(alert_ids))):
        rows = tx.scalars(scoped(select(AlertRow).where(AlertRow.id.in_(ids)), scope, AlertRow.unit))
        before.update((row.id, row) for row in rows)
    for alert_id in alert_ids:
        if alert_id not in before:
            raise NotFound(f"there is no alert {alert_id!r} within your units")
    if not before:
        return
    decision = {"status": status.value, "verdict": verdict.value if verdict else None, "note": plain(note)}
    for ids in chunks(list(before)):
        update_rows(tx, AlertRow, AlertRow.id.in_(ids), **decision, changed=at, changed_by=actor)
    insert_rows(
        tx,
        AlertChangeRow,
        [{"alert": row.id, "unit": row.unit, "time": at, "actor": actor, **decision} for row in before.values()],
    )
    ledger.extend(
        tx,
        [
            ledger.Entry(
                actor=actor,
                action="alert.decided",
                object=f"alert:{row.id}",
                unit=row.unit,
                details={"from": row.status, **decision},
                time=at,
            )
            for row in before.values()
        ],
    )


def history(tx: Session, alert_id: str, scope: Scope) -> list[AlertChange]:
    """What people decided, oldest first."""
    get(tx, alert_id, scope)
    statement = scoped(select(AlertChangeRow).where(AlertChangeRow.alert == alert_id), scope, AlertChangeRow.unit)
    return [
        AlertChange(
            time=row.time,
            actor=row.actor,
            status=AlertStatus(row.status),
            verdict=AlertVerdict(row.verdict) if row.verdict else None,
            note=row.note,
        )
        for row in tx.scalars(statement.order_by(AlertChangeRow.id))
    ]


def _filtered(statement: S, scope: Scope, where: Filter | None) -> S:
    statement = scoped(statement, scope, AlertRow.unit)
    for condition in _conditions(where or Filter()):
        statement = statement.where(condition)
    return statement


def _conditions(where: Filter) -> Iterable[ColumnElement[bool]]:
    if where.within is not None:
        yield AlertRow.time >= where.within.start
        yield AlertRow.time < where.within.end
    if where.levels:
        yield AlertRow.level.in_([level.rank for level in where.levels])
    if where.rule:
        yield AlertRow.rule == where.rule
    if where.statuses:
        yield AlertRow.status.in_([status.value for status in where.statuses])
    if where.verdicts:
        yield AlertRow.verdict.in_([verdict.value for verdict in where.verdicts])
    if where.source:
        yield AlertRow.source == where.source
    if where.entity:
        yield AlertRow.id.in_(select(AlertEntityRow.alert).where(AlertEntityRow.key == plain(where.entity)))
    if where.principal == NOBODY:
        yield AlertRow.id.not_in(select(AlertEntityRow.alert))
    elif where.principal:
        key = plain(where.principal)
        about = select(AlertEntityRow.alert.label("id")).where(AlertEntityRow.key == key).subquery()
        ranked = _principals(about).subquery()
        yield AlertRow.id.in_(select(ranked.c.alert).where(func.substr(ranked.c.ranked, 2) == key))
    if where.incident:
        yield AlertRow.id.in_(select(IncidentMemberRow.alert).where(IncidentMemberRow.incident == where.incident))


def _row(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "unit": plain(alert.unit),
        "time": alert.time,
        "created": alert.created,
        "level": alert.rule.level.rank,
        "rule": plain(alert.rule.id),
        "source": plain(alert.source),
        "body": to_json_text(alert),
        "status": AlertStatus.OPEN.value,
        "verdict": None,
        "note": "",
        "changed": None,
        "changed_by": None,
    }


def _entity_rows(alert: Alert) -> list[dict[str, Any]]:
    seen = dict.fromkeys((plain(entity.key), entity.role.value) for entity in alert.entities)
    return [
        {"alert": alert.id, "key": key, "role": role, "time": alert.time, "unit": plain(alert.unit)}
        for key, role in seen
    ]


def _stored(row: AlertRow) -> StoredAlert:
    return StoredAlert(
        alert=_DECODER.decode(row.body),
        status=AlertStatus(row.status),
        verdict=AlertVerdict(row.verdict) if row.verdict else None,
        note=row.note,
        changed=row.changed,
        changed_by=row.changed_by,
    )
