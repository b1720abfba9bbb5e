"""One syslog message to one Event: header, then the facts its program is known to write."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.charsets import decode
from collectors.logs.mapping import load
from collectors.logs.programs import add_facts, facts
from collectors.logs.stamps import zone
from collectors.logs.syslog import payload
from collectors.logs.syslog.header import Header, parse
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MAX_FIELDS = 512
# `%%01SHELL/5/CMDRECORD(s)[12]` (Huawei, H3C) and `%SYS-5-CONFIG_I` (Cisco)
_DEVICE = re.compile(r"%%\d\d(\w{1,32})/(\d)/(\w{1,64})|%(\w{1,32}(?:-\w{1,32})?)-(\d)-(\w{1,64})$")


@cache
def _document() -> dict[str, Any]:
    return load(Path(__file__).with_name("mapping.yml"))


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
    if not _known(head.app) and (said := payload.read(head, origin, received or ingested)) is not None:
        said.add(event, has_time=head.time is not None and not head.yearless)
    else:
        add_facts(event, head.app, head.message)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]


def _known(program: str) -> bool:
    """Whether `mapping.yml` tells this program's facts, so that no profile need be looked for."""
    name = program.rpartition("/")[2].lower()
    return name == "kernel" or (name != "" and name in facts())


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
