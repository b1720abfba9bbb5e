"""The kinds of records a register holds: the word, its table, and which field points to which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from model.errors import NotFound
from model.estate import Asset, DataSet, System
from model.inventory import (
    Conduit,
    Control,
    DataGrant,
    DirectoryAccount,
    Exposure,
    Group,
    Right,
    Service,
    Zone,
)
from store.inventory_tables import (
    ConduitRow,
    ControlRow,
    DataGrantRow,
    DirectoryAccountRow,
    ExposureRow,
    GroupRow,
    RightRow,
    ServiceRow,
    ZoneRow,
)
from store.tables import AssetRow, DataSetRow, SystemRow

Record: TypeAlias = (
    System
    | Asset
    | DataSet
    | Zone
    | Conduit
    | Service
    | DirectoryAccount
    | Group
    | Right
    | Exposure
    | DataGrant
    | Control
)


@dataclass(frozen=True, slots=True)
class Kind:
    """name: as the audit trail writes it; plural: as `Estate` and files do. texts: columns a search looks into.
    points: field → plurals of the kinds its value names one of."""

    name: str
    plural: str
    record: type[Any]
    row: Any
    texts: tuple[str, ...]
    points: Mapping[str, tuple[str, ...]]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in msgspec.structs.fields(self.record))


KINDS: tuple[Kind, ...] = (
    Kind("system", "systems", System, SystemRow, ("id", "name", "name_zh"), {}),
    Kind("zone", "zones", Zone, ZoneRow, ("id", "name", "name_zh"), {}),
    Kind(
        "conduit",
        "conduits",
        Conduit,
        ConduitRow,
        ("id", "source", "target"),
        {"source": ("zones",), "target": ("zones",)},
    ),
    Kind(
        "asset",
        "assets",
        Asset,
        AssetRow,
        ("id", "name", "os", "owner"),
        {"system": ("systems",), "zone": ("zones",)},
    ),
    Kind(
        "service",
        "services",
        Service,
        ServiceRow,
        ("id", "name", "asset", "protocol", "product", "version"),
        {"asset": ("assets",), "system": ("systems",), "runs_as": ("accounts",), "depends_on": ("services",)},
    ),
    Kind(
        "account",
        "accounts",
        DirectoryAccount,
        DirectoryAccountRow,
        ("id", "name", "asset"),
        {"asset": ("assets",), "member_of": ("groups",)},
    ),
    Kind("group", "groups", Group, GroupRow, ("id", "name"), {"member_of": ("groups",)}),
    Kind(
        "right",
        "rights",
        Right,
        RightRow,
        ("id", "subject", "target"),
        {"subject": ("accounts", "groups", "assets"), "target": ("assets", "services", "accounts", "groups")},
    ),
    Kind(
        "exposure",
        "exposures",
        Exposure,
        ExposureRow,
        ("id", "weakness", "title", "asset", "service"),
        {"asset": ("assets",), "service": ("services",)},
    ),
    Kind("data_set", "data_sets", DataSet, DataSetRow, ("id", "name", "name_zh"), {"system": ("systems",)}),
    Kind(
        "data_grant",
        "data_grants",
        DataGrant,
        DataGrantRow,
        ("id", "holder", "data_set", "approval"),
        {"holder": ("services", "accounts", "groups"), "data_set": ("data_sets",), "through": ("services",)},
    ),
    Kind(
        "control",
        "controls",
        Control,
        ControlRow,
        ("id", "controller", "device", "protocol"),
        {"controller": ("assets",), "device": ("assets",)},
    ),
)
"""In an order in which a kind comes after those it points to, as far as there is one."""

_BY_RECORD = {kind.record: kind for kind in KINDS}
_BY_NAME = {kind.plural: kind for kind in KINDS} | {kind.name: kind for kind in KINDS}


def kind_of(record: Any) -> Kind:
    return _BY_RECORD[record if isinstance(record, type) else type(record)]


def kind_named(name: str) -> Kind:
    """By singular or plural. Raises NotFound."""
    if name not in _BY_NAME:
        raise NotFound(f"the register has no kind {name!r}; it has {', '.join(kind.plural for kind in KINDS)}")
    return _BY_NAME[name]
