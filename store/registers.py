"""The registers of systems, assets and data sets by their own names: `store.inventory` with the types said."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from model.estate import Asset, DataSet, System
from store import inventory
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import AssetNameRow, AssetRow


def put_system(tx: Session, system: System, *, actor: str, scope: Scope = EVERYTHING) -> None:
    inventory.put(tx, system, actor=actor, scope=scope)


def get_system(tx: Session, system_id: str, scope: Scope) -> System:
    return inventory.get(tx, System, system_id, scope)


def find_systems(tx: Session, scope: Scope, *, unit: str | None = None) -> list[System]:
    """By id."""
    return inventory.find(tx, System, scope, equals=_given(unit=unit))


def remove_system(tx: Session, system_id: str, scope: Scope, *, actor: str) -> None:
    """Refused while assets, services or data sets name it."""
    inventory.remove(tx, System, system_id, scope, actor=actor)


def put_asset(tx: Session, asset: Asset, *, actor: str, scope: Scope = EVERYTHING) -> None:
    inventory.put(tx, asset, actor=actor, scope=scope)


def get_asset(tx: Session, asset_id: str, scope: Scope) -> Asset:
    return inventory.get(tx, Asset, asset_id, scope)


def find_assets(
    tx: Session, scope: Scope, *, unit: str | None = None, system: str | None = None, name: str | None = None
) -> list[Asset]:
    """By id. name: an address, host name or identifier it goes by, exactly."""
    if name is None:
        return inventory.find(tx, Asset, scope, equals=_given(unit=unit, system=system))
    goes_by = select(AssetNameRow.asset).where(AssetNameRow.value == name)
    called = scoped(
        select(AssetRow.id).where(or_(AssetRow.id.in_(goes_by), AssetRow.name == name)), scope, AssetRow.unit
    )
    found = inventory.find(tx, Asset, scope, ids=list(tx.scalars(called)))
    return [one for one in found if unit in (None, one.unit) and system in (None, one.system)]


def remove_asset(tx: Session, asset_id: str, scope: Scope, *, actor: str) -> None:
    """Its services, exposures and controls go with it."""
    inventory.remove(tx, Asset, asset_id, scope, actor=actor)


def put_data_set(tx: Session, data_set: DataSet, *, actor: str, scope: Scope = EVERYTHING) -> None:
    inventory.put(tx, data_set, actor=actor, scope=scope)


def get_data_set(tx: Session, data_set_id: str, scope: Scope) -> DataSet:
    return inventory.get(tx, DataSet, data_set_id, scope)


def find_data_sets(tx: Session, scope: Scope, *, unit: str | None = None, system: str | None = None) -> list[DataSet]:
    """By id."""
    return inventory.find(tx, DataSet, scope, equals=_given(unit=unit, system=system))


def remove_data_set(tx: Session, data_set_id: str, scope: Scope, *, actor: str) -> None:
    inventory.remove(tx, DataSet, data_set_id, scope, actor=actor)


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}
