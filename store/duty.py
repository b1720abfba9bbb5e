"""Who is on duty, and which mode the district is in."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.coordination import Mode, ModeChange, Shift, ZeroReport, ZeroStatus
from model.errors import InputError, NotFound, ScopeError
from model.times import DAY, Micros
from store import ledger
from store.coordination_tables import ModeRow, ShiftRow, ZeroReportRow
from store.encoding import plain, to_plain
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

LONGEST: Micros = 7 * DAY
MOST = 2_000


def add(tx: Session, shift: Shift, *, actor: str, scope: Scope, now: Micros) -> None:
    """Raises InputError for a shift that ends before it begins or lasts longer than a week."""
    if not scope.allows(shift.unit):
        raise ScopeError(f"unit {shift.unit!r} is not within your units")
    if not 0 < shift.end - shift.start <= LONGEST:
        raise InputError("a shift ends after it begins, within a week", where="end")
    values = {name: getattr(shift, name) for name in Shift.__struct_fields__}
    insert_rows(tx, ShiftRow, [values | {name: plain(values[name]) for name in ("person", "phone", "note")}])
    _note(tx, shift, "duty.shift_added", actor, now)


def new_id() -> str:
    return f"shift-{secrets.token_hex(8)}"


def remove(tx: Session, identifier: str, *, actor: str, scope: Scope, now: Micros) -> None:
    row = tx.scalar(scoped(select(ShiftRow).where(ShiftRow.id == identifier), scope, ShiftRow.unit))
    if row is None:
        raise NotFound(f"there is no shift {identifier!r} within your units")
    shift = _shift(row)
    delete_rows(tx, ShiftRow, ShiftRow.id == identifier)
    _note(tx, shift, "duty.shift_removed", actor, now)


def find(tx: Session, scope: Scope, *, start: Micros, end: Micros) -> list[Shift]:
    """Touching the range, in order of their beginning, at most MOST."""
    statement = select(ShiftRow).where(ShiftRow.end > start, ShiftRow.start < end)
    rows = tx.scalars(scoped(statement, scope, ShiftRow.unit).order_by(ShiftRow.start, ShiftRow.id).limit(MOST))
    return [_shift(row) for row in rows]


def set_mode(tx: Session, change: ModeChange, *, unit: str) -> None:
    """Raises InputError when it would end before it begins. unit: whose ledger records carry it."""
    if change.until and change.until <= change.since:
        raise InputError("the mode would be over before it begins", where="until")
    insert_rows(
        tx,
        ModeRow,
        [
            {
                "mode": change.mode.value,
                "since": change.since,
                "until": change.until,
                "by": change.by,
                "reason": plain(change.reason),
            }
        ],
    )
    details = to_plain(change)
    ledger.append(
        tx, actor=change.by, action="duty.mode", object="duty:mode", unit=unit, details=details, time=change.since
    )


def mode_changes(tx: Session, *, limit: int = 20) -> list[ModeChange]:
    """Newest first."""
    rows = tx.scalars(scoped(select(ModeRow).order_by(ModeRow.number.desc()).limit(limit), EVERYTHING))
    return [
        ModeChange(mode=Mode(row.mode), since=row.since, until=row.until, by=row.by, reason=row.reason) for row in rows
    ]


def expect(tx: Session, wanted: ZeroReport) -> None:
    """A unit has to report; expecting the same again changes nothing."""
    if zero_report(tx, wanted.unit, wanted.due, EVERYTHING) is None:
        insert_rows(tx, ZeroReportRow, [_zero_values(wanted)])


def put_zero(tx: Session, one: ZeroReport, *, actor: str, action: str, now: Micros) -> None:
    """action: reported, reminded, missed or dropped."""
    update_rows(tx, ZeroReportRow, ZeroReportRow.unit == one.unit, ZeroReportRow.due == one.due, **_zero_values(one))
    details = {"due": one.due, "status": one.status.value, "quiet": one.quiet, "text": one.text, "told": one.told}
    ledger.append(
        tx,
        actor=actor,
        action=f"duty.zero_{action}",
        object=f"unit:{one.unit}",
        unit=one.unit,
        details=to_plain(details),
        time=now,
    )


def zero_report(tx: Session, unit: str, due: Micros, scope: Scope) -> ZeroReport | None:
    statement = select(ZeroReportRow).where(ZeroReportRow.unit == unit, ZeroReportRow.due == due)
    row = tx.scalar(scoped(statement, scope, ZeroReportRow.unit))
    return None if row is None else _zero(row)


def zero_reports(tx: Session, scope: Scope, *, since: Micros, status: ZeroStatus | None = None) -> list[ZeroReport]:
    """Due since a time, latest first, at most MOST."""
    statement = select(ZeroReportRow).where(ZeroReportRow.due >= since)
    if status is not None:
        statement = statement.where(ZeroReportRow.status == status.value)
    rows = tx.scalars(
        scoped(statement, scope, ZeroReportRow.unit).order_by(ZeroReportRow.due.desc(), ZeroReportRow.unit).limit(MOST)
    )
    return [_zero(row) for row in rows]


def _zero_values(one: ZeroReport) -> dict[str, object]:
    values = {name: getattr(one, name) for name in ZeroReport.__struct_fields__}
    return values | {"status": one.status.value, "text": plain(one.text), "told": plain(one.told)}


def _zero(row: ZeroReportRow) -> ZeroReport:
    values = {name: getattr(row, name) for name in ZeroReport.__struct_fields__}
    return ZeroReport(**{**values, "status": ZeroStatus(row.status)})


def _note(tx: Session, shift: Shift, action: str, actor: str, now: Micros) -> None:
    details = to_plain(shift)
    ledger.append(
        tx, actor=actor, action=action, object=f"shift:{shift.id}", unit=shift.unit, details=details, time=now
    )


def _shift(row: ShiftRow) -> Shift:
    return Shift(**{name: getattr(row, name) for name in Shift.__struct_fields__})
