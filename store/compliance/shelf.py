"""The one table entries lie in: by kind and id, each body the JSON of a value of `model`. Putting one is an audit record."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.compliance import is_day
from model.data_approvals import data_set_named
from model.errors import InputError, NotFound
from model.times import Micros, day_of
from store import ledger, registers
from store.compliance_tables import ComplianceEntryRow
from store.encoding import to_plain
from store.rows import insert_rows, update_rows
from store.scope import Scope
from store.scoping import scoped

T = TypeVar("T")
MOST = 20_000


def find_entries(tx: Session, scope: Scope, kind: str, wanted: type[T], system: str | None = None) -> list[T]:
    statement = scoped(
        select(ComplianceEntryRow).where(ComplianceEntryRow.kind == kind), scope, ComplianceEntryRow.unit
    )
    if system is not None:
        statement = statement.where(ComplianceEntryRow.system == system)
    rows = tx.scalars(statement.order_by(ComplianceEntryRow.number).limit(MOST))
    return [msgspec.convert({**row.body, **_numbered(kind, row.number)}, wanted) for row in rows]


def _numbered(kind: str, number: int) -> dict[str, int]:
    return {"number": number} if kind == "review" else {}


def one_entry(tx: Session, scope: Scope, kind: str, entry_id: str, wanted: type[T]) -> T:
    statement = select(ComplianceEntryRow).where(ComplianceEntryRow.kind == kind, ComplianceEntryRow.id == entry_id)
    row = tx.scalar(scoped(statement, scope, ComplianceEntryRow.unit))
    if row is None:
        raise NotFound(f"there is no {kind} {entry_id[:40]!r} within your units")
    return msgspec.convert({**row.body, **_numbered(kind, row.number)}, wanted)


def unit_of_system(tx: Session, system: str, scope: Scope) -> str:
    """Of a system, or of the data set its name in the ledgers stands for."""
    data_set = data_set_named(system)
    return (registers.get_data_set(tx, data_set, scope) if data_set else registers.get_system(tx, system, scope)).unit


def put_entry(
    tx: Session,
    kind: str,
    entry_id: str,
    entry: Any,
    actor: str,
    now: Micros,
    action: str,
    *,
    about: str = "",
    told: Any = None,
) -> None:
    """about: the object of the audit record, the entry's system else; told: its details, the whole entry else."""
    body = to_plain(entry)
    where = (ComplianceEntryRow.kind == kind) & (ComplianceEntryRow.id == entry_id)
    if not update_rows(tx, ComplianceEntryRow, where, body=body, time=now, actor=actor):
        row = {"kind": kind, "id": entry_id, "unit": entry.unit, "system": entry.system, "body": body}
        insert_rows(tx, ComplianceEntryRow, [row | {"time": now, "actor": actor}])
    ledger.append(
        tx,
        actor=actor,
        action=action,
        object=about or f"system:{entry.system}",
        unit=entry.unit,
        details=body if told is None else told,
        time=now,
    )


def check_day(text: str, name: str, now: Micros, *, past: bool = False) -> None:
    if text and not is_day(text):
        raise InputError(f"{text!r} is no day", where=name, hint="write 2026-11-23")
    if past and text > day_of(now):
        raise InputError(f"{text} is still to come", where=name)
