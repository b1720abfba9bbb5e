"""What people are asked by playbooks, and what they said. The two-person rule is kept here, where decisions are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound, ScopeError
from model.execution import Approval, ApprovalKind, ApprovalStatus, Decision, person_of
from model.times import Micros
from store import ledger
from store.encoding import plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.playbook_tables import ApprovalRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MAX_ANSWER = 65_536


def ask(tx: Session, wanted: Approval) -> Approval:
    """Asking again what was asked before gives what became of it."""
    known = find_one(tx, wanted.id, EVERYTHING)
    if known is not None:
        return known
    row = {name: getattr(wanted, name) for name in Approval.__struct_fields__}
    texts = {name: plain(row[name]) for name in ("text", "text_zh", "step")}
    row |= texts | {"kind": wanted.kind.value, "status": wanted.status.value}
    row |= {name: to_plain(row[name]) for name in ("why", "touches", "expected", "answers", "decisions")}
    insert_rows(tx, ApprovalRow, [row])
    details = {"execution": wanted.execution, "kind": wanted.kind.value, "text": texts["text"], "needed": wanted.needed}
    _note(tx, "approval.asked", wanted, "playbooks", wanted.created, details)
    return wanted


def find_one(tx: Session, identifier: str, scope: Scope) -> Approval | None:
    row = tx.scalar(scoped(select(ApprovalRow).where(ApprovalRow.id == identifier), scope, ApprovalRow.unit))
    return None if row is None else _approval(row)


def get(tx: Session, identifier: str, scope: Scope) -> Approval:
    found = find_one(tx, identifier, scope)
    if found is None:
        raise NotFound(f"there is no approval {identifier!r} within your units")
    return found


def find(
    tx: Session,
    scope: Scope,
    *,
    status: ApprovalStatus | None = None,
    execution: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[Approval]:
    """Newest first."""
    limit = checked(limit)
    statement = scoped(select(ApprovalRow), scope, ApprovalRow.unit)
    if status is not None:
        statement = statement.where(ApprovalRow.status == status.value)
    if execution is not None:
        statement = statement.where(ApprovalRow.execution == execution)
    if cursor:
        statement = statement.where(after(cursor, ApprovalRow.created, ApprovalRow.id))
    rows = list(tx.scalars(statement.order_by(ApprovalRow.created.desc(), ApprovalRow.id.desc()).limit(limit + 1)))
    items = [_approval(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Listing(items, cursor_of(items[-1].created, items[-1].id) if more else None)


def decide(
    tx: Session,
    identifier: str,
    scope: Scope,
    *,
    granted: bool,
    comment: str,
    actor: str,
    now: Micros,
    answers: Mapping[str, str] | None = None,
) -> Approval:
    """One person's word. Nobody approves what they asked for, nor twice; one refusal is enough.

    Raises Conflict when it is decided already, ScopeError for the requester, InputError for missing answers.
    """
    known = get(tx, identifier, scope)
    if known.status is not ApprovalStatus.OPEN:
        raise Conflict(f"this is {known.status.value} already", where=f"approval {identifier}")
    if now > known.expires:
        raise Conflict("the time to decide is over", where=f"approval {identifier}")
    person = person_of(actor)
    if known.kind is ApprovalKind.APPROVAL and granted:
        if person == person_of(known.requested_by):
            raise ScopeError("whoever asked for it cannot approve it", hint="somebody else has to decide")
        if any(one.person == person for one in known.decisions):
            raise ScopeError("the same person cannot approve twice", hint="the two-person rule needs somebody else")
    if not granted and not comment.strip():
        raise InputError("a refusal needs a reason", where="comment")
    given = _answers(known, answers or {}) if granted else {}
    made = Decision(person=person, granted=granted, comment=plain(comment), time=now)
    decisions = [*known.decisions, made]
    status: ApprovalStatus = ApprovalStatus.OPEN
    if not granted:
        status = ApprovalStatus.REFUSED
    elif len({one.person for one in decisions}) >= known.needed:
        status = ApprovalStatus.GRANTED
    changes = {"decisions": to_plain(decisions), "status": status.value, "answers": to_plain(given)}
    update_rows(tx, ApprovalRow, ApprovalRow.id == identifier, **changes)
    details = {"execution": known.execution, "granted": granted, "comment": made.comment, "status": status.value}
    _note(tx, "approval.decided", known, actor, now, {**details, "text": known.text, "answers": given})
    return msgspec.structs.replace(known, decisions=decisions, status=status, answers=given)


def _answers(known: Approval, given: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(given.keys() - set(known.expected))
    missing = sorted(set(known.expected) - given.keys())
    if unknown or missing:
        raise InputError(
            f"answers are expected for {', '.join(known.expected) or 'nothing'}",
            where="answers",
            hint="fill in each of them",
        )
    return {name: plain(value)[:MAX_ANSWER] for name, value in given.items()}


def close(tx: Session, identifier: str, status: ApprovalStatus, now: Micros) -> None:
    """Without a person: expired or cancelled."""
    known = get(tx, identifier, EVERYTHING)
    if known.status is ApprovalStatus.OPEN:
        update_rows(tx, ApprovalRow, ApprovalRow.id == identifier, status=status.value)
        _note(tx, f"approval.{status.value}", known, "playbooks", now, {"execution": known.execution})


def undelivered(tx: Session) -> list[Approval]:
    """Decided, and not yet told to the run that waits."""
    statement = select(ApprovalRow).where(
        ApprovalRow.delivered.is_(False), ApprovalRow.status != ApprovalStatus.OPEN.value
    )
    return [_approval(row) for row in tx.scalars(scoped(statement, EVERYTHING))]


def delivered(tx: Session, identifiers: Sequence[str]) -> None:
    update_rows(tx, ApprovalRow, ApprovalRow.id.in_(identifiers), delivered=True)


def open_of(tx: Session, execution: str) -> list[Approval]:
    statement = select(ApprovalRow).where(
        ApprovalRow.execution == execution, ApprovalRow.status == ApprovalStatus.OPEN.value
    )
    return [_approval(row) for row in tx.scalars(scoped(statement, EVERYTHING))]


def _note(tx: Session, action: str, one: Approval, actor: str, now: Micros, details: Mapping[str, Any]) -> None:
    ledger.append(tx, actor=actor, action=action, object=f"approval:{one.id}", unit=one.unit, details=details, time=now)


def _approval(row: ApprovalRow) -> Approval:
    values = {name: getattr(row, name) for name in Approval.__struct_fields__}
    kinds = {"kind": ApprovalKind(row.kind), "status": ApprovalStatus(row.status)}
    decisions = [msgspec.convert(one, Decision) for one in row.decisions]
    return Approval(**{**values, **kinds, "decisions": decisions})
