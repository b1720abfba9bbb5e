"""S7comm in COTP in TPKT (RFC 1006): what is asked of Siemens controllers, joined with the error of the answer.

Which function on which area or block, and who connects to which rack and slot; values are not kept. The protocol has no
public specification: names follow Wireshark's dissector and the published work on it (`verify`). S7comm-plus is
recognised and counted only.
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

PORT = 102
TPKT_MOST = 8192
TIMEOUT_US: Micros = 30 * SECOND
WAITING_MOST = 64
REQUEST_BYTES = 800
ITEMS_MOST = 16

FUNCTIONS = {
    0x00: "cpu_services", 0x04: "read", 0x05: "write", 0x1A: "request_download", 0x1B: "download_block",
    0x1C: "download_ended", 0x1D: "start_upload", 0x1E: "upload", 0x1F: "end_upload", 0x28: "plc_control",
    0x29: "plc_stop", 0xF0: "setup_communication",
}  # fmt: skip
GROUPS = {0: "mode_transition", 1: "programmer_commands", 2: "cyclic_data", 3: "block_functions", 4: "cpu_functions",
          5: "security", 7: "time_functions", 15: "nc_programming"}  # fmt: skip
_AREAS = {0x03: "system_info", 0x05: "system_flags", 0x06: "analog_inputs", 0x07: "analog_outputs", 0x80: "peripherals",
          0x81: "inputs", 0x82: "outputs", 0x83: "flags", 0x84: "data_block", 0x85: "instance_data_block",
          0x86: "local_data", 0x1C: "counters", 0x1D: "timers"}  # fmt: skip
_OPERATIONS = {0x04: "read", 0x05: "write", 0x1A: "program", 0x1B: "program", 0x1C: "program", 0x1D: "read",
               0x1E: "read", 0x1F: "read", 0x28: "control", 0x29: "control", 0xF0: "session"}  # fmt: skip
_JOB, _ACK, _ACK_DATA, _USER = 1, 2, 3, 7


def payload(tpkt: bytes) -> bytes:
    """What a COTP data frame carries; nothing for the others."""
    size = tpkt[4]
    if tpkt[5] >> 4 != 0xF or len(tpkt) < 5 + size:
        return b""
    return tpkt[5 + size :]


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """TPKT frames, and in one of them S7comm's (0x32) or S7comm-plus's (0x72) first byte."""
    at = 0
    while at + 7 <= len(said):
        if said[at : at + 2] != b"\x03\x00":
            return None
        size = int.from_bytes(said[at + 2 : at + 4], "big")
        if size < 7 or size > TPKT_MOST:
            return None
        frame = said[at : at + size]
        inner = payload(frame) if len(frame) == size else b""
        if inner[:1] == b"\x32" and len(inner) >= 10 and inner[1] in (_JOB, _ACK, _ACK_DATA, _USER):
            asks = inner[1] == _JOB or (inner[1] == _USER and flow.ports[1 - side] == PORT)
            return S7Stream, side if asks else 1 - side
        if inner[:1] == b"\x72" and len(inner) >= 4 and inner[1] in (1, 2, 3, 0xFE, 0xFF):
            return S7Stream, 0 if flow.ports[1] == PORT else 1 if flow.ports[0] == PORT else side
        at += size
    return None


def job(parameters: bytes) -> dict[str, Any]:
    """Facts of a job's parameters. What is missing at the end of a short one is absent."""
    function = parameters[0]
    name = FUNCTIONS.get(function, f"function_{function:02x}")
    facts: dict[str, Any] = {
        "event.action": f"s7comm_{name}",
        "fengsui.s7comm.function_code": function,
        "fengsui.s7comm.function": name,
    }
    if function in _OPERATIONS:
        facts["fengsui.ics.operation"] = _OPERATIONS[function]
    if function in (4, 5) and len(parameters) > 1:
        facts["fengsui.s7comm.items"] = parameters[1]
        areas = _items(parameters, parameters[1])
        if areas:
            facts["fengsui.s7comm.areas"] = areas
    elif function in (0x1A, 0x1B, 0x1C, 0x1D) and len(parameters) > 9:
        size = parameters[8]
        facts["fengsui.s7comm.block"] = parameters[9 : 9 + min(size, 32)].decode("ascii", "backslashreplace")
    elif function == 0x28 and len(parameters) > 8:
        size = int.from_bytes(parameters[7:9], "big") if len(parameters) > 9 else 0
        at = 9 + size
        if at < len(parameters):
            service = parameters[at + 1 : at + 1 + min(parameters[at], 32)].decode("ascii", "backslashreplace")
            facts["fengsui.s7comm.service"] = service
    elif function == 0x29 and len(parameters) > 7:
        facts["fengsui.s7comm.service"] = parameters[7 : 7 + min(parameters[6], 32)].decode("ascii", "backslashreplace")
    return facts


def _items(parameters: bytes, count: int) -> list[str]:
    """Areas of read and write items in the usual addressing (S7-ANY): `data_block 1`, `outputs`."""
    found: list[str] = []
    at = 2
    for _ in range(min(count, ITEMS_MOST)):
        item = parameters[at : at + 12]
        if len(item) < 12 or item[0] != 0x12 or item[1] != 0x0A or item[2] != 0x10:
            break
        area = _AREAS.get(item[8], f"area_{item[8]:02x}")
        number = int.from_bytes(item[6:8], "big")
        found.append(f"{area} {number}" if item[8] in (0x84, 0x85) else area)
        at += 12
    return list(dict.fromkeys(found))


def user_facts(parameters: bytes) -> dict[str, Any]:
    """Facts of a userdata message: which group, which sub-function. Raises BadRecord when it is too short."""
    if len(parameters) < 8:
        raise BadRecord("s7comm.userdata", f"userdata parameters of {len(parameters)} bytes")
    group, sub = parameters[5] & 0x0F, parameters[6]
    name = GROUPS.get(group, f"group_{group}")
    facts: dict[str, Any] = {
        "event.action": f"s7comm_{name}",
        "fengsui.s7comm.function": name,
        "fengsui.s7comm.sub_function": sub,
        "fengsui.ics.operation": "write" if (group, sub) in ((7, 2), (7, 4)) else "session" if group == 5 else "read",
    }
    if group == 5 and sub == 1:
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "s7comm"}
    return facts


class S7Stream(FramedStream):
    protocol = "s7comm"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.s7comm")
        self._waiting = Waiting[int](self._done, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES)
        self._called: dict[str, Any] = {}

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 7:
            return 0
        size = int.from_bytes(data[2:4], "big")
        if data[0] != 3 or not 7 <= size <= TPKT_MOST:
            raise BadRecord("s7comm.tpkt", f"no TPKT frame begins with {bytes(data[:4]).hex()}")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if frame[5] & 0xF0 == 0xE0:
            self._called = _called(frame)
        inner = payload(frame)
        if inner[:1] == b"\x72":
            facts = {"event.action": "s7comm_plus", "fengsui.s7comm.function": "plus", **self._called}
            self._tally.add((side, "plus"), facts, side, first, last, time, inner)
            return
        if inner[:1] != b"\x32" or len(inner) < 10:
            return
        kind = inner[1]
        reference, size = struct.unpack_from(">HH", inner, 4)
        head = 12 if kind in (_ACK, _ACK_DATA) else 10
        parameters = inner[head : head + size]
        if kind == _JOB and parameters:
            facts = job(parameters)
            self._waiting.add(reference, Asked({**self._called, **facts}, side, first, time, inner))
        elif kind in (_ACK, _ACK_DATA) and len(inner) >= 12:
            asked = self._waiting.take(reference)
            if asked is not None:
                error = inner[10] << 8 | inner[11]
                asked.answered(time, success=not error)
                if error:
                    asked.facts["fengsui.s7comm.error"] = f"0x{error:04x}"
                self._done(asked, last)
        elif kind == _USER:
            facts = user_facts(parameters)
            if parameters[5] >> 4 != 8:
                key = (side, facts["fengsui.s7comm.function"], facts["fengsui.s7comm.sub_function"])
                self._tally.add(key, {**self._called, **facts}, side, first, last, time, inner)
        self.waiting_bytes = self._waiting.held

    def finish(self) -> None:
        self._waiting.finish()
        self._tally.finish()

    def _done(self, asked: Asked, last: int) -> None:
        """Reads and pieces of transfers are counted; everything that changes a controller is told one by one."""
        facts = asked.facts
        if facts["fengsui.s7comm.function"] in ("read", "download_block", "upload"):
            areas = facts.get("fengsui.s7comm.areas", ())
            key = (asked.side, facts["fengsui.s7comm.function"], *areas, facts.get("fengsui.s7comm.error"))
            self._tally.add(key, facts, asked.side, asked.first, last, asked.time, asked.raw)
        else:
            self.conversation.emit(
                "network.s7comm", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
            )


def _called(frame: bytes) -> dict[str, Any]:
    """Rack and slot out of a COTP connection request's called TSAP."""
    at, end = 11, 5 + frame[4]
    while at + 2 <= min(end, len(frame)):
        code, size = frame[at], frame[at + 1]
        if code == 0xC2 and size == 2 and at + 4 <= len(frame):
            place = frame[at + 3]
            return {"fengsui.s7comm.rack": place >> 5, "fengsui.s7comm.slot": place & 0x1F}
        at += 2 + size
    return {}
