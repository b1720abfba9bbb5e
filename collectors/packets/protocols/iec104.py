"""IEC 60870-5-104: telecontrol over TCP. Commands and station-wide requests one by one, measurements counted.

Values are not kept. Sources: IEC 60870-5-104:2006 section 5, IEC 60870-5-101:2003 section 7.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 2404
OBJECTS_MOST = 16

TYPES = {
    1: "M_SP_NA_1", 3: "M_DP_NA_1", 5: "M_ST_NA_1", 7: "M_BO_NA_1", 9: "M_ME_NA_1", 11: "M_ME_NB_1", 13: "M_ME_NC_1",
    15: "M_IT_NA_1", 20: "M_PS_NA_1", 21: "M_ME_ND_1", 30: "M_SP_TB_1", 31: "M_DP_TB_1", 32: "M_ST_TB_1",
    33: "M_BO_TB_1", 34: "M_ME_TD_1", 35: "M_ME_TE_1", 36: "M_ME_TF_1", 37: "M_IT_TB_1", 38: "M_EP_TD_1",
    39: "M_EP_TE_1", 40: "M_EP_TF_1", 45: "C_SC_NA_1", 46: "C_DC_NA_1", 47: "C_RC_NA_1", 48: "C_SE_NA_1",
    49: "C_SE_NB_1", 50: "C_SE_NC_1", 51: "C_BO_NA_1", 58: "C_SC_TA_1", 59: "C_DC_TA_1", 60: "C_RC_TA_1",
    61: "C_SE_TA_1", 62: "C_SE_TB_1", 63: "C_SE_TC_1", 64: "C_BO_TA_1", 70: "M_EI_NA_1", 100: "C_IC_NA_1",
    101: "C_CI_NA_1", 102: "C_RD_NA_1", 103: "C_CS_NA_1", 104: "C_TS_NA_1", 105: "C_RP_NA_1", 106: "C_CD_NA_1",
    107: "C_TS_TA_1", 110: "P_ME_NA_1", 111: "P_ME_NB_1", 112: "P_ME_NC_1", 113: "P_AC_NA_1", 120: "F_FR_NA_1",
    121: "F_SR_NA_1", 122: "F_SC_NA_1", 123: "F_LS_NA_1", 124: "F_AF_NA_1", 125: "F_SG_NA_1", 126: "F_DR_TA_1",
}  # fmt: skip
CAUSES = {
    1: "periodic", 2: "background", 3: "spontaneous", 4: "initialized", 5: "request", 6: "activation",
    7: "activation_confirmation", 8: "deactivation", 9: "deactivation_confirmation", 10: "activation_termination",
    11: "return_remote", 12: "return_local", 13: "file_transfer", 20: "interrogated", 44: "unknown_type",
    45: "unknown_cause", 46: "unknown_common_address", 47: "unknown_object_address",
}  # fmt: skip
CONTROLS = {0x07: "startdt_act", 0x0B: "startdt_con", 0x13: "stopdt_act", 0x23: "stopdt_con", 0x43: "testfr_act",
            0x83: "testfr_con"}  # fmt: skip
_CONTROL = frozenset({45, 46, 47, 58, 59, 60})
_WRITE = frozenset({48, 49, 50, 51, 61, 62, 63, 64, 103, 110, 111, 112, 113})
_READ = frozenset({100, 101, 102})


def operation(kind: int) -> str:
    """What an ASDU type asks of a station."""
    if kind in _CONTROL or kind in (105, 107):
        return "control"
    if kind in _WRITE:
        return "write"
    if kind in _READ:
        return "read"
    return "program" if 120 <= kind <= 126 else "report"


def frame_ok(data: bytes | bytearray, at: int = 0) -> bool:
    """Start, length and control field are possible; needs six bytes."""
    size, control = data[at + 1], data[at + 2]
    if data[at] != 0x68 or not 4 <= size <= 253:
        return False
    if not control & 1:
        return size >= 10 and not data[at + 4] & 1
    if control & 3 == 1:
        return size == 4 and control == 1 and data[at + 3] == 0 and not data[at + 4] & 1
    return size == 4 and control in CONTROLS and not any(data[at + 3 : at + 6])


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """Only possible frames, and one that says who is who: an activation or a known ASDU type, of the control or monitor kind."""
    at, station = 0, -1
    while at + 6 <= len(said):
        if not frame_ok(said, at):
            return None
        control = said[at + 2]
        size = 2 + said[at + 1]
        if control in (0x07, 0x13):
            station = 1 - side
        elif control in (0x0B, 0x23):
            station = side
        elif not control & 1 and at + 9 <= len(said):
            kind, cause = said[at + 6], said[at + 8] & 0x3F
            if kind not in TYPES or (cause not in CAUSES and not 20 <= cause <= 41):
                return None
            if kind < 45:
                station = side
            elif cause in (6, 8):
                station = 1 - side
        at += size
    if station < 0 and at == len(said) and said and PORT in flow.ports:
        station = 0 if flow.ports[0] == PORT else 1
    return (Iec104Stream, 1 - station) if station >= 0 else None


def asdu(data: bytes) -> dict[str, Any]:
    """Facts of one ASDU. Raises BadRecord when it is too short for what it announces."""
    if len(data) < 9:
        raise BadRecord("iec104.asdu", f"an ASDU of {len(data)} bytes is shorter than its head")
    kind, qualifier, cause = data[0], data[1], data[2]
    count = qualifier & 0x7F
    name = TYPES.get(kind, f"type_{kind}")
    facts: dict[str, Any] = {
        "event.action": f"iec104_{name.lower()}",
        "fengsui.iec104.type_id": kind,
        "fengsui.iec104.type": name,
        "fengsui.iec104.cause": CAUSES.get(cause & 0x3F, "interrogated" if 20 <= cause & 0x3F <= 41 else f"cause_{cause & 0x3F}"),
        "fengsui.iec104.originator": data[3],
        "fengsui.iec104.common_address": int.from_bytes(data[4:6], "little"),
        "fengsui.iec104.objects": count,
        "fengsui.ics.operation": operation(kind),
    }  # fmt: skip
    if cause & 0x80:
        facts["fengsui.iec104.test"] = True
    if cause & 0x40:
        facts["event.outcome"] = "failure"
    elif cause & 0x3F in (7, 9, 10):
        facts["event.outcome"] = "success"
    body = len(data) - 6
    if count:
        if qualifier & 0x80:
            facts["fengsui.iec104.object_addresses"] = [int.from_bytes(data[6:9], "little")]
        elif body % count == 0 and body // count >= 3:
            each = body // count
            places = range(6, 6 + each * min(count, OBJECTS_MOST), each)
            facts["fengsui.iec104.object_addresses"] = [int.from_bytes(data[at : at + 3], "little") for at in places]
    return facts


class Iec104Stream(FramedStream):
    """client: the controlling station."""

    protocol = "iec104"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.iec104")

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 6:
            return 0
        if not frame_ok(data):
            raise BadRecord("iec104.frame", f"no IEC 104 frame begins with {bytes(data[:6]).hex()}")
        return 2 + data[1]

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        control = frame[2]
        if control & 3 == 1:
            return  # an acknowledgement of frames
        if control & 1:
            name = CONTROLS[control]
            facts: dict[str, Any] = {"event.action": f"iec104_{name}", "fengsui.iec104.type": name}
            facts["fengsui.ics.operation"] = "session"
            if control in (0x43, 0x83):
                self._tally.add((side, control), facts, side, first, last, time, frame)
            else:
                self._emit(side, facts, frame, first, last, time)
            return
        facts = asdu(frame[6:])
        kind = facts["fengsui.iec104.type_id"]
        if kind < 45:
            key = (side, kind, facts["fengsui.iec104.cause"], facts["fengsui.iec104.common_address"])
            self._tally.add(key, facts, side, first, last, time, frame)
        else:
            self._emit(side, facts, frame, first, last, time)

    def finish(self) -> None:
        self._tally.finish()

    def _emit(self, side: int, facts: dict[str, Any], frame: bytes, first: int, last: int, time: Micros) -> None:
        self.conversation.emit("network.iec104", facts, sender=side, time=time, first=first, last=last, raw=frame)
