"""Changing the register: many records in one go, each change in the audit trail, nobody's records taken by another unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError, ScopeError
from model.estate import Asset, DataSet, System
from model.inventory import Conduit, Control, DataGrant, DirectoryAccount, Exposure, Group, Right, Service, Zone
from store import ledger
from store.encoding import to_plain
from store.inventory.kinds import KINDS, Kind, Record, kind_of
from store.inventory.reading import NAME_KINDS, find, get
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import AssetNameRow, UnitRow

GOES_WITH: Mapping[type[Any], tuple[tuple[type[Any], str], ...]] = {
    Asset: ((Service, "asset"), (Exposure, "asset"), (Control, "controller"), (Control, "device"), (Right, "target")),
    Service: ((Exposure, "service"), (DataGrant, "holder"), (DataGrant, "through"), (Right, "target")),
    Zone: ((Conduit, "source"), (Conduit, "target")),
    DirectoryAccount: ((Right, "subject"), (Right, "target"), (DataGrant, "holder")),
    Group: ((Right, "subject"), (Right, "target"), (DataGrant, "holder")),
    DataSet: ((DataGrant, "data_set"),),
}
"""What says nothing without the record it names, and is removed with it."""

STAYS_FOR: Mapping[type[Any], tuple[tuple[type[Any], str], ...]] = {
    System: ((Asset, "system"), (DataSet, "system"), (Service, "system")),
}
"""What keeps a record from being removed as long as it names it."""


@dataclass(slots=True)
class _Writes:
    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    entries: list[ledger.Entry] = field(default_factory=list)


def put(tx: Session, record: Record, *, actor: str, scope: Scope = EVERYTHING) -> bool:
    """Insert or update one record; whether anything changed. Raises InputError or ScopeError."""
    return put_all(tx, [record], actor=actor, scope=scope) == 1


def put_all(tx: Session, records: Iterable[Record], *, actor: str, scope: Scope = EVERYTHING) -> int:
    """Insert or update; how many changed. Old and new unit of each must be within the scope, and registered. Of two
    records of one kind and id the last counts. Raises InputError or ScopeError, having written nothing of that kind."""
    wanted: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        wanted[kind_of(record).plural][record.id] = record
    units = set(tx.scalars(scoped(select(UnitRow.id), EVERYTHING)))
    changed = 0
    for kind in KINDS:
        if kind.plural in wanted:
            writes = _compare(tx, kind, wanted[kind.plural], units, actor, scope)
            _write(tx, kind, writes)
            changed += len(writes.entries)
    return changed


def remove(tx: Session, record: type[Any], record_id: str, scope: Scope, *, actor: str) -> None:
    """Take a record out, with what says nothing without it. Raises InputError while something else needs it, ScopeError
    when something that would go belongs to a unit outside the scope."""
    kind = kind_of(record)
    gone = get(tx, record, record_id, scope)
    for other, name in STAYS_FOR.get(record, ()):
        using = find(tx, other, EVERYTHING, equals={name: record_id}, limit=1)
        if using:
            raise InputError(
                f"{using[0].id!r} belongs to it",
                where=f"{kind.name} {record_id}",
                hint=f"give that another {kind.name} first",
            )
    for other, name in GOES_WITH.get(record, ()):
        for one in find(tx, other, EVERYTHING, equals={name: record_id}):
            if not scope.allows(one.unit):
                raise ScopeError(
                    f"{kind_of(other).name} {one.id!r} of another unit names it", where=f"{kind.name} {record_id}"
                )
            remove(tx, other, one.id, scope, actor=actor)
    delete_rows(tx, kind.row, kind.row.id == record_id)
    ledger.append(tx, actor=actor, action=f"{kind.name}.removed", object=f"{kind.name}:{record_id}", unit=gone.unit)


def _compare(
    tx: Session, kind: Kind, wanted: Mapping[str, Record], units: set[str], actor: str, scope: Scope
) -> _Writes:
    known = {one.id: one for one in find(tx, kind.record, EVERYTHING, ids=list(wanted))}
    systems = _known_systems(tx, wanted.values(), scope)
    writes = _Writes()
    for record in wanted.values():
        before = known.get(record.id)
        values = _checked(kind, record, before, units, systems, scope)
        old = to_plain(before) if before is not None else None
        changes = {name: value for name, value in values.items() if old is None or old[name] != value}
        if not changes:
            continue
        (writes.inserts if old is None else writes.updates).append(values)
        writes.entries.append(
            ledger.Entry(
                actor=actor,
                action=f"{kind.name}.added" if old is None else f"{kind.name}.changed",
                object=f"{kind.name}:{record.id}",
                unit=record.unit,
                details={name: _told(value) for name, value in changes.items()},
            )
        )
    return writes


def _told(value: Any) -> Any:
    """As the ledger can hold it: it has no fractions."""
    return str(value) if isinstance(value, float) else value


def _checked(
    kind: Kind, record: Record, before: Any, units: set[str], systems: set[str] | None, scope: Scope
) -> dict[str, Any]:
    where = f"{kind.name} {record.id}"
    values: dict[str, Any] = to_plain(record)
    if not record.id or values.get("name") == "":
        raise InputError("an id and a name are needed", where=where)
    if not scope.allows(record.unit):
        raise ScopeError(f"unit {record.unit!r} is not within your units", where=where)
    if before is not None and not scope.allows(before.unit):
        raise ScopeError("another unit has one of this id", where=where)
    if record.unit not in units:
        raise InputError(f"unit {record.unit!r} is not registered", where=where, hint="add the unit first")
    if systems is not None and values["system"] and values["system"] not in systems:
        raise InputError(f"system {values['system']!r} is not registered within your units", where=where)
    try:
        msgspec.convert(values, kind.record)
    except msgspec.ValidationError as error:
        raise InputError(str(error), where=where) from error
    return values


def _known_systems(tx: Session, records: Iterable[Any], scope: Scope) -> set[str] | None:
    """None for kinds that name no system."""
    named = {record.system for record in records if getattr(record, "system", None)}
    if not named:
        return None
    return {system.id for system in find(tx, System, scope, ids=list(named))}


def _write(tx: Session, kind: Kind, writes: _Writes) -> None:
    columns = table_of(kind.row).c

    def row(values: Mapping[str, Any]) -> dict[str, Any]:
        out = {name: value for name, value in values.items() if name in columns}
        if "system" in out and columns["system"].nullable:
            out["system"] = out["system"] or None
        return out

    insert_rows(tx, kind.row, [row(values) for values in writes.inserts])
    for values in writes.updates:
        update_rows(tx, kind.row, kind.row.id == values["id"], **row(values))
    if kind.record is Asset:
        for values in writes.updates:
            delete_rows(tx, AssetNameRow, AssetNameRow.asset == values["id"])
        names = [
            {"asset": values["id"], "kind": name_kind, "position": n, "value": value, "unit": values["unit"]}
            for values in (*writes.inserts, *writes.updates)
            for name, name_kind in NAME_KINDS.items()
            for n, value in enumerate(values[name])
        ]
        insert_rows(tx, AssetNameRow, names)
    ledger.extend(tx, writes.entries)
