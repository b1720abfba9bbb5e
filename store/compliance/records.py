"""What the ledgers say of each system, beside the register of systems."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.compliance import BoughtControl, SystemRecord, is_day
from model.errors import InputError, ScopeError
from model.times import Micros
from store import ledger, registers
from store.compliance_tables import ComplianceRecordRow
from store.encoding import to_plain
from store.rows import insert_rows, update_rows
from store.scope import Scope
from store.scoping import scoped

MAX_BODY = 200_000


def get_record(tx: Session, system_id: str, scope: Scope) -> SystemRecord:
    """Of a registered system; an empty one while nothing was recorded. Raises NotFound for an unknown system."""
    system = registers.get_system(tx, system_id, scope)
    row = tx.scalar(
        scoped(
            select(ComplianceRecordRow).where(ComplianceRecordRow.system == system_id), scope, ComplianceRecordRow.unit
        )
    )
    if row is None:
        return SystemRecord(system=system.id, unit=system.unit)
    return msgspec.structs.replace(msgspec.convert(row.body, SystemRecord), unit=system.unit)


def records(tx: Session, scope: Scope) -> dict[str, SystemRecord]:
    """By system."""
    rows = tx.scalars(scoped(select(ComplianceRecordRow), scope, ComplianceRecordRow.unit))
    return {row.system: msgspec.convert(row.body, SystemRecord) for row in rows}


def put_record(tx: Session, record: SystemRecord, *, actor: str, scope: Scope, now: Micros) -> None:
    """Raises InputError listing every day that is none, ScopeError for a system of another unit."""
    system = registers.get_system(tx, record.system, scope)
    record = msgspec.structs.replace(record, unit=system.unit)
    if not scope.allows(system.unit):
        raise ScopeError("the system belongs to another unit", where=f"system {record.system}")
    body = to_plain(record)
    problems = sorted(_bad_days(body))
    if problems:
        raise InputError(
            f"no such day: {', '.join(problems)}", where=f"system {record.system}", hint="write 2026-11-23"
        )
    if len(msgspec.json.encode(body)) > MAX_BODY:
        raise InputError(f"the record takes more than {MAX_BODY} bytes", where=f"system {record.system}")
    before = get_record(tx, record.system, scope)
    changed = {name: value for name, value in body.items() if to_plain(before)[name] != value}
    where = ComplianceRecordRow.system == record.system
    if not update_rows(tx, ComplianceRecordRow, where, body=body, unit=system.unit, updated=now):
        insert_rows(
            tx, ComplianceRecordRow, [{"system": record.system, "unit": system.unit, "body": body, "updated": now}]
        )
    elif not changed:
        return
    ledger.append(
        tx,
        actor=actor,
        action="compliance.record_changed",
        object=f"system:{record.system}",
        unit=system.unit,
        details={"fields": sorted(changed)},
        time=now,
    )


_DAYS = {
    "reviewed", "approved", "filed", "refiled", "survey", "identified", "assessed", "permit_until", "started", "delivered",
}  # fmt: skip


def _bad_days(body: dict[str, object]) -> set[str]:
    found = set()
    for name, value in body.items():
        if isinstance(value, dict):
            found |= _bad_days(value)
        elif isinstance(value, list):
            for one in value:
                found |= _bad_days(one) if isinstance(one, dict) else set()
        elif name in _DAYS and isinstance(value, str) and value and not is_day(value):
            found.add(f"{name} {value}")
    return found


__all__ = ["BoughtControl", "get_record", "put_record", "records"]
