"""GB 26875.3-2011: fire-alarm transmission devices to their monitoring centre. `@@`, 25 bytes of control, data, sum, `##`.

Which device, which command, which states; component descriptions are not kept. Source: GB 26875.3-2011 sections 6 and 8.
"""

from __future__ import annotations

import struct
from datetime import datetime, timedelta, timezone
from typing import Any

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

MARK, END = b"@@", b"##"
HEAD = 27  # mark and control unit
DATA_MOST = 1024
ZONE = timezone(timedelta(hours=8))
OBJECTS_MOST = 32

COMMANDS = {1: "control", 2: "send", 3: "confirm", 4: "request", 5: "answer", 6: "deny"}
TYPES = {
    1: "system_state", 2: "component_state", 3: "component_analogue", 4: "system_operation", 5: "system_version",
    6: "system_configuration", 7: "component_configuration", 8: "system_time", 21: "device_state",
    24: "device_operation", 25: "device_version", 26: "device_configuration", 28: "device_time",
    61: "read_system_state", 62: "read_component_state", 63: "read_component_analogue", 64: "read_system_operation",
    65: "read_system_version", 66: "read_system_configuration", 67: "read_component_configuration",
    68: "read_system_time", 81: "read_device_state", 84: "read_device_operation", 85: "read_device_version",
    86: "read_device_configuration", 88: "read_device_time", 89: "initialise_device", 90: "set_device_clock",
    91: "inspect_guard",
}  # fmt: skip
# Bits of a state word: of a system (table 5), of a component (table 7), of the transmission device (table 11).
_SYSTEM = {0: "normal", 1: "fire", 2: "fault", 3: "shielded", 4: "supervised", 5: "started", 6: "feedback",
           7: "delayed", 8: "main_power_fault", 9: "standby_power_fault", 10: "bus_fault", 11: "manual",
           12: "configuration_changed", 13: "reset"}  # fmt: skip
_COMPONENT = {0: "normal", 1: "fire", 2: "fault", 3: "shielded", 4: "supervised", 5: "started", 6: "feedback",
              7: "delayed", 8: "power_fault"}  # fmt: skip
_DEVICE = {0: "watching", 1: "fire", 2: "fault", 3: "main_power_fault", 4: "standby_power_fault",
           5: "channel_to_centre_fault", 6: "channel_to_system_fault"}  # fmt: skip
_length = struct.Struct("<H").unpack_from


def frame_size(data: bytes | bytearray) -> int:
    """Length of the frame that begins here; 0 when more bytes are needed. Raises BadRecord when it is too large."""
    if len(data) < HEAD:
        return 0
    size: int = _length(data, 24)[0]
    if size > DATA_MOST:
        raise BadRecord("gb26875.length", f"{size} bytes of data; at most {DATA_MOST} are allowed")
    return HEAD + size + 3


def build(
    command: int, data: bytes = b"", *, serial: int = 1, source: int = 1, destination: int = 2, moment: datetime
) -> bytes:
    when = bytes((moment.second, moment.minute, moment.hour, moment.day, moment.month, moment.year % 100))
    unit = struct.pack("<HBB", serial, 1, 0) + when + source.to_bytes(6, "little") + destination.to_bytes(6, "little")
    unit += struct.pack("<HB", len(data), command) + data
    return MARK + unit + bytes((sum(unit) & 0xFF,)) + END


def read(frame: bytes, time: Micros) -> dict[str, Any]:
    """Facts of one whole frame. Raises BadRecord where it does not end as it must."""
    if not frame.endswith(END):
        raise BadRecord("gb26875.end", f"a frame must end with 2323, not {frame[-2:].hex()}")
    command, data = frame[26], frame[HEAD:-3]
    name = COMMANDS.get(command, f"command_{command}")
    facts: dict[str, Any] = {
        "event.action": f"gb26875_{name}",
        "fengsui.gb26875.command_code": command,
        "fengsui.gb26875.command": name,
        "fengsui.gb26875.serial": _length(frame, 2)[0],
        "fengsui.gb26875.version": f"{frame[4]}.{frame[5]}",
        "fengsui.gb26875.source_address": frame[12:18][::-1].hex(),
        "fengsui.gb26875.destination_address": frame[18:24][::-1].hex(),
        "fengsui.gb26875.data_bytes": len(data),
        "fengsui.gb26875.checksum_valid": sum(frame[2:-3]) & 0xFF == frame[-3],
    }
    second, minute, hour, day, month, year = frame[6:12]
    try:
        said = datetime(2000 + year, month, day, hour, minute, second, tzinfo=ZONE)
        facts["fengsui.clock_skew_s"] = int(said.timestamp()) - time // 1_000_000
    except ValueError:
        facts["fengsui.gb26875.clock_invalid"] = True
    if len(data) >= 2:
        _objects(command, data, facts)
    return facts


def _objects(command: int, data: bytes, facts: dict[str, Any]) -> None:
    kind, count = data[0], data[1]
    name = TYPES.get(kind, f"type_{kind}")
    facts["fengsui.gb26875.type_code"], facts["fengsui.gb26875.type"] = kind, name
    facts["fengsui.gb26875.objects"] = count
    facts["event.action"] = f"gb26875_{name}"
    if command == 1:
        facts["fengsui.ics.operation"] = "write" if kind in (89, 90) else "control"
    elif command == 4:
        facts["fengsui.ics.operation"] = "read"
    elif command == 2:
        facts["fengsui.ics.operation"] = "report"
    where, size, names = {1: (2, 10, _SYSTEM), 2: (7, 46, _COMPONENT), 21: (0, 7, _DEVICE)}.get(kind, (0, 0, {}))
    if not size:
        return
    states: list[str] = []
    for index in range(min(count, OBJECTS_MOST)):
        part = data[2 + index * size : 2 + (index + 1) * size]
        if len(part) < where + 2:
            break
        word = part[0] if kind == 21 else _length(part, where)[0]
        states += [name for bit, name in names.items() if word >> bit & 1]
    if states:
        facts["fengsui.gb26875.states"] = list(dict.fromkeys(states))


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A whole frame that ends as it must and whose sum is right."""
    if not said.startswith(MARK) or len(said) < HEAD + 3:
        return None
    try:
        size = frame_size(said)
    except BadRecord:
        return None
    frame = said[:size]
    if len(frame) < size or not frame.endswith(END) or sum(frame[2:-3]) & 0xFF != frame[-3]:
        return None
    return Gb26875Stream, side if said[26] in (2, 5) else 1 - side


class Gb26875Stream(FramedStream):
    protocol = "gb26875"
    marked = True

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        return seek(data, MARK) or frame_size(data)

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        facts = read(frame, time)
        self.conversation.emit("network.gb26875", facts, sender=side, time=time, first=first, last=last, raw=frame)
