"""Notices to units. The addressed unit sees what was issued to it and nothing else; drafts are their issuer's."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from model.coordination import Colour, Notice, NoticeKind, NoticeStatus, NoticeStep
from model.errors import NotFound
from model.times import Micros
from store import ledger
from store.coordination_tables import NoticeRow, NoticeStepRow
from store.encoding import plain
from store.identity.tables import FeedRow
from store.paging import Listing, after, checked, cursor_of
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import S, scoped, within_scope

FEED = "notice"
MOST_SCORED = 10_000
_TEXTS = ("title", "body", "answer", "review", "incident")


def add(tx: Session, notice: Notice, *, actor: str) -> None:
    insert_rows(tx, NoticeRow, [_values(notice)])
    _step(tx, notice, actor, "draft", "", notice.created)


def new_id() -> str:
    return f"notice-{secrets.token_hex(8)}"


def record(tx: Session, notice: Notice, *, actor: str, action: str, note: str, now: Micros) -> None:
    """Keep what became of a notice, in its history and the ledger, and tell live views."""
    values = {name: value for name, value in _values(notice).items() if name != "id"}
    update_rows(tx, NoticeRow, NoticeRow.id == notice.id, **values)
    _step(tx, notice, actor, action, note, now)


def get(tx: Session, identifier: str, scope: Scope) -> Notice:
    row = tx.scalar(_visible(select(NoticeRow).where(NoticeRow.id == identifier), scope))
    if row is None:
        raise NotFound(f"there is no notice {identifier!r} within your units")
    return _notice(row)


def find(
    tx: Session,
    scope: Scope,
    *,
    status: Sequence[NoticeStatus] = (),
    unit: str | None = None,
    incident: str | None = None,
    kind: NoticeKind | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[Notice]:
    """Newest first."""
    limit = checked(limit)
    statement = _visible(select(NoticeRow), scope)
    if status:
        statement = statement.where(NoticeRow.status.in_([one.value for one in status]))
    if unit is not None:
        statement = statement.where(NoticeRow.unit == unit)
    if incident is not None:
        statement = statement.where(NoticeRow.incident == incident)
    if kind is not None:
        statement = statement.where(NoticeRow.kind == kind.value)
    if cursor:
        statement = statement.where(after(cursor, NoticeRow.created, NoticeRow.id))
    rows = list(tx.scalars(statement.order_by(NoticeRow.created.desc(), NoticeRow.id.desc()).limit(limit + 1)))
    items = [_notice(row) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].created, items[-1].id) if len(rows) > limit else None)


def issued_since(tx: Session, scope: Scope, start: Micros) -> list[Notice]:
    """For scores, newest first, at most MOST_SCORED."""
    statement = _visible(select(NoticeRow), scope).where(NoticeRow.issued >= max(1, start))
    return [_notice(row) for row in tx.scalars(statement.order_by(NoticeRow.issued.desc()).limit(MOST_SCORED))]


def open_ones(tx: Session, statuses: Sequence[NoticeStatus]) -> list[Notice]:
    """Of all units, for whoever escalates what is overdue."""
    statement = select(NoticeRow).where(NoticeRow.status.in_([one.value for one in statuses]))
    return [_notice(row) for row in tx.scalars(scoped(statement, EVERYTHING).order_by(NoticeRow.due))]


def history(tx: Session, identifier: str, scope: Scope) -> list[NoticeStep]:
    """Oldest first. The addressed unit does not see what happened before the notice was issued."""
    known = get(tx, identifier, scope)
    statement = select(NoticeStepRow).where(NoticeStepRow.notice == identifier)
    if not scope.allows(known.issuer):
        statement = statement.where(NoticeStepRow.status != NoticeStatus.DRAFTED.value)
    rows = tx.scalars(scoped(statement, scope).order_by(NoticeStepRow.number))  # `get` has looked whose it is
    return [
        NoticeStep(time=row.time, actor=row.actor, action=row.action, status=NoticeStatus(row.status), note=row.note)
        for row in rows
    ]


def _visible(statement: S, scope: Scope) -> S:
    mine = within_scope(NoticeRow.issuer, scope)
    # Withdrawn before it was issued is as a draft: the unit never had it.
    to_me = and_(within_scope(NoticeRow.unit, scope), NoticeRow.issued > 0)
    return scoped(statement.where(or_(mine, to_me)), scope)


def _step(tx: Session, notice: Notice, actor: str, action: str, note: str, now: Micros) -> None:
    counted = select(func.count()).select_from(NoticeStepRow).where(NoticeStepRow.notice == notice.id)
    number = tx.scalar(scoped(counted, EVERYTHING)) or 0
    step = {
        "notice": notice.id,
        "number": number,
        "unit": notice.unit,
        "time": now,
        "actor": actor,
        "action": action,
        "status": notice.status.value,
        "note": plain(note),
    }
    insert_rows(tx, NoticeStepRow, [step])
    owner = notice.unit if notice.issued else notice.issuer
    insert_rows(tx, FeedRow, [{"kind": FEED, "object": notice.id, "change": action, "unit": owner}])
    details: Mapping[str, Any] = {
        "to": notice.unit,
        "status": notice.status.value,
        "title": plain(notice.title),
        "incident": notice.incident,
        "note": plain(note),
    }
    name = f"notice:{notice.id}"
    ledger.append(tx, actor=actor, action=f"notice.{action}", object=name, unit=owner, details=details, time=now)


def _values(notice: Notice) -> dict[str, Any]:
    values = {name: getattr(notice, name) for name in Notice.__struct_fields__}
    values |= {name: plain(values[name]) for name in _TEXTS}
    closed = {"kind": notice.kind.value, "status": notice.status.value}
    return values | closed | {"colour": notice.colour.value if notice.colour else None}


def _notice(row: NoticeRow) -> Notice:
    values = {name: getattr(row, name) for name in Notice.__struct_fields__}
    colour = Colour(row.colour) if row.colour else None
    return Notice(**{**values, "kind": NoticeKind(row.kind), "status": NoticeStatus(row.status), "colour": colour})
