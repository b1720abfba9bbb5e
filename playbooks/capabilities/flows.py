"""Closing the way from some networks to others with nftables: what a conduit between two zones let through.

Only what the source side begins is dropped, also on connections that stand already; what the target side asks for still
gets its answers. One element for each pair of networks, with the effect's mark as its comment and a timeout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, ClassVar

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Runner, Touched, Uncertain, marked
from playbooks.capabilities.guard import lasting, network

MOST_PAIRS = 64
"""Pairs of networks in one command."""
_SERVICE = re.compile(r"(tcp|udp|sctp)/(\*|[0-9]{1,5})", re.ASCII)
ANY = "*"


def setup(table: str) -> str:
    """Sets and rules, for the script that makes the table."""
    lines = []
    for family, address, word in (("4", "ipv4_addr", "ip"), ("6", "ipv6_addr", "ip6")):
        pair = f"{word} saddr . {word} daddr"
        lines += [
            f"add set inet {table} closed{family} {{ type {address} . {address}; flags interval, timeout; }}",
            (
                f"add set inet {table} closed_service{family} "
                f"{{ type {address} . {address} . inet_proto . inet_service; flags interval, timeout; }}"
            ),
            f"add rule inet {table} forward ct direction original {pair} @closed{family} counter drop",
            (
                f"add rule inet {table} forward ct direction original {pair} . meta l4proto . th dport "
                f"@closed_service{family} counter drop"
            ),
        ]
    return "\n".join(lines) + "\n"


class Flows:
    """The verbs of `Nftables` about conduits. setup: the script that makes the table when it is not there."""

    verbs: ClassVar[frozenset[str]] = frozenset({"conduit.close", "conduit.open"})

    def __init__(self, kind: str, name: str, table: str, setup: str, run: Runner, default_s: int) -> None:
        self._kind, self._name, self._table, self._setup = kind, name, table, setup
        self._run, self._default_s = run, default_s

    def plan(self, job: Job) -> Plan:
        sources, targets, service = _arguments(job)
        about, about_zh = _said(sources, targets, service)
        closes = job.text == "conduit.close"
        touched = tuple(Touched(ObjectKind.ADDRESS, one, blocks=closes) for one in (*sources, *targets))
        if not closes:
            text = f"let {about} through at {self._name} again"
            return Plan(self._kind, self._name, text, f"在“{self._name}”恢复{about_zh}", True, touched)
        lasts = lasting(job.arguments, self._default_s)
        text = f"close {about} at {self._name} for {lasts} s"
        text_zh = f"在“{self._name}”阻断{about_zh}，持续 {lasts} 秒"
        return Plan(self._kind, self._name, text, text_zh, True, touched, lasts)

    def find(self, job: Job) -> Result | None:
        wanted, mark = _elements(job), marked(job.key)
        there = self._there(wanted, job.timeout_s)
        if job.text == "conduit.open":
            return None if there else Result("it is not closed")
        if any(there.get(one, {}).get("comment") != mark for one in wanted):
            return None
        return self._closed(job, list(wanted), mark)

    def apply(self, job: Job) -> Result:
        wanted, mark = _elements(job), marked(job.key)
        there = self._there(wanted, job.timeout_s)
        if job.text == "conduit.open":
            if there:
                self._script(self._deleting(there), job.timeout_s)
            return Result("it is not closed any more")
        lasts = lasting(job.arguments, self._default_s)
        longer = {
            one
            for one, known in there.items()
            if known.get("comment") != mark and int(known.get("expires", 0)) >= lasts
        }
        ours = [one for one in wanted if one not in longer]
        if not ours:
            return Result("it was closed already, for longer")
        script = self._setup + self._deleting([one for one in ours if one in there])
        for place, element in ours:
            script += f'add element inet {self._table} {place} {{ {element} timeout {lasts}s comment "{mark}" }}\n'
        self._script(script, job.timeout_s)
        return self._closed(job, ours, mark)

    def undo(self, undo: Mapping[str, Any]) -> None:
        wanted = [(str(place), str(element)) for place, element in undo["closed"]]
        there = self._there(wanted, 30.0)
        ours = [one for one in wanted if there.get(one, {}).get("comment") == undo["mark"]]
        if ours:
            self._script(self._deleting(ours), 30.0)

    def _closed(self, job: Job, elements: list[tuple[str, str]], mark: str) -> Result:
        about, _ = _said(*_arguments(job))
        undo = {"closed": [list(one) for one in elements], "mark": mark}
        return Result(f"{about} is closed", {"result": about}, undo)

    def _deleting(self, elements: Any) -> str:
        return "".join(f"delete element inet {self._table} {place} {{ {element} }}\n" for place, element in elements)

    def _there(self, wanted: Any, timeout_s: float) -> dict[tuple[str, str], dict[str, Any]]:
        """Those of the wanted elements that nft has, with what it says of each."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for place in sorted({place for place, _ in wanted}):
            code, out, _ = self._run(["nft", "-j", "list", "set", "inet", self._table, place], "", timeout_s)
            if code:
                continue  # no table yet
            try:
                sets = [one["set"] for one in json.loads(out)["nftables"] if "set" in one]
                for element in sets[0].get("elem", []) if sets else []:
                    known = element["elem"]
                    found[place, " . ".join(map(_part, known["val"]["concat"]))] = known
            except (ValueError, KeyError, TypeError):
                raise Uncertain("nft gave no list of what is closed") from None
        return {one: found[one] for one in wanted if one in found}

    def _script(self, text: str, timeout_s: float) -> None:
        code, _, errors = self._run(["nft", "-f", "-"], text, timeout_s)
        if code:
            said = errors.strip()[:300]
            raise Refused("nft.refused", f"nft refused it: {said}", f"nft 拒绝执行：{said}")


def _part(value: Any) -> str:
    """One part of a concatenated element as it is written: an address, a network, a range, a number."""
    if isinstance(value, dict) and "prefix" in value:
        return f"{value['prefix']['addr']}/{value['prefix']['len']}"
    if isinstance(value, dict) and "range" in value:
        return "-".join(map(str, value["range"]))
    return str(value)


def _arguments(job: Job) -> tuple[list[str], list[str], str]:
    """(networks of the source, of the target, service). Raises Refused."""
    if job.text not in Flows.verbs:
        raise Refused("argument.wrong", f"{job.text[:60]!r} is none of {', '.join(sorted(Flows.verbs))}", "命令不支持")
    sources, targets = _networks(job, "source"), _networks(job, "target")
    if len(sources) * len(targets) > MOST_PAIRS:
        raise Refused(
            "argument.wrong",
            f"{len(sources)} networks to {len(targets)} are more than {MOST_PAIRS} pairs: close them in parts",
            f"源网段 {len(sources)} 个、目标网段 {len(targets)} 个，超过 {MOST_PAIRS} 对，请分批阻断",
        )
    if not any((":" in one) == (":" in other) for one in sources for other in targets):
        raise Refused("argument.wrong", "source and target have no address family in common", "源与目标地址类型不一致")
    service = job.arguments.get("service", "").strip().lower() or ANY
    found = _SERVICE.fullmatch(service)
    if service != ANY and (found is None or (found[2] != "*" and not 1 <= int(found[2]) <= 65535)):
        raise Refused(
            "argument.wrong",
            f"`service` is like tcp/443, udp/* or *, not {service[:40]!r}",
            "service 应形如 tcp/443、udp/* 或 *",
        )
    return sources, targets, service


def _networks(job: Job, name: str) -> list[str]:
    texts = job.arguments.get(name, "").replace(",", " ").split()
    found = [network(text) for text in texts[: MOST_PAIRS + 1]]
    if not found or any(one is None for one in found):
        raise Refused(
            "argument.wrong",
            f"`{name}` must be IP addresses or networks, not {job.arguments.get(name, '')[:60]!r}",
            f"{name} 应为 IP 地址或网段",
        )
    known = [one for one in found if one is not None]
    return list(
        dict.fromkeys(str(one.network_address) if one.prefixlen == one.max_prefixlen else str(one) for one in known)
    )


def _elements(job: Job) -> list[tuple[str, str]]:
    """(set, element) for each pair of networks of one family."""
    return list(_pairs(*_arguments(job)))


def _pairs(sources: list[str], targets: list[str], service: str) -> Iterator[tuple[str, str]]:
    for source, target in product(sources, targets):
        if (":" in source) != (":" in target):
            continue
        family = "6" if ":" in source else "4"
        if service == ANY:
            yield f"closed{family}", f"{source} . {target}"
        else:
            transport, _, port = service.partition("/")
            yield f"closed_service{family}", f"{source} . {target} . {transport} . {'0-65535' if port == ANY else port}"


def _said(sources: list[str], targets: list[str], service: str) -> tuple[str, str]:
    here, there = ", ".join(sources), ", ".join(targets)
    what = "everything" if service == ANY else service
    return (
        f"{what} from {here} to {there}",
        f"从 {here} 到 {there} 的{'全部访问' if service == ANY else f' {service} 访问'}",
    )
