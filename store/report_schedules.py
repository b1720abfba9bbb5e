"""Reports that make themselves, and the files that came of it."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound, ScopeError
from model.reporting import Cadence, KeptReport, ReportSchedule
from model.times import Micros
from store import ledger
from store.coordination_tables import KeptReportRow, ReportScheduleRow
from store.encoding import plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MOST = 200


def new_id() -> str:
    return f"schedule-{secrets.token_hex(8)}"


def add(tx: Session, one: ReportSchedule, *, actor: str, scope: Scope) -> None:
    """Raises ScopeError for a unit outside the scope, InputError when there are too many."""
    if not scope.allows(one.unit):
        raise ScopeError(f"unit {one.unit!r} is not within your units")
    if len(find(tx, EVERYTHING)) >= MOST:
        raise InputError(f"there are {MOST} schedules already", hint="remove one that is no longer needed")
    insert_rows(tx, ReportScheduleRow, [_values(one)])
    _note(tx, one, "added", actor, one.created)


def find(tx: Session, scope: Scope) -> list[ReportSchedule]:
    """In the order they are made next."""
    statement = scoped(select(ReportScheduleRow), scope, ReportScheduleRow.unit)
    rows = tx.scalars(statement.order_by(ReportScheduleRow.next_at, ReportScheduleRow.id).limit(MOST))
    return [_schedule(row) for row in rows]


def get(tx: Session, identifier: str, scope: Scope) -> ReportSchedule:
    statement = select(ReportScheduleRow).where(ReportScheduleRow.id == identifier)
    row = tx.scalar(scoped(statement, scope, ReportScheduleRow.unit))
    if row is None:
        raise NotFound(f"there is no report schedule {identifier!r} within your units")
    return _schedule(row)


def remove(tx: Session, identifier: str, *, actor: str, scope: Scope, now: Micros) -> None:
    """What it made stays."""
    one = get(tx, identifier, scope)
    delete_rows(tx, ReportScheduleRow, ReportScheduleRow.id == identifier)
    _note(tx, one, "removed", actor, now)


def run_now(tx: Session, identifier: str, *, actor: str, scope: Scope, now: Micros) -> ReportSchedule:
    """Made at the next look; it then goes on as planned."""
    one = msgspec.structs.replace(get(tx, identifier, scope), next_at=now)
    update_rows(tx, ReportScheduleRow, ReportScheduleRow.id == identifier, next_at=now)
    _note(tx, one, "asked_for", actor, now)
    return one


def due(tx: Session, now: Micros) -> list[ReportSchedule]:
    """Of all units, for whoever makes them."""
    statement = select(ReportScheduleRow).where(ReportScheduleRow.next_at <= now)
    rows = tx.scalars(scoped(statement, EVERYTHING).order_by(ReportScheduleRow.next_at).limit(MOST))
    return [_schedule(row) for row in rows]


def done(tx: Session, identifier: str, *, next_at: Micros, last_at: Micros, problem: str) -> None:
    wanted = {"next_at": next_at, "last_at": last_at, "problem": plain(problem)[:1_000]}
    update_rows(tx, ReportScheduleRow, ReportScheduleRow.id == identifier, **wanted)


def keep(tx: Session, one: KeptReport) -> None:
    insert_rows(tx, KeptReportRow, [{name: getattr(one, name) for name in KeptReport.__struct_fields__}])


def forget(tx: Session, identifier: str) -> None:
    delete_rows(tx, KeptReportRow, KeptReportRow.id == identifier)


def kept(
    tx: Session, scope: Scope, *, schedule: str | None = None, limit: int = 50, cursor: str | None = None
) -> Listing[KeptReport]:
    """Newest first."""
    limit = checked(limit)
    statement = scoped(select(KeptReportRow), scope, KeptReportRow.unit)
    if schedule is not None:
        statement = statement.where(KeptReportRow.schedule == schedule)
    if cursor:
        statement = statement.where(after(cursor, KeptReportRow.made, KeptReportRow.id))
    rows = list(tx.scalars(statement.order_by(KeptReportRow.made.desc(), KeptReportRow.id.desc()).limit(limit + 1)))
    items = [_kept(row) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].made, items[-1].id) if len(rows) > limit else None)


def get_kept(tx: Session, identifier: str, scope: Scope) -> KeptReport:
    row = tx.scalar(scoped(select(KeptReportRow).where(KeptReportRow.id == identifier), scope, KeptReportRow.unit))
    if row is None:
        raise NotFound(f"there is no kept report {identifier!r} within your units")
    return _kept(row)


def _note(tx: Session, one: ReportSchedule, action: str, actor: str, now: Micros) -> None:
    name = f"schedule:{one.id}"
    details = to_plain(one)
    ledger.append(
        tx, actor=actor, action=f"report.schedule_{action}", object=name, unit=one.unit, details=details, time=now
    )


def _values(one: ReportSchedule) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in ReportSchedule.__struct_fields__}
    return values | {"cadence": one.cadence.value, "subject": plain(one.subject), "problem": plain(one.problem)}


def _schedule(row: ReportScheduleRow) -> ReportSchedule:
    values = {name: getattr(row, name) for name in ReportSchedule.__struct_fields__}
    return ReportSchedule(**{**values, "cadence": Cadence(row.cadence)})


def _kept(row: KeptReportRow) -> KeptReport:
    return KeptReport(**{name: getattr(row, name) for name in KeptReport.__struct_fields__})
