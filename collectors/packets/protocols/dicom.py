"""DICOM upper layer (PS3.8 section 9.3): associations, and the commands sent in them with their answers counted.

Data sets (images, patients) are measured and stepped over, never read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collectors.packets.meter import Flow
from collectors.packets.protocols import dicom_commands as commands
from collectors.packets.protocols.waiting import WaitingFor
from collectors.packets.stepped import SteppedStream
from collectors.packets.stream import Found, Inbox
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

REQUEST, ACCEPT, REJECT, DATA, RELEASE_ASKED, RELEASED, ABORT = range(1, 8)
ASSOCIATION_MOST = 64 * 1024
COMMAND_MOST = 16 * 1024
CONTEXTS_MOST = 128  # presentation context ids are odd bytes
WAITING_MOST, TIMEOUT_US = 256, 3600 * SECOND  # moving a patient's images takes long
REQUEST_BYTES = 800
_pdu = struct.Struct(">BBI").unpack_from
_pdv = struct.Struct(">IBB").unpack_from
_item = struct.Struct(">BBH").unpack_from
# PS3.8 table 9-21 and 9-26.
_SOURCES = {1: "service_user", 2: "service_provider_acse", 3: "service_provider_presentation"}
_REASONS = {(1, 1): "no_reason_given", (1, 2): "application_context_not_supported",
            (1, 3): "calling_ae_title_not_recognized", (1, 7): "called_ae_title_not_recognized",
            (2, 1): "no_reason_given", (2, 2): "protocol_version_not_supported",
            (3, 1): "temporary_congestion", (3, 2): "local_limit_exceeded"}  # fmt: skip


@dataclass(slots=True)
class Asked:
    """A command waiting for its last answer. data_bytes: of data sets, both ways; answers: those with a data set or pending."""

    facts: dict[str, Any]
    side: int
    first: int
    time: Micros
    raw: bytes
    data_bytes: list[int] = field(default_factory=lambda: [0, 0])
    answers: int = 0


def association(pdu: bytes) -> dict[str, Any]:
    """Facts of an A-ASSOCIATE request or answer: both AE titles, what is proposed, who implements it. Raises BadRecord."""
    if len(pdu) < 74:
        raise BadRecord("dicom.association", f"an association PDU of {len(pdu)} bytes")
    facts: dict[str, Any] = {
        "fengsui.dicom.called_ae_title": _text(pdu[10:26]),
        "fengsui.dicom.calling_ae_title": _text(pdu[26:42]),
    }
    syntaxes: list[str] = []
    for kind, body in _items(pdu, 74, len(pdu)):
        if kind == 0x20:
            syntaxes += [_text(value) for sub, value in _items(body, 4, len(body)) if sub == 0x30]
        elif kind == 0x50:
            for sub, value in _items(body, 0, len(body)):
                if sub == 0x52:
                    facts["fengsui.dicom.implementation_uid"] = _text(value)
                elif sub == 0x55:
                    facts["fengsui.dicom.implementation"] = _text(value)
                elif sub == 0x58 and value:
                    facts["fengsui.dicom.user_identity_type"] = value[0]
                    if value[0] == 2:
                        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "dicom"}
    if syntaxes:
        facts["fengsui.dicom.abstract_syntaxes"] = list(dict.fromkeys(syntaxes))[:CONTEXTS_MOST]
    return facts


def _items(data: bytes, at: int, end: int) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    while at + 4 <= end and len(found) < 2 * CONTEXTS_MOST:
        kind, _, size = _item(data, at)
        if at + 4 + size > end:
            raise BadRecord("dicom.item", f"an item of {size} bytes; {end - at - 4} are left")
        found.append((kind, data[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """An association request: its PDU type, protocol version 1, and the DICOM application context."""
    if len(said) < 100 or said[0] != REQUEST or not said[7] & 1:
        return None
    kind, _, size = _item(said, 74)
    if kind != 0x10 or not said[78 : 78 + size].startswith(b"1.2.840.10008."):
        return None
    return DicomStream, side


class DicomStream(SteppedStream):
    protocol = "dicom"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._commands = (bytearray(), bytearray())
        self.buffers += self._commands
        self._left = [0, 0]  # bytes of the P-DATA PDU that are not read yet
        self._known: dict[str, Any] = {}
        self._opened: tuple[dict[str, Any], int, Micros, bytes] | None = None
        self._waiting = WaitingFor[int, Asked](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )
        self._current: list[Asked | None] = [None, None]  # whose data set each side is sending

    def finish(self) -> None:
        self._association("", 0)
        self._waiting.finish()

    def step(self, side: int, inbox: Inbox, number: int, time: Micros) -> bool:
        data = inbox.data
        if self._left[side]:
            return self._value(side, inbox, number, time)
        if len(data) < 6:
            return False
        kind, _, size = _pdu(data)
        if not REQUEST <= kind <= ABORT:
            raise BadRecord("dicom.pdu", f"no DICOM PDU begins with {bytes(data[:6]).hex()}")
        if kind == DATA:
            inbox.cut(6, number, time)
            self._left[side] = size
            return True
        if size > ASSOCIATION_MOST:
            raise BadRecord("dicom.pdu", f"a PDU of type {kind} and {size} bytes")
        if len(data) < 6 + size:
            return False
        first, began = inbox.number, inbox.time
        pdu = inbox.cut(6 + size, number, time)
        self._control(side, kind, pdu, first, number, began)
        return True

    def _control(self, side: int, kind: int, pdu: bytes, first: int, last: int, time: Micros) -> None:
        if kind == REQUEST:
            facts = association(pdu)
            self._known = {
                name: facts[name] for name in ("fengsui.dicom.calling_ae_title", "fengsui.dicom.called_ae_title")
            }
            self._opened = (facts, first, time, pdu)
        elif kind == ACCEPT:
            self._association("accepted", last)
        elif kind == REJECT and len(pdu) >= 10:
            if self._opened is not None:
                source, reason = pdu[8], pdu[9]
                self._opened[0]["fengsui.dicom.reject_source"] = _SOURCES.get(source, f"source_{source}")
                self._opened[0]["fengsui.dicom.reject_reason"] = _REASONS.get((source, reason), f"reason_{reason}")
            self._association("rejected", last)
        elif kind == ABORT:
            self._association("aborted", last)
            facts = {"event.action": "dicom_abort", "event.outcome": "failure", **self._known}
            self.conversation.emit("network.dicom", facts, sender=side, time=time, first=first, last=last, raw=pdu)

    def _association(self, outcome: str, last: int) -> None:
        if self._opened is None:
            return
        facts, first, time, pdu = self._opened
        self._opened = None
        facts["event.action"] = "dicom_associate"
        if outcome:
            facts["fengsui.dicom.association"] = outcome
            facts["event.outcome"] = "success" if outcome == "accepted" else "failure"
        self.conversation.emit(
            "network.dicom", facts, sender=self.client, time=time, first=first, last=last or first, raw=pdu
        )

    def _value(self, side: int, inbox: Inbox, number: int, time: Micros) -> bool:
        """One presentation data value: a piece of a command, or of a data set."""
        data = inbox.data
        if len(data) < 6:
            return False
        size, _, flags = _pdv(data)
        if size < 2 or size + 4 > self._left[side]:
            raise BadRecord("dicom.pdv", f"a value of {size} bytes in a PDU with {self._left[side]} left")
        if flags & 1:
            if size > COMMAND_MOST:
                raise BadRecord("dicom.command", f"a command of {size} bytes")
            if len(data) < 4 + size:
                return False
            first, began = inbox.number, inbox.time
            piece = inbox.cut(4 + size, number, time)[6:]
            self._left[side] -= 4 + size
            self._piece(side, piece, bool(flags & 2), first, number, began)
            return True
        current = self._current[side]
        if current is not None:
            current.data_bytes[side] += size - 2
        self.past(side, 4 + size, inbox, number, time)
        self._left[side] -= 4 + size
        return True

    def _piece(self, side: int, piece: bytes, whole: bool, first: int, last: int, time: Micros) -> None:
        held = self._commands[side]
        held += piece
        if len(held) > COMMAND_MOST:
            raise BadRecord("dicom.command", f"a command of more than {COMMAND_MOST} bytes")
        if not whole:
            return
        raw = bytes(held)
        held.clear()
        found = commands.read(raw)
        answer, identity = commands.identity(found)
        if not answer:
            asked = Asked({**self._known, **commands.facts(found)}, side, first, time, raw)
            self._current[side] = asked
            self._waiting.add(identity, asked)
        else:
            known = self._waiting.get(identity)
            self._current[side] = known
            if known is not None:
                known.answers += 1
                if not commands.pending(found):
                    self._waiting.take(identity)
                    known.facts |= commands.result(found)
                    known.facts["event.duration"] = (time - known.time) * 1000
                    self._emit(known, last)
        self.waiting_bytes = self._waiting.held

    def _emit(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        facts["fengsui.dicom.answers"] = asked.answers
        sent, received = asked.data_bytes[asked.side], asked.data_bytes[1 - asked.side]
        facts["fengsui.dicom.sent_bytes"], facts["fengsui.dicom.received_bytes"] = sent, received
        self.conversation.emit(
            "network.dicom", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )


def _text(raw: bytes) -> str:
    return raw[:128].decode("ascii", "backslashreplace").strip(" \0")
