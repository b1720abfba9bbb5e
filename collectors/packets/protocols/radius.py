"""RADIUS (RFC 2865, 2866, 5176): who asks to be let in, through which device, and how it is answered. Passwords stay out."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.waiting import Asked, Waiting
from model.errors import BadRecord
from model.times import SECOND, Micros

HEAD = 20
TIMEOUT_US: Micros = 30 * SECOND
WAITING_MOST = 256
REQUEST_BYTES = 600
CODES = {1: "access_request", 2: "access_accept", 3: "access_reject", 4: "accounting_request", 5: "accounting_response",
         11: "access_challenge", 12: "status_server", 40: "disconnect_request", 41: "disconnect_ack",
         42: "disconnect_nak", 43: "coa_request", 44: "coa_ack", 45: "coa_nak"}  # fmt: skip
_REQUESTS = frozenset({1, 4, 12, 40, 43})
_SUCCEEDED = {2: True, 3: False, 5: True, 41: True, 42: False, 44: True, 45: False}
_TEXTS = {1: "user.name", 11: "fengsui.radius.filter", 30: "fengsui.radius.called_station",
          31: "fengsui.radius.calling_station", 32: "fengsui.radius.nas_identifier",
          44: "fengsui.radius.session_id"}  # fmt: skip
_STATUS = {1: "start", 2: "stop", 3: "interim", 7: "on", 8: "off"}


def attributes(data: bytes) -> list[tuple[int, bytes]]:
    """(type, value) in order. Raises BadRecord when they do not fill the message exactly."""
    found: list[tuple[int, bytes]] = []
    at = HEAD
    while at < len(data):
        if at + 2 > len(data) or data[at + 1] < 2 or at + data[at + 1] > len(data):
            raise BadRecord("radius.attribute", "an attribute does not fit into the message")
        found.append((data[at], data[at + 2 : at + data[at + 1]]))
        at += data[at + 1]
    return found


def looks_like(data: bytes) -> bool:
    if len(data) < HEAD or data[0] not in CODES or int.from_bytes(data[2:4], "big") != len(data):
        return False
    try:
        found = attributes(data)
    except BadRecord:
        return False
    return bool(found) or data[0] in (2, 3, 5, 41, 44)


def request_facts(data: bytes) -> dict[str, Any]:
    name = CODES[data[0]]
    facts: dict[str, Any] = {"event.action": f"radius_{name}", "fengsui.radius.code": name}
    for kind, value in attributes(data):
        if kind in _TEXTS and value:
            facts.setdefault(_TEXTS[kind], value.decode("utf-8", "backslashreplace"))
        elif kind == 4 and len(value) == 4:
            facts["fengsui.radius.nas_ip"] = str(IPv4Address(value))
        elif kind == 8 and len(value) == 4:
            facts["fengsui.radius.framed_ip"] = str(IPv4Address(value))
        elif kind == 40 and len(value) == 4:
            facts["fengsui.radius.accounting"] = _STATUS.get(int.from_bytes(value, "big"), "other")
        elif kind in (2, 3, 79):
            facts["fengsui.radius.method"] = {2: "pap", 3: "chap", 79: "eap"}[kind]
    return facts


class RadiusDatagrams:
    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._waiting = Waiting[tuple[int, int]](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    @property
    def held(self) -> int:
        return self._waiting.held

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        if not looks_like(raw):
            self.conversation.fault("radius.message", "no RADIUS message", side=side, time=time, number=number)
            return False
        if raw[0] in _REQUESTS:
            known = self._waiting.get((side, raw[1]))
            if known is None or known.raw[4:20] != raw[4:20]:  # else it is sent again
                self._waiting.add((side, raw[1]), Asked(request_facts(raw), side, number, time, raw))
            return True
        asked = self._waiting.take((1 - side, raw[1])) or Asked(request_facts(raw), 1 - side, number, time, raw)
        asked.answered(time, success=_SUCCEEDED.get(raw[0]))
        asked.facts["fengsui.radius.answer"] = CODES[raw[0]]
        if "access" in CODES[raw[0]]:
            asked.facts["event.category"] = ["network", "authentication"]
        self._emit(asked, number)
        return True

    def finish(self) -> None:
        self._waiting.finish()

    def _emit(self, asked: Asked, last: int) -> None:
        self.conversation.emit(
            "network.radius",
            asked.facts,
            sender=asked.side,
            time=asked.time,
            first=asked.first,
            last=last,
            raw=asked.raw[:4],
        )
