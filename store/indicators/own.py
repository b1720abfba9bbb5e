"""The district's own addresses and names, which no indicator may name, whoever says so."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound
from model.times import Micros
from store import ledger
from store.encoding import plain
from store.indicators.tables import OwnValueRow
from store.rows import delete_rows, insert_rows

KINDS = ("network", "domain", "value")


class OwnValue(msgspec.Struct, frozen=True, kw_only=True):
    """kind: network (an address or CIDR), domain (with everything below it) or value (exactly this)."""

    kind: str
    value: str
    note: str
    added: Micros
    added_by: str


def find(tx: Session) -> list[OwnValue]:
    rows = tx.scalars(select(OwnValueRow).order_by(OwnValueRow.kind, OwnValueRow.value))
    return [OwnValue(kind=r.kind, value=r.value, note=r.note, added=r.added, added_by=r.added_by) for r in rows]


def add(tx: Session, kind: str, value: str, *, note: str, actor: str, now: Micros) -> None:
    """value: in normal form. Adding one that is there changes nothing."""
    if kind not in KINDS:
        raise InputError(f"no such kind {kind!r}", hint=f"use one of {', '.join(KINDS)}")
    if any(one.kind == kind and one.value == value for one in find(tx)):
        return
    row = {"kind": kind, "value": plain(value), "note": plain(note), "added": now, "added_by": actor}
    insert_rows(tx, OwnValueRow, [row])
    _record(tx, "indicators.own_value_added", kind, value, actor, now, note)


def remove(tx: Session, kind: str, value: str, *, actor: str, now: Micros) -> None:
    if not delete_rows(tx, OwnValueRow, OwnValueRow.kind == kind, OwnValueRow.value == value):
        raise NotFound("this is not among the district's own values")
    _record(tx, "indicators.own_value_removed", kind, value, actor, now, "")


def _record(tx: Session, action: str, kind: str, value: str, actor: str, now: Micros, note: str) -> None:
    details = {"kind": kind, "value": plain(value), "note": plain(note)}
    ledger.append(tx, actor=actor, action=action, object="indicators:own-values", details=details, time=now)
