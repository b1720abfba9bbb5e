"""One syslog message to one Event: header, then the facts its program is known to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.mapping import Plan, address, apply, load, plan
from collectors.logs.stamps import zone
from collectors.logs.syslog.header import Header, parse
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MATCHED_CHARS = 8192  # of a message that program patterns look at
MAX_FIELDS = 512
# `%%01SHELL/5/CMDRECORD(s)[12]` (Huawei, H3C) and `%SYS-5-CONFIG_I` (Cisco)
_DEVICE = re.compile(r"%%\d\d(\w{1,32})/(\d)/(\w{1,64})|%(\w{1,32}(?:-\w{1,32})?)-(\d)-(\w{1,64})$")


@dataclass(frozen=True, slots=True)
class Fact:
    starts: str
    holds: str
    pattern: re.Pattern[str]
    plan: Plan


@cache
def _document() -> dict[str, Any]:
    return load(Path(__file__).with_name("mapping.yml"))


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


def decode(data: bytes) -> tuple[str, str]:
    """Text and, when it is not UTF-8, its character set: GB 18030, as devices sold in China send, or neither."""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            return data.decode("utf-8", "backslashreplace"), "unknown"


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    meta = record.meta
    received = int(meta.get("received_us", 0))
    text, charset = decode(record.data)
    text = text.removeprefix("\ufeff").rstrip("\r\n\0 ")
    if "\0" in text:
        text = text.replace("\0", "\u2400")
    reference = received or int(meta.get("reference_us", 0)) or ingested
    head = parse(text, zone(origin.timezone), reference)
    event: Event = {"event.dataset": "syslog", "message": head.message, "fengsui.variant": head.variant}
    if head.time is not None:
        event["@timestamp"] = head.time
        if head.yearless:
            event["fengsui.year_assumed"] = True
    else:
        event["@timestamp"] = received or ingested
        event["fengsui.time_from"] = "received" if received else "ingest"
    if charset:
        event["fengsui.charset"] = charset
    _header(event, head)
    if meta:
        _network(event, meta)
    add_facts(event, head.app, head.message)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]


def _header(event: Event, head: Header) -> None:
    if head.priority >= 0:
        facility, severity = divmod(head.priority, 8)
        document = _document()
        event["log.syslog.priority"] = head.priority
        event["log.syslog.facility.code"] = facility
        event["log.syslog.facility.name"] = document["facilities"][facility]
        event["log.syslog.severity.code"] = severity
        event["log.syslog.severity.name"] = event["log.level"] = document["severities"][severity]
    if head.host:
        event["log.syslog.hostname"] = event["host.name"] = head.host
    if head.app:
        event["log.syslog.appname"] = event["process.name"] = head.app
        if head.app[0] == "%":
            _device(event, head.app)
    if head.procid:
        event["log.syslog.procid"] = head.procid
        if head.procid.isascii() and head.procid.isdigit() and len(head.procid) <= 10:
            event["process.pid"] = int(head.procid)
    if head.msgid:
        event["log.syslog.msgid"] = head.msgid
    if head.variant.startswith("rfc5424"):
        event["log.syslog.version"] = "1"
    for element, parameters in head.elements.items():
        for name, value in parameters.items():
            if len(event) > MAX_FIELDS:
                raise BadRecord("syslog.too_many_fields", f"more than {MAX_FIELDS} structured data parameters")
            event[f"log.syslog.structured_data.{element}.{name}"] = value


def _device(event: Event, tag: str) -> None:
    found = _DEVICE.match(tag)
    if found is None:
        return
    module, severity, mnemonic = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    event["event.provider"], event["event.code"] = module, mnemonic
    event.setdefault("log.syslog.severity.code", int(severity))


def _network(event: Event, meta: dict[str, str | int]) -> None:
    peer = meta.get("peer")
    if peer is not None:
        event["log.source.address"] = str(peer)
        if "host.name" not in event:
            event["host.name"] = str(peer)
    if "transport" in meta:
        event["fengsui.transport"] = str(meta["transport"])


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
