"""JT/T 808-2011/2013/2019: vehicle terminals to their platform. `7E`, escaped header and body, XOR check, `7E`.

Which terminal does what, and which commands it is sent. Positions are not kept: how far a terminal moved between two
reports is (a jump is a fact about the terminal, a place is one about a person); texts and pictures are measured only.
Sources: JT/T 808-2019 sections 4.4 and 8; message names are ours.
"""

from __future__ import annotations

import re
import struct
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

MARK = b"\x7e"
FRAME_MOST = 4096  # a body has at most 1,023 bytes, a header 21, each escaped at worst to twice its size
EARTH_KM = 6371.0

MESSAGES = {
    0x0001: "terminal_answer", 0x0002: "heartbeat", 0x0003: "log_out", 0x0004: "query_server_time", 0x0100: "register",
    0x0102: "authenticate", 0x0104: "parameters", 0x0107: "attributes", 0x0108: "upgrade_result", 0x0200: "position",
    0x0201: "position_answer", 0x0301: "event_report", 0x0302: "question_answer", 0x0303: "information_choice",
    0x0500: "vehicle_control_answer", 0x0700: "recorder_data", 0x0701: "waybill", 0x0702: "driver_identity",
    0x0704: "position_batch", 0x0705: "can_data", 0x0800: "media_event", 0x0801: "media_data", 0x0802: "media_list",
    0x0805: "shot_answer", 0x0900: "uplink_passthrough", 0x0901: "compressed", 0x0A00: "terminal_rsa_key",
    0x8001: "platform_answer", 0x8003: "resend_parts", 0x8004: "server_time", 0x8100: "register_answer",
    0x8103: "set_parameters", 0x8104: "query_parameters", 0x8105: "control_terminal", 0x8106: "query_some_parameters",
    0x8107: "query_attributes", 0x8108: "upgrade_package", 0x8201: "query_position", 0x8202: "track_position",
    0x8203: "confirm_alarm", 0x8300: "text", 0x8301: "set_events", 0x8302: "question", 0x8303: "set_information_menu",
    0x8304: "information", 0x8400: "call_back", 0x8401: "set_phone_book", 0x8500: "control_vehicle",
    0x8600: "set_circle_area", 0x8601: "delete_circle_area", 0x8602: "set_rectangle_area",
    0x8603: "delete_rectangle_area", 0x8604: "set_polygon_area", 0x8605: "delete_polygon_area", 0x8606: "set_route",
    0x8607: "delete_route", 0x8700: "read_recorder", 0x8701: "set_recorder", 0x8702: "ask_driver_identity",
    0x8800: "media_answer", 0x8801: "take_picture", 0x8802: "search_media", 0x8803: "upload_media",
    0x8804: "start_recording", 0x8805: "upload_one_media", 0x8900: "downlink_passthrough", 0x8A00: "platform_rsa_key",
}  # fmt: skip
_WRITE = frozenset({0x8103, 0x8301, 0x8303, 0x8401, *range(0x8600, 0x8608), 0x8701, 0x8A00})
_CONTROL = frozenset({0x8105, 0x8202, 0x8400, 0x8500, 0x8801, 0x8804, 0x8900})
_PROGRAM = frozenset({0x8108})
_READ = frozenset({0x8104, 0x8106, 0x8107, 0x8201, 0x8700, 0x8702, 0x8802, 0x8803, 0x8805})
# Alarm bits of a position report that say something about security (JT/T 808-2019 table 24).
ALARMS = {
    0: "emergency", 1: "overspeed", 2: "fatigue", 4: "gnss_fault", 5: "gnss_antenna_missing", 6: "gnss_antenna_short",
    7: "power_low", 8: "power_lost", 9: "display_fault", 11: "camera_fault", 20: "area_crossed", 21: "route_crossed",
    23: "route_left", 26: "stolen", 27: "illegal_ignition", 28: "illegal_displacement", 29: "collision",
    30: "rollover", 31: "illegal_door",
}  # fmt: skip
# JT/T 808-2019 table 11 (register answer) and table 5 (general answers).
_REGISTER_RESULTS = {0: "success", 1: "vehicle_registered_already", 2: "vehicle_unknown",
                     3: "terminal_registered_already", 4: "terminal_unknown"}  # fmt: skip
_ANSWERS = {0: "success", 1: "failure", 2: "message_wrong", 3: "not_supported", 4: "alarm_confirmed"}
_ESCAPED = re.compile(rb"\x7d(.)", re.DOTALL)
_head = struct.Struct(">HH").unpack_from
_two = struct.Struct(">H").unpack_from
_position = struct.Struct(">IIII").unpack_from


class Place(NamedTuple):
    """Degrees, and the packet's time."""

    latitude: float
    longitude: float
    time: Micros


def unescape(frame: bytes) -> bytes:
    """Header, body and check byte between the marks. Raises BadRecord where an escape is none."""

    def one(found: re.Match[bytes]) -> bytes:
        code = found[1]
        if code == b"\x02":
            return b"\x7e"
        if code == b"\x01":
            return b"\x7d"
        raise BadRecord("jt808.escape", f"7D {code.hex()} is no escape of JT/T 808")

    inner = frame.strip(MARK)
    if inner.endswith(b"\x7d"):
        raise BadRecord("jt808.escape", "a frame that ends inside an escape")
    return _ESCAPED.sub(one, inner)


def build(message: int, terminal: str, body: bytes = b"", *, serial: int = 0, version: int | None = None) -> bytes:
    """One frame. terminal: 12 digits, 20 with `version` (2019)."""
    attributes = len(body) | (0x4000 if version is not None else 0)
    head = struct.pack(">HH", message, attributes)
    if version is not None:
        head += bytes((version,))
    raw = head + bytes.fromhex(terminal) + struct.pack(">H", serial) + body
    check = 0
    for byte in raw:
        check ^= byte
    raw += bytes((check,))
    return MARK + raw.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + MARK


def read(frame: bytes) -> tuple[dict[str, Any], bytes, int]:
    """(facts, body, message id) of one whole frame. Raises BadRecord where it is none."""
    raw = unescape(frame)
    if len(raw) < 13:
        raise BadRecord("jt808.length", f"a frame of {len(raw)} bytes is shorter than any header")
    message, attributes = _head(raw)
    at, digits = 4, 6
    facts: dict[str, Any] = {}
    if attributes & 0x4000:
        facts["fengsui.jt808.protocol_version"] = raw[4]
        at, digits = 5, 10
    number = raw[at : at + digits].hex()
    at += digits + 2
    if attributes & 0x2000:
        at += 4
    size = attributes & 0x03FF
    if len(raw) != at + size + 1:
        raise BadRecord("jt808.length", f"the header says {size} bytes of body; {len(raw) - at - 1} are there")
    check = 0
    for byte in raw:
        check ^= byte
    name = MESSAGES.get(message, f"message_{message:04x}")
    facts |= {
        "event.action": f"jt808_{name}",
        "device.id": number.lstrip("0") or "0",
        "fengsui.jt808.message_id": message,
        "fengsui.jt808.message": name,
        "fengsui.jt808.direction": "down" if message & 0x8000 else "up",
        "fengsui.jt808.encrypted": bool(attributes & 0x1C00),
        "fengsui.jt808.body_bytes": size,
        "fengsui.jt808.checksum_valid": check == 0,
    }
    if attributes & 0x2000:
        facts["fengsui.jt808.parts"], facts["fengsui.jt808.part"] = struct.unpack_from(">HH", raw, at - 4)
    for codes, operation in ((_WRITE, "write"), (_CONTROL, "control"), (_PROGRAM, "program"), (_READ, "read")):
        if message in codes:
            facts["fengsui.ics.operation"] = operation
    body = b"" if attributes & 0x1C00 else raw[at : at + size]
    _answer(message, body, facts)
    return facts, body, message


def _answer(message: int, body: bytes, facts: dict[str, Any]) -> None:
    if message == 0x8100 and len(body) >= 3:
        facts["fengsui.jt808.result"] = _REGISTER_RESULTS.get(body[2], f"result_{body[2]}")
    elif message in (0x0001, 0x8001) and len(body) >= 5:
        (answered,) = _two(body, 2)
        facts["fengsui.jt808.answered"] = MESSAGES.get(answered, f"message_{answered:04x}")
        facts["fengsui.jt808.result"] = _ANSWERS.get(body[4], f"result_{body[4]}")
    elif message == 0x0102:
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "jt808"}
    elif message == 0x8105 and body:
        facts["fengsui.jt808.control_code"] = body[0]
    if "fengsui.jt808.result" in facts:
        good = facts["fengsui.jt808.result"] in ("success", "alarm_confirmed")
        facts["event.outcome"] = "success" if good else "failure"


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A whole frame whose header, length and check byte agree."""
    if not said.startswith(MARK):
        return None
    end = said.find(MARK, 1)
    if end < 14:
        return None
    try:
        facts, _, message = read(said[: end + 1])
    except BadRecord:
        return None
    if not facts["fengsui.jt808.checksum_valid"]:
        return None
    return Jt808Stream, 1 - side if message & 0x8000 else side


class Jt808Stream(FramedStream):
    protocol = "jt808"
    marked = True

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._last: Place | None = None

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        away = seek(data, MARK)
        if away:
            return away
        end = data.find(MARK, 1, FRAME_MOST)
        if end == 1:
            return -1  # the end of a lost frame, and the beginning of the next
        if end > 0:
            return end + 1
        if len(data) >= FRAME_MOST:
            raise BadRecord("jt808.length", f"no end of a frame within {FRAME_MOST} bytes")
        return 0

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        facts, body, message = read(frame)
        if message == 0x0200 and len(body) >= 28:
            self._position(body, facts, time)
        self.conversation.emit("network.jt808", facts, sender=side, time=time, first=first, last=last, raw=frame)

    def _position(self, body: bytes, facts: dict[str, Any], time: Micros) -> None:
        alarms, state, latitude, longitude = _position(body)
        facts["fengsui.jt808.position_valid"] = bool(state & 2)
        names = [name for bit, name in ALARMS.items() if alarms >> bit & 1]
        if names:
            facts["fengsui.jt808.alarms"] = names
        if not state & 2:
            return
        place = Place(latitude / 1e6, longitude / 1e6, time)
        if self._last is not None:
            moved = distance_km(self._last, place)
            facts["fengsui.jt808.moved_km"] = round(moved, 2)
            hours = max(time - self._last.time, SECOND) / SECOND / 3600
            facts["fengsui.jt808.implied_speed_kmh"] = round(moved / hours, 1)
        self._last = place


def distance_km(a: Place, b: Place) -> float:
    """Along the great circle (haversine)."""
    one, two = radians(a.latitude), radians(b.latitude)
    wide = radians(b.longitude - a.longitude)
    square = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(wide / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, max(0.0, square))))
