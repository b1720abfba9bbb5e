"""LDAP over TCP (RFC 4511), also inside signed SASL layers: binds, searches and changes, each with its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import ber
from collectors.packets.protocols import ldap_messages as messages
from collectors.packets.protocols.waiting import WaitingFor
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

MESSAGE_MOST = 4 << 20
WAITING_MOST, TIMEOUT_US = 256, 3600 * SECOND  # a search may wait for changes
REQUEST_BYTES = 1800
INNER_MOST = 10_000  # messages of one signed buffer
_WRAPPED = b"\x05\x04"  # RFC 4121 section 4.2.6.2
_SEALED = 2


@dataclass(slots=True)
class Asked:
    facts: dict[str, Any]
    first: int
    time: Micros
    entries: int = 0


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A SEQUENCE of a message number and an operation of LDAP, which is long enough to hold them."""
    if said[:1] != b"\x30" or len(said) < 7:
        return None
    try:
        outer = ber.head(said)
        if outer is None or outer[1] > MESSAGE_MOST:
            return None
        at = outer[0]
        number = ber.head(said, at)
        if said[at] != 0x02 or number is None or not 1 <= number[1] <= 4:
            return None
        at += sum(number)
        operation = ber.head(said, at)
    except (BadRecord, IndexError):
        return None
    if operation is None or at + sum(operation) > sum(outer):
        return None
    inner = said[at + operation[0] : at + operation[0] + 8]
    if said[at] == messages.BIND:  # version 2 or 3
        return (LdapStream, side) if inner[:3] in (b"\x02\x01\x02", b"\x02\x01\x03") and inner[3:4] == b"\x04" else None
    if said[at] in (messages.SEARCH, messages.MODIFY, messages.ADD, messages.RENAME, messages.COMPARE):
        return (LdapStream, side) if inner[:1] == b"\x04" else None
    if said[at] == messages.EXTENDED:
        return (LdapStream, side) if inner[:1] == b"\x80" and inner[2:4].isdigit() else None
    if said[at] in messages.ANSWERED:
        return (LdapStream, 1 - side) if inner[:2] == b"\x0a\x01" else None
    if said[at] == messages.ENTRY:
        return (LdapStream, 1 - side) if inner[:1] == b"\x04" else None
    return None


class LdapStream(FramedStream):
    protocol = "ldap"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._waiting = WaitingFor[int, Asked](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )
        self._who: dict[str, Any] = {}
        self._layered = False
        self._turning = False

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if data[0] == 0x30:
            found = ber.head(data)
            size = sum(found) if found else 0
        elif self._layered:
            size = 4 + int.from_bytes(data[:4], "big") if len(data) >= 4 else 0
        else:
            raise BadRecord("ldap.message", f"no LDAP message begins with {data[0]:#04x}")
        if size > MESSAGE_MOST:
            raise BadRecord("ldap.length", f"a message of {size} bytes")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:  # noqa: ARG002
        if frame[0] == 0x30:
            self._message(frame, first, last, time)
        else:
            self._layer(frame[4:], first, last, time)
        self.waiting_bytes = self._waiting.held

    def finish(self) -> None:
        self._waiting.finish()

    def _layer(self, token: bytes, first: int, last: int, time: Micros) -> None:
        """A buffer of a SASL layer: signed ones are read, sealed ones end what can be told (RFC 4121 section 4.2.4)."""
        if not token.startswith(_WRAPPED) or len(token) < 16 or token[2] & _SEALED:
            self._who["fengsui.ldap.sealed"] = True
            self._emit(Asked({"fengsui.ldap.operation": "sealed"}, first, time), last)
            self.finish()
            self.conversation.give_up()
            return
        # The checksum stands behind the message, unless the sender rotated it to the front.
        size, turned = int.from_bytes(token[4:6], "big"), int.from_bytes(token[6:8], "big")
        body = token[16:]
        body = body[turned % len(body) :] + body[: turned % len(body)] if body else body
        body = body[: len(body) - size] if 0 < size < len(body) else body
        at = 0
        for _ in range(INNER_MOST):
            if at >= len(body):
                return
            found = ber.value(body, at, len(body))
            self._message(body[at : found.end], first, last, time)
            at = found.end

    def _message(self, data: bytes, first: int, last: int, time: Micros) -> None:
        found = messages.message(data)
        if found.operation in messages.ASKED:
            facts = messages.request(data, found)
            self._turning = facts.get("fengsui.ldap.extension") == messages.START_TLS
            self._waiting.add(found.number, Asked(facts, first, time))
        elif found.operation == messages.ENTRY:
            asked = self._waiting.get(found.number)
            if asked is not None:
                asked.entries += 1
        elif found.operation in messages.ANSWERED:
            self._answer(data, found, last, time)

    def _answer(self, data: bytes, found: messages.Message, last: int, time: Micros) -> None:
        asked = self._waiting.take(found.number)
        told = messages.result(data, found)
        if asked is None:
            return
        asked.facts |= told
        asked.facts["event.duration"] = max(0, time - asked.time) * 1000
        operation = asked.facts["fengsui.ldap.operation"]
        if operation == "search":
            asked.facts["fengsui.ldap.entries"] = asked.entries
        if operation == "bind":
            if told["fengsui.ldap.result"] == "sasl_bind_in_progress":
                self._who |= {k: v for k, v in asked.facts.items() if k.startswith("fengsui.ntlm")}
                return
            asked.facts = self._who | asked.facts
            self._who = {}
            if told["event.outcome"] == "success":
                self._who = {k: asked.facts[k] for k in ("user.name", "user.domain") if k in asked.facts}
                self._layered = asked.facts.get("fengsui.ldap.method") != "simple"
        self._emit(asked, last)
        if operation == "extended" and self._turning and told["event.outcome"] == "success":
            self.finish()
            self.hand_over()

    def _emit(self, asked: Asked, last: int) -> None:
        facts = {**self._who, **asked.facts}
        operation = facts["fengsui.ldap.operation"]
        facts["event.action"] = f"ldap_{operation}"
        if operation == "bind":
            facts["event.category"] = ["network", "authentication"]
        raw = f"{operation}\0{facts.get('fengsui.ldap.dn', '')}".encode()
        self.conversation.emit(
            "network.ldap", facts, sender=self.client, time=asked.time, first=asked.first, last=last, raw=raw
        )
