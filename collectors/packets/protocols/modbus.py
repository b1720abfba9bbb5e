"""Modbus/TCP: MODBUS Application Protocol V1.1b3 in MODBUS Messaging on TCP/IP V1.0b frames; request and answer joined.

Values that are written are facts; values that are read are not kept.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Inbox, StreamParser
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 502
TIMEOUT_US: Micros = 10 * SECOND
WAITING_MOST = 256
REQUEST_BYTES = 1500  # a waiting request in memory, roughly
VALUES_MOST = 128  # 123 registers fit into one write; coils are cut here

FUNCTIONS = {
    1: "read_coils", 2: "read_discrete_inputs", 3: "read_holding_registers", 4: "read_input_registers",
    5: "write_single_coil", 6: "write_single_register", 7: "read_exception_status", 8: "diagnostics",
    11: "get_comm_event_counter", 12: "get_comm_event_log", 15: "write_multiple_coils", 16: "write_multiple_registers",
    17: "report_server_id", 20: "read_file_record", 21: "write_file_record", 22: "mask_write_register",
    23: "read_write_multiple_registers", 24: "read_fifo_queue", 43: "encapsulated_interface_transport",
    90: "schneider_umas",
}  # fmt: skip
EXCEPTIONS = {
    1: "illegal_function", 2: "illegal_data_address", 3: "illegal_data_value", 4: "server_device_failure",
    5: "acknowledge", 6: "server_device_busy", 7: "negative_acknowledge", 8: "memory_parity_error",
    10: "gateway_path_unavailable", 11: "gateway_target_failed_to_respond",
}  # fmt: skip
WRITES = frozenset({5, 6, 15, 16, 21, 22, 23})

_mbap = struct.Struct(">HHHBB").unpack_from
_two = struct.Struct(">HH").unpack_from


def frame_size(data: bytes | bytearray) -> int:
    """Length of the frame that begins here; 0 when it is none, -1 when more bytes are needed to tell."""
    if len(data) < 8:
        return -1
    _, protocol, length, _, _ = _mbap(data)
    return length + 6 if protocol == 0 and 2 <= length <= 254 else 0  # unit and PDU; a PDU has at most 253 bytes


def shape(frame: bytes) -> tuple[bool, bool]:
    """Whether a whole frame has the shape of a request, and of an answer, to a function of the specification."""
    pdu = frame[7:]
    function, size = pdu[0], len(pdu)
    if function & 0x80:
        return False, size == 2 and function & 0x7F in FUNCTIONS and 1 <= pdu[1] <= 11
    if function in (1, 2, 3, 4):
        quantity = _two(pdu, 1)[1] if size == 5 else 0
        return 1 <= quantity <= (2000 if function < 3 else 125), size > 2 and pdu[1] == size - 2
    if function in (5, 6):
        fits = size == 5 and (function == 6 or pdu[3:5] in (b"\xff\x00", b"\x00\x00"))
        return fits, fits
    if function in (15, 16):
        return size > 6 and pdu[5] == size - 6 and _two(pdu, 1)[1] > 0, size == 5
    if function in (7, 11, 12, 17):
        return size == 1, size > 1
    if function == 8:
        return size >= 5, size >= 5
    if function == 22:
        return size == 7, size == 7
    if function == 23:
        return size > 10 and pdu[9] == size - 10, size > 2 and pdu[1] == size - 2
    if function == 24:
        return size == 3, size > 4
    if function in (20, 21):
        return size > 2 and pdu[1] == size - 2, size > 2 and pdu[1] == size - 2
    if function == 43:
        return size > 2 and pdu[1] in (13, 14), size > 2 and pdu[1] in (13, 14)
    return False, False


def looks_like(data: bytes, *, expected: bool) -> tuple[bool, bool] | None:
    """(request, answer) possible for every whole frame in `data`, or None when this is no Modbus.

    expected: on Modbus's own port, where a sound header is enough: vendors' functions, and what scanners send, count too.
    """
    request = answer = True
    at = frames = 0
    while at < len(data):
        size = frame_size(data[at : at + 8])
        if size == 0:
            return None
        if size < 0 or at + size > len(data):
            break
        asks, tells = shape(data[at : at + size])
        if not asks and not tells:
            if not expected:
                return None
            asks = tells = True
        request, answer = request and asks, answer and tells
        at += size
        frames += 1
    return (request, answer) if frames and (request or answer) else None


def operation(function: int, pdu: bytes) -> str:
    if function in WRITES:
        return "write"
    if function == 8 and pdu[1:3] in (b"\0\x01", b"\0\x04"):  # restart, listen only
        return "control"
    return "program" if function == 90 else "read"


def request_facts(frame: bytes) -> dict[str, Any]:
    """What a request asks for. Fields a malformed request lacks are absent."""
    transaction, _, _, unit, function = _mbap(frame)
    pdu = frame[7:]
    size = len(pdu)
    name = FUNCTIONS.get(function, f"function_{function}")
    facts: dict[str, Any] = {
        "fengsui.modbus.transaction_id": transaction,
        "fengsui.modbus.unit_id": unit,
        "fengsui.modbus.function_code": function,
        "fengsui.modbus.function": name,
        "event.action": f"modbus_{name}",
        "fengsui.ics.operation": operation(function & 0x7F, pdu),
    }
    if function in (1, 2, 3, 4, 15, 16) and size >= 5:
        facts["fengsui.modbus.address"], facts["fengsui.modbus.quantity"] = _two(pdu, 1)
    if function in (5, 6) and size >= 5:
        facts["fengsui.modbus.address"], value = _two(pdu, 1)
        facts["fengsui.modbus.quantity"] = 1
        facts["fengsui.modbus.values"] = [int(value == 0xFF00) if function == 5 else value]
    elif function == 15 and size > 6:
        bits = int.from_bytes(pdu[6 : 6 + pdu[5]], "little")
        facts["fengsui.modbus.values"] = [bits >> i & 1 for i in range(min(_two(pdu, 1)[1], 8 * pdu[5], VALUES_MOST))]
    elif function == 16 and size > 6:
        facts["fengsui.modbus.values"] = _registers(pdu[6 : 6 + pdu[5]])
    elif function == 22 and size >= 7:
        facts["fengsui.modbus.address"], mask_and = _two(pdu, 1)
        facts["fengsui.modbus.values"] = [mask_and, int.from_bytes(pdu[5:7], "big")]
    elif function == 23 and size > 9:
        facts["fengsui.modbus.read_address"], facts["fengsui.modbus.read_quantity"] = _two(pdu, 1)
        facts["fengsui.modbus.address"], facts["fengsui.modbus.quantity"] = _two(pdu, 5)
        facts["fengsui.modbus.values"] = _registers(pdu[10 : 10 + pdu[9]])
    elif function == 24 and size >= 3:
        facts["fengsui.modbus.address"] = int.from_bytes(pdu[1:3], "big")
    elif function == 8 and size >= 3:
        facts["fengsui.modbus.sub_function"] = int.from_bytes(pdu[1:3], "big")
    elif function in (43, 90) and size >= 3:
        facts["fengsui.modbus.sub_function"] = pdu[1] if function == 43 else pdu[2]
    return facts


def _registers(raw: bytes) -> list[int]:
    return [raw[i] << 8 | raw[i + 1] for i in range(0, min(len(raw) - 1, 2 * VALUES_MOST), 2)]


class ModbusStream(StreamParser):
    protocol = "modbus"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._inboxes = (Inbox(), Inbox())
        self.buffers = (self._inboxes[0].data, self._inboxes[1].data)
        self._lost = [False, False]
        # (transaction, unit, function) as the server must echo them
        self._waiting = Waiting[tuple[int, int, int]](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        inbox = self._inboxes[side]
        if not inbox.data:
            # The usual case: a segment is a frame.
            size = frame_size(data)
            if size == len(data):
                self._lost[side] = False
                self._frame(side, data, number, number, time)
                return
            if self._lost[side] and size == 0:
                return  # still inside what was lost; a frame begins a segment sooner or later
            self._lost[side] = False
        inbox.add(data, number, time)
        while inbox.data:
            size = frame_size(inbox.data)
            if size == 0:
                message = f"no Modbus frame begins with {bytes(inbox.data[:8]).hex()}"
                self.conversation.fault("modbus.frame", message, side=side, time=inbox.time, number=inbox.number)
                inbox.data.clear()
                self._lost[side] = True
                return
            if size < 0 or len(inbox.data) < size:
                return
            first, began = inbox.number, inbox.time
            self._frame(side, inbox.cut(size, number, time), first, number, began)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        self._inboxes[side].data.clear()
        self._lost[side] = True
        return True

    def held(self) -> int:
        return super().held() + self._waiting.held

    def finish(self) -> None:
        self._waiting.finish()

    def _frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        transaction, _, _, unit, function = _mbap(frame)
        key = (transaction, unit, function & 0x7F)
        if side == self.client:
            self._waiting.add(key, Asked(request_facts(frame), side, first, time, frame))
            return
        asked = self._waiting.take(key)
        if asked is None:
            facts = request_facts(frame[:8])
            if function & 0x80:
                facts["fengsui.modbus.function_code"] = function & 0x7F
                name = FUNCTIONS.get(function & 0x7F, f"function_{function & 0x7F}")
                facts["fengsui.modbus.function"], facts["event.action"] = name, f"modbus_{name}"
            self._answer(facts, frame)
            self._emit(Asked(facts, side, first, time, frame), last)
            return
        asked.answered(time)
        self._answer(asked.facts, frame)
        self._emit(asked, last)

    def _answer(self, facts: dict[str, Any], frame: bytes) -> None:
        function = frame[7]
        facts["fengsui.modbus.response_bytes"] = len(frame)
        if function & 0x80:
            code = frame[8] if len(frame) > 8 else 0
            facts["fengsui.modbus.exception_code"] = code
            facts["fengsui.modbus.exception"] = EXCEPTIONS.get(code, f"exception_{code}")
            facts["event.outcome"] = "failure"
        else:
            facts["event.outcome"] = "success"

    def _emit(self, asked: Asked, last: int) -> None:
        self.conversation.emit(
            "network.modbus",
            asked.facts,
            sender=self.client,
            time=asked.time,
            first=asked.first,
            last=last,
            raw=asked.raw,
        )
