"""BACnet/IP (ASHRAE 135): building control over UDP. Which service on which object, joined with how it was answered.

Values are not kept; reads and announcements are counted. Sources: ASHRAE 135-2020 annex J (BVLL), clause 6 (NPDU), 20 (APDU), 21.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.tally import Tally
from collectors.packets.protocols.waiting import Asked, Waiting
from model.errors import BadRecord
from model.times import SECOND, Micros

PORT = 47808
TIMEOUT_US: Micros = 30 * SECOND
WAITING_MOST = 128
REQUEST_BYTES = 700

_BVLC = {0: "result", 1: "write_broadcast_table", 2: "read_broadcast_table", 3: "read_broadcast_table_ack", 4: "forwarded",
         5: "register_foreign_device", 6: "read_foreign_device_table", 7: "read_foreign_device_table_ack",
         8: "delete_foreign_device", 9: "distribute_broadcast", 10: "unicast", 11: "broadcast"}  # fmt: skip
_NETWORK = {0: "who_is_router", 1: "i_am_router", 2: "i_could_be_router", 3: "reject_message_to_network",
            4: "router_busy", 5: "router_available", 6: "initialize_routing_table", 7: "initialize_routing_table_ack",
            8: "establish_connection", 9: "disconnect_connection", 18: "what_is_network_number",
            19: "network_number_is"}  # fmt: skip
CONFIRMED = {
    0: "acknowledge_alarm", 1: "cov_notification", 2: "event_notification", 3: "get_alarm_summary",
    4: "get_enrollment_summary", 5: "subscribe_cov", 6: "atomic_read_file", 7: "atomic_write_file",
    8: "add_list_element", 9: "remove_list_element", 10: "create_object", 11: "delete_object", 12: "read_property",
    14: "read_property_multiple", 15: "write_property", 16: "write_property_multiple",
    17: "device_communication_control", 18: "private_transfer", 19: "text_message", 20: "reinitialize_device",
    21: "vt_open", 22: "vt_close", 23: "vt_data", 26: "read_range", 27: "life_safety_operation",
    28: "subscribe_cov_property", 29: "get_event_information", 30: "subscribe_cov_property_multiple",
    31: "cov_notification_multiple", 32: "audit_notification", 33: "audit_log_query",
}  # fmt: skip
UNCONFIRMED = {0: "i_am", 1: "i_have", 2: "cov_notification", 3: "event_notification", 4: "private_transfer",
               5: "text_message", 6: "time_synchronization", 7: "who_has", 8: "who_is",
               9: "utc_time_synchronization", 10: "write_group", 11: "cov_notification_multiple"}  # fmt: skip
_WRITE = frozenset({"atomic_write_file", "add_list_element", "remove_list_element", "create_object", "delete_object",
                    "write_property", "write_property_multiple", "write_group", "time_synchronization",
                    "utc_time_synchronization", "write_broadcast_table", "initialize_routing_table"})  # fmt: skip
_CONTROL = frozenset({"device_communication_control", "reinitialize_device", "life_safety_operation"})
_REPORT = frozenset({"cov_notification", "event_notification", "i_am", "i_have", "cov_notification_multiple"})
_QUIET = frozenset({"read_property", "read_property_multiple", "read_range", "who_is", "who_has", "subscribe_cov",
                    "get_event_information", "get_alarm_summary"}) | _REPORT  # fmt: skip
_OBJECTS = {0: "analog-input", 1: "analog-output", 2: "analog-value", 3: "binary-input", 4: "binary-output",
            5: "binary-value", 6: "calendar", 8: "device", 10: "file", 12: "loop", 13: "multi-state-input",
            14: "multi-state-output", 15: "notification-class", 16: "program", 17: "schedule",
            19: "multi-state-value", 20: "trend-log", 21: "life-safety-point"}  # fmt: skip
_ERRORS = {5: "error", 6: "reject", 7: "abort"}


class Apdu(NamedTuple):
    """kind: PDU type (clause 20.1.2); invoke: -1 where there is none."""

    kind: int
    invoke: int
    service: str
    facts: dict[str, Any]


def looks_like(data: bytes) -> bool:
    """BVLL head whose length the datagram has (some devices state too little), and for what carries an NPDU its version."""
    if (
        len(data) < 4
        or data[0] != 0x81
        or data[1] not in _BVLC
        or not 4 <= int.from_bytes(data[2:4], "big") <= len(data)
    ):
        return False
    if data[1] in (4, 9, 10, 11):
        at = 10 if data[1] == 4 else 4
        return len(data) > at + 1 and data[at] == 1
    return True


def parse(data: bytes) -> Apdu:
    """One datagram. Raises BadRecord when it ends inside a field."""
    function = data[1]
    if function not in (4, 9, 10, 11):
        name = _BVLC[function]
        return Apdu(-1, -1, name, {"fengsui.bacnet.service": name})
    at = 10 if function == 4 else 4
    facts: dict[str, Any] = {"fengsui.bacnet.broadcast": function in (9, 11)}
    try:
        control = data[at + 1]
        at += 2
        if control & 0x20:
            facts["fengsui.bacnet.destination_network"] = int.from_bytes(data[at : at + 2], "big")
            at += 3 + data[at + 2]
        if control & 0x08:
            facts["fengsui.bacnet.source_network"] = int.from_bytes(data[at : at + 2], "big")
            at += 3 + data[at + 2]
        if control & 0x20:
            at += 1
        if control & 0x80:
            name = _NETWORK.get(data[at], f"network_message_{data[at]}")
            return Apdu(-1, -1, name, {**facts, "fengsui.bacnet.service": name})
        return _apdu(data, at, facts)
    except IndexError:
        raise BadRecord("bacnet.length", "a BACnet message ends inside a field") from None


def _apdu(data: bytes, at: int, facts: dict[str, Any]) -> Apdu:
    kind = data[at] >> 4
    if kind == 0:
        segmented = bool(data[at] & 8)
        invoke, choice = data[at + 2], data[at + 3 + 2 * segmented]
        service = CONFIRMED.get(choice, f"service_{choice}")
        if not segmented:
            facts |= _target(data, at + 4, service)
    elif kind == 1:
        invoke, choice = -1, data[at + 1]
        service = UNCONFIRMED.get(choice, f"service_{choice}")
        if service == "i_am" and data[at + 2] == 0xC4:
            facts["device.id"] = str(int.from_bytes(data[at + 3 : at + 7], "big") & 0x3FFFFF)
    else:
        invoke = data[at + 1]
        choice = data[at + 2] if kind in (2, 5) else data[at + 2 + 2 * bool(data[at] & 8)] if kind == 3 else -1
        service = CONFIRMED.get(choice, "") if choice >= 0 else ""
        if kind in (6, 7):
            facts["fengsui.bacnet.reason"] = data[at + 2]
    facts["fengsui.bacnet.service"] = service
    return Apdu(kind, invoke, service, facts)


def _target(data: bytes, at: int, service: str) -> dict[str, Any]:
    """Object and property of a request that names one (clause 21: context tags 0 and 1)."""
    if service == "reinitialize_device" and data[at : at + 1] == b"\x09":
        return {"fengsui.bacnet.state": data[at + 1]}
    if data[at : at + 1] != b"\x0c" or at + 5 > len(data):
        return {}
    number = int.from_bytes(data[at + 1 : at + 5], "big")
    kind = number >> 22
    facts: dict[str, Any] = {"fengsui.bacnet.object": f"{_OBJECTS.get(kind, kind)}:{number & 0x3FFFFF}"}
    tag = data[at + 5] if at + 5 < len(data) else 0
    if tag in (0x19, 0x1A):
        facts["fengsui.bacnet.property"] = int.from_bytes(data[at + 6 : at + 6 + (tag & 7)], "big")
    return facts


def operation(service: str) -> str:
    if service in _WRITE:
        return "write"
    if service in _CONTROL:
        return "control"
    return "report" if service in _REPORT else "read"


class BacnetDatagrams:
    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._tally = Tally(conversation, "network.bacnet")
        self._waiting = Waiting[tuple[int, int]](
            self._done, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    @property
    def held(self) -> int:
        return self._waiting.held

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            if not looks_like(raw):
                raise BadRecord("bacnet.head", "no BACnet message")
            apdu = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        if apdu.kind >= 2:
            self._answer(side, apdu, number, time)
            return True
        facts = apdu.facts
        facts["event.action"] = f"bacnet_{apdu.service}"
        facts["fengsui.ics.operation"] = operation(apdu.service)
        told = Asked(facts, side, number, time, raw)
        if apdu.kind == 0:
            self._waiting.add((side, apdu.invoke), told)
        else:
            self._done(told, number)
        return True

    def finish(self) -> None:
        self._waiting.finish()
        self._tally.finish()

    def _answer(self, side: int, apdu: Apdu, number: int, time: Micros) -> None:
        if apdu.kind == 4:
            return  # of a segment
        asked = self._waiting.take((1 - side, apdu.invoke))
        if asked is None:
            return
        asked.answered(time, success=apdu.kind not in _ERRORS)
        if apdu.kind in _ERRORS:
            asked.facts["fengsui.bacnet.refusal"] = _ERRORS[apdu.kind]
        self._done(asked, number)

    def _done(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        service = facts["fengsui.bacnet.service"]
        if service in _QUIET:
            key = (asked.side, service, facts.get("event.outcome"), facts.get("device.id"))
            self._tally.add(key, facts, asked.side, asked.first, last, asked.time, asked.raw)
        else:
            self.conversation.emit(
                "network.bacnet", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
            )
