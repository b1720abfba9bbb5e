"""Playbooks that are being written: drafts, which nothing runs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.errors import Conflict, NotFound, ScopeError
from model.times import Micros
from store import ledger
from store.encoding import plain
from store.playbook_tables import PlaybookDraftRow
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MAX_DRAFTS = 200
"""Of one unit: a draft is somebody's work of these days, not an archive."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """playbook: the id it will be published under. base: digest of the stored text it began from; empty for a new one.

    layout: where steps were put by hand, x and y by step. version: counts changes; whoever changes names the one they read.
    """

    id: str
    unit: str
    name: str
    playbook: str
    base: str
    body: str
    layout: dict[str, Any]
    version: int
    created: Micros
    created_by: str
    changed: Micros
    changed_by: str


def find(tx: Session, scope: Scope) -> list[Draft]:
    """Latest change first."""
    wanted = scoped(select(PlaybookDraftRow), scope, PlaybookDraftRow.unit)
    rows = tx.scalars(wanted.order_by(PlaybookDraftRow.changed.desc(), PlaybookDraftRow.id))
    return [_draft(row) for row in rows]


def get(tx: Session, identifier: str, scope: Scope) -> Draft:
    wanted = select(PlaybookDraftRow).where(PlaybookDraftRow.id == identifier)
    row = tx.scalar(scoped(wanted, scope, PlaybookDraftRow.unit))
    if row is None:
        raise NotFound(f"there is no draft {identifier!r} within your units")
    return _draft(row)


def add(
    tx: Session, body: bytes, scope: Scope, *, name: str, playbook: str, base: str, unit: str, actor: str, now: Micros
) -> Draft:
    if not scope.allows(unit):
        raise ScopeError(f"unit {unit!r} is not within your units")
    counted = select(func.count()).select_from(PlaybookDraftRow).where(PlaybookDraftRow.unit == unit)
    if (tx.scalar(scoped(counted, EVERYTHING)) or 0) >= MAX_DRAFTS:
        raise Conflict(f"the unit has {MAX_DRAFTS} drafts already", hint="publish or discard some")
    draft = Draft(
        id=f"draft-{uuid4()}", unit=unit, name=plain(name), playbook=playbook, base=base, body=body.decode(), layout={},
        version=1, created=now, created_by=actor, changed=now, changed_by=actor,
    )  # fmt: skip
    insert_rows(tx, PlaybookDraftRow, [msgspec.structs.asdict(draft)])
    _record(tx, draft, "added", actor, now)
    return draft


def change(
    tx: Session,
    identifier: str,
    scope: Scope,
    *,
    body: bytes,
    name: str,
    layout: Mapping[str, Any],
    base: str,
    actor: str,
    now: Micros,
) -> Draft:
    before = get(tx, identifier, scope)
    values = {
        "body": body.decode(), "name": plain(name), "layout": dict(layout), "base": base, "version": before.version + 1,
        "changed": now, "changed_by": actor,
    }  # fmt: skip
    update_rows(tx, PlaybookDraftRow, PlaybookDraftRow.id == identifier, **values)
    after = msgspec.structs.replace(before, **values)
    _record(tx, after, "changed", actor, now)
    return after


def remove(tx: Session, identifier: str, scope: Scope, *, actor: str, now: Micros) -> None:
    known = get(tx, identifier, scope)
    delete_rows(tx, PlaybookDraftRow, PlaybookDraftRow.id == identifier)
    _record(tx, known, "removed", actor, now)


def _record(tx: Session, draft: Draft, what: str, actor: str, now: Micros) -> None:
    """The text itself stays out of the ledger; its digest tells one state of a draft from another."""
    ledger.append(
        tx,
        actor=actor,
        action=f"playbook_draft.{what}",
        object=f"playbook_draft:{draft.id}",
        unit=draft.unit,
        details={
            "playbook": draft.playbook,
            "name": draft.name,
            "version": draft.version,
            "digest": hashlib.sha256(draft.body.encode()).hexdigest(),
        },
        time=now,
    )


def _draft(row: PlaybookDraftRow) -> Draft:
    return Draft(**{name: getattr(row, name) for name in Draft.__struct_fields__})
