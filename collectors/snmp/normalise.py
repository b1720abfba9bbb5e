"""One trap to one Event. Community strings are never kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import yaml

from collectors.contract import RawRecord
from collectors.packets.protocols import ber
from collectors.packets.protocols.snmp import opened, usual
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

VARIABLES_MOST = 128
TEXT_MOST = 4096
_TRAP_1, _TRAP_2, _INFORM = 0xA4, 0xA7, 0xA6
_GENERIC = "1.3.6.1.6.3.1.1.5."
_TRAP_OID, _UPTIME = "1.3.6.1.6.3.1.1.4.1.0", "1.3.6.1.2.1.1.3.0"
_ENTERPRISE_SPECIFIC = 6


@dataclass(frozen=True, slots=True)
class Trap:
    """oid: what happened; uptime: hundredths of a second; agent: the address version 1 carries, "" where it does not."""

    version: str
    pdu: str
    oid: str
    uptime: int
    agent: str
    usual: bool
    variables: tuple[tuple[str, str | int], ...]


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("mapping.yml").read_text("utf-8"))
    return found


def trap(data: bytes) -> Trap:
    """Raises BadRecord when it is no trap of version 1 or 2c."""
    version, parts = opened(data)
    if version == "3":
        raise BadRecord("snmp.version_3", "traps of version 3 are not read: their users' keys are not known here")
    known = usual(data, parts[1])
    if parts[2].tag == _TRAP_1:
        return _version_1(data, parts[2], version, known)
    if parts[2].tag in (_TRAP_2, _INFORM):
        return _version_2(data, parts[2], version, known)
    raise BadRecord("snmp.pdu", "a message that is neither a trap nor an inform")


def _version_1(data: bytes, where: ber.Value, version: str, usual: bool) -> Trap:
    parts = list(ber.values(data, where, 6))
    if len(parts) < 6 or parts[0].tag != 0x06 or parts[5].tag != 0x30:
        raise BadRecord("snmp.pdu", "a trap of version 1 without its six parts")
    enterprise, generic, specific = ber.oid(data, parts[0]), ber.integer(data, parts[2]), ber.integer(data, parts[3])
    if not 0 <= generic <= _ENTERPRISE_SPECIFIC:
        raise BadRecord("snmp.pdu", f"a generic trap numbered {generic}")
    oid = f"{enterprise}.0.{specific}" if generic == _ENTERPRISE_SPECIFIC else f"{_GENERIC}{generic + 1}"
    agent = str(_value(data, parts[1]))
    return Trap(version, "trap", oid, ber.integer(data, parts[4]), agent, usual, _variables(data, parts[5]))


def _version_2(data: bytes, where: ber.Value, version: str, usual: bool) -> Trap:
    parts = list(ber.values(data, where, 4))
    if len(parts) < 4 or parts[3].tag != 0x30:
        raise BadRecord("snmp.pdu", "a PDU without its list of variables")
    variables = _variables(data, parts[3])
    said = dict(variables)
    if _TRAP_OID not in said:
        raise BadRecord("snmp.pdu", "a trap that does not say what happened (snmpTrapOID)")
    uptime = said.get(_UPTIME, 0)
    rest = tuple((name, value) for name, value in variables if name not in (_TRAP_OID, _UPTIME))
    pdu = "inform" if where.tag == _INFORM else "trap"
    return Trap(version, pdu, str(said[_TRAP_OID]), uptime if isinstance(uptime, int) else 0, "", usual, rest)


def _variables(data: bytes, where: ber.Value) -> tuple[tuple[str, str | int], ...]:
    out: list[tuple[str, str | int]] = []
    for pair in ber.values(data, where, VARIABLES_MOST):
        members = list(ber.values(data, pair, 2))
        if len(members) < 2 or members[0].tag != 0x06:
            raise BadRecord("snmp.pdu", "a variable without name or value")
        out.append((ber.oid(data, members[0]), _value(data, members[1])))
    return tuple(out)


def _value(data: bytes, where: ber.Value) -> str | int:
    """RFC 2578, 7.1: integers, object identifiers, addresses; octets as text where they are text, else in hexadecimal."""
    body = data[where.start : where.end]
    if where.tag == 0x02:
        return ber.integer(data, where)
    if where.tag in (0x41, 0x42, 0x43, 0x46):
        number = int.from_bytes(body[-8:], "big")
        return number if number < 1 << 63 else str(number)
    if where.tag == 0x06:
        return ber.oid(data, where)
    if where.tag == 0x40 and len(body) == 4:
        return str(ip_address(body))
    if where.tag == 0x04:
        try:
            text = body[:TEXT_MOST].decode("utf-8", "strict" if len(body) <= TEXT_MOST else "ignore")
        except UnicodeDecodeError:
            return body[: TEXT_MOST // 2].hex()
        return text.rstrip("\0") if text.rstrip("\0").isprintable() or "\n" in text else body[: TEXT_MOST // 2].hex()
    return "" if where.tag in (0x05, 0x80, 0x81, 0x82) else body[: TEXT_MOST // 2].hex()


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord when it is no trap that can be read."""
    found = trap(record.data)
    received = int(record.meta.get("received_us", 0)) or ingested
    known = _document()["traps"].get(found.oid, {})
    peer = str(record.meta.get("peer", ""))
    event: Event = {
        "@timestamp": received,
        "fengsui.time_from": "received" if record.meta.get("received_us") else "ingest",
        "event.dataset": "snmp.trap",
        "event.category": list(known.get("category", ["host"])),
        "event.type": list(known.get("type", ["info"])),
        "event.action": known.get("action", "snmp_trap"),
        "event.code": found.oid,
        "event.provider": known.get("name", ""),
        "network.protocol": "snmp",
        "fengsui.snmp.version": found.version,
        "fengsui.snmp.pdu": found.pdu,
        "fengsui.snmp.uptime_s": found.uptime // 100,
    }
    if not event["event.provider"]:
        del event["event.provider"]
    if "outcome" in known:
        event["event.outcome"] = known["outcome"]
    if found.usual:
        event["fengsui.snmp.community_usual"] = True
    if peer:
        event["log.source.address"] = peer
    device = found.agent if found.agent not in ("", "0.0.0.0") else peer  # noqa: S104 - what an agent says that names none
    if device:
        event["host.ip"] = [device]
        event["host.name"] = device
    told = _variables_of(event, found)
    event["message"] = " ".join([str(known.get("name", found.oid)), *told])[:TEXT_MOST]
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def _variables_of(event: Event, found: Trap) -> list[str]:
    """Known objects under their names, `snmp.` before them; all of them in order, as texts."""
    told = []
    for oid, value in found.variables:
        name = _name(oid)
        told.append(f"{name or oid}={value}")
        if name and f"snmp.{name}" not in event:
            event[f"snmp.{name}"] = value if name == "ifIndex" else str(value)
    if told:
        event["fengsui.snmp.variables"] = told
    said = event.get("snmp.sysName")
    if isinstance(said, str) and said:
        event["host.name"] = said
    return told


def _name(oid: str) -> str:
    """Of the object an instance belongs to: its name stands above its index."""
    objects = _document()["objects"]
    while oid:
        if oid in objects:
            return str(objects[oid])
        oid = oid.rpartition(".")[0]
    return ""
