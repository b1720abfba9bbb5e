"""IEEE C37.118.2: synchrophasors of the grid. Commands and configurations one by one, measurements counted; none is kept.

Source: IEEE C37.118.2-2011 section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.conversation import Conversation
from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

HEAD = 14
TYPES = {0: "data", 1: "header", 2: "configuration_1", 3: "configuration_2", 4: "command", 5: "configuration_3"}
COMMANDS = {1: "data_off", 2: "data_on", 3: "send_header", 4: "send_configuration_1", 5: "send_configuration_2",
            6: "send_configuration_3", 8: "extended"}  # fmt: skip


def crc(data: bytes) -> int:
    """CRC-CCITT, begun with all ones (annex B)."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def frame_size(data: bytes | bytearray) -> int:
    """Length of the frame that begins here; 0 when more bytes are needed. Raises BadRecord when it is none."""
    if len(data) < 4:
        return 0
    if data[0] != 0xAA or data[1] >> 4 not in TYPES or not 1 <= data[1] & 15 <= 3:
        raise BadRecord("c37118.sync", f"no C37.118 frame begins with {bytes(data[:2]).hex()}")
    size = int.from_bytes(data[2:4], "big")
    if size < HEAD + 2:
        raise BadRecord("c37118.size", f"a frame of {size} bytes")
    return size


def sound(frame: bytes) -> bool:
    return crc(frame[:-2]) == int.from_bytes(frame[-2:], "big")


class _Frames:
    """What a TCP stream and UDP datagrams share."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.tally = Tally(conversation, "network.c37118")

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        kind = TYPES[frame[1] >> 4]
        facts: dict[str, Any] = {
            "event.action": f"c37118_{kind}",
            "fengsui.c37118.type": kind,
            "fengsui.c37118.stream": int.from_bytes(frame[4:6], "big"),
            "fengsui.c37118.checksum_valid": sound(frame),
            "fengsui.ics.operation": "report",
        }
        if kind == "data":
            key = (side, facts["fengsui.c37118.stream"], facts["fengsui.c37118.checksum_valid"])
            self.tally.add(key, facts, side, first, last, time, frame)
            return
        if kind == "command":
            code = int.from_bytes(frame[14:16], "big")
            name = COMMANDS.get(code, f"command_{code}")
            facts["fengsui.c37118.command"] = name
            facts["event.action"] = f"c37118_{name}"
            facts["fengsui.ics.operation"] = "read" if name.startswith("send") else "control"
        self.conversation.emit("network.c37118", facts, sender=side, time=time, first=first, last=last, raw=frame)


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A whole frame with a right check sum; a command is said by the client."""
    try:
        size = frame_size(said)
    except BadRecord:
        return None
    if not size or len(said) < size or not sound(said[:size]):
        return None
    return C37118Stream, side if said[1] >> 4 == 4 else 1 - side


def looks_like(data: bytes) -> bool:
    """A datagram that is one frame with a right check sum."""
    try:
        return len(data) >= HEAD + 2 and frame_size(data) == len(data) and sound(data)
    except BadRecord:
        return False


class C37118Stream(FramedStream):
    protocol = "c37118"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._frames = _Frames(conversation)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        return frame_size(data)

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        self._frames.frame(side, frame, first, last, time)

    def finish(self) -> None:
        self._frames.tally.finish()


class C37118Datagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self._frames = _Frames(conversation)

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            whole = len(raw) >= HEAD + 2 and frame_size(raw) == len(raw)
        except BadRecord as bad:
            self._frames.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        if whole:
            self._frames.frame(side, raw, number, number, time)
        return whole

    def finish(self) -> None:
        self._frames.tally.finish()
