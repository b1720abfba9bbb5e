"""The registers of systems, assets and data sets: what the estate consists of and which unit answers for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound, ScopeError
from model.estate import Asset, AssetKind, DataClass, DataSet, System
from store import ledger, units
from store.encoding import chunks, to_plain
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import AssetNameRow, AssetRow, DataSetRow, SystemRow

T = TypeVar("T", System, Asset, DataSet)
Row: TypeAlias = type[SystemRow] | type[AssetRow] | type[DataSetRow]


def put_system(tx: Session, system: System, *, actor: str, scope: Scope = EVERYTHING) -> None:
    if not 0 <= system.mlps_level <= 5:
        raise InputError("the protection level is 1 to 5, or 0 when not graded", where=f"system {system.id}")
    _put(tx, "system", SystemRow, to_plain(system), actor, scope)


def get_system(tx: Session, system_id: str, scope: Scope) -> System:
    return _get(find_systems(tx, scope, _id=system_id), "system", system_id)


def find_systems(tx: Session, scope: Scope, *, unit: str | None = None, _id: str | None = None) -> list[System]:
    """By id."""
    statement = scoped(select(SystemRow), scope, SystemRow.unit).order_by(SystemRow.id)
    statement = statement.where(*_where((SystemRow.unit, unit), (SystemRow.id, _id)))
    return [
        System(
            id=row.id,
            name=row.name,
            name_zh=row.name_zh,
            unit=row.unit,
            mlps_level=row.mlps_level,
            level_is_proposal=row.level_is_proposal,
        )
        for row in tx.scalars(statement)
    ]


def remove_system(tx: Session, system_id: str, scope: Scope, *, actor: str) -> None:
    """Refused while assets or data sets name it."""
    unit = get_system(tx, system_id, scope).unit
    for row in (AssetRow, DataSetRow):
        used = tx.scalar(scoped(select(row.id).where(row.system == system_id).limit(1), EVERYTHING))
        if used is not None:
            raise InputError(
                f"{used!r} belongs to it", where=f"system {system_id}", hint="give that another system first"
            )
    _remove(tx, "system", SystemRow, system_id, unit, actor)


def put_asset(tx: Session, asset: Asset, *, actor: str, scope: Scope = EVERYTHING) -> None:
    if not 0 <= asset.criticality <= 5:
        raise InputError("criticality is 0 to 5", where=f"asset {asset.id}")
    values = to_plain(asset)
    names = {"address": values["addresses"], "hostname": values["hostnames"]}
    changed = _put(tx, "asset", AssetRow, values, actor, scope)
    if not changed:
        return
    delete_rows(tx, AssetNameRow, AssetNameRow.asset == asset.id)
    rows = [
        {"asset": asset.id, "kind": kind, "position": n, "value": value, "unit": asset.unit}
        for kind, given in names.items()
        for n, value in enumerate(given)
    ]
    insert_rows(tx, AssetNameRow, rows)


def get_asset(tx: Session, asset_id: str, scope: Scope) -> Asset:
    return _get(find_assets(tx, scope, _id=asset_id), "asset", asset_id)


def find_assets(
    tx: Session,
    scope: Scope,
    *,
    unit: str | None = None,
    system: str | None = None,
    name: str | None = None,
    _id: str | None = None,
) -> list[Asset]:
    """By id. name: an address or host name it goes by, exactly."""
    statement = scoped(select(AssetRow), scope, AssetRow.unit).order_by(AssetRow.id)
    statement = statement.where(*_where((AssetRow.unit, unit), (AssetRow.system, system), (AssetRow.id, _id)))
    if name is not None:
        goes_by = select(AssetNameRow.asset).where(AssetNameRow.value == name)
        statement = statement.where(or_(AssetRow.id.in_(goes_by), AssetRow.name == name))
    rows = list(tx.scalars(statement))
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ids in chunks([row.id for row in rows]):
        known = scoped(select(AssetNameRow).where(AssetNameRow.asset.in_(ids)), scope, AssetNameRow.unit)
        for one in tx.scalars(known.order_by(AssetNameRow.position)):
            names[one.asset, one.kind].append(one.value)
    return [
        Asset(
            id=row.id,
            name=row.name,
            kind=AssetKind(row.kind),
            unit=row.unit,
            system=row.system or "",
            addresses=tuple(names[row.id, "address"]),
            hostnames=tuple(names[row.id, "hostname"]),
            criticality=row.criticality,
        )
        for row in rows
    ]


def remove_asset(tx: Session, asset_id: str, scope: Scope, *, actor: str) -> None:
    unit = get_asset(tx, asset_id, scope).unit
    _remove(tx, "asset", AssetRow, asset_id, unit, actor)


def put_data_set(tx: Session, data_set: DataSet, *, actor: str, scope: Scope = EVERYTHING) -> None:
    if data_set.records < 0:
        raise InputError("the number of records is not negative", where=f"data_set {data_set.id}")
    _put(tx, "data_set", DataSetRow, to_plain(data_set), actor, scope)


def get_data_set(tx: Session, data_set_id: str, scope: Scope) -> DataSet:
    return _get(find_data_sets(tx, scope, _id=data_set_id), "data_set", data_set_id)


def find_data_sets(
    tx: Session, scope: Scope, *, unit: str | None = None, system: str | None = None, _id: str | None = None
) -> list[DataSet]:
    """By id."""
    statement = scoped(select(DataSetRow), scope, DataSetRow.unit).order_by(DataSetRow.id)
    statement = statement.where(*_where((DataSetRow.unit, unit), (DataSetRow.system, system), (DataSetRow.id, _id)))
    return [
        DataSet(
            id=row.id,
            name=row.name,
            name_zh=row.name_zh,
            unit=row.unit,
            data_class=DataClass(row.data_class),
            system=row.system or "",
            records=row.records,
            personal_information=row.personal_information,
        )
        for row in tx.scalars(statement)
    ]


def remove_data_set(tx: Session, data_set_id: str, scope: Scope, *, actor: str) -> None:
    unit = get_data_set(tx, data_set_id, scope).unit
    _remove(tx, "data_set", DataSetRow, data_set_id, unit, actor)


def _where(*wanted: tuple[Any, str | None]) -> Sequence[ColumnElement[bool]]:
    return [column == value for column, value in wanted if value is not None]


def _get(found: list[T], noun: str, object_id: str) -> T:
    if not found:
        raise NotFound(f"there is no {noun} {object_id!r} within your units")
    return found[0]


_FIND: dict[str, Callable[..., list[Any]]] = {
    "system": find_systems,
    "asset": find_assets,
    "data_set": find_data_sets,
}


def _put(tx: Session, noun: str, row: Row, values: dict[str, Any], actor: str, scope: Scope) -> bool:
    """Insert or update, and record what changed; whether anything did. Old and new unit must be within the scope."""
    where = f"{noun} {values['id']}"
    if not values["id"] or not values["name"]:
        raise InputError("an id and a name are needed", where=where)
    if not scope.allows(values["unit"]):
        raise ScopeError(f"unit {values['unit']!r} is not within your units", where=where)
    try:
        units.get(tx, values["unit"], EVERYTHING)
    except NotFound:
        raise InputError(f"unit {values['unit']!r} is not registered", where=where, hint="add the unit first") from None
    if values.get("system"):
        _known_system(tx, values["system"], scope, where)
    known = _FIND[noun](tx, EVERYTHING, _id=values["id"])
    before = to_plain(known[0]) if known else None
    if before is not None and not scope.allows(before["unit"]):
        raise ScopeError("another unit has one of this id", where=where)
    changed = {name: value for name, value in values.items() if before is None or before[name] != value}
    if not changed:
        return False
    columns = {name: value for name, value in values.items() if name in table_of(row).c}
    if "system" in columns:
        columns["system"] = columns["system"] or None
    if before is None:
        insert_rows(tx, row, [columns])
    else:
        update_rows(tx, row, row.id == values["id"], **columns)
    ledger.append(
        tx,
        actor=actor,
        action=f"{noun}.added" if before is None else f"{noun}.changed",
        object=f"{noun}:{values['id']}",
        unit=values["unit"],
        details=changed,
    )
    return True


def _known_system(tx: Session, system_id: str, scope: Scope, where: str) -> None:
    if not find_systems(tx, scope, _id=system_id):
        raise InputError(f"system {system_id!r} is not registered within your units", where=where)


def _remove(tx: Session, noun: str, row: Row, object_id: str, unit: str, actor: str) -> None:
    delete_rows(tx, row, row.id == object_id)
    ledger.append(tx, actor=actor, action=f"{noun}.removed", object=f"{noun}:{object_id}", unit=unit)
