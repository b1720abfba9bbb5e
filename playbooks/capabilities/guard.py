"""The guard around every actuator: what is never touched, what takes one person, what takes two, how long it lasts.

It stands inside `Guarded.perform`, the only way to an effect, so no playbook, parameter or caller gets around it: without a
warrant for exactly this effect from enough different people the capability is not called.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from model.times import SECOND, Micros
from playbooks.capabilities.contract import Capability, Job, ObjectKind, Plan, Refused, Result

MAX_LASTS_S = 30 * 24 * 3600
WIDEST = {4: 16, 6: 32}
"""The shortest prefix that may be blocked at all: more is an outage, whoever asks."""
CAREFUL = {4: 28, 6: 64}
"""Shorter prefixes take two persons: they hold people nobody looked at."""
CRITICAL = 4
"""`Asset.criticality` from which an asset is protected."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an effect takes more than a click."""

    code: str
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class Known:
    """An object of the register as the guard needs it. names: addresses, networks, host names, accounts.

    control: an industrial controller or what stands before one; cii: part of critical information infrastructure.
    """

    names: frozenset[str]
    title: str
    criticality: int = 0
    control: bool = False
    cii: bool = False


@dataclass(frozen=True, slots=True)
class Warrant:
    """digest: of the plan. persons: accounts that said yes. Nobody's own wish counts."""

    digest: str
    persons: tuple[str, ...]
    requested_by: str
    expires: Micros

    def people(self) -> int:
        return len({one for one in self.persons if one and one != self.requested_by})


@dataclass(frozen=True, slots=True)
class Demand:
    """persons: 0 goes by itself, 1 asks somebody, 2 the two-person rule."""

    persons: int
    reasons: tuple[Reason, ...] = ()


def network(text: str) -> Network | None:
    """An address or network; IPv6 forms of IPv4 addresses are the IPv4 ones. None for what is neither."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Network) and found.prefixlen >= 96:
        mapped = found.network_address.ipv4_mapped
        if mapped is None and found.network_address in ipaddress.ip_network("64:ff9b::/96"):
            mapped = ipaddress.IPv4Address(int(found.network_address) & 0xFFFFFFFF)
        if mapped is not None:
            return ipaddress.ip_network((mapped, found.prefixlen - 96), strict=False)
    return found


@dataclass(frozen=True)
class Protection:
    """What is protected. never: networks and names from the settings; known: the register. permits: hosts of critical
    infrastructure that may be scanned now. free: capabilities whose changes need nobody when nothing else does."""

    never: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    permits: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()

    @cached_property
    def _objects(self) -> list[tuple[Network | None, str, Known]]:
        own = [Known(frozenset((one,)), one, criticality=5) for one in self.never]
        return [(network(name), name.lower(), known) for known in (*own, *self.known) for name in known.names]

    def demand(self, plan: Plan) -> Demand:
        """Raises Refused for what nobody may do."""
        reasons: list[Reason] = []
        for touched in plan.touches:
            found = self._find(touched.value)
            _forbidden(plan, touched.value, found, self.permits)
            if touched.blocks:
                reasons += _reasons(touched.value, found)
                if touched.kind is ObjectKind.ADDRESS:
                    reasons += _width(touched.value)
        if not plan.changes:
            return Demand(0)
        if reasons:
            return Demand(2, tuple(dict.fromkeys(reasons)))
        if plan.lasts_s is not None and plan.capability in self.free:
            return Demand(0)
        why = Reason("change", "it changes something at its target", "会改变目标的状态")
        return Demand(1, (why,))

    def _find(self, value: str) -> list[Known]:
        asked, name = network(value), value.strip().lower()
        out = []
        for ours, text, known in self._objects:
            hit = (
                ours.overlaps(asked)
                if ours is not None and asked is not None and ours.version == asked.version
                else False
            )
            if hit or name == text or (ours is None and asked is None and name.endswith(f".{text}")):
                out.append(known)
        return list(dict.fromkeys(out))


def _forbidden(plan: Plan, value: str, found: Sequence[Known], permits: frozenset[str]) -> None:
    for known in found:
        if plan.publishes:
            raise Refused(
                "publish.own",
                f"{value} is our own ({known.title}): nothing internal is published",
                f"{value} 属于本区“{known.title}”，内部对象不得对外发布",
            )
        if known.control and plan.writes:
            raise Refused(
                "control.write",
                f"{value} is {known.title}, a control system: nothing here writes to control systems",
                f"{value} 属于工控系统“{known.title}”，平台禁止对工控系统执行写操作",
            )
        if known.cii and plan.scans and value not in permits:
            raise Refused(
                "cii.scan",
                f"{value} is {known.title}, critical infrastructure: scanning it needs a permit",
                f"{value} 属于关键信息基础设施“{known.title}”，未经批准不得扫描",
            )
    asked = network(value)
    if asked is None or not any(touched.blocks and touched.value == value for touched in plan.touches):
        return
    if asked.prefixlen < WIDEST[asked.version]:
        raise Refused(
            "network.too_wide",
            f"{value} is wider than /{WIDEST[asked.version]}: that is an outage, not a block",
            f"{value} 的范围大于 /{WIDEST[asked.version]}，封禁会造成大面积断网",
        )
    if asked.is_loopback or asked.is_multicast or asked.is_unspecified or asked.is_link_local:
        raise Refused(
            "network.special",
            f"{value} is no host of a network (loopback, link-local, multicast or unspecified)",
            f"{value} 不是网络中的主机地址（环回、链路本地、组播或未指定地址）",
        )


def _reasons(value: str, found: Sequence[Known]) -> list[Reason]:
    protected = [
        Reason(
            "protected",
            f"{value} is protected: {known.title} (criticality {known.criticality})",
            f"{value} 为受保护对象：{known.title}（重要程度 {known.criticality}）",
        )
        for known in found
        if known.criticality >= CRITICAL
    ]
    controls = [
        Reason(
            "control",
            f"{value} holds a control system ({known.title}): a person of the process has to agree",
            f"{value} 涉及工控系统“{known.title}”，须经工艺责任人同意",
        )
        for known in found
        if known.control
    ]
    return protected + controls


def _width(value: str) -> list[Reason]:
    asked = network(value)
    if asked is None or asked.prefixlen >= CAREFUL[asked.version]:
        return []
    number = asked.num_addresses
    return [Reason("wide", f"{value} holds {number} addresses", f"{value} 包含 {number} 个地址")]


@dataclass(frozen=True)
class Guarded:
    """An actuator, with the guard before it. default_s: how long an effect lasts that says nothing."""

    capability: Capability
    protection: Protection
    default_s: int = 3600
    max_s: int = MAX_LASTS_S

    def plan(self, job: Job) -> Plan:
        plan = self.capability.plan(job)
        if plan.lasts_s is not None and not 1 <= plan.lasts_s <= self.max_s:
            raise Refused(
                "duration.out_of_bounds",
                f"it would last {plan.lasts_s} s; between 1 and {self.max_s} s is possible",
                f"持续时间 {plan.lasts_s} 秒超出范围，应为 1 至 {self.max_s} 秒",
            )
        return plan

    def demand(self, job: Job) -> Demand:
        return self.protection.demand(self.plan(job))

    def perform(self, job: Job, warrant: Warrant | None, now: Micros, *, resumed: bool = False) -> Result:
        """Do it, once. resumed: an earlier attempt may have got through; then the target is asked first."""
        plan = self.plan(job)
        demand = self.protection.demand(plan)
        if demand.persons:
            given = warrant.people() if warrant is not None and warrant.digest == plan.digest(job.key) else 0
            if warrant is not None and given and now > warrant.expires:
                raise Refused("approval.expired", "the approval has expired", "审批已过期")
            if given < demand.persons:
                why = "; ".join(reason.text for reason in demand.reasons)
                why_zh = "；".join(reason.text_zh for reason in demand.reasons)
                raise Refused(
                    "approval.missing",
                    f"this takes {demand.persons} person(s), {given} approved: {why}",
                    f"需要 {demand.persons} 人审批，已有 {given} 人：{why_zh}",
                )
        if resumed:
            found = self.capability.find(job)
            if found is not None:
                return found
        return self.capability.apply(job)

    def undo(self, undo: Mapping[str, Any]) -> None:
        """Taking back needs no warrant: it gives back what the effect took."""
        self.capability.undo(undo)


def until(result: Result, plan: Plan, now: Micros) -> Micros | None:
    """When an effect is to be taken back."""
    return None if plan.lasts_s is None or result.undo is None else now + plan.lasts_s * SECOND


def lasting(arguments: Mapping[str, str], default_s: int) -> int:
    """`duration_s` of a command. Raises Refused."""
    text = arguments.get("duration_s", "").strip()
    if not text:
        return default_s
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused("argument.wrong", f"duration_s is a number of seconds, not {text[:40]!r}", "duration_s 应为秒数")
    return int(text)
