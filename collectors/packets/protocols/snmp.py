"""SNMP v1, v2c and v3 (RFC 1157, 3416, 3412, 3414): who asks or sets what. Community strings are never kept.

Reads and their answers are counted; sets, traps and what is refused are told one by one.
"""

from __future__ import annotations

from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols import ber
from collectors.packets.protocols.tally import Tally
from model.errors import BadRecord
from model.times import Micros

PDUS = {0xA0: "get", 0xA1: "get_next", 0xA2: "response", 0xA3: "set", 0xA4: "trap", 0xA5: "get_bulk", 0xA6: "inform",
        0xA7: "trap", 0xA8: "report"}  # fmt: skip
VERSIONS = {0: "1", 1: "2c", 3: "3"}
USUAL = frozenset({b"public", b"private", b"cisco", b"manager", b"admin", b"snmp", b"community", b"read", b"write"})
OIDS_MOST = 8
_OPERATIONS = {"set": "write", "trap": "report", "inform": "report", "response": "report", "report": "report"}


def looks_like(data: bytes) -> bool:
    """A SEQUENCE of the datagram's size with a known version and a known PDU, or version 3's header."""
    try:
        return bool(parse(data))
    except BadRecord:
        return False


def opened(data: bytes) -> tuple[str, list[ber.Value]]:
    """Version and parts (three at least, the version first) of one message. Raises BadRecord when it is none."""
    whole = ber.value(data, 0, len(data))
    if whole.tag != 0x30 or whole.end != len(data):
        raise BadRecord("snmp.message", "no SNMP message")
    parts = list(ber.values(data, whole, 4))
    if len(parts) < 3 or parts[0].tag != 0x02:
        raise BadRecord("snmp.message", "an SNMP message begins with its version")
    version = VERSIONS.get(ber.integer(data, parts[0]))
    if version is None:
        raise BadRecord("snmp.version", "no version of SNMP")
    return version, parts


def usual(data: bytes, community: ber.Value) -> bool:
    """Whether anybody would try that community first."""
    return data[community.start : community.end].lower() in USUAL


def parse(data: bytes) -> dict[str, Any]:
    """Facts of one message. Raises BadRecord when it is none."""
    version, parts = opened(data)
    facts: dict[str, Any] = {"fengsui.snmp.version": version}
    if version == "3":
        return _version_3(data, parts, facts)
    if parts[1].tag != 0x04 or parts[2].tag not in PDUS:
        raise BadRecord("snmp.message", "after the version a community and a PDU are due")
    facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "snmp"}
    if usual(data, parts[1]):
        facts["fengsui.snmp.community_usual"] = True
    return _pdu(data, parts[2], facts)


def _version_3(data: bytes, parts: list[ber.Value], facts: dict[str, Any]) -> dict[str, Any]:
    if len(parts) < 4 or parts[1].tag != 0x30 or parts[2].tag != 0x04:
        raise BadRecord("snmp.version_3", "an SNMPv3 message lacks its header")
    head = list(ber.values(data, parts[1], 4))
    if len(head) < 4 or head[2].end - head[2].start != 1:
        raise BadRecord("snmp.version_3", "an SNMPv3 header without flags")
    flags = data[head[2].start]
    facts["fengsui.snmp.authenticated"], facts["fengsui.snmp.encrypted"] = bool(flags & 1), bool(flags & 2)
    if ber.integer(data, head[3]) == 3 and parts[2].end - parts[2].start >= 2:
        security = list(ber.values(data, ber.value(data, parts[2].start, parts[2].end), 6))
        if len(security) > 3 and security[3].start < security[3].end:
            facts["user.name"] = ber.text(data, security[3], 64)
    if parts[3].tag == 0x30:
        scoped = list(ber.values(data, parts[3], 3))
        if len(scoped) == 3 and scoped[2].tag in PDUS:
            return _pdu(data, scoped[2], facts)
    facts |= {"event.action": "snmp_encrypted", "fengsui.snmp.pdu": "encrypted"}
    return facts


def _pdu(data: bytes, where: ber.Value, facts: dict[str, Any]) -> dict[str, Any]:
    name = PDUS[where.tag]
    facts |= {"event.action": f"snmp_{name}", "fengsui.snmp.pdu": name}
    facts["fengsui.ics.operation"] = _OPERATIONS.get(name, "read")
    parts = list(ber.values(data, where, 8))
    if where.tag == 0xA4:  # version 1's trap has a shape of its own
        if parts and parts[0].tag == 0x06:
            facts["fengsui.snmp.oids"] = [ber.oid(data, parts[0])]
        return facts
    if len(parts) < 4 or parts[3].tag != 0x30:
        raise BadRecord("snmp.pdu", "a PDU without its list of variables")
    status = ber.integer(data, parts[1])
    if name == "get_bulk":
        facts["fengsui.snmp.repetitions"] = ber.integer(data, parts[2])
    elif status:
        facts["fengsui.snmp.error"], facts["event.outcome"] = status, "failure"
    oids = []
    for variable in ber.values(data, parts[3], OIDS_MOST):
        name_of = next(ber.values(data, variable, 1), None)
        if name_of is not None and name_of.tag == 0x06:
            oids.append(ber.oid(data, name_of))
    if oids:
        facts["fengsui.snmp.oids"] = oids
    return facts


class SnmpDatagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._tally = Tally(conversation, "network.snmp")

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            facts = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        if facts["fengsui.snmp.pdu"] in ("set", "trap", "inform") or "event.outcome" in facts:
            self.conversation.emit("network.snmp", facts, sender=side, time=time, first=number, last=number, raw=b"")
        else:
            key = (side, facts["fengsui.snmp.pdu"], facts["fengsui.snmp.version"], facts.get("user.name"))
            self._tally.add(key, facts, side, number, number, time, b"")
        return True

    def finish(self) -> None:
        self._tally.finish()
