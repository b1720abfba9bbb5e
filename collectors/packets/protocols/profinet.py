"""PROFINET on Ethernet: discovery and configuration (DCP) told message by message, cyclic data and alarms counted.

With DCP anybody in the same network may rename a device, give it another address or reset it; nothing in it is signed.
Source: IEC 61158-6-10, clause 4.3 (DCP) and 4.7 (frame identifiers); names are ours.
"""

from __future__ import annotations

from socket import AF_INET, inet_ntop
from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.tally import Tally
from model.errors import BadRecord
from model.times import Micros

ETHER = 0x8892
BLOCKS_MOST = 32
TEXT_MOST = 240  # a station's name

_SERVICES = {3: "get", 4: "set", 5: "identify", 6: "hello"}
_DCP = {0xFEFC: "hello", 0xFEFD: "get_set", 0xFEFE: "identify", 0xFEFF: "identify_answer"}
_OPTIONS = {
    (1, 1): "mac_address", (1, 2): "ip_address", (1, 3): "full_ip_suite", (2, 1): "vendor", (2, 2): "station_name",
    (2, 3): "device_id", (2, 4): "role", (2, 5): "options", (2, 6): "alias", (2, 7): "instance", (2, 8): "oem_id",
    (3, 12): "dhcp_host_name", (5, 1): "start", (5, 2): "end", (5, 3): "signal", (5, 4): "answer",
    (5, 5): "factory_reset", (5, 6): "reset_to_factory", (6, 1): "initiative", (255, 255): "all",
}  # fmt: skip
# What a `set` block carries before its value, a qualifier, and an answer's block, an information word: two bytes each.
_WORD = 2


def frame_class(identifier: int) -> str:
    """What frames of an identifier are, where they are not DCP."""
    if identifier in (0xFC01, 0xFE01):
        return "alarm_high" if identifier == 0xFC01 else "alarm_low"
    if 0x0100 <= identifier <= 0xFBFF and not 0x0180 > identifier >= 0x0080:
        return "cyclic"
    return "time_or_fragment"


def dcp(payload: bytes) -> dict[str, Any]:
    """Facts of a DCP frame, from its frame identifier on. Raises BadRecord."""
    if len(payload) < 12:
        raise BadRecord("profinet.length", f"a DCP frame of {len(payload)} bytes")
    service, kind = payload[2], payload[3]
    size = int.from_bytes(payload[10:12], "big")
    if service not in _SERVICES or 12 + size > len(payload):
        raise BadRecord("profinet.dcp", f"service {service} with {size} bytes of blocks; {len(payload) - 12} are there")
    answer = bool(kind & 1)
    name = _SERVICES[service]
    facts: dict[str, Any] = {
        "event.action": f"profinet_{name}{'_answer' if answer else ''}",
        "fengsui.profinet.service": name,
        "fengsui.profinet.answer": answer,
        "fengsui.profinet.transaction": int.from_bytes(payload[4:8], "big"),
    }
    options: list[str] = []
    if service == 3 and not answer:
        options += [_option(*payload[at : at + 2]) for at in range(12, 12 + min(size, 2 * BLOCKS_MOST) - 1, 2)]
    else:
        _blocks(payload[12 : 12 + size], facts, options, word=_WORD if answer or service in (4, 6) else 0)
    if options:
        facts["fengsui.profinet.options"] = list(dict.fromkeys(options))
    controls = {"signal", "factory_reset", "reset_to_factory"} & set(options)
    if service == 4:
        facts["fengsui.ics.operation"] = "control" if controls else "write"
        if answer:
            facts["fengsui.ics.operation"] = "session"
            facts["event.outcome"] = "failure" if kind & 4 or facts.pop("_error", 0) else "success"
    else:
        facts["fengsui.ics.operation"] = "report" if service == 6 or answer else "read"
    facts.pop("_error", None)
    return facts


def _option(option: int, sub: int) -> str:
    return _OPTIONS.get((option, sub), f"{option}.{sub}")


def _blocks(data: bytes, facts: dict[str, Any], options: list[str], *, word: int) -> None:
    """word: bytes that stand before a block's value."""
    at = 0
    while at + 4 <= len(data) and len(options) < BLOCKS_MOST:
        option, sub, size = data[at], data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if at + 4 + size > len(data):
            raise BadRecord("profinet.block", f"a block of {size} bytes; {len(data) - at - 4} are left")
        block = data[at + 4 : at + 4 + size]
        at += 4 + size + (size & 1)
        name = _option(option, sub)
        if name == "answer":  # which block is answered, and how: 0 is success
            if len(block) >= 3:
                options.append(_option(block[0], block[1]))
                facts["_error"] = facts.get("_error", 0) | block[2]
            continue
        options.append(name)
        value = block[word:]
        if name in ("station_name", "vendor") and value:
            facts[f"fengsui.profinet.{name}"] = value[:TEXT_MOST].decode("utf-8", "backslashreplace")
        elif name in ("ip_address", "full_ip_suite") and len(value) >= 4:
            facts["fengsui.profinet.address"] = inet_ntop(AF_INET, value[:4])
        elif name == "device_id" and len(value) >= 4:
            facts["fengsui.profinet.device_id"] = value[:4].hex()


class Profinet:
    """Frames between two stations, or of one to all."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._tally = Tally(conversation, "network.profinet")

    def message(self, side: int, payload: bytes, number: int, time: Micros) -> None:
        if len(payload) < 2:
            raise BadRecord("profinet.length", "a frame without an identifier")
        identifier = int.from_bytes(payload[:2], "big")
        if identifier in _DCP:
            facts = dcp(payload)
            self._conversation.emit(
                "network.profinet", facts, sender=side, time=time, first=number, last=number, raw=payload
            )
            return
        kind = frame_class(identifier)
        facts = {
            "event.action": f"profinet_{kind}",
            "fengsui.profinet.service": kind,
            "fengsui.profinet.frame_id": identifier,
            "fengsui.ics.operation": "report",
        }
        self._tally.add((side, identifier), facts, side, number, number, time, payload)

    def finish(self) -> None:
        self._tally.finish()
