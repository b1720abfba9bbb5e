"""MQTT 3.1, 3.1.1 and 5.0 (OASIS): who connects as whom, publishes and subscribes to what. Payloads are measured, not kept.

Acknowledgements and pings become Events only when they refuse something (MQTT 5 reason codes from 0x80).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.stepped import SteppedStream
from collectors.packets.stream import Inbox
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 1883
TYPES = {
    1: "connect", 2: "connack", 3: "publish", 4: "puback", 5: "pubrec", 6: "pubrel", 7: "pubcomp", 8: "subscribe",
    9: "suback", 10: "unsubscribe", 11: "unsuback", 12: "pingreq", 13: "pingresp", 14: "disconnect", 15: "auth",
}  # fmt: skip
VERSIONS = {3: "3.1", 4: "3.1.1", 5: "5.0"}
# MQTT 3.1.1 table 3.1; MQTT 5.0 section 2.4.
CONNACK_3 = {
    0: "accepted", 1: "unacceptable_protocol_version", 2: "identifier_rejected", 3: "server_unavailable",
    4: "bad_user_name_or_password", 5: "not_authorized",
}  # fmt: skip
REASONS = {
    0x00: "success", 0x01: "granted_qos_1", 0x02: "granted_qos_2", 0x04: "disconnect_with_will_message",
    0x10: "no_matching_subscribers", 0x11: "no_subscription_existed", 0x18: "continue_authentication",
    0x19: "re_authenticate", 0x80: "unspecified_error", 0x81: "malformed_packet", 0x82: "protocol_error",
    0x83: "implementation_specific_error", 0x84: "unsupported_protocol_version", 0x85: "client_identifier_not_valid",
    0x86: "bad_user_name_or_password", 0x87: "not_authorized", 0x88: "server_unavailable", 0x89: "server_busy",
    0x8A: "banned", 0x8B: "server_shutting_down", 0x8C: "bad_authentication_method", 0x8D: "keep_alive_timeout",
    0x8E: "session_taken_over", 0x8F: "topic_filter_invalid", 0x90: "topic_name_invalid",
    0x91: "packet_identifier_in_use", 0x92: "packet_identifier_not_found", 0x93: "receive_maximum_exceeded",
    0x94: "topic_alias_invalid", 0x95: "packet_too_large", 0x96: "message_rate_too_high", 0x97: "quota_exceeded",
    0x98: "administrative_action", 0x99: "payload_format_invalid", 0x9A: "retain_not_supported",
    0x9B: "qos_not_supported", 0x9C: "use_another_server", 0x9D: "server_moved",
    0x9E: "shared_subscriptions_not_supported", 0x9F: "connection_rate_exceeded", 0xA0: "maximum_connect_time",
    0xA1: "subscription_identifiers_not_supported", 0xA2: "wildcard_subscriptions_not_supported",
}  # fmt: skip
HEAD_MOST = (
    128 * 1024
)  # of a packet that is read; a topic has at most 65,535 bytes, the payload after it is stepped over
PROPERTIES_MOST = 32 * 1024  # of a PUBLISH too large to be waited for
FILTERS_MOST = 64
TEXT_MOST = 4096
# Flags the fixed header must have (MQTT 3.1.1 table 2.2); PUBLISH is free.
_FLAGS = {kind: 2 if kind in (6, 8, 10) else 0 for kind in TYPES if kind != 3}
_SMALLEST = {1: 10, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 5, 9: 3, 10: 4, 11: 2, 12: 0, 13: 0, 14: 0, 15: 0}
_EXACT = {12: 0, 13: 0}
# An answer is told of whom it answers: `source` of a refused connection is who wanted in, not the broker.
_ANSWERS = frozenset({2, 4, 5, 7, 9, 11})


def fixed_header(data: bytes | bytearray, at: int = 0) -> tuple[int, int] | None:
    """(size of the fixed header, remaining length); None when more bytes are needed. Raises BadRecord when it is none."""
    length = shift = 0
    for index in range(1, 5):
        if at + index >= len(data):
            return None
        byte = data[at + index]
        length |= (byte & 0x7F) << shift
        if byte < 0x80:
            kind = data[at] >> 4
            if kind not in TYPES or (kind != 3 and data[at] & 15 != _FLAGS[kind]) or data[at] & 6 == 6:
                raise BadRecord("mqtt.header", f"no MQTT packet begins with {data[at]:#04x}")
            if length < _SMALLEST[kind] or length > _EXACT.get(kind, length):
                raise BadRecord("mqtt.length", f"a {TYPES[kind]} packet of {length} bytes")
            return index + 1, length
        shift += 7
    raise BadRecord("mqtt.length", "a remaining length of more than four bytes")


def looks_like(data: bytes, *, expected: bool) -> int:
    """1: said by a client, 2: by a broker, 3: by either; 0: no MQTT. A CONNECT proves itself by its protocol name;
    without one, packets must follow each other without a fault (two of them away from port 1883), one with a topic."""
    at = packets = topics = 0
    speaker = 3
    while at < len(data):
        try:
            head = fixed_header(data, at)
        except BadRecord:
            return 0
        if head is None:
            break
        kind, begin, end = data[at] >> 4, at + head[0], at + head[0] + head[1]
        if kind == 1:
            return 1 if not packets and data[begin : begin + 8].startswith((b"\0\x04MQTT", b"\0\x06MQIsdp")) else 0
        if end > len(data) and kind != 3:
            break
        if kind == 2 and not packets and expected:
            return 2 if data[begin] <= 1 and head[1] < 256 else 0
        speaker &= 1 if kind in (8, 10, 12) else 2 if kind in (9, 11, 13) else 3
        if kind in (3, 8):
            where = begin if kind == 3 else begin + 2
            size = int.from_bytes(data[where : where + 2], "big")
            topic = data[where + 2 : where + 2 + size]
            if not size or len(topic) < size or where + 2 + size > end or not _is_topic(topic):
                return 0
            topics += 1
        packets += 1
        at = end
    return speaker if topics and packets >= (1 if expected else 2) else 0


def _is_topic(raw: bytes) -> bool:
    try:
        return raw.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


class _Reader:
    """Fields of one packet, each checked against what is left."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def number(self, size: int) -> int:
        if self.at + size > len(self.data):
            raise BadRecord("mqtt.packet", "the packet ends inside a field")
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")

    def binary(self) -> bytes:
        size = self.number(2)
        if self.at + size > len(self.data):
            raise BadRecord("mqtt.packet", f"a field claims {size} bytes; {len(self.data) - self.at} are left")
        self.at += size
        return self.data[self.at - size : self.at]

    def text(self) -> str:
        return self.binary()[:TEXT_MOST].decode("utf-8", "backslashreplace")

    def properties(self) -> None:
        """Step over MQTT 5 properties."""
        length = shift = 0
        for _ in range(4):
            byte = self.number(1)
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                self.at += length
                if self.at > len(self.data):
                    raise BadRecord("mqtt.packet", f"properties claim {length} bytes")
                return
        raise BadRecord("mqtt.packet", "a property length of more than four bytes")


class MqttStream(SteppedStream):
    """Every Event of a connection carries its client id and user name, once CONNECT has told them."""

    protocol = "mqtt"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._version = 0
        self._known: dict[str, Any] = {}

    def step(self, side: int, inbox: Inbox, number: int, time: Micros) -> bool:
        data = inbox.data
        head = fixed_header(data)
        if head is None:
            return False
        total = head[0] + head[1]
        wanted = total
        if data[0] >> 4 == 3:
            # Of a PUBLISH the topic, packet identifier and properties are read; the payload is not waited for.
            begin = head[0]
            if len(data) < min(total, begin + 2):
                return False
            wanted = begin + 2 + int.from_bytes(data[begin : begin + 2], "big") + 2
            if self._version == 5:
                wanted = total if total <= HEAD_MOST else wanted + PROPERTIES_MOST
            wanted = min(total, wanted)
        if wanted > HEAD_MOST:
            raise BadRecord("mqtt.too_large", f"a {TYPES[data[0] >> 4]} packet of {total} bytes is more than is read")
        if len(data) < wanted:
            return False
        first, began = inbox.number, inbox.time
        packet = bytes(data[: min(total, len(data), max(wanted, 1024))])
        self._read(side, packet, head, first, number, began)
        self.past(side, total, inbox, number, time)
        return True

    def _read(self, side: int, packet: bytes, head: tuple[int, int], first: int, last: int, time: Micros) -> None:
        kind = packet[0] >> 4
        fields = _Reader(packet, head[0])
        facts: dict[str, Any] = {"fengsui.mqtt.type": TYPES[kind]}
        if kind == 1:
            self._connect(fields, facts)
        elif kind == 3:
            self._publish(packet, head, fields, facts)
        elif kind in (8, 10):
            self._subscribe(kind, fields, facts)
        elif kind in (2, 9, 11, 14, 15):
            self._answer(kind, fields, facts)
        elif kind in (12, 13) or not self._refusal(fields, facts):
            return
        facts["event.action"] = "mqtt_" + TYPES[kind]
        if self._known:
            facts = {**self._known, **facts}
        asker = 1 - side if kind in _ANSWERS else side
        self.conversation.emit("network.mqtt", facts, sender=asker, time=time, first=first, last=last, raw=packet)

    def _connect(self, fields: _Reader, facts: dict[str, Any]) -> None:
        fields.binary()
        version, flags, keep_alive = fields.number(1), fields.number(1), fields.number(2)
        self._version = version & 0x7F  # the top bit marks a bridge
        if self._version == 5:
            fields.properties()
        self._known = {
            "fengsui.mqtt.client_id": fields.text(),
            "fengsui.mqtt.protocol_version": VERSIONS.get(self._version, str(self._version)),
        }
        facts["fengsui.mqtt.keep_alive"] = keep_alive
        facts["fengsui.mqtt.clean_start"] = bool(flags & 2)
        if flags & 4:
            if self._version == 5:
                fields.properties()
            facts["fengsui.mqtt.will.topic"] = fields.text()
            facts["fengsui.mqtt.will.payload_bytes"] = len(fields.binary())
            facts["fengsui.mqtt.will.qos"] = flags >> 3 & 3
            facts["fengsui.mqtt.will.retain"] = bool(flags & 32)
        if flags & 128:
            self._known["user.name"] = fields.text()
        facts["fengsui.mqtt.password_present"] = bool(flags & 64)
        if flags & 64:
            facts["fengsui.credentials.cleartext"] = True
            facts["fengsui.credentials.scheme"] = "mqtt"

    def _publish(self, packet: bytes, head: tuple[int, int], fields: _Reader, facts: dict[str, Any]) -> None:
        flags = packet[0] & 15
        facts["fengsui.mqtt.topic"] = fields.text()
        facts["fengsui.mqtt.qos"] = flags >> 1 & 3
        facts["fengsui.mqtt.retain"] = bool(flags & 1)
        if flags & 8:
            facts["fengsui.mqtt.duplicate"] = True
        if flags & 6:
            facts["fengsui.mqtt.packet_id"] = fields.number(2)
        if self._version == 5:
            fields.properties()
        facts["fengsui.mqtt.payload_bytes"] = max(0, head[0] + head[1] - fields.at)

    def _subscribe(self, kind: int, fields: _Reader, facts: dict[str, Any]) -> None:
        facts["fengsui.mqtt.packet_id"] = fields.number(2)
        if self._version == 5:
            fields.properties()
        filters: list[str] = []
        levels: list[int] = []
        while fields.at < len(fields.data) and len(filters) < FILTERS_MOST:
            filters.append(fields.text())
            if kind == 8:
                levels.append(fields.number(1) & 3)
        facts["fengsui.mqtt.filters"] = filters
        if levels:
            facts["fengsui.mqtt.filters_qos"] = levels

    def _answer(self, kind: int, fields: _Reader, facts: dict[str, Any]) -> None:
        if kind == 2:
            facts["fengsui.mqtt.session_present"] = bool(fields.number(1) & 1)
            self._reason(fields.number(1), facts, CONNACK_3 if self._version < 5 else REASONS)
        elif kind in (9, 11):
            facts["fengsui.mqtt.packet_id"] = fields.number(2)
            if self._version == 5:
                fields.properties()
            codes = list(fields.data[fields.at : fields.at + FILTERS_MOST])
            if codes:
                facts["fengsui.mqtt.reason_codes"] = codes
                facts["event.outcome"] = "failure" if max(codes) >= 0x80 else "success"
        elif fields.at < len(fields.data):
            code = fields.number(1)
            facts["fengsui.mqtt.reason_code"] = code
            facts["fengsui.mqtt.reason"] = REASONS.get(code, f"reason_{code}")

    def _refusal(self, fields: _Reader, facts: dict[str, Any]) -> bool:
        packet_id = fields.number(2)
        if fields.at >= len(fields.data) or fields.data[fields.at] < 0x80:
            return False
        facts["fengsui.mqtt.packet_id"] = packet_id
        self._reason(fields.number(1), facts, REASONS)
        return True

    def _reason(self, code: int, facts: dict[str, Any], names: dict[int, str]) -> None:
        facts["fengsui.mqtt.reason_code"] = code
        facts["fengsui.mqtt.reason"] = names.get(code, f"reason_{code}")
        facts["event.outcome"] = "failure" if code >= 0x80 or (names is CONNACK_3 and code) else "success"
