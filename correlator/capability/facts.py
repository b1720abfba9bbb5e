"""What an attacker can hold. A fact is (kind, id, detail); a plain tuple of the same three texts is equal to it.

`reach` is grouped: one fact per zone and service (`tcp/443`, `*`, a profile such as `@admin`), never one per pair of machines.
"""

from __future__ import annotations

from typing import NamedTuple

INSIDE = "inside"
REACH = "reach"
OUTSIDE = "outside"
LURED = "lured"
FOOTHOLD = "foothold"
ADMIN = "admin"
PERSIST = "persist"
PRINCIPAL = "principal"
DOMINATE = "dominate"
ACCESS = "access"
READ = "read"
TAMPER = "tamper"
EXFIL = "exfil"
CONTROL = "control"
PROGRAM = "program"
DENY = "deny"
HARM = "harm"

WORDS: dict[str, tuple[str, str]] = {
    INSIDE: ("can send into the network from zone", "可从该安全域发起访问"),
    REACH: ("reaches in zone", "可访问安全域内服务"),
    OUTSIDE: ("reaches the Internet", "可访问互联网"),
    LURED: ("has people of the zone as addressees", "可向该域人员投递"),
    FOOTHOLD: ("runs code on", "可在其上执行代码"),
    ADMIN: ("is administrator of", "取得管理员权限"),
    PERSIST: ("stays on", "建立持久化"),
    PRINCIPAL: ("acts as", "可冒用其身份"),
    DOMINATE: ("holds the whole directory", "控制整个目录（域）"),
    ACCESS: ("has what the service has", "可使用该服务的权限"),
    READ: ("reads", "可读取"),
    TAMPER: ("changes", "可篡改"),
    EXFIL: ("carries out", "可外传"),
    CONTROL: ("commands", "可控制"),
    PROGRAM: ("reprograms", "可下装程序"),
    DENY: ("stops", "可使其停止"),
    HARM: ("endangers people through", "可危及人身安全"),
}


class Fact(NamedTuple):
    """id: of an asset, service, account, group, data set, zone or directory. detail: the service of a `reach`."""

    kind: str
    id: str
    detail: str = ""

    @property
    def text(self) -> str:
        return f"{self.kind}({', '.join(part for part in (self.id, self.detail) if part)})"


Key = tuple[str, str, str]
"""A Fact as the graph keeps it: a plain tuple, made a million times."""
