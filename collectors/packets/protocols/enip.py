"""EtherNet/IP with CIP: which services on which objects, with their status. Values are not kept; reads are counted.

Sources: ODVA's published overview of the encapsulation (volume 2, chapter 2) and of CIP services (volume 1, appendix A);
vendor services of Logix controllers from Rockwell's public manual 1756-PM020. Names are ours.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.protocols.waiting import Asked
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 44818
HEAD = 24
DATA_MOST = 65511
WAITING_MOST = 128
REQUEST_BYTES = 700
ITEMS_MOST = 8
DEPTH_MOST = 2  # a service inside an unconnected send

COMMANDS = {0x0000: "nop", 0x0004: "list_services", 0x0063: "list_identity", 0x0064: "list_interfaces",
            0x0065: "register_session", 0x0066: "unregister_session", 0x006F: "send_rr_data",
            0x0070: "send_unit_data", 0x0072: "indicate_status", 0x0073: "cancel"}  # fmt: skip
SERVICES = {
    0x01: "get_attributes_all", 0x02: "set_attributes_all", 0x03: "get_attribute_list", 0x04: "set_attribute_list",
    0x05: "reset", 0x06: "start", 0x07: "stop", 0x08: "create", 0x09: "delete", 0x0A: "multiple_service",
    0x0D: "apply_attributes", 0x0E: "get_attribute_single", 0x10: "set_attribute_single", 0x11: "find_next_object",
    0x15: "restore", 0x16: "save", 0x17: "no_operation", 0x18: "get_member", 0x19: "set_member", 0x1A: "insert_member",
    0x1B: "remove_member", 0x4B: "execute_pccc", 0x4C: "read_tag", 0x4D: "write_tag", 0x4E: "read_modify_write_tag",
    0x52: "read_tag_fragmented", 0x53: "write_tag_fragmented", 0x55: "get_instance_attribute_list",
}  # fmt: skip
_MANAGER = {0x4E: "forward_close", 0x52: "unconnected_send", 0x54: "forward_open", 0x56: "get_connection_data",
            0x57: "search_connection_data", 0x5A: "get_connection_owner", 0x5B: "large_forward_open"}  # fmt: skip
_CONNECTION_MANAGER = 6
_CONTROL = frozenset({"reset", "start", "stop"})
_WRITE = frozenset({"set_attributes_all", "set_attribute_list", "set_attribute_single", "write_tag", "apply_attributes",
                    "write_tag_fragmented", "read_modify_write_tag", "set_member", "execute_pccc"})  # fmt: skip
_PROGRAM = frozenset({"create", "delete", "insert_member", "remove_member", "restore", "save"})
_SESSION = frozenset({"forward_open", "large_forward_open", "forward_close", "unconnected_send", "register_session",
                      "unregister_session", "nop"})  # fmt: skip


class Cip(NamedTuple):
    """service: by name; path: `class/instance/attribute` or a tag's name; status: -1 in a request."""

    service: str
    code: int
    path: str
    status: int


def operation(service: str) -> str:
    for names, what in ((_CONTROL, "control"), (_WRITE, "write"), (_PROGRAM, "program"), (_SESSION, "session")):
        if service in names:
            return what
    return "read"


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """A head of the encapsulation with nothing impossible in it; away from its port a session registration."""
    if len(said) < HEAD:
        return None
    command, length, session, status = struct.unpack_from("<HHII", said)
    options = said[20:24]
    if command not in COMMANDS or length > DATA_MOST or options != bytes(4) or status > 0x6A:
        return None
    registers = command == 0x0065 and length == 4
    if not registers and PORT not in flow.ports:
        return None
    client = side if flow.ports[1 - side] == PORT or (registers and not session) else 1 - side
    return EnipStream, client


def cip(data: bytes, depth: int = 0) -> Cip | None:
    """The service a CIP message asks for or answers; None when it is too short. An unconnected send is opened."""
    if len(data) < 2:
        return None
    code = data[0] & 0x7F
    if data[0] & 0x80:
        status = data[2] if len(data) > 2 else 0
        return Cip(SERVICES.get(code, f"service_{code:02x}"), code, "", status)
    path, numbers = _path(data[2 : 2 + 2 * data[1]])
    manager = numbers[:1] == [_CONNECTION_MANAGER]
    service = (_MANAGER if manager else SERVICES).get(code, f"service_{code:02x}")
    at = 2 + 2 * data[1]
    if service == "unconnected_send" and depth < DEPTH_MOST and len(data) >= at + 4:
        size = int.from_bytes(data[at + 2 : at + 4], "little")
        inner = cip(data[at + 4 : at + 4 + size], depth + 1)
        if inner is not None:
            return inner._replace(code=code)
    return Cip(service, code, path, -1)


def _path(data: bytes) -> tuple[str, list[int]]:
    """Segments of an EPATH: logical ones as numbers, symbols as names."""
    numbers: list[int] = []
    names: list[str] = []
    at = 0
    while at + 2 <= len(data) and len(numbers) + len(names) < ITEMS_MOST:
        kind = data[at]
        if kind in (0x20, 0x24, 0x28, 0x2C, 0x30):
            numbers.append(data[at + 1])
            at += 2
        elif kind in (0x21, 0x25, 0x29, 0x2D, 0x31):
            numbers.append(int.from_bytes(data[at + 2 : at + 4], "little"))
            at += 4
        elif kind == 0x91:
            size = data[at + 1]
            names.append(data[at + 2 : at + 2 + min(size, 64)].decode("ascii", "backslashreplace"))
            at += 2 + size + size % 2
        else:
            break
    return ".".join(names) or "/".join(map(str, numbers)), numbers


def messages(data: bytes) -> list[bytes]:
    """CIP messages in the data of a SendRRData or SendUnitData (common packet format)."""
    found: list[bytes] = []
    at, count = 8, int.from_bytes(data[6:8], "little")
    for _ in range(min(count, ITEMS_MOST)):
        if at + 4 > len(data):
            break
        kind, size = struct.unpack_from("<HH", data, at)
        item = data[at + 4 : at + 4 + size]
        if kind == 0x00B2:
            found.append(item)
        elif kind == 0x00B1:
            found.append(item[2:])
        at += 4 + size
    return found


class EnipStream(FramedStream):
    protocol = "enip"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.enip")
        self._waiting: list[
            tuple[int, Asked]
        ] = []  # service code and request: answers come in order and state no number

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 4:
            return 0
        command = int.from_bytes(data[:2], "little")
        if command not in COMMANDS:
            raise BadRecord("enip.head", f"no EtherNet/IP command is 0x{command:04x}")
        return HEAD + int.from_bytes(data[2:4], "little")

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        command, _, _, status = struct.unpack_from("<HHII", frame)
        name = COMMANDS[command]
        if name in ("send_rr_data", "send_unit_data"):
            for raw in messages(frame[HEAD:]):
                message = cip(raw)
                if message is not None:
                    self._cip(side, message, raw, first, last, time)
        elif side == self.client:
            facts: dict[str, Any] = {"event.action": f"enip_{name}", "fengsui.enip.service": name}
            facts["fengsui.ics.operation"] = operation(name)
            self._tally.add((side, name), facts, side, first, last, time, frame)
        elif status:
            facts = {"event.action": f"enip_{name}", "fengsui.enip.service": name, "event.outcome": "failure"}
            facts["fengsui.enip.status"] = status
            self.conversation.emit(
                "network.enip", facts, sender=self.client, time=time, first=first, last=last, raw=frame
            )
        self.waiting_bytes = len(self._waiting) * REQUEST_BYTES

    def finish(self) -> None:
        for _, asked in self._waiting:
            self._done(asked, asked.first)
        self._waiting.clear()
        self._tally.finish()

    def _cip(self, side: int, message: Cip, raw: bytes, first: int, last: int, time: Micros) -> None:
        if message.status < 0:
            facts: dict[str, Any] = {
                "event.action": f"enip_{message.service}",
                "fengsui.enip.service": message.service,
                "fengsui.ics.operation": operation(message.service),
            }
            if message.path:
                facts["fengsui.enip.path"] = message.path
            self._waiting.append((message.code, Asked(facts, side, first, time, raw)))
            if len(self._waiting) > WAITING_MOST:
                _, oldest = self._waiting.pop(0)
                self._done(oldest, oldest.first)
            return
        if side == self.client:
            return
        for index, (code, asked) in enumerate(self._waiting):
            if code == message.code:
                del self._waiting[index]
                asked.answered(time, success=not message.status)
                if message.status:
                    asked.facts["fengsui.enip.status"] = message.status
                self._done(asked, last)
                return

    def _done(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        if facts["fengsui.ics.operation"] == "read":
            key = (facts["fengsui.enip.service"], facts.get("fengsui.enip.path"), facts.get("event.outcome"))
            self._tally.add(key, facts, self.client, asked.first, last, asked.time, asked.raw)
        else:
            self.conversation.emit(
                "network.enip", facts, sender=self.client, time=asked.time, first=asked.first, last=last, raw=asked.raw
            )
