"""HL7 v2 over MLLP: `0B`, segments ended by CR, `1C 0D`. Who sends which kind of message; nothing of what is in it.

Names, numbers and results of patients are never read: of all segments but MSH and MSA only the three-letter name counts.
Sources: HL7 v2.5.1 chapter 2 (MSH, MSA), MLLP release 1.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 2575
START, END = b"\x0b", b"\x1c\x0d"
MESSAGE_MOST = 8 << 20
WAITING_MOST = 64
TIMEOUT_US: Micros = 60 * SECOND
REQUEST_BYTES = 1500
FIELD_MOST = 64
SEGMENTS_MOST = 64
_BEGIN = b"\x0bMSH"
_ACKNOWLEDGED = {"AA": "accepted", "AE": "error", "AR": "rejected", "CA": "commit_accepted", "CE": "commit_error",
                 "CR": "commit_rejected"}  # fmt: skip


def read(message: bytes) -> tuple[dict[str, Any], str, str]:
    """(facts, control id, control id it answers) of what stands between the marks. Raises BadRecord."""
    if not message.startswith(b"MSH") or len(message) < 8:
        raise BadRecord("hl7.msh", "an HL7 message must begin with MSH")
    separator = message[3:4]
    if separator.isalnum() or separator in (b"\r", b"\n"):
        raise BadRecord("hl7.msh", f"{separator!r} separates no fields")
    segments = message.split(b"\r")
    head = [_text(field) for field in segments[0][:4096].split(separator)]
    component = chr(message[4])

    def field(number: int) -> str:
        # MSH-1 is the separator itself, so MSH-n stands at index n - 1.
        return head[number - 1] if number <= len(head) else ""

    kinds = field(9).split(component)
    kind = "^".join(part for part in kinds[:2] if part)
    facts: dict[str, Any] = {
        "event.action": f"hl7_{kind or 'message'}".lower(),
        "fengsui.hl7.message_type": kind,
        "fengsui.hl7.message_bytes": len(message),
    }
    for number, name in ((3, "sending_application"), (4, "sending_facility"), (5, "receiving_application"),
                         (6, "receiving_facility"), (11, "processing"), (12, "version")):  # fmt: skip
        value = field(number).split(component)[0]
        if value:
            facts[f"fengsui.hl7.{name}"] = value
    facts["fengsui.hl7.security_field"] = bool(field(8))
    control = field(10)
    if control:
        facts["fengsui.hl7.control_id"] = control
    names = Counter(_text(segment[:3]) for segment in segments if len(segment) > 3 and segment[:3].isalnum())
    facts["fengsui.hl7.segments"] = [f"{name}:{count}" for name, count in sorted(names.items())][:SEGMENTS_MOST]
    facts["fengsui.hl7.patients"] = names.get("PID", 0)
    answers = ""
    for segment in segments[1:8]:
        if segment.startswith(b"MSA" + separator):
            parts = [_text(part) for part in segment[:512].split(separator)]
            if len(parts) > 1:
                facts["fengsui.hl7.acknowledgment"] = _ACKNOWLEDGED.get(parts[1], parts[1])
            answers = parts[2] if len(parts) > 2 else ""
    return facts, control, answers


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    if not said.startswith(_BEGIN) or len(said) < 9 or said[4:5].isalnum():
        return None
    answer = b"\rMSA" in said[:2048] and flow.ports[side] < flow.ports[1 - side]
    return Hl7Stream, 1 - side if answer else side


class Hl7Stream(FramedStream):
    protocol = "hl7"
    marked = True

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._waiting = Waiting[str](self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES)
        self._looked = [0, 0]

    def size(self, side: int, data: bytearray) -> int:
        away = seek(data, START)
        if away:
            return away
        end = data.find(END, max(0, self._looked[side] - 1))
        if end < 0:
            if len(data) > MESSAGE_MOST:
                raise BadRecord("hl7.length", f"a message of more than {MESSAGE_MOST} bytes")
            self._looked[side] = len(data)
            return 0
        self._looked[side] = 0
        return end + 2

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        facts, control, answers = read(frame[1:-2])
        told = Asked(facts, side, first, time, frame[:256])
        asked = self._waiting.get(answers) if answers else None
        if asked is not None and asked.side != side:
            self._waiting.take(answers)
            acknowledgment = facts.get("fengsui.hl7.acknowledgment", "")
            asked.facts["fengsui.hl7.acknowledgment"] = acknowledgment
            asked.answered(time, success=acknowledgment.endswith("accepted"))
            self._emit(asked, last)
        elif control and not answers:
            self._waiting.add(control, told)
        else:
            self._emit(told, last)
        self.waiting_bytes = self._waiting.held

    def finish(self) -> None:
        self._waiting.finish()

    def _emit(self, asked: Asked, last: int) -> None:
        # The beginning of a message holds who sends it and its number, nothing about a patient.
        head = asked.raw.partition(b"\r")[0]
        self.conversation.emit(
            "network.hl7", asked.facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=head
        )


def _text(raw: bytes) -> str:
    return raw[:FIELD_MOST].decode("utf-8", "backslashreplace")
