"""NTP (RFC 5905, 9327): clocks counted; control and private messages, as amplifiers use them, one by one."""

from __future__ import annotations

from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.tally import Tally
from model.times import Micros

PORT = 123
SIZE = 48
MODES = {
    1: "symmetric_active",
    2: "symmetric_passive",
    3: "client",
    4: "server",
    5: "broadcast",
    6: "control",
    7: "private",
}
_MONLIST = frozenset({20, 42})  # MON_GETLIST and MON_GETLIST_1 of ntpd's private mode (CVE-2013-5211)


def looks_like(data: bytes) -> bool:
    """What an NTP message may be; to be asked on its port only, since little in it is its own."""
    if not data:
        return False
    version, mode = data[0] >> 3 & 7, data[0] & 7
    if not 1 <= version <= 4 or mode not in MODES:
        return False
    if mode == 6:
        return len(data) >= 12
    if mode == 7:
        return len(data) >= 4
    return len(data) >= SIZE and data[1] <= 16


class NtpDatagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._tally = Tally(conversation, "network.ntp")

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        if not looks_like(raw):
            self.conversation.fault("ntp.message", "no NTP message", side=side, time=time, number=number)
            return False
        mode = MODES[raw[0] & 7]
        facts: dict[str, Any] = {
            "event.action": f"ntp_{mode}",
            "fengsui.ntp.version": raw[0] >> 3 & 7,
            "fengsui.ntp.mode": mode,
            "fengsui.ntp.message_bytes": len(raw),
        }
        if mode in ("control", "private"):
            code = raw[1] & 31 if mode == "control" else raw[3]
            facts["fengsui.ntp.code"] = code
            facts["fengsui.ntp.answer"] = bool(raw[1] & 0x80 if mode == "control" else raw[0] & 0x80)
            if mode == "private" and code in _MONLIST:
                facts["fengsui.ntp.monlist"] = True
            key: tuple[Any, ...] = (side, mode, code, facts["fengsui.ntp.answer"])
        else:
            facts["fengsui.ntp.stratum"] = raw[1]
            key = (side, mode, raw[1])
        self._tally.add(key, facts, side, number, number, time, raw)
        return True

    def finish(self) -> None:
        self._tally.finish()
