"""OPC UA over TCP (OPC 10000-6): who connects under which security, and which services are asked for with their outcome.

Values are not kept; reads, browsing and subscriptions are counted. Under a security policy other than None the services
are encrypted and only counted as secured messages. Sources: OPC 10000-6 section 7.1, binary encoding ids of OPC 10000-6
annex A.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 4840
MESSAGE_MOST = 4 << 20
TIMEOUT_US: Micros = 600 * SECOND  # a publish request waits for something to happen
WAITING_MOST = 256
REQUEST_BYTES = 600
TEXT_MOST = 512
BODY_MOST = 4096

_TYPES = (b"HEL", b"ACK", b"ERR", b"RHE", b"OPN", b"CLO", b"MSG")
# Request encoding id; the answer's is three more.
SERVICES = {
    422: "find_servers", 428: "get_endpoints", 446: "open_secure_channel", 452: "close_secure_channel",
    461: "create_session", 467: "activate_session", 473: "close_session", 479: "cancel", 488: "add_nodes",
    494: "add_references", 500: "delete_nodes", 506: "delete_references", 527: "browse", 533: "browse_next",
    554: "translate_browse_paths", 560: "register_nodes", 566: "unregister_nodes", 615: "query_first",
    621: "query_next", 631: "read", 664: "history_read", 673: "write", 700: "history_update", 712: "call",
    751: "create_monitored_items", 763: "modify_monitored_items", 769: "set_monitoring_mode", 775: "set_triggering",
    781: "delete_monitored_items", 787: "create_subscription", 793: "modify_subscription", 799: "set_publishing_mode",
    826: "publish", 832: "republish", 841: "transfer_subscriptions", 847: "delete_subscriptions",
}  # fmt: skip
FAULT = 397
_WRITE = frozenset({"write", "history_update", "add_nodes", "add_references", "delete_nodes", "delete_references"})
_SESSION = frozenset({"find_servers", "get_endpoints", "open_secure_channel", "close_secure_channel", "create_session",
                      "activate_session", "close_session", "cancel"})  # fmt: skip
# Extension object ids of identity tokens, as a four-byte node id with a byte-string body.
_IDENTITIES = {b"\x01\x00\x41\x01\x01": "anonymous", b"\x01\x00\x44\x01\x01": "user_name",
               b"\x01\x00\x47\x01\x01": "certificate", b"\x01\x00\xac\x03\x01": "issued_token"}  # fmt: skip
_POLICY = "http://opcfoundation.org/UA/SecurityPolicy#"
_word = struct.Struct("<I").unpack_from


def operation(service: str) -> str:
    if service in _WRITE:
        return "write"
    if service == "call":
        return "control"
    return "session" if service in _SESSION else "read"


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    if len(said) < 8 or said[:3] not in _TYPES or said[3] not in b"FCA":
        return None
    if not 8 <= _word(said, 4)[0] <= MESSAGE_MOST:
        return None
    if said[:3] == b"HEL":
        return OpcUaStream, side
    if said[:3] in (b"ACK", b"RHE"):
        return OpcUaStream, 1 - side
    return (OpcUaStream, 0 if flow.ports[1] == PORT else 1) if PORT in flow.ports else None


def text(data: bytes, at: int) -> tuple[str, int]:
    """A string and the place after it (section 5.2.2.4). Raises BadRecord when it does not fit."""
    if at + 4 > len(data):
        raise BadRecord("opcua.string", "a message ends before a string's length")
    size = int.from_bytes(data[at : at + 4], "little", signed=True)
    if size < 0:
        return "", at + 4
    if at + 4 + size > len(data):
        raise BadRecord("opcua.string", f"a string of {size} bytes; {len(data) - at - 4} are left")
    return data[at + 4 : at + 4 + min(size, TEXT_MOST)].decode("utf-8", "backslashreplace"), at + 4 + size


def service_id(data: bytes, at: int) -> int:
    """Number of the type id that begins a message body; -1 when it is none of namespace 0."""
    if data[at : at + 2] == b"\x01\x00" and at + 4 <= len(data):
        return int.from_bytes(data[at + 2 : at + 4], "little")
    return data[at + 1] if data[at : at + 1] == b"\x00" and at + 2 <= len(data) else -1


class OpcUaStream(FramedStream):
    protocol = "opcua"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.opcua")
        self._known: dict[str, Any] = {}
        self._secured = False
        self._waiting = Waiting[int](self._done, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 8:
            return 0
        size: int = _word(data, 4)[0]
        if bytes(data[:3]) not in _TYPES or not 8 <= size <= MESSAGE_MOST:
            raise BadRecord("opcua.head", f"no OPC UA message begins with {bytes(data[:8]).hex()}")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        kind = frame[:3]
        if kind == b"HEL":
            self._hello(frame, first, time)
        elif kind == b"ERR":
            reason, _ = text(frame, 12) if len(frame) > 12 else ("", 0)
            facts = {"event.action": "opcua_error", "event.outcome": "failure", "event.reason": reason, **self._known}
            self.conversation.emit("network.opcua", facts, sender=side, time=time, first=first, last=last, raw=frame)
        elif kind in (b"OPN", b"CLO", b"MSG"):
            self._message(kind, side, frame, first, last, time)

    def finish(self) -> None:
        self._waiting.finish()
        self._tally.finish()

    def _hello(self, frame: bytes, first: int, time: Micros) -> None:
        endpoint, _ = text(frame, 28)
        self._known = {"fengsui.opcua.endpoint": endpoint}
        facts = {"event.action": "opcua_hello", "fengsui.ics.operation": "session", **self._known}
        self.conversation.emit(
            "network.opcua", facts, sender=self.client, time=time, first=first, last=first, raw=frame
        )

    def _message(self, kind: bytes, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if kind == b"OPN":
            policy, at = text(frame, 12)
            for _ in range(2):
                _, at = text(frame, at)  # the sender's certificate and the receiver's thumbprint
            self._known["fengsui.opcua.security_policy"] = policy.removeprefix(_POLICY)
            self._secured = not policy.endswith("#None")
        else:
            at = 16
        if self._secured:
            facts = {"event.action": "opcua_secured", "fengsui.opcua.service": "secured", **self._known}
            self._tally.add((side, kind), facts, side, first, last, time, frame)
            return
        if len(frame) < at + 8 or frame[3:4] == b"A":
            return
        request = _word(frame, at + 4)[0]
        number = service_id(frame, at + 8)
        if number in SERVICES:
            self._ask(request, number, frame[at + 8 :], first, time)
        elif number == FAULT or number - 3 in SERVICES:
            asked = self._waiting.take(request)
            if asked is not None:
                self._answer(asked, number, frame[at + 8 :], last, time)
        self.waiting_bytes = self._waiting.held

    def _ask(self, request: int, number: int, body: bytes, first: int, time: Micros) -> None:
        service = SERVICES[number]
        facts: dict[str, Any] = {
            "event.action": f"opcua_{service}",
            "fengsui.opcua.service": service,
            "fengsui.ics.operation": operation(service),
            **self._known,
        }
        if service == "activate_session":
            for mark, name in _IDENTITIES.items():
                if mark in body[:BODY_MOST]:
                    facts["fengsui.opcua.identity"] = name
            if facts.get("fengsui.opcua.identity") == "user_name":
                facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "opcua"}
        self._waiting.add(request, Asked(facts, self.client, first, time, body[:BODY_MOST]))

    def _answer(self, asked: Asked, number: int, body: bytes, last: int, time: Micros) -> None:
        # ResponseHeader: timestamp, request handle, service result (section 7.33 of part 4).
        result = _word(body, 16)[0] if len(body) >= 20 else 0
        asked.answered(time, success=number != FAULT and not result >> 31)
        if result:
            asked.facts["fengsui.opcua.status"] = f"0x{result:08x}"
        self._done(asked, last)

    def _done(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        if facts["fengsui.ics.operation"] == "read":
            key = (facts["fengsui.opcua.service"], facts.get("event.outcome"))
            self._tally.add(key, facts, asked.side, asked.first, last, asked.time, asked.raw)
        else:
            self.conversation.emit(
                "network.opcua", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
            )
