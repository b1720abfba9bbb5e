"""Backup plans, looks at repositories and what they found."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound, ScopeError
from model.recovery import BackupPlan, Look, LookKind, LookOutcome, Snapshot
from model.times import DAY, Micros
from store import ledger, registers
from store.encoding import plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.recovery_tables import BackupContentRow, BackupLookRow, BackupPlanRow, BackupRequestRow, BackupStateRow
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

KEPT: Micros = 400 * DAY
"""How long looks are kept: longer than a year's assessment looks back."""
MOST_PLANS = 5_000


def plans(tx: Session, scope: Scope, *, system: str | None = None) -> list[BackupPlan]:
    statement = scoped(select(BackupPlanRow), scope, BackupPlanRow.unit)
    if system is not None:
        statement = statement.where(BackupPlanRow.system == system)
    rows = tx.scalars(statement.order_by(BackupPlanRow.system, BackupPlanRow.id).limit(MOST_PLANS))
    return [msgspec.convert(row.body, BackupPlan) for row in rows]


def get_plan(tx: Session, identifier: str, scope: Scope) -> BackupPlan:
    row = tx.scalar(scoped(select(BackupPlanRow).where(BackupPlanRow.id == identifier), scope, BackupPlanRow.unit))
    if row is None:
        raise NotFound(f"there is no backup plan {identifier[:80]!r} within your units")
    return msgspec.convert(row.body, BackupPlan)


def put_plan(tx: Session, plan: BackupPlan, *, actor: str, scope: Scope, now: Micros) -> BackupPlan:
    """Add one (no id) or change it. It belongs to the unit of its system."""
    unit = registers.get_system(tx, plan.system, scope).unit
    if not scope.allows(unit):
        raise ScopeError("the system belongs to another unit", where=f"system {plan.system}")
    known = get_plan(tx, plan.id, scope) if plan.id else None
    unknown = sorted(set(plan.assets) - {one.id for one in registers.find_assets(tx, scope)})
    if unknown:
        raise InputError(f"no such asset: {', '.join(unknown[:5])}", where="assets")
    made = msgspec.structs.replace(
        plan, id=plan.id or f"backup-{secrets.token_hex(8)}", unit=unit, changed=now, changed_by=actor
    )
    body = to_plain(made)
    values = {"unit": unit, "system": made.system, "repository": made.repository, "changed": now, "body": body}
    if known is None:
        insert_rows(tx, BackupPlanRow, [{"id": made.id, **values}])
    else:
        update_rows(tx, BackupPlanRow, BackupPlanRow.id == made.id, **values)
    action = "backup.plan_added" if known is None else "backup.plan_changed"
    _note(tx, action, f"backup:{made.id}", unit, actor, now, body)
    return msgspec.convert(body, BackupPlan)


def remove_plan(tx: Session, identifier: str, *, actor: str, scope: Scope, now: Micros) -> None:
    known = get_plan(tx, identifier, scope)
    delete_rows(tx, BackupPlanRow, BackupPlanRow.id == identifier)
    _note(tx, "backup.plan_removed", f"backup:{identifier}", known.unit, actor, now, to_plain(known))


def new_look_id() -> str:
    return f"look-{secrets.token_hex(8)}"


def add_look(tx: Session, look: Look, snapshots: Sequence[Snapshot] | None) -> None:
    """snapshots: what the repository holds now; None when that was not found out."""
    values = {name: getattr(look, name) for name in Look.__struct_fields__}
    insert_rows(
        tx, BackupLookRow, [values | {"said": plain(look.said), "kind": look.kind.value, "outcome": look.outcome.value}]
    )
    delete_rows(tx, BackupLookRow, BackupLookRow.repository == look.repository, BackupLookRow.ended < look.ended - KEPT)
    if snapshots is None:
        return
    content = {"unit": look.unit, "looked": look.ended, "snapshots": to_plain(list(snapshots))}
    if not update_rows(tx, BackupContentRow, BackupContentRow.repository == look.repository, **content):
        insert_rows(tx, BackupContentRow, [{"repository": look.repository, **content}])


def looks(tx: Session, scope: Scope, repository: str, *, limit: int = 50, cursor: str | None = None) -> Listing[Look]:
    """Newest first."""
    limit = checked(limit)
    statement = scoped(select(BackupLookRow), scope, BackupLookRow.unit).where(BackupLookRow.repository == repository)
    if cursor:
        statement = statement.where(after(cursor, BackupLookRow.ended, BackupLookRow.id))
    rows = list(tx.scalars(statement.order_by(BackupLookRow.ended.desc(), BackupLookRow.id.desc()).limit(limit + 1)))
    items = [_look(row) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].ended, items[-1].id) if len(rows) > limit else None)


def latest(tx: Session, scope: Scope) -> dict[tuple[str, LookKind], Look]:
    """The newest look of each kind, by repository."""
    newest = (
        select(BackupLookRow.repository, BackupLookRow.kind, func.max(BackupLookRow.ended).label("ended"))
        .group_by(BackupLookRow.repository, BackupLookRow.kind)
        .subquery()
    )
    same = and_(
        BackupLookRow.repository == newest.c.repository,
        BackupLookRow.kind == newest.c.kind,
        BackupLookRow.ended == newest.c.ended,
    )
    rows = tx.scalars(scoped(select(BackupLookRow).join(newest, same), scope, BackupLookRow.unit))
    return {(row.repository, LookKind(row.kind)): _look(row) for row in rows}


def last_parts(tx: Session, repository: str, parts: int, scope: Scope) -> list[int]:
    """Which parts of so many the last checks read, newest first, at most as many."""
    statement = select(BackupLookRow.part).where(
        BackupLookRow.repository == repository,
        BackupLookRow.kind == LookKind.CHECK.value,
        BackupLookRow.parts == parts,
        BackupLookRow.outcome == LookOutcome.OK.value,
    )
    return list(
        tx.scalars(scoped(statement.order_by(BackupLookRow.ended.desc()).limit(parts), scope, BackupLookRow.unit))
    )


def contents(tx: Session, scope: Scope) -> dict[str, list[Snapshot]]:
    """Snapshots by repository, oldest first."""
    rows = tx.scalars(scoped(select(BackupContentRow), scope, BackupContentRow.unit))
    return {row.repository: msgspec.convert(row.snapshots, list[Snapshot]) for row in rows}


@dataclass(frozen=True, slots=True)
class Told:
    """What was last said of a subject, and since when it is so."""

    subject: str
    unit: str
    state: str
    since: Micros


def states(tx: Session, scope: Scope) -> dict[str, Told]:
    rows = tx.scalars(scoped(select(BackupStateRow), scope, BackupStateRow.unit))
    return {row.subject: Told(row.subject, row.unit, row.state, row.since) for row in rows}


def note_states(tx: Session, told: Sequence[Told], gone: Sequence[str]) -> None:
    for one in told:
        values = {"unit": one.unit, "state": one.state, "since": one.since}
        if not update_rows(tx, BackupStateRow, BackupStateRow.subject == one.subject, **values):
            insert_rows(tx, BackupStateRow, [{"subject": one.subject, **values}])
    for subject in gone:
        delete_rows(tx, BackupStateRow, BackupStateRow.subject == subject)


@dataclass(frozen=True, slots=True)
class Wanted:
    repository: str
    kind: LookKind
    by: str


def request_look(
    tx: Session, repository: str, kind: LookKind, *, unit: str, actor: str, scope: Scope, now: Micros
) -> None:
    """Whoever carries looks out makes it soon. Asking twice is asking once."""
    if not scope.allows(unit):
        raise ScopeError("the repository belongs to another unit", where=f"repository {repository}")
    where = (BackupRequestRow.repository == repository) & (BackupRequestRow.kind == kind.value)
    if not update_rows(tx, BackupRequestRow, where, by=actor, time=now):
        row = {"repository": repository, "kind": kind.value, "unit": unit, "by": actor, "time": now}
        insert_rows(tx, BackupRequestRow, [row])
    _note(tx, "backup.look_requested", f"repository:{repository}", unit, actor, now, {"kind": kind.value})


def requests(tx: Session) -> list[Wanted]:
    rows = tx.scalars(scoped(select(BackupRequestRow), EVERYTHING))
    return sorted(
        (Wanted(row.repository, LookKind(row.kind), row.by) for row in rows), key=lambda one: (one.repository, one.kind)
    )


def settle_request(tx: Session, repository: str, kind: LookKind) -> None:
    delete_rows(tx, BackupRequestRow, BackupRequestRow.repository == repository, BackupRequestRow.kind == kind.value)


def _look(row: BackupLookRow) -> Look:
    values = {name: getattr(row, name) for name in Look.__struct_fields__}
    return Look(**{**values, "kind": LookKind(row.kind), "outcome": LookOutcome(row.outcome)})


def _note(tx: Session, action: str, what: str, unit: str, actor: str, now: Micros, details: Mapping[str, Any]) -> None:
    ledger.append(tx, actor=actor, action=action, object=what, unit=unit, details=details, time=now)
