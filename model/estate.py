"""The estate: who owns what. Unit, System, Asset, DataSet are records of the register, not observations.

Ranges (`MlpsLevel`, `Criticality`) are checked where records come in, by decoding them with msgspec.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

MlpsLevel = Annotated[int, msgspec.Meta(ge=0, le=5)]
Criticality = Annotated[int, msgspec.Meta(ge=0, le=5)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class UnitKind(StrEnum):
    DISTRICT = "district"
    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    INSTITUTION = "institution"
    SUPPLIER = "supplier"
    OTHER = "other"

    @property
    def zh(self) -> str:
        return _UNIT_ZH[self]


_UNIT_ZH = {
    UnitKind.DISTRICT: "区",
    UnitKind.DEPARTMENT: "委办局",
    UnitKind.TOWN: "镇街",
    UnitKind.VILLAGE: "村居",
    UnitKind.INSTITUTION: "事业单位",
    UnitKind.SUPPLIER: "供应商",
    UnitKind.OTHER: "其他",
}


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

    @property
    def zh(self) -> str:
        return _ASSET_ZH[self]


_ASSET_ZH = {
    AssetKind.SERVER: "服务器",
    AssetKind.WORKSTATION: "终端",
    AssetKind.NETWORK_DEVICE: "网络设备",
    AssetKind.IOT_DEVICE: "物联网设备",
    AssetKind.CONTROLLER: "控制器",
    AssetKind.GATEWAY: "网关",
    AssetKind.BROKER: "消息代理",
    AssetKind.OTHER: "其他",
}


class System(msgspec.Struct, frozen=True, kw_only=True):
    """An information system. mlps_level: proposed or filed classified-protection level (1 to 5), 0 when not graded."""

    id: str
    name: str
    name_zh: str
    unit: str
    mlps_level: MlpsLevel = 0
    level_is_proposal: bool = True


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """criticality: 0 (nobody notices) to 5 (the district stops). zone: empty when its addresses tell. owner: the person or
    team that answers for it. identifiers: what stays when addresses change: MAC addresses, serial numbers."""

    id: str
    name: str
    kind: AssetKind
    unit: str
    system: str = ""
    addresses: tuple[str, ...] = ()
    hostnames: tuple[str, ...] = ()
    criticality: Criticality = 1
    zone: str = ""
    os: str = ""
    owner: str = ""
    firmware: str = ""
    identifiers: tuple[str, ...] = ()


class DataClass(StrEnum):
    """Working grades of the public-data catalogue; mapping to GB/T 43697-2024 (一般, 重要, 核心) is the unit's decision."""

    OPEN = "open"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"
    IMPORTANT_CANDIDATE = "important_candidate"

    @property
    def zh(self) -> str:
        return _DATA_ZH[self]


_DATA_ZH = {
    DataClass.OPEN: "公开",
    DataClass.INTERNAL: "内部",
    DataClass.SENSITIVE: "敏感",
    DataClass.IMPORTANT_CANDIDATE: "拟定重要数据",
}


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    name_zh: str
    unit: str
    data_class: DataClass
    system: str = ""
    records: Count = 0
    personal_information: bool = False
