"""DIMSE command sets: the first part of every DICOM message, always implicit VR little endian (PS3.7 section 6.3)."""

from __future__ import annotations

import struct
from typing import Any

from model.errors import BadRecord

ELEMENTS_MOST = 64
RESPONSE = 0x8000
COMMANDS = {
    0x0001: "C-STORE", 0x0010: "C-GET", 0x0020: "C-FIND", 0x0021: "C-MOVE", 0x0030: "C-ECHO", 0x0100: "N-EVENT-REPORT",
    0x0110: "N-GET", 0x0120: "N-SET", 0x0130: "N-ACTION", 0x0140: "N-CREATE", 0x0150: "N-DELETE", 0x0FFF: "C-CANCEL",
}  # fmt: skip
OPERATIONS = {"C-STORE": "write", "C-GET": "read", "C-FIND": "read", "C-MOVE": "read", "C-ECHO": "session",
              "N-GET": "read", "N-SET": "write", "N-ACTION": "control", "N-CREATE": "write", "N-DELETE": "write"}  # fmt: skip
_AFFECTED, _COMMAND, _ID, _ANSWERED, _MOVE, _STATUS = 0x0002, 0x0100, 0x0110, 0x0120, 0x0600, 0x0900
_COUNTS = {0x1020: "remaining", 0x1021: "completed", 0x1022: "failed", 0x1023: "warning"}
_SHORT = frozenset({_COMMAND, _ID, _ANSWERED, _STATUS, *_COUNTS})
_element = struct.Struct("<HHI").unpack_from
_short = struct.Struct("<H").unpack_from


def read(data: bytes) -> dict[int, Any]:
    """Elements of group 0000 that say what is done: numbers as int, names as str. Raises BadRecord."""
    found: dict[int, Any] = {}
    at = 0
    for _ in range(ELEMENTS_MOST):
        if at == len(data):
            return found
        if len(data) - at < 8:
            raise BadRecord("dicom.command", "a command set ends inside an element")
        group, element, size = _element(data, at)
        at += 8
        if group != 0 or size > len(data) - at:
            raise BadRecord("dicom.command", f"element ({group:04x},{element:04x}) of {size} bytes in a command set")
        if element in _SHORT:
            if size != 2:
                raise BadRecord("dicom.command", f"element ({group:04x},{element:04x}) has {size} bytes, not 2")
            found[element] = _short(data, at)[0]
        elif element in (_AFFECTED, _MOVE):
            found[element] = data[at : at + min(size, 64)].decode("ascii", "backslashreplace").strip(" \0")
        at += size
    raise BadRecord("dicom.command", f"a command set of more than {ELEMENTS_MOST} elements")


def facts(found: dict[int, Any]) -> dict[str, Any]:
    """What a command set says, under the names of events."""
    code = found.get(_COMMAND, 0)
    name = COMMANDS.get(code & ~RESPONSE, f"command_{code & ~RESPONSE:04x}")
    told: dict[str, Any] = {"event.action": f"dicom_{name.lower()}", "fengsui.dicom.command": name}
    if name in OPERATIONS:
        told["fengsui.ics.operation"] = OPERATIONS[name]
    if _AFFECTED in found:
        told["fengsui.dicom.sop_class"] = found[_AFFECTED]
    if _MOVE in found:
        told["fengsui.dicom.move_destination"] = found[_MOVE]
    return told


def identity(found: dict[int, Any]) -> tuple[bool, int]:
    """(is an answer, number of the message it is or answers)."""
    answer = bool(found.get(_COMMAND, 0) & RESPONSE)
    return answer, found.get(_ANSWERED if answer else _ID, -1)


def pending(found: dict[int, Any]) -> bool:
    """More answers follow (PS3.7 annex C: status FF00 and FF01)."""
    return bool(found.get(_STATUS, 0) & 0xFF00 == 0xFF00)


def result(found: dict[int, Any]) -> dict[str, Any]:
    """Status and counts of a final answer."""
    status = found.get(_STATUS, 0)
    told: dict[str, Any] = {
        "fengsui.dicom.status": status,
        "event.outcome": "success" if status == 0 or status >> 12 == 0xB else "failure",
    }
    for element, name in _COUNTS.items():
        if element in found:
            told[f"fengsui.dicom.sub_operations.{name}"] = found[element]
    return told
