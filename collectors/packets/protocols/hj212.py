"""HJ 212-2005/2017/2025: environmental monitors to their platform. `##`, four digits of length, text, four of CRC, CR LF.

Whose station speaks, which command, when it says it is, whether its check sum holds. Measured values are not kept, the
factors' codes are; the password every frame carries in clear is a fact and never kept. Sources: HJ 212-2017 sections
6.3 and 6.6; the version bits of Flag and the commands of 2025 from published codecs (`verify`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

PORT_HINTS = frozenset({2001, 8212, 9212})
TEXT_MOST = 9999  # four digits
FACTORS_MOST = 64
STATION_ZONE = timezone(timedelta(hours=8))  # the standard's times are China standard time, without a zone
SKEW_MOST_S = 10 * 366 * 86_400

COMMANDS = {
    1000: "set_timeout_and_retries", 1011: "get_clock", 1012: "set_clock", 1013: "ask_clock_calibration",
    1061: "get_interval", 1062: "set_interval", 1063: "get_minute_interval", 1064: "set_minute_interval",
    1072: "set_password", 2011: "realtime_data", 2012: "stop_realtime_data", 2021: "running_state",
    2022: "stop_running_state", 2031: "day_data", 2041: "running_time", 2051: "minute_data", 2061: "hour_data",
    2081: "start_time", 3011: "calibrate_zero_and_span", 3012: "sample_now", 3013: "start_cleaning",
    3014: "compare_sampling", 3015: "keep_over_limit_sample", 3016: "set_sampling_period", 3017: "get_sampling_period",
    3018: "get_sampling_time", 3019: "get_serial_number", 3020: "device_information", 3021: "set_device_parameters",
    9011: "request_accepted", 9012: "executed", 9013: "notice_answered", 9014: "data_answered", 9015: "heartbeat",
}  # fmt: skip
_CONTROL = frozenset({2012, 2022, 3011, 3012, 3013, 3014, 3015})
_WRITE = frozenset({1000, 1012, 1062, 1064, 1072, 3016, 3021})
_READ = frozenset({1011, 1061, 1063, 3017, 3018, 3019})
VERSIONS = {0: "2005", 1: "2017", 2: "2025"}

# HJ 212-2017 table 4 (QnRtn) and table 5 (ExeRtn).
_REQUEST_RESULTS = {1: "ready", 2: "refused", 3: "bad_password", 4: "bad_station", 5: "bad_system_type", 6: "bad_flag",
                    7: "bad_request_number", 8: "bad_crc", 100: "unknown"}  # fmt: skip
_EXECUTION_RESULTS = {1: "success", 2: "failed_reason_unknown", 3: "bad_command", 4: "communication_timeout",
                      5: "system_busy", 6: "system_failure", 100: "no_data"}  # fmt: skip

_START = re.compile(rb"##\d{4}(?:QN=|ST=|MN=|CN=|PW=|Flag=|PNUM=)")
_HEAD = re.compile(r"(?:^|;)(QN|ST|CN|PW|MN|Flag|PNUM|PNO)=([^;&]*)")
_FACTOR = re.compile(r"(?:^|[;,])([A-Za-z0-9]{1,16})-[A-Za-z]")


def crc16(text: bytes) -> int:
    """The standard's own check sum (HJ 212-2017 annex A): not CRC-16/MODBUS, whose step is `crc ^ byte`."""
    crc = 0xFFFF
    for byte in text:
        crc = (crc >> 8) ^ byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def build(text: str) -> bytes:
    """A frame around `text`, as a station would send it."""
    raw = text.encode("gb18030")
    return b"##%04d%b%04X\r\n" % (len(raw), raw, crc16(raw))


def read(frame: bytes, time: Micros) -> dict[str, Any]:
    """Facts of one frame. time: of the packet, for the clock's skew. Raises BadRecord where the text is no such frame."""
    raw = frame[6:-6] if frame.endswith(b"\r\n") else frame[6:-4]
    tail = frame[len(raw) + 6 :][:4]
    text = raw.decode("gb18030", "backslashreplace")
    head, _, body = text.partition("CP=&&")
    fields = dict(_HEAD.findall(head))
    if "CN" not in fields:
        raise BadRecord("hj212.text", "an HJ 212 frame without CN, the command")
    facts: dict[str, Any] = {
        "fengsui.hj212.checksum_valid": tail.upper() == b"%04X" % crc16(raw),
        "fengsui.hj212.text_bytes": len(raw),
    }
    command = _number(fields["CN"])
    if command is not None:
        name = COMMANDS.get(command, f"command_{command}")
        facts |= {"fengsui.hj212.command_code": command, "fengsui.hj212.command": name, "event.action": f"hj212_{name}"}
        operation = _operation(command)
        if operation:
            facts["fengsui.ics.operation"] = operation
    if fields.get("MN"):
        facts["device.id"] = fields["MN"][:64]
    if fields.get("ST"):
        facts["fengsui.hj212.system_type"] = fields["ST"][:8]
    if fields.get("PW") and (command or 0) < 9000:  # an answer repeats the password of what it answers
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "hj212"}
    flag = _number(fields.get("Flag", ""))
    if flag is not None:
        facts["fengsui.hj212.flag"] = flag
        facts["fengsui.hj212.version"] = VERSIONS.get(flag >> 2 & 0x3F, "unknown")
    if fields.get("PNUM"):
        facts["fengsui.hj212.packages"] = _number(fields["PNUM"]) or 0
    _request_number(fields.get("QN", ""), time, facts)
    _content(body.rpartition("&&")[0] or body, facts)
    return facts


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """`##`, four digits and a field of the standard. The station is the client: it connects to its platform."""
    if not _START.match(said):
        return None
    station = side
    if flow.ports[side] in PORT_HINTS and flow.ports[1 - side] not in PORT_HINTS:
        station = 1 - side  # the platform spoke first
    return Hj212Stream, station


class Hj212Stream(FramedStream):
    protocol = "hj212"
    marked = True

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        away = seek(data, b"##")
        if away:
            return away
        if len(data) < 6:
            return 0
        digits = bytes(data[2:6])
        if not digits.isdigit():
            raise BadRecord("hj212.length", f"after ## four digits of length are due, not {digits!r}")
        size = 6 + int(digits) + 4
        if len(data) < size + 2:
            return 0
        return size + 2 if data[size : size + 2] == b"\r\n" else size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        facts = read(frame, time)
        self.conversation.emit("network.hj212", facts, sender=side, time=time, first=first, last=last, raw=frame)


def _operation(command: int) -> str:
    if command in _WRITE:
        return "write"
    if command in _CONTROL:
        return "control"
    if command in _READ:
        return "read"
    return "report" if 2000 <= command < 3000 or command == 3020 else ""


def _request_number(text: str, time: Micros, facts: dict[str, Any]) -> None:
    """QN is the sender's clock, to the millisecond: YYYYMMDDhhmmssSSS."""
    if len(text) != 17 or not (text.isascii() and text.isdigit()):
        return
    facts["fengsui.hj212.request_number"] = text
    try:
        said = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=STATION_ZONE)
    except ValueError:
        facts["fengsui.hj212.clock_invalid"] = True
        return
    skew = int(said.timestamp()) - time // 1_000_000
    if abs(skew) < SKEW_MOST_S:
        facts["fengsui.clock_skew_s"] = skew


def _content(body: str, facts: dict[str, Any]) -> None:
    factors = list(dict.fromkeys(_FACTOR.findall(body)))
    if factors:
        facts["fengsui.hj212.factors"] = factors[:FACTORS_MOST]
    for name, results in (("QnRtn", _REQUEST_RESULTS), ("ExeRtn", _EXECUTION_RESULTS)):
        found = re.search(rf"(?:^|;){name}=(\d{{1,3}})", body)
        if found:
            code = int(found[1])
            facts["fengsui.hj212.result"] = results.get(code, f"result_{code}")
            facts["event.outcome"] = "success" if code == 1 else "failure"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
