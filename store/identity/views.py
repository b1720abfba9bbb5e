"""Saved views: searches somebody keeps under a name, for the pages that have one. Only their owner ever sees them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound
from model.times import Micros
from store import ledger
from store.encoding import plain
from store.identity.tables import ViewRow
from store.identity.who import Identity
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING
from store.scoping import scoped

MOST = 100
"""Of one account; more is a list nobody finds anything in."""
LONGEST_NAME = 64
LONGEST_SEARCH = 16_384
"""Characters: the longest query (8192), with room for columns and what an address has to escape."""


class ViewedPage(StrEnum):
    EVENTS = "events"
    ALERTS = "alerts"
    INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    id: str
    page: ViewedPage
    name: str
    search: str
    created: Micros
    updated: Micros


def of_account(tx: Session, account_id: str) -> list[View]:
    """By page and name."""
    statement = select(ViewRow).where(ViewRow.account == account_id)
    rows = tx.scalars(scoped(statement, EVERYTHING).order_by(ViewRow.page, ViewRow.name, ViewRow.id))
    return [_view(row) for row in rows]


def add(tx: Session, owner: Identity, *, page: ViewedPage, name: str, search: str, now: Micros) -> View:
    """Raises Conflict when the owner has a view of this name on the page, or MOST of them."""
    held = of_account(tx, owner.account.id)
    if len(held) >= MOST:
        raise Conflict(f"the account has {len(held)} saved views already", hint="delete one that is not used")
    name, search = _checked(name, search)
    _refuse_twin(held, page, name, but="")
    view_id = secrets.token_hex(8)
    row = {"id": view_id, "account": owner.account.id, "page": page, "name": name, "search": search}
    insert_rows(tx, ViewRow, [{**row, "created": now, "updated": now}])
    _audit(tx, owner, "view.added", view_id, now, {"page": page, "name": name})
    return get(tx, owner, view_id)


def change(tx: Session, owner: Identity, view_id: str, *, name: str, search: str, now: Micros) -> View:
    before = get(tx, owner, view_id)
    name, search = _checked(name, search)
    _refuse_twin(of_account(tx, owner.account.id), before.page, name, but=view_id)
    if (name, search) == (before.name, before.search):
        return before
    update_rows(tx, ViewRow, ViewRow.id == view_id, name=name, search=search, updated=now)
    _audit(tx, owner, "view.changed", view_id, now, {"page": before.page, "name": name})
    return get(tx, owner, view_id)


def remove(tx: Session, owner: Identity, view_id: str, *, now: Micros) -> None:
    before = get(tx, owner, view_id)
    delete_rows(tx, ViewRow, ViewRow.id == view_id)
    _audit(tx, owner, "view.removed", view_id, now, {"page": before.page, "name": before.name})


def get(tx: Session, owner: Identity, view_id: str) -> View:
    """Raises NotFound also for a view that is somebody else's."""
    statement = select(ViewRow).where(ViewRow.id == view_id, ViewRow.account == owner.account.id)
    row = tx.execute(scoped(statement, EVERYTHING)).scalar()
    if row is None:
        raise NotFound(f"you have no saved view {view_id!r}")
    return _view(row)


def _checked(name: str, search: str) -> tuple[str, str]:
    name, search = plain(name.strip()), plain(search)
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError(f"a view's name is 1 to {LONGEST_NAME} characters", where="name")
    if len(search) > LONGEST_SEARCH:
        raise InputError(f"a view's search is at most {LONGEST_SEARCH} characters", where="search")
    return name, search


def _refuse_twin(held: list[View], page: ViewedPage, name: str, *, but: str) -> None:
    if any(view.page == page and view.name == name and view.id != but for view in held):
        raise Conflict(f"there is a saved view named {name!r} already", where="name", hint="choose another name")


def _view(row: ViewRow) -> View:
    return View(
        id=row.id,
        page=ViewedPage(row.page),
        name=row.name,
        search=row.search,
        created=row.created,
        updated=row.updated,
    )


def _audit(tx: Session, owner: Identity, action: str, view_id: str, now: Micros, details: Mapping[str, object]) -> None:
    ledger.append(
        tx,
        actor=owner.actor,
        action=action,
        object=f"view:{view_id}",
        unit=owner.account.unit,
        details=details,
        time=now,
    )
