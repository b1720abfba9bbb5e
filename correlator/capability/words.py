"""Words of the answers that are needed without the graph: kinds of action, of origin, of ring, and a watching rule."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ActionKind(StrEnum):
    BLOCK_FLOW = "block_flow"
    REVOKE_SESSION = "revoke_session"
    DISABLE_ACCOUNT = "disable_account"
    ISOLATE_HOST = "isolate_host"
    REMOVE_RIGHT = "remove_right"
    SUSPEND_SHARING = "suspend_sharing"
    CLOSE_WEAKNESS = "close_weakness"
    PULL_DEVICE = "pull_device"

    @property
    def words(self) -> tuple[str, str]:
        return _ACTIONS[self]


_ACTIONS = {
    ActionKind.BLOCK_FLOW: ("Block the flow", "阻断访问"),
    ActionKind.REVOKE_SESSION: ("End the session and clear its credential", "注销会话并清除凭据"),
    ActionKind.DISABLE_ACCOUNT: ("Disable the account or reset its password", "停用账号或重置口令"),
    ActionKind.ISOLATE_HOST: ("Isolate the host", "隔离主机"),
    ActionKind.REMOVE_RIGHT: ("Remove the right", "收回权限"),
    ActionKind.SUSPEND_SHARING: ("Suspend the data sharing", "暂停数据共享"),
    ActionKind.CLOSE_WEAKNESS: ("Patch or shield the weakness", "修复或临时防护漏洞"),
    ActionKind.PULL_DEVICE: ("Take the device off remote control", "将设备切换为就地控制"),
}


class Origin(StrEnum):
    """Where an attack begins: zones of that kind."""

    INTERNET = "internet"
    SUPPLIER = "supplier"
    OFFICE = "office"

    @property
    def words(self) -> tuple[str, str]:
        return _ORIGINS[self]


_ORIGINS = {
    Origin.INTERNET: ("the Internet", "互联网"),
    Origin.SUPPLIER: ("a supplier", "供应商"),
    Origin.OFFICE: ("an office", "办公网"),
}


class Ring(StrEnum):
    """confirmed: the evidence itself says so. likely: at least an even chance. possible: it can be derived at all."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def zh(self) -> str:
        return _RINGS[self]


_RINGS = {Ring.CONFIRMED: "已证实", Ring.LIKELY: "很可能", Ring.POSSIBLE: "有可能"}


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A detection rule that would see a technique."""

    id: str
    title: str
    title_zh: str = ""
