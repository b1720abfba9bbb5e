"""Facts that well-known programs write to syslog and the journal, by `syslog/mapping.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from collectors.logs.mapping import Plan, address, apply, load, plan
from model.event import Event

MATCHED_CHARS = 8192  # of a message that program patterns look at


@dataclass(frozen=True, slots=True)
class Fact:
    starts: str
    holds: str
    pattern: re.Pattern[str]
    plan: Plan


@cache
def _document() -> dict[str, Any]:
    return load(Path(__file__).parent / "syslog" / "mapping.yml")


@cache
def facts() -> dict[str, tuple[Fact, ...]]:
    """Program name → its facts in order, those of every program ("") last."""
    found: dict[str, list[Fact]] = {}
    for entry in _document()["programs"]:
        compiled = [
            Fact(f.get("starts", ""), f.get("holds", ""), re.compile(f["pattern"]), plan(f)) for f in entry["facts"]
        ]
        for name in entry["names"]:
            found.setdefault(name, []).extend(compiled)
    common = found.get("", [])
    return {name: tuple(own if name == "" else own + common) for name, own in found.items()}


def add_facts(event: Event, program: str, message: str) -> None:
    """What the program's message says, by the first pattern that fits."""
    name = program.rpartition("/")[2].lower()
    if name == "kernel":
        firewall(event, message)
        return
    table = facts()
    text = message[:MATCHED_CHARS]
    for fact in table.get(name) or table.get("", ()):
        if (fact.starts and not text.startswith(fact.starts)) or (fact.holds and fact.holds not in text):
            continue
        found = fact.pattern.match(text)
        if found is not None:
            apply(fact.plan, event, found.groupdict())
            return


_FIREWALL: dict[str, tuple[str, Callable[[str], Any]]] = {
    "SRC": ("source.ip", address),
    "DST": ("destination.ip", address),
    "SPT": ("source.port", int),
    "DPT": ("destination.port", int),
    "LEN": ("network.bytes", int),
    "PROTO": ("network.transport", str.lower),
    "IN": ("observer.ingress.interface.name", str),
    "OUT": ("observer.egress.interface.name", str),
}


def firewall(event: Event, message: str) -> None:
    """netfilter's LOG target: `[uptime] PREFIX IN=eth0 OUT= MAC=… SRC=… DST=… PROTO=TCP SPT=… DPT=…`."""
    text = message[:MATCHED_CHARS]
    at = text.find("IN=")
    if at < 0 or " SRC=" not in text or " DST=" not in text:
        return
    for word in text[at:].split(" "):
        key, equals, value = word.partition("=")
        target = _FIREWALL.get(key)
        if not equals or not value or target is None or target[0] in event:
            continue
        try:
            fitted = target[1](value)
        except ValueError:
            continue
        if fitted is not None:
            event[target[0]] = fitted
    prefix = text[:at]
    if prefix.startswith("["):
        prefix = prefix.partition("]")[2]
    prefix = prefix.strip(" :")
    upper = prefix.upper()
    event["event.category"], event["event.type"] = ["network"], ["connection", "info"]
    event["event.action"] = "firewall_logged"
    if any(word in upper for word in ("DROP", "BLOCK", "REJECT", "DENY", "DENIED")):
        event["event.type"], event["event.action"] = ["connection", "denied"], "firewall_denied"
        event["event.outcome"] = "failure"
    elif any(word in upper for word in ("ACCEPT", "ALLOW", "PERMIT")):
        event["event.type"], event["event.action"] = ["connection", "allowed"], "firewall_allowed"
        event["event.outcome"] = "success"
    if prefix:
        event["rule.name"] = prefix[:256]
