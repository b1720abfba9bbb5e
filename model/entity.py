"""Entity: a thing alerts have in common. Observables are typed; the same value in two roles is one entity."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class EntityKind(StrEnum):
    HOST = "host"
    IP = "ip"
    USER = "user"
    DOMAIN = "domain"
    URL = "url"
    FILE_HASH = "file_hash"
    PROCESS = "process"
    SERVICE = "service"
    DEVICE = "device"
    DATA_SET = "data_set"
    EXTERNAL = "external"

    @property
    def zh(self) -> str:
        return _KIND_ZH[self]


_KIND_ZH = {
    EntityKind.HOST: "主机",
    EntityKind.IP: "IP 地址",
    EntityKind.USER: "账号",
    EntityKind.DOMAIN: "域名",
    EntityKind.URL: "网址",
    EntityKind.FILE_HASH: "文件哈希",
    EntityKind.PROCESS: "进程",
    EntityKind.SERVICE: "服务",
    EntityKind.DEVICE: "设备",
    EntityKind.DATA_SET: "数据集",
    EntityKind.EXTERNAL: "外部实体",
}


class Role(StrEnum):
    """What part the entity plays in the alert: who acted, on whom, or merely seen."""

    ACTOR = "actor"
    TARGET = "target"
    OBSERVED = "observed"

    @property
    def zh(self) -> str:
        return {"actor": "发起方", "target": "目标", "observed": "相关"}[self.value]


class Entity(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    kind: EntityKind
    value: str
    role: Role = Role.OBSERVED

    @property
    def key(self) -> str:
        """`kind:value`, the identity of the entity whatever its role."""
        return f"{self.kind}:{self.value}"
