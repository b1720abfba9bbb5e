"""DNP3 over TCP (IEEE 1815-2012): link frames with their check sums, transport segments, application requests and answers.

Which function on which objects, between which stations; values are not kept. Reads and their answers are counted.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

MARK = b"\x05\x64"
HEAD = 10
FRAGMENT_MOST = 2048  # IEEE 1815 asks for no more
GROUPS_MOST = 16

FUNCTIONS = {
    0: "confirm", 1: "read", 2: "write", 3: "select", 4: "operate", 5: "direct_operate", 6: "direct_operate_no_answer",
    7: "immediate_freeze", 8: "immediate_freeze_no_answer", 9: "freeze_and_clear", 10: "freeze_and_clear_no_answer",
    11: "freeze_at_time", 12: "freeze_at_time_no_answer", 13: "cold_restart", 14: "warm_restart", 15: "initialize_data",
    16: "initialize_application", 17: "start_application", 18: "stop_application", 19: "save_configuration",
    20: "enable_unsolicited", 21: "disable_unsolicited", 22: "assign_class", 23: "delay_measurement",
    24: "record_current_time", 25: "open_file", 26: "close_file", 27: "delete_file", 28: "get_file_information",
    29: "authenticate_file", 30: "abort_file", 31: "activate_configuration", 32: "authentication_request",
    33: "authentication_request_no_answer", 129: "response", 130: "unsolicited_response", 131: "authentication_response",
}  # fmt: skip
_CONTROL = frozenset({3, 4, 5, 6, 13, 14, 17, 18})
_WRITE = frozenset({2, 7, 8, 9, 10, 11, 12, 15, 16, 19, 20, 21, 22, 24})
_PROGRAM = frozenset({25, 26, 27, 29, 30, 31})
# Internal indications worth a fact (IEEE 1815 table 4-5): bit in the first or second octet.
_INDICATIONS = ((0, 7, "device_restart"), (0, 6, "device_trouble"), (0, 5, "local_control"), (0, 4, "need_time"),
                (1, 0, "function_not_supported"), (1, 1, "object_unknown"), (1, 2, "parameter_error"),
                (1, 3, "event_buffer_overflow"), (1, 4, "already_executing"), (1, 5, "configuration_corrupt"))  # fmt: skip
# Bytes of a range field by the low four bits of the qualifier (IEEE 1815 table 4-5).
_RANGES = {0: 2, 1: 4, 2: 8, 6: 0, 7: 1, 8: 2, 9: 4, 11: 1}


def _table() -> tuple[int, ...]:
    out = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0xA6BC if value & 1 else value >> 1
        out.append(value)
    return tuple(out)


_CRC = _table()


def crc(data: bytes | bytearray) -> int:
    """CRC-16/DNP (IEEE 1815 annex E)."""
    value = 0
    for byte in data:
        value = (value >> 8) ^ _CRC[(value ^ byte) & 0xFF]
    return value ^ 0xFFFF


def frame_size(data: bytes | bytearray) -> int:
    """Length of the link frame that begins here; 0 when more bytes are needed. Raises BadRecord when it is none."""
    if len(data) < HEAD:
        return 0
    user = data[2] - 5
    if user < 0 or crc(data[:8]) != int.from_bytes(data[8:10], "little"):
        raise BadRecord("dnp3.link", f"no DNP3 frame begins with {bytes(data[:HEAD]).hex()}")
    return HEAD + user + 2 * -(-user // 16)


def user_data(frame: bytes) -> bytes:
    """What a link frame carries. Raises BadRecord when a block's check sum is wrong."""
    out, at, left = bytearray(), HEAD, frame[2] - 5
    while left > 0:
        size = min(16, left)
        block = frame[at : at + size]
        if crc(block) != int.from_bytes(frame[at + size : at + size + 2], "little"):
            raise BadRecord("dnp3.crc", "a block's check sum does not fit")
        out += block
        at += size + 2
        left -= size
    return bytes(out)


def application(data: bytes) -> dict[str, Any]:
    """Facts of one application fragment. Raises BadRecord when it is too short."""
    if len(data) < 2 or (data[1] >= 129 and len(data) < 4):
        raise BadRecord("dnp3.application", f"an application fragment of {len(data)} bytes")
    function = data[1]
    name = FUNCTIONS.get(function, f"function_{function}")
    facts: dict[str, Any] = {
        "event.action": f"dnp3_{name}",
        "fengsui.dnp3.function_code": function,
        "fengsui.dnp3.function": name,
        "fengsui.dnp3.sequence": data[0] & 0x0F,
        "fengsui.ics.operation": operation(function),
    }
    at = 2
    if function >= 129:
        found = [name for octet, bit, name in _INDICATIONS if data[2 + octet] >> bit & 1]
        if found:
            facts["fengsui.dnp3.indications"] = found
        at = 4
    groups = _groups(data, at, function)
    if groups:
        facts["fengsui.dnp3.objects"] = groups
    return facts


def operation(function: int) -> str:
    if function in _CONTROL:
        return "control"
    if function in _WRITE:
        return "write"
    if function in _PROGRAM:
        return "program"
    if function in (0, 32, 33, 131):
        return "session"
    return "report" if function >= 129 else "read"


def _groups(data: bytes, at: int, function: int) -> list[str]:
    """Object headers as `group.variation`. After the first that carries values the next cannot be found without a table
    of sizes, so only requests that carry none are read to the end."""
    found: list[str] = []
    while at + 3 <= len(data) and len(found) < GROUPS_MOST:
        group, variation, qualifier = data[at], data[at + 1], data[at + 2]
        found.append(f"{group}.{variation}")
        size = _RANGES.get(qualifier & 0x0F)
        if size is None or function not in (1, 20, 21, 22, 7, 8, 9, 10) or qualifier & 0x70:
            break
        at += 3 + size
    return found


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A link head with a right check sum. The direction bit says who is the master."""
    if len(said) < HEAD or not said.startswith(MARK):
        return None
    try:
        frame_size(said)
    except BadRecord:
        return None
    return Dnp3Stream, side if said[3] & 0x80 else 1 - side


class Dnp3Stream(FramedStream):
    """client: the master."""

    protocol = "dnp3"
    marked = True

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._fragments = (bytearray(), bytearray())
        self.buffers = (*self.buffers, *self._fragments)
        self._tally = Tally(conversation, "network.dnp3")

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        return seek(data, MARK) or frame_size(data)

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        user = user_data(frame)
        if not user:
            return  # link status
        held = self._fragments[side]
        if user[0] & 0x40:
            held.clear()
        elif not held:
            return  # the middle of a fragment whose beginning was not seen
        held += user[1:]
        if len(held) > FRAGMENT_MOST:
            held.clear()
            raise BadRecord("dnp3.fragment", f"an application fragment of more than {FRAGMENT_MOST} bytes")
        if not user[0] & 0x80:
            return
        fragment = bytes(held)
        held.clear()
        facts = application(fragment)
        destination, source = struct.unpack_from("<HH", frame, 4)
        facts["fengsui.dnp3.source_address"], facts["fengsui.dnp3.destination_address"] = source, destination
        function = facts["fengsui.dnp3.function_code"]
        if function in (0, 1, 23) or function >= 129:
            key = (side, function, source, destination, *facts.get("fengsui.dnp3.indications", ()))
            self._tally.add(key, facts, side, first, last, time, fragment)
        else:
            self.conversation.emit("network.dnp3", facts, sender=side, time=time, first=first, last=last, raw=fragment)

    def finish(self) -> None:
        self._tally.finish()
