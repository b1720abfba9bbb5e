"""Which register record an entity is, under which names it goes, and what hangs on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.entities.schemas import DataSetNamed, ExposureNamed, Register, SystemNamed, ZoneNamed
from api.wire import moment_or_none
from model.entity import EntityKind
from model.estate import Asset, DataSet, System
from model.inventory import DirectoryAccount, Exposure, Zone
from model.networks import Networks
from store import entities, inventory
from store.scope import Scope

MACHINES = frozenset({EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE})
EXPOSURES = 50
NAMES = 32


def names_of(tx: Session, kind: EntityKind, value: str, scope: Scope) -> tuple[list[str], Asset | None]:
    """Keys of everything a machine goes by, the one asked for first, and its record."""
    key = f"{kind}:{value}"
    if kind not in MACHINES:
        return [key], None
    asset = entities.assets_named(tx, [value], scope).get(value)
    if asset is None:
        return [key], None
    known = [f"ip:{address}" for address in asset.addresses] + [f"host:{name}" for name in asset.hostnames]
    return list(dict.fromkeys([key, *known]))[:NAMES], asset


def register_of(tx: Session, kind: EntityKind, value: str, asset: Asset | None, scope: Scope) -> Register | None:
    if asset is not None:
        return _asset(tx, asset, scope)
    if kind is EntityKind.USER:
        return _account(tx, value, scope)
    if kind is EntityKind.DATA_SET:
        found = inventory.find(tx, DataSet, scope, ids=[value])
        return _data_set(tx, found[0], scope) if found else None
    return None


def _asset(tx: Session, asset: Asset, scope: Scope) -> Register:
    exposures = inventory.find(tx, Exposure, scope, equals={"asset": asset.id, "closed": 0})
    exposures.sort(key=lambda one: (not one.exploited, -one.cvss, one.id))
    return Register(
        kind="asset",
        id=asset.id,
        name=asset.name,
        name_zh=asset.name,
        unit=asset.unit,
        system=_system(tx, asset.system, scope),
        zone=_zone(tx, asset, scope),
        criticality=asset.criticality,
        facts={
            name: text
            for name, text in (
                ("kind", asset.kind.value),
                ("addresses", ", ".join(asset.addresses)),
                ("hostnames", ", ".join(asset.hostnames)),
                ("os", asset.os),
                ("firmware", asset.firmware),
                ("owner", asset.owner),
                ("identifiers", ", ".join(asset.identifiers)),
            )
            if text
        },
        exposures=[
            ExposureNamed(
                id=one.id,
                weakness=one.weakness,
                title=one.title,
                cvss=one.cvss,
                exploited=one.exploited,
                remote=one.remote,
                service=one.service or None,
                first_seen=moment_or_none(one.first_seen or None),
            )
            for one in exposures[:EXPOSURES]
        ],
        exposure_count=len(exposures),
        data_sets=_data_sets(tx, asset.system, scope),
    )


def _account(tx: Session, value: str, scope: Scope) -> Register | None:
    name = value.rpartition("\\")[2].partition("@")[0]
    candidates = inventory.find(tx, DirectoryAccount, scope, equals={"name": sorted({value, name})})
    if not candidates:
        return None
    account = candidates[0]
    return Register(
        kind="account",
        id=account.id,
        name=account.name,
        name_zh=account.name,
        unit=account.unit,
        system=None,
        zone=None,
        criticality=None,
        facts={
            label: text
            for label, text in (
                ("kind", account.kind.value),
                ("tier", str(account.tier)),
                ("mfa", "yes" if account.mfa else "no"),
                ("enabled", "yes" if account.enabled else "no"),
                ("asset", account.asset),
                ("member_of", ", ".join(account.member_of[:20])),
                ("aliases", ", ".join(account.aliases[:20])),
            )
            if text
        },
        exposures=[],
        exposure_count=0,
        data_sets=[],
    )


def _data_set(tx: Session, data_set: DataSet, scope: Scope) -> Register:
    return Register(
        kind="data_set",
        id=data_set.id,
        name=data_set.name,
        name_zh=data_set.name_zh,
        unit=data_set.unit,
        system=_system(tx, data_set.system, scope),
        zone=None,
        criticality=None,
        facts={},
        exposures=[],
        exposure_count=0,
        data_sets=[data_set_named(data_set)],
    )


def data_set_named(data_set: DataSet) -> DataSetNamed:
    return DataSetNamed(
        id=data_set.id,
        name=data_set.name,
        name_zh=data_set.name_zh,
        data_class=data_set.data_class.value,
        data_class_zh=data_set.data_class.zh,
        records=data_set.records,
        personal_information=data_set.personal_information,
    )


def _data_sets(tx: Session, system: str, scope: Scope) -> list[DataSetNamed]:
    if not system:
        return []
    return [data_set_named(one) for one in inventory.find(tx, DataSet, scope, equals={"system": system}, limit=50)]


def _system(tx: Session, system_id: str, scope: Scope) -> SystemNamed | None:
    found = inventory.find(tx, System, scope, ids=[system_id]) if system_id else []
    if not found:
        return None
    one = found[0]
    return SystemNamed(
        id=one.id,
        name=one.name,
        name_zh=one.name_zh,
        mlps_level=one.mlps_level,
        level_is_proposal=one.level_is_proposal,
    )


def _zone(tx: Session, asset: Asset, scope: Scope) -> ZoneNamed | None:
    zones = inventory.find(tx, Zone, scope)
    held = {zone.id: zone for zone in zones}
    found = held.get(asset.zone) or held.get(Networks(zones).zone_of_first(asset.addresses))
    if found is None:
        return None
    return ZoneNamed(id=found.id, name=found.name, name_zh=found.name_zh, kind=found.kind.value, trust=found.trust)
