"""SL 651-2014: hydrological stations to their centre, in the hexadecimal (HEX/BCD) form.

Which station, which function, which way, whether the check sum holds. Element values are not kept; the two-byte
password each frame carries is a fact and never kept. Sources: SL 651-2014 sections 6.2 and 6.6; CRC-16/MODBUS over the
frame before it, high byte first (annex; agrees with published codecs). The order of the two addresses in frames going
down (station first) follows those codecs (`verify`).
"""

from __future__ import annotations

import struct
from typing import Any

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

MARK = b"\x7e\x7e"
HEAD = 14  # mark, six bytes of addresses, password, function, direction and length, start byte
TAIL = 3  # end byte and CRC

FUNCTIONS = {
    0x2F: "keep_alive", 0x30: "test_report", 0x31: "even_period_report", 0x32: "timed_report", 0x33: "extra_report",
    0x34: "hourly_report", 0x35: "manual_report", 0x36: "picture", 0x37: "query_realtime", 0x38: "query_period",
    0x39: "query_manual", 0x3A: "query_element", 0x40: "set_basic_configuration", 0x41: "get_basic_configuration",
    0x42: "set_parameters", 0x43: "get_parameters", 0x44: "query_pump_data", 0x45: "query_version",
    0x46: "query_state_and_alarms", 0x47: "clear_storage", 0x48: "factory_reset", 0x49: "set_password",
    0x4A: "set_clock", 0x4B: "set_card_state", 0x4C: "control_pump", 0x4D: "control_valve", 0x4E: "control_gate",
    0x4F: "set_water_quota", 0x50: "query_event_log", 0x51: "query_clock",
}  # fmt: skip
_WRITE = frozenset({0x40, 0x42, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4F})
_CONTROL = frozenset({0x4C, 0x4D, 0x4E})
_START = {0x02: "stx", 0x16: "syn", 0x01: "soh"}
_END_UP = frozenset({0x03, 0x17})
_END_DOWN = frozenset({0x05, 0x04, 0x06, 0x15, 0x1B, 0x03, 0x17})
_length = struct.Struct(">H").unpack_from


def crc16(data: bytes | bytearray) -> int:
    """CRC-16/MODBUS."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def build(
    station: str,
    function: int,
    body: bytes = b"",
    *,
    down: bool = False,
    centre: int = 1,
    password: bytes = b"\x12\x34",
) -> bytes:
    """One frame. station: ten digits."""
    address = bytes.fromhex(station)
    ends = address + bytes((centre,)) if down else bytes((centre,)) + address
    head = (
        MARK + ends + password + bytes((function,)) + struct.pack(">H", (0x8000 if down else 0) | len(body)) + b"\x02"
    )
    frame = head + body + (b"\x05" if down else b"\x03")
    return frame + crc16(frame).to_bytes(2, "big")


def frame_size(data: bytes | bytearray) -> int:
    """Length of the frame that begins here; 0 when more bytes are needed. Raises BadRecord when it is none."""
    if len(data) < HEAD:
        return 0
    size: int = _length(data, 11)[0]
    if size >> 12 not in (0, 8) or data[13] not in _START:
        raise BadRecord("sl651.head", f"no SL 651 frame begins with {bytes(data[:HEAD]).hex()}")
    return HEAD + (size & 0x0FFF) + TAIL


def read(frame: bytes) -> dict[str, Any]:
    """Facts of one whole frame."""
    (size,) = _length(frame, 11)
    down = bool(size & 0x8000)
    station = frame[2:7] if down else frame[3:8]
    function = frame[10]
    name = FUNCTIONS.get(function, f"function_{function:02x}")
    facts: dict[str, Any] = {
        "event.action": f"sl651_{name}",
        "device.id": station.hex(),
        "fengsui.sl651.centre": frame[7] if down else frame[2],
        "fengsui.sl651.function_code": function,
        "fengsui.sl651.function": name,
        "fengsui.sl651.direction": "down" if down else "up",
        "fengsui.sl651.body_bytes": size & 0x0FFF,
        "fengsui.sl651.checksum_valid": crc16(frame[:-2]) == int.from_bytes(frame[-2:], "big"),
    }
    if not down:
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "sl651"}
    if frame[-3] not in (_END_DOWN if down else _END_UP):
        facts["fengsui.sl651.end_unknown"] = frame[-3]
    if frame[8:10] in (b"\0\0", b"\xff\xff", b"\x12\x34"):
        facts["fengsui.sl651.password_weak"] = True
    if function in _WRITE:
        facts["fengsui.ics.operation"] = "write"
    elif function in _CONTROL:
        facts["fengsui.ics.operation"] = "control"
    else:
        facts["fengsui.ics.operation"] = "read" if down else "report"
    return facts


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A whole frame with a right check sum, or a head on which every field is possible, followed by the next mark."""
    if not said.startswith(MARK):
        return None
    try:
        size = frame_size(said)
    except BadRecord:
        return None
    if not size or len(said) < size:
        return None
    if crc16(said[: size - 2]) != int.from_bytes(said[size - 2 : size], "big") and not said[size:].startswith(MARK):
        return None
    down = bool(said[11] & 0x80)
    return Sl651Stream, 1 - side if down else side


class Sl651Stream(FramedStream):
    protocol = "sl651"
    marked = True

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        return seek(data, MARK) or frame_size(data)

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        self.conversation.emit("network.sl651", read(frame), sender=side, time=time, first=first, last=last, raw=frame)
