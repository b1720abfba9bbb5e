"""Drills, from plan to record. A drill that is over never changes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import Conflict, NotFound, ScopeError
from model.recovery import Drill, DrillKind, DrillMode, DrillStatus
from model.times import Micros
from store import ledger
from store.encoding import to_plain
from store.paging import Listing, after, checked, cursor_of
from store.recovery_tables import DrillRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

OPEN = tuple(one.value for one in DrillStatus if not one.over)


def new_id() -> str:
    return f"drill-{secrets.token_hex(8)}"


def add(tx: Session, drill: Drill, *, actor: str, scope: Scope) -> None:
    if not scope.allows(drill.unit):
        raise ScopeError(f"unit {drill.unit!r} is not within your units")
    insert_rows(tx, DrillRow, [{"id": drill.id, **_values(drill), "record": ""}])
    _note(tx, drill, "drill.planned", actor, drill.created)


def get(tx: Session, identifier: str, scope: Scope) -> Drill:
    return msgspec.convert(_row(tx, identifier, scope).body, Drill)


def record_of(tx: Session, identifier: str, scope: Scope) -> str:
    """The text whose SM3 digest the drill and its papers bear. Raises Conflict while it is not over."""
    row = _row(tx, identifier, scope)
    if not row.record:
        raise Conflict("the drill is not over", where=f"drill {identifier}")
    return row.record


def find(
    tx: Session,
    scope: Scope,
    *,
    status: Sequence[DrillStatus] = (),
    kind: DrillKind | None = None,
    system: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[Drill]:
    """Newest first."""
    limit = checked(limit)
    statement = scoped(select(DrillRow), scope, DrillRow.unit)
    if status:
        statement = statement.where(DrillRow.status.in_([one.value for one in status]))
    if kind is not None:
        statement = statement.where(DrillRow.kind == kind.value)
    if system is not None:
        statement = statement.where(DrillRow.system == system)
    if cursor:
        statement = statement.where(after(cursor, DrillRow.created, DrillRow.id))
    rows = list(tx.scalars(statement.order_by(DrillRow.created.desc(), DrillRow.id.desc()).limit(limit + 1)))
    items = [msgspec.convert(row.body, Drill) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].created, items[-1].id) if len(rows) > limit else None)


def restored_last(tx: Session, scope: Scope) -> dict[str, Drill]:
    """By backup plan: the newest exercise that is over, whether it restored or failed to."""
    statement = select(DrillRow).where(
        DrillRow.kind == DrillKind.RESTORE.value,
        DrillRow.status.in_([DrillStatus.PASSED.value, DrillStatus.FAILED.value]),
    )
    out: dict[str, Drill] = {}
    for row in tx.scalars(scoped(statement, scope, DrillRow.unit).order_by(DrillRow.ended)):
        drill = msgspec.convert(row.body, Drill)
        if drill.plan and drill.mode is DrillMode.EXERCISE:
            out[drill.plan] = drill
    return out


def appointed(tx: Session, scope: Scope) -> list[Drill]:
    """Planned for a time and not begun, the earliest first."""
    statement = select(DrillRow).where(DrillRow.status == DrillStatus.PLANNED.value)
    held = [msgspec.convert(row.body, Drill) for row in tx.scalars(scoped(statement, scope, DrillRow.unit))]
    return sorted((one for one in held if one.scheduled), key=lambda one: (one.scheduled, one.id))


def running(tx: Session) -> list[Drill]:
    """Of all units, for whoever brings them to their end."""
    statement = select(DrillRow).where(DrillRow.status == DrillStatus.RUNNING.value).order_by(DrillRow.created)
    return [msgspec.convert(row.body, Drill) for row in tx.scalars(scoped(statement, EVERYTHING))]


def is_drill(tx: Session, execution: str) -> bool:
    """Whether a run belongs to a drill."""
    statement = select(DrillRow.id).where(DrillRow.execution == execution)
    return tx.scalar(scoped(statement.limit(1), EVERYTHING)) is not None


def change(tx: Session, drill: Drill, *, actor: str, action: str, now: Micros, scope: Scope, record: str = "") -> None:
    """Raises Conflict when it was over before."""
    known = get(tx, drill.id, scope)
    if known.status.over:
        raise Conflict("the drill is over", where=f"drill {drill.id}")
    changed = msgspec.structs.replace(drill, changed=now)
    update_rows(tx, DrillRow, DrillRow.id == drill.id, **_values(changed), record=record)
    _note(tx, changed, action, actor, now)


def _row(tx: Session, identifier: str, scope: Scope) -> DrillRow:
    row = tx.scalar(scoped(select(DrillRow).where(DrillRow.id == identifier), scope, DrillRow.unit))
    if row is None:
        raise NotFound(f"there is no drill {identifier[:80]!r} within your units")
    return row


def _values(drill: Drill) -> dict[str, Any]:
    return {
        "unit": drill.unit,
        "system": drill.system,
        "kind": drill.kind.value,
        "status": drill.status.value,
        "execution": drill.execution,
        "created": drill.created,
        "ended": drill.ended,
        "body": to_plain(drill),
    }


def _note(tx: Session, drill: Drill, action: str, actor: str, now: Micros) -> None:
    details: dict[str, Any] = {
        "title": drill.title,
        "status": drill.status.value,
        "playbook": drill.playbook,
        "system": drill.system,
        "plan": drill.plan,
        "execution": drill.execution,
    }
    if drill.sheet is not None:
        details["score"] = str(drill.sheet.score)
    if drill.restored is not None:
        details["restored"] = to_plain(drill.restored)
    if drill.sm3:
        details["sm3"] = drill.sm3
    ledger.append(
        tx, actor=actor, action=action, object=f"drill:{drill.id}", unit=drill.unit, details=details, time=now
    )
