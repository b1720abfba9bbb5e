"""The estate: who owns what. Unit, System, Asset, DataSet are records of the register, not observations."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class UnitKind(StrEnum):
    DISTRICT = "district"
    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    SUPPLIER = "supplier"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A node in the tree of units. `parent` is empty for the root only. What a person may see is a subtree."""

    id: str
    name: str
    name_zh: str
    kind: UnitKind
    parent: str = ""


class AssetKind(StrEnum):
    SERVER = "server"
    WORKSTATION = "workstation"
    NETWORK_DEVICE = "network_device"
    IOT_DEVICE = "iot_device"
    CONTROLLER = "controller"
    GATEWAY = "gateway"
    BROKER = "broker"
    OTHER = "other"


class System(msgspec.Struct, frozen=True, kw_only=True):
    """An information system. mlps_level: proposed or filed classified-protection level (1 to 5), 0 when not graded."""

    id: str
    name: str
    name_zh: str
    unit: str
    mlps_level: int = 0
    level_is_proposal: bool = True


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """criticality: 0 (nobody notices) to 5 (the district stops)."""

    id: str
    name: str
    kind: AssetKind
    unit: str
    system: str = ""
    addresses: tuple[str, ...] = ()
    hostnames: tuple[str, ...] = ()
    criticality: int = 1


class DataClass(StrEnum):
    """Working grades of the public-data catalogue; mapping to GB/T 43697-2024 is the unit's decision."""

    OPEN = "open"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"
    IMPORTANT_CANDIDATE = "important_candidate"


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    name_zh: str
    unit: str
    data_class: DataClass
    system: str = ""
    records: int = 0
    personal_information: bool = False
