"""AMQP 0-9-1 and 1.0: who signs in how, what is declared and opened; messages are counted by where they go, never kept.

Sources: AMQP 0-9-1 specification (4.2 framing, and its XML for methods); OASIS AMQP 1.0, part 2.3 and 5.3.
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

FRAME_MOST = 1 << 20  # brokers agree on 128 KiB; larger messages are cut into frames
TEXT_MOST = 256
_CLASSES = {10: "connection", 20: "channel", 40: "exchange", 50: "queue", 60: "basic", 85: "confirm", 90: "tx"}
_METHODS = {
    (10, 10): "start", (10, 11): "start_ok", (10, 20): "secure", (10, 21): "secure_ok", (10, 30): "tune",
    (10, 31): "tune_ok", (10, 40): "open", (10, 41): "open_ok", (10, 50): "close", (10, 51): "close_ok",
    (20, 10): "open", (20, 11): "open_ok", (20, 40): "close", (20, 41): "close_ok", (40, 10): "declare",
    (40, 11): "declare_ok", (40, 20): "delete", (40, 21): "delete_ok", (50, 10): "declare", (50, 11): "declare_ok",
    (50, 20): "bind", (50, 21): "bind_ok", (50, 30): "purge", (50, 31): "purge_ok", (50, 40): "delete",
    (50, 41): "delete_ok", (50, 50): "unbind", (50, 51): "unbind_ok", (60, 20): "consume", (60, 21): "consume_ok",
    (60, 30): "cancel", (60, 31): "cancel_ok", (60, 40): "publish", (60, 50): "return", (60, 60): "deliver",
    (60, 70): "get", (60, 71): "get_ok", (60, 72): "get_empty", (60, 80): "ack", (60, 90): "reject",
    (60, 120): "nack",
}  # fmt: skip
# Methods told one by one; the others are counted.
_TOLD = frozenset({(10, 11), (10, 40), (10, 50), (20, 40), (40, 10), (40, 20), (50, 10), (50, 20), (50, 30), (50, 40),
                   (50, 50), (60, 20)})  # fmt: skip
# The short strings a method begins with, behind two reserved bytes.
_NAMES: dict[tuple[int, int], tuple[str, ...]] = {
    (40, 10): ("exchange",), (40, 20): ("exchange",), (50, 10): ("queue",), (50, 20): ("queue", "exchange", "routing_key"),
    (50, 30): ("queue",), (50, 40): ("queue",), (50, 50): ("queue", "exchange", "routing_key"), (60, 20): ("queue",),
    (60, 40): ("exchange", "routing_key"), (60, 70): ("queue",),
}  # fmt: skip
_PERFORMATIVES = {
    0x10: "open", 0x11: "begin", 0x12: "attach", 0x13: "flow", 0x14: "transfer", 0x15: "disposition", 0x16: "detach",
    0x17: "end", 0x18: "close", 0x40: "sasl_mechanisms", 0x41: "sasl_init", 0x42: "sasl_challenge",
    0x43: "sasl_response", 0x44: "sasl_outcome",
}  # fmt: skip
_TOLD_1 = frozenset({0x10, 0x12, 0x18, 0x41, 0x44})


def short(data: bytes, at: int) -> tuple[str, int]:
    """A short string and where it ends. Raises BadRecord."""
    if at >= len(data) or at + 1 + data[at] > len(data):
        raise BadRecord("amqp.method", "the method ends inside a string")
    end = at + 1 + data[at]
    return data[at + 1 : end].decode("utf-8", "backslashreplace"), end


def method(data: bytes) -> tuple[tuple[int, int], dict[str, Any]]:
    """Which method of 0-9-1, and its facts. Raises BadRecord."""
    if len(data) < 4:
        raise BadRecord("amqp.method", f"a method of {len(data)} bytes")
    code = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    name = f"{_CLASSES.get(code[0], code[0])}.{_METHODS.get(code, code[1])}"
    facts: dict[str, Any] = {
        "event.action": "amqp_" + name.replace(".", "_"),
        "fengsui.amqp.version": "0-9-1",
        "fengsui.amqp.method": name,
    }
    if code == (10, 11):
        at = 8 + int.from_bytes(data[4:8], "big")
        mechanism, at = short(data, at)
        _sign_in(facts, mechanism, data[at + 4 : at + 4 + int.from_bytes(data[at : at + 4], "big")])
    elif code == (10, 40):
        facts["fengsui.amqp.virtual_host"] = short(data, 4)[0]
    elif code in ((10, 50), (20, 40)):
        reply = int.from_bytes(data[4:6], "big")
        facts["fengsui.amqp.reply_code"] = reply
        facts["fengsui.amqp.reply_text"] = short(data, 6)[0]
        facts["event.outcome"] = "success" if reply in (0, 200) else "failure"
    at = 6
    for field in _NAMES.get(code, ()):
        facts[f"fengsui.amqp.{field}"], at = short(data, at)
    return code, facts


def _sign_in(facts: dict[str, Any], mechanism: str, response: bytes) -> None:
    facts["fengsui.amqp.mechanism"] = mechanism[:TEXT_MOST]
    if mechanism == "PLAIN":
        parts = response.split(b"\0")
        if len(parts) == 3 and parts[1]:
            facts["user.name"] = parts[1][:TEXT_MOST].decode("utf-8", "backslashreplace")
    if mechanism in ("PLAIN", "AMQPLAIN"):
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "amqp"}


def performative(frame: bytes) -> tuple[int, dict[str, Any]]:
    """Which performative of 1.0, and its facts. Raises BadRecord."""
    at = frame[4] * 4
    if at < 8 or at + 3 > len(frame) or frame[at : at + 2] != b"\x00\x53":
        raise BadRecord("amqp.performative", "the frame carries no performative")
    code = frame[at + 2]
    name = _PERFORMATIVES.get(code, f"performative_{code:02x}")
    facts: dict[str, Any] = {
        "event.action": f"amqp_{name}",
        "fengsui.amqp.version": "1.0",
        "fengsui.amqp.method": name,
    }
    if code == 0x41:
        mechanism = frame.find(b"\xa3", at + 3)
        if 0 <= mechanism < at + 12 and mechanism + 1 < len(frame):
            told, end = short(frame, mechanism + 1)
            response = (
                frame[end + 2 : end + 2 + frame[end + 1]]
                if frame[end : end + 1] == b"\xa0" and end + 1 < len(frame)
                else b""
            )
            _sign_in(facts, told, response)
    return code, facts


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """The protocol header, which the client says first."""
    if len(said) < 8 or not said.startswith(b"AMQP"):
        return None
    rest = said[4:8]
    return (AmqpStream, side) if rest == b"\0\0\x09\x01" or (rest[0] in (0, 2, 3) and rest[1:] == b"\x01\0\0") else None


class AmqpStream(FramedStream):
    protocol = "amqp"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.amqp")
        self._old = True
        self._known: dict[str, Any] = {}

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 8:
            return 0
        if data[:4] == b"AMQP":
            return 8
        size = int.from_bytes(data[3:7], "big") + 8 if self._old else int.from_bytes(data[:4], "big")
        if not 8 <= size <= FRAME_MOST:
            raise BadRecord("amqp.length", f"a frame of {size} bytes")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if frame.startswith(b"AMQP"):
            self._old = frame[4:8] == b"\0\0\x09\x01"
            if frame[4] == 2:
                self.conversation.give_up()  # TLS follows
            return
        if self._old:
            if frame[-1] != 0xCE:
                raise BadRecord("amqp.end", "a frame does not end as it must")
            if frame[0] != 1:
                return  # content and heartbeats
            code, facts = method(frame[7:-1])
            told = code in _TOLD
        else:
            if len(frame) == 8:
                return  # heartbeat
            number, facts = performative(frame)
            told = number in _TOLD_1
        for name in ("user.name", "fengsui.amqp.virtual_host"):
            if name in facts:
                self._known[name] = facts[name]
        facts = {**self._known, **facts}
        if told:
            self.conversation.emit("network.amqp", facts, sender=side, time=time, first=first, last=last, raw=frame)
            return
        kind = (side, *(facts.get(f"fengsui.amqp.{name}") for name in ("method", "exchange", "routing_key", "queue")))
        self._tally.add(kind, facts, side, first, last, time, frame)

    def finish(self) -> None:
        self._tally.finish()
