"""MANSCDP: the XML commands that GB/T 28181-2016/2022 cameras and platforms send each other in SIP MESSAGE bodies.

Read with bounded patterns, never with an XML parser: no entities, no nesting, no document of the sender's choosing is
built. Sources: GB/T 28181-2016 section 9 and annexes A.2, A.3; names are ours.
"""

from __future__ import annotations

import re
from typing import Any

BODY_MOST = 64 * 1024
TEXT_MOST = 256
KINDS_MOST = 16

_ROOT = re.compile(rb"<\s*(Query|Control|Notify|Response)\b")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_-]{1,20})["']""", re.IGNORECASE)
_CONTROLS = {
    "PTZCmd": "ptz", "TeleBoot": "reboot", "RecordCmd": "record", "GuardCmd": "guard", "AlarmCmd": "reset_alarm",
    "IFameCmd": "key_frame", "IFrameCmd": "key_frame", "DragZoomIn": "drag_zoom", "DragZoomOut": "drag_zoom",
    "HomePosition": "home_position", "PTZPreciseCtrl": "ptz_precise", "FormatSDCard": "format_card",
    "DeviceUpgrade": "upgrade", "TargetTrack": "track_target", "BasicParam": "configure", "VideoParamOpt": "configure",
    "SVACEncodeConfig": "configure", "SVACDecodeConfig": "configure", "SnapShotConfig": "snapshot",
}  # fmt: skip
_PROGRAM = frozenset({"upgrade", "format_card"})
_MOVES = ((1, "right"), (2, "left"), (4, "down"), (8, "up"), (16, "zoom_in"), (32, "zoom_out"))
ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8"}


def read(body: bytes) -> dict[str, Any]:
    """Facts of one body; none when it is no MANSCDP document."""
    body = body[:BODY_MOST]
    root = _ROOT.search(body[:1024])
    if root is None:
        return {}
    declared = _DECLARED.search(body[:256])
    encoding = ENCODINGS.get(declared[1].decode().lower() if declared else "", "gb18030")
    text = body.decode(encoding, "backslashreplace")
    category = root[1].decode().lower()
    facts: dict[str, Any] = {"network.application": "gb28181", "fengsui.gb28181.category": category}
    command = _tag(text, "CmdType")
    if command:
        facts["fengsui.gb28181.command"] = command
        facts["event.action"] = f"gb28181_{category}_{command}"[:TEXT_MOST]
    for name, field in (("DeviceID", "device_id"), ("Status", "status"), ("Result", "result"),
                        ("AlarmPriority", "alarm_priority"), ("AlarmMethod", "alarm_method")):  # fmt: skip
        value = _tag(text, name)
        if value:
            facts[f"fengsui.gb28181.{field}"] = value
    for name, field in (("SN", "serial"), ("SumNum", "total")):
        value = _tag(text, name)
        if value.isascii() and value.isdigit() and len(value) < 10:
            facts[f"fengsui.gb28181.{field}"] = int(value)
    if "fengsui.gb28181.result" in facts:
        facts["event.outcome"] = "success" if facts["fengsui.gb28181.result"].upper() == "OK" else "failure"
    _operation(category, text, facts)
    return facts


def _operation(category: str, text: str, facts: dict[str, Any]) -> None:
    if category == "query":
        facts["fengsui.ics.operation"] = "read"
    elif category in ("notify", "response"):
        facts["fengsui.ics.operation"] = "report"
    else:
        kinds = list(dict.fromkeys(kind for name, kind in _CONTROLS.items() if f"<{name}" in text))[:KINDS_MOST]
        facts["fengsui.ics.operation"] = "program" if _PROGRAM & set(kinds) else "control"
        if kinds:
            facts["fengsui.gb28181.controls"] = kinds
        move = _tag(text, "PTZCmd")
        if len(move) == 16:
            facts["fengsui.gb28181.ptz"] = ptz(move)


def ptz(command: str) -> str:
    """What eight bytes of PTZ command ask for, in words (GB/T 28181-2016 annex A.3.2 to A.3.6)."""
    try:
        raw = bytes.fromhex(command)
    except ValueError:
        return "unreadable"
    if raw[0] != 0xA5 or sum(raw[:7]) & 0xFF != raw[7]:
        return "bad_checksum"
    code = raw[3]
    if code & 0xC0 == 0:
        return "+".join(name for bit, name in _MOVES if code & bit) or "stop"
    if code & 0xC0 == 0x40:
        return "lens"
    return {0x81: "set_preset", 0x82: "go_to_preset", 0x83: "delete_preset", 0x84: "add_to_cruise",
            0x88: "start_cruise", 0x89: "scan", 0x8C: "switch_on", 0x8D: "switch_off"}.get(code, f"code_{code:02x}")  # fmt: skip


def _tag(text: str, name: str) -> str:
    found = re.search(rf"<{name}\s*>([^<]{{0,{TEXT_MOST}}})<", text)
    return found[1].strip() if found else ""
