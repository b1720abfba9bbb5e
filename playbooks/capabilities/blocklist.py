"""A list other firewalls fetch (external block list, EDL): one address, network or domain per line, served by the API.

The list is the effects themselves as they are kept: an entry is on it from when its effect is done until it is taken back.
So nothing happens here that could be lost or happen twice.
"""

from __future__ import annotations

import re
from typing import ClassVar

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Touched, Traceless
from playbooks.capabilities.guard import lasting, network

_DOMAIN = re.compile(r"(?=.{1,253}\.?$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\.?", re.IGNORECASE)


class BlockList(Traceless):
    kind: ClassVar[str] = "blocklist"
    verbs: ClassVar[frozenset[str]] = frozenset({"blocklist.add"})

    def __init__(self, name: str, *, default_s: int = 3600) -> None:
        self.name, self._default_s = name, default_s

    def plan(self, job: Job) -> Plan:
        value, kind = _value(job)
        lasts = lasting(job.arguments, self._default_s)
        return Plan(
            self.kind,
            self.name,
            f"put {value} on the block list {self.name} for {lasts} s",
            f"将 {value} 加入封禁名单“{self.name}”，持续 {lasts} 秒",
            True,
            (Touched(kind, value, blocks=True),),
            lasts,
        )

    def apply(self, job: Job) -> Result:
        value, _ = _value(job)
        return Result(f"{value} is on the list", {"result": value}, {"value": value})


def _value(job: Job) -> tuple[str, ObjectKind]:
    text = job.arguments.get("value", "").strip()
    found = network(text)
    if found is not None:
        return str(found.network_address if found.prefixlen == found.max_prefixlen else found), ObjectKind.ADDRESS
    if _DOMAIN.fullmatch(text):
        return text.lower().rstrip("."), ObjectKind.DOMAIN
    raise Refused(
        "argument.wrong",
        f"`value` is an address, a network or a domain, not {text[:60]!r}",
        "value 应为地址、网段或域名",
    )
