"""Blocking addresses, and ways between networks (`flows.py`), with nftables on this machine or another one over SSH.

Its own table, `inet fengsui`, at a priority before the usual filter; nothing else of the ruleset is read or changed. Elements
carry the effect's key as their comment and a timeout, so the kernel itself lets go of them when the platform is gone.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any, ClassVar

from playbooks.capabilities import flows
from playbooks.capabilities.contract import (
    Job,
    ObjectKind,
    Plan,
    Refused,
    Result,
    Runner,
    Touched,
    Uncertain,
    Unreachable,
    marked,
)
from playbooks.capabilities.guard import lasting, network

TABLE = "fengsui"
_SETUP = f"""
add table inet {TABLE}
add set inet {TABLE} blocked4 {{ type ipv4_addr; flags interval, timeout; }}
add set inet {TABLE} blocked6 {{ type ipv6_addr; flags interval, timeout; }}
add chain inet {TABLE} input {{ type filter hook input priority -150; policy accept; }}
add chain inet {TABLE} forward {{ type filter hook forward priority -150; policy accept; }}
add chain inet {TABLE} output {{ type filter hook output priority -150; policy accept; }}
flush chain inet {TABLE} input
flush chain inet {TABLE} forward
flush chain inet {TABLE} output
add rule inet {TABLE} input ip saddr @blocked4 counter drop
add rule inet {TABLE} input ip6 saddr @blocked6 counter drop
add rule inet {TABLE} forward ip saddr @blocked4 counter drop
add rule inet {TABLE} forward ip daddr @blocked4 counter drop
add rule inet {TABLE} forward ip6 saddr @blocked6 counter drop
add rule inet {TABLE} forward ip6 daddr @blocked6 counter drop
add rule inet {TABLE} output ip daddr @blocked4 counter drop
add rule inet {TABLE} output ip6 daddr @blocked6 counter drop
{flows.setup(TABLE)}"""


def local(prefix: list[str]) -> Runner:
    """Runs nft on this machine. prefix: words before it, `sudo -n` or `ip netns exec edge`."""

    def run(arguments: list[str], stdin: str, timeout_s: float) -> tuple[int, str, str]:
        try:
            done = subprocess.run(  # noqa: S603  # a list of words, no shell
                [*prefix, *arguments], input=stdin, capture_output=True, text=True, timeout=timeout_s, check=False
            )
        except subprocess.TimeoutExpired:
            raise Uncertain("nft did not answer in time") from None
        except OSError as error:
            raise Unreachable(f"nft cannot be started: {error.strerror}") from None
        return done.returncode, done.stdout, done.stderr

    return run


class Nftables:
    kind: ClassVar[str] = "nftables"
    verbs: ClassVar[frozenset[str]] = frozenset({"firewall.deny", "firewall.allow"}) | flows.Flows.verbs

    def __init__(self, name: str, run: Runner, *, default_s: int = 3600) -> None:
        self.name, self._run, self._default_s = name, run, default_s
        self._flows = flows.Flows(self.kind, name, TABLE, _SETUP, run, default_s)

    def plan(self, job: Job) -> Plan:
        if job.text in flows.Flows.verbs:
            return self._flows.plan(job)
        address = _address(job)
        if job.text == "firewall.allow":
            touched = (Touched(ObjectKind.ADDRESS, address),)
            return Plan(
                self.kind,
                self.name,
                f"let {address} through at {self.name} again",
                f"在“{self.name}”解除对 {address} 的封禁",
                True,
                touched,
            )
        lasts = lasting(job.arguments, self._default_s)
        touched = (Touched(ObjectKind.ADDRESS, address, blocks=True),)
        return Plan(
            self.kind,
            self.name,
            f"block {address} at {self.name} for {lasts} s",
            f"在“{self.name}”封禁 {address}，持续 {lasts} 秒",
            True,
            touched,
            lasts,
        )

    def find(self, job: Job) -> Result | None:
        if job.text in flows.Flows.verbs:
            return self._flows.find(job)
        address, mark = _address(job), marked(job.key)
        element = self._element(address, job.timeout_s)
        if job.text == "firewall.allow":
            return Result(f"{address} is not blocked") if element is None else None
        if element is None or element.get("comment") != mark:
            return None
        return _blocked(address, mark)

    def apply(self, job: Job) -> Result:
        if job.text in flows.Flows.verbs:
            return self._flows.apply(job)
        address, mark = _address(job), marked(job.key)
        there = self._element(address, job.timeout_s)
        if job.text == "firewall.allow":
            if there is not None:
                self._script(f"delete element inet {TABLE} {_set(address)} {{ {address} }}\n", job.timeout_s)
            return Result(f"{address} is not blocked any more")
        lasts = lasting(job.arguments, self._default_s)
        if there is not None and there.get("comment") != mark and int(there.get("expires", 0)) >= lasts:
            return Result(f"{address} was blocked already, for longer")
        before = f"delete element inet {TABLE} {_set(address)} {{ {address} }}\n" if there is not None else ""
        add = f'add element inet {TABLE} {_set(address)} {{ {address} timeout {lasts}s comment "{mark}" }}\n'
        self._script(_SETUP + before + add, job.timeout_s)
        return _blocked(address, mark)

    def undo(self, undo: Mapping[str, Any]) -> None:
        if "closed" in undo:
            self._flows.undo(undo)
            return
        address = str(undo["address"])
        element = self._element(address, 30.0)
        if element is not None and element.get("comment") == undo["mark"]:
            self._script(f"delete element inet {TABLE} {_set(address)} {{ {address} }}\n", 30.0)

    def _element(self, address: str, timeout_s: float) -> dict[str, Any] | None:
        code, out, _ = self._run(["nft", "-j", "list", "set", "inet", TABLE, _set(address)], "", timeout_s)
        if code:
            return None  # no table yet
        try:
            parts = [one["set"] for one in json.loads(out)["nftables"] if "set" in one]
        except (ValueError, KeyError, TypeError):
            raise Uncertain("nft gave no list of what is blocked") from None
        wanted = network(address)
        for element in parts[0].get("elem", []) if parts else []:
            one = element.get("elem", {}) if isinstance(element, dict) else {"val": element}
            value = one.get("val", element)
            text = (
                f"{value['prefix']['addr']}/{value['prefix']['len']}"
                if isinstance(value, dict) and "prefix" in value
                else str(value)
            )
            if network(text) == wanted:
                return dict(one)
        return None

    def _script(self, text: str, timeout_s: float) -> None:
        code, _, errors = self._run(["nft", "-f", "-"], text, timeout_s)
        if code:
            raise Refused(
                "nft.refused", f"nft refused it: {errors.strip()[:300]}", f"nft 拒绝执行：{errors.strip()[:300]}"
            )


def _blocked(address: str, mark: str) -> Result:
    return Result(f"{address} is blocked", {"result": address}, {"address": address, "mark": mark})


def _address(job: Job) -> str:
    """In the one form nft, the guard and the audit trail all see."""
    found = network(job.arguments.get("address", ""))
    if job.text not in Nftables.verbs or found is None:
        raise Refused(
            "argument.wrong",
            f"{job.text}: `address` must be an IP address or network, not {job.arguments.get('address', '')[:60]!r}",
            "address 应为 IP 地址或网段",
        )
    return str(found.network_address) if found.prefixlen == found.max_prefixlen else str(found)


def _set(address: str) -> str:
    return "blocked6" if ":" in address else "blocked4"
