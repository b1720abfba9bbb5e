"""Requests for data sets: asked, decided by another person, revoked. Every step is an audit record.

A request is seen by the units that own the data set and by those that ask.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from model.data_approvals import STOOD, DataRequest, RequestState
from model.errors import Conflict, InputError, NotFound, ScopeError
from model.estate import DataSet
from model.public_data import Approval
from model.times import Micros
from store import inventory, ledger, rules, units
from store.encoding import to_plain
from store.paging import Listing, after, checked, cursor_of
from store.public_data_tables import DataRequestRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import S, scoped, within_scope

MOST = 20_000
LONGEST: Micros = 5 * 366 * 86_400_000_000
"""No approval lasts longer than five years; ours, so that each is looked at again."""


def new_id() -> str:
    return f"da-{secrets.token_hex(6)}"


def request(
    tx: Session, terms: Approval, *, reason: str, by_unit: str, actor: str, scope: Scope, now: Micros
) -> DataRequest:
    """Ask for a data set. Its owner is filled in from the register; without an id one is made.

    Raises NotFound for a data set nobody registered, InputError for terms that cannot hold, Conflict for a number taken.
    """
    if not scope.allows(by_unit):
        raise ScopeError("a request is made for a unit of one's own", where=f"unit {by_unit}")
    units.get(tx, by_unit, scope)
    owner = inventory.get(tx, DataSet, terms.data_set, EVERYTHING).unit
    _check(terms, reason, now)
    terms = msgspec.structs.replace(terms, id=terms.id or new_id(), unit=owner, revoked=0)
    if _row(tx, terms.id, EVERYTHING) is not None:
        raise Conflict("the number is taken by another request", where=terms.id)
    made = DataRequest(
        terms=terms,
        state=RequestState.REQUESTED,
        reason=reason,
        by_unit=by_unit,
        requested=now,
        requested_by=actor,
    )
    body = to_plain(made)
    columns = {"id": made.id, "unit": owner, "by_unit": by_unit, "data_set": terms.data_set, "requested": now}
    row = columns | {"state": made.state.value, "valid_to": terms.valid_to, "body": body}
    insert_rows(tx, DataRequestRow, [row])
    _note(tx, made, "requested", actor, now)
    return made


def decide(
    tx: Session, request_id: str, *, granted: bool, note: str, actor: str, scope: Scope, now: Micros
) -> DataRequest:
    """Raises Conflict when it was decided before, ScopeError for who asked and for units that do not own the data set."""
    held = get(tx, request_id, scope)
    if not scope.allows(held.terms.unit):
        raise ScopeError("only the unit that owns the data set decides", where=f"approval {request_id}")
    if held.state is not RequestState.REQUESTED:
        raise Conflict(f"it was decided before: {held.state}", where=f"approval {request_id}")
    if actor == held.requested_by:
        raise ScopeError("who asks does not decide", where=f"approval {request_id}", hint="ask another person")
    if granted and held.terms.valid_to <= now:
        raise InputError("it would have ended already", where="valid_to", hint="refuse it and ask anew")
    if not granted and not note.strip():
        raise InputError("a refusal says why", where="note")
    state = RequestState.APPROVED if granted else RequestState.REFUSED
    made = msgspec.structs.replace(held, state=state, decided=now, decided_by=actor, note=note)
    _keep(tx, made, "approved" if granted else "refused", actor, now)
    return made


def revoke(tx: Session, request_id: str, *, note: str, actor: str, scope: Scope, now: Micros) -> DataRequest:
    """End an approval early, from now on. Raises Conflict for one that does not stand."""
    held = get(tx, request_id, scope)
    if not scope.allows(held.terms.unit):
        raise ScopeError("only the unit that owns the data set revokes", where=f"approval {request_id}")
    if held.state_at(now) is not RequestState.APPROVED:
        raise Conflict(f"it does not stand: {held.state_at(now)}", where=f"approval {request_id}")
    if not note.strip():
        raise InputError("a revocation says why", where="note")
    terms = msgspec.structs.replace(held.terms, revoked=now)
    made = msgspec.structs.replace(held, terms=terms, state=RequestState.REVOKED, ended_by=actor, ended_note=note)
    _keep(tx, made, "revoked", actor, now)
    return made


def get(tx: Session, request_id: str, scope: Scope) -> DataRequest:
    found = _row(tx, request_id, scope)
    if found is None:
        raise NotFound(f"there is no approval {request_id[:80]!r} within your units")
    return found


def find(
    tx: Session,
    scope: Scope,
    *,
    state: RequestState | None = None,
    data_set: str | None = None,
    now: Micros = 0,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[DataRequest]:
    """Newest first. now: what `expired` and `approved` are told apart by."""
    limit = checked(limit)
    statement = _visible(select(DataRequestRow), scope)
    if state is RequestState.EXPIRED:
        ended = (DataRequestRow.valid_to > 0) & (DataRequestRow.valid_to <= now)
        statement = statement.where(DataRequestRow.state == RequestState.APPROVED.value, ended)
    elif state is not None:
        statement = statement.where(DataRequestRow.state == state.value)
        if state is RequestState.APPROVED:
            statement = statement.where(or_(DataRequestRow.valid_to == 0, DataRequestRow.valid_to > now))
    if data_set is not None:
        statement = statement.where(DataRequestRow.data_set == data_set)
    if cursor:
        statement = statement.where(after(cursor, DataRequestRow.requested, DataRequestRow.id))
    ordered = statement.order_by(DataRequestRow.requested.desc(), DataRequestRow.id.desc())
    items = [_request(row) for row in tx.scalars(ordered.limit(limit + 1))]
    more = len(items) > limit
    items = items[:limit]
    return Listing(items, cursor_of(items[-1].requested, items[-1].id) if more else None)


def those_of(tx: Session, data_set: str, scope: Scope) -> list[DataRequest]:
    """All of one data set, oldest first."""
    statement = _visible(select(DataRequestRow).where(DataRequestRow.data_set == data_set), scope)
    return [_request(row) for row in tx.scalars(statement.order_by(DataRequestRow.requested).limit(MOST))]


def every(tx: Session, scope: Scope) -> list[DataRequest]:
    """All there are, oldest first."""
    rows = tx.scalars(_visible(select(DataRequestRow), scope).order_by(DataRequestRow.requested).limit(MOST))
    return [_request(row) for row in rows]


def count_waiting(tx: Session, scope: Scope) -> int:
    """Requests a person of these units could decide."""
    statement = select(func.count()).where(DataRequestRow.state == RequestState.REQUESTED.value)
    return tx.scalar(scoped(statement.select_from(DataRequestRow), scope, DataRequestRow.unit)) or 0


def take_approvals(tx: Session) -> tuple[Approval, ...]:
    """Every approval that ever stood, also those since ended: an event of then is judged by what held then."""
    stood = DataRequestRow.state.in_([state.value for state in STOOD])
    statement = scoped(select(DataRequestRow).where(stood), EVERYTHING, DataRequestRow.unit)
    rows: Sequence[DataRequestRow] = tx.scalars(statement.order_by(DataRequestRow.id).limit(MOST)).all()
    return tuple(_request(row).terms for row in rows)


def _check(terms: Approval, reason: str, now: Micros) -> None:
    problems = []
    if not reason.strip():
        problems.append("a request says what the data is needed for")
    if not terms.recipient.strip():
        problems.append("it names no recipient")
    if not terms.purposes:
        problems.append("it names no purpose")
    if not terms.valid_to:
        problems.append("it has no end")
    elif terms.valid_to <= max(now, terms.valid_from):
        problems.append("it would be over before it begins")
    elif terms.valid_to - max(now, terms.valid_from) > LONGEST:
        problems.append("it lasts longer than five years")
    if problems:
        raise InputError("; ".join(problems), where="approval")


def _row(tx: Session, request_id: str, scope: Scope) -> DataRequest | None:
    row = tx.scalar(_visible(select(DataRequestRow).where(DataRequestRow.id == request_id), scope))
    return None if row is None else _request(row)


def _visible(statement: S, scope: Scope) -> S:
    mine = within_scope(DataRequestRow.unit, scope)
    asked = within_scope(DataRequestRow.by_unit, scope)
    return scoped(statement.where(or_(mine, asked)), scope)


def _request(row: DataRequestRow) -> DataRequest:
    return msgspec.convert(row.body, DataRequest)


def _keep(tx: Session, made: DataRequest, action: str, actor: str, now: Micros) -> None:
    update_rows(tx, DataRequestRow, DataRequestRow.id == made.id, state=made.state.value, body=to_plain(made))
    _note(tx, made, action, actor, now)
    rules.changed(tx)  # the committing process takes it over before its next round


def _note(tx: Session, made: DataRequest, action: str, actor: str, now: Micros) -> None:
    ledger.append(
        tx,
        actor=actor,
        action=f"data.approval_{action}",
        object=f"data_set:{made.terms.data_set}",
        unit=made.terms.unit,
        details=to_plain(made),
        time=now,
    )
