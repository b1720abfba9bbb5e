"""Playbooks in force, and every text they had."""

from __future__ import annotations

import hashlib

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from model.errors import Conflict, NotFound, ScopeError
from model.execution import StoredPlaybook
from model.times import Micros
from store import ledger
from store.encoding import plain
from store.playbook_tables import PlaybookRow, PlaybookTextRow
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped, within_scope

LIBRARY = "library"
COLUMNS = StoredPlaybook.__struct_fields__


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def put(
    tx: Session,
    identifier: str,
    body: bytes,
    *,
    name: str,
    name_zh: str,
    version: str,
    source: str,
    trust: str,
    unit: str,
    auto: bool,
    actor: str,
    now: Micros,
) -> bool:
    """Make this text the one in force; False when it is already. `auto` holds for a new playbook only, people decide later."""
    digest = digest_of(body)
    if tx.scalar(select(PlaybookTextRow.digest).where(PlaybookTextRow.digest == digest)) is None:
        text = {"digest": digest, "playbook": identifier, "version": version, "body": body.decode(), "kept": now}
        insert_rows(tx, PlaybookTextRow, [text])
    known = find_one(tx, identifier, EVERYTHING)
    about = {"name": plain(name), "name_zh": plain(name_zh), "version": version, "digest": digest, "trust": trust}
    if known is not None and known.digest == digest and known.trust == trust:
        return False
    by = {"changed": now, "changed_by": actor, "source": source}
    if known is None:
        insert_rows(tx, PlaybookRow, [{"id": identifier, "unit": unit, "auto": auto, **about, **by}])
    else:
        update_rows(tx, PlaybookRow, PlaybookRow.id == identifier, **about, **by)
    ledger.append(
        tx,
        actor=actor,
        action="playbook.changed" if known else "playbook.added",
        object=f"playbook:{identifier}",
        unit=unit if known is None else known.unit,
        details={**about, "source": source},
        time=now,
    )
    return True


def find(tx: Session, scope: Scope) -> list[StoredPlaybook]:
    """By name. The library is everybody's to read and run."""
    rows = tx.scalars(scoped(_readable(scope), EVERYTHING).order_by(PlaybookRow.name, PlaybookRow.id))
    return [_playbook(row) for row in rows]


def find_one(tx: Session, identifier: str, scope: Scope) -> StoredPlaybook | None:
    row = tx.scalar(scoped(_readable(scope).where(PlaybookRow.id == identifier), EVERYTHING))
    return None if row is None else _playbook(row)


def _readable(scope: Scope) -> Select[PlaybookRow]:
    return select(PlaybookRow).where(or_(PlaybookRow.source == LIBRARY, within_scope(PlaybookRow.unit, scope)))


def _own(tx: Session, identifier: str, scope: Scope) -> StoredPlaybook:
    """To change. Raises NotFound, or ScopeError for the library from below the root."""
    known = get(tx, identifier, scope)
    if not scope.allows(known.unit):
        raise ScopeError("the library belongs to the district", hint="ask somebody of the district")
    return known


def get(tx: Session, identifier: str, scope: Scope) -> StoredPlaybook:
    found = find_one(tx, identifier, scope)
    if found is None:
        raise NotFound(f"there is no playbook {identifier!r} within your units")
    return found


def text_of(tx: Session, digest: str) -> bytes:
    body = tx.scalar(select(PlaybookTextRow.body).where(PlaybookTextRow.digest == digest))
    if body is None:
        raise NotFound(f"no playbook text {digest!r} is kept")
    return body.encode()


def versions(tx: Session, identifier: str, scope: Scope) -> list[tuple[str, str, Micros]]:
    """(version, digest, kept since) of every text it had here, latest first."""
    get(tx, identifier, scope)
    columns = (PlaybookTextRow.version, PlaybookTextRow.digest, PlaybookTextRow.kept)
    found = tx.execute(
        select(*columns)
        .where(PlaybookTextRow.playbook == identifier)
        .order_by(PlaybookTextRow.kept.desc(), PlaybookTextRow.version.desc(), PlaybookTextRow.digest)
    )
    return [(version, digest, kept) for version, digest, kept in found]


def set_auto(tx: Session, identifier: str, scope: Scope, *, auto: bool, actor: str, now: Micros) -> None:
    known = _own(tx, identifier, scope)
    if known.auto is auto:
        return
    update_rows(tx, PlaybookRow, PlaybookRow.id == identifier, auto=auto, changed=now, changed_by=actor)
    ledger.append(
        tx,
        actor=actor,
        action="playbook.auto_on" if auto else "playbook.auto_off",
        object=f"playbook:{identifier}",
        unit=known.unit,
        time=now,
    )


def remove(tx: Session, identifier: str, scope: Scope, *, actor: str, now: Micros) -> None:
    """Runs under way go on with the text they follow."""
    known = _own(tx, identifier, scope)
    if known.source == LIBRARY:
        raise Conflict("a playbook of the library comes back at the next start", hint="switch its trigger off instead")
    delete_rows(tx, PlaybookRow, PlaybookRow.id == identifier)
    ledger.append(
        tx,
        actor=actor,
        action="playbook.removed",
        object=f"playbook:{identifier}",
        unit=known.unit,
        details={"digest": known.digest},
        time=now,
    )


def _playbook(row: PlaybookRow) -> StoredPlaybook:
    return StoredPlaybook(**{name: getattr(row, name) for name in COLUMNS})
