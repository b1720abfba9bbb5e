"""Kerberos over UDP and TCP (RFC 4120 section 7.2): each request for a ticket with its answer."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.packets.conversation import Conversation
from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import ber
from collectors.packets.protocols import kerberos_messages as messages
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

MESSAGE_MOST = 1 << 20
WAITING_MOST = 64
TIMEOUT_US: Micros = 30 * SECOND
REQUEST_BYTES = 1500


class _Asked(NamedTuple):
    facts: dict[str, Any]
    side: int
    number: int
    time: Micros


class Exchanges:
    """What is asked and answered on one flow; a key distribution centre answers in order."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._waiting: deque[_Asked] = deque()

    def message(self, side: int, raw: bytes, first: int, last: int, time: Micros) -> None:
        """Raises BadRecord."""
        kind, facts = messages.read(raw)
        self._forget(time)
        if kind in messages.ASKED:
            self._waiting.append(_Asked(facts, side, first, time))
            return
        if kind not in messages.GIVEN and kind != messages.ERROR:
            if kind == messages.AP_ASKED:
                facts["event.action"] = "kerberos_ap"
                self._emit(_Asked(facts, side, first, time), last)
            return
        asked = self._matching(side, facts)
        if asked is None:
            asked = _Asked({"fengsui.kerberos.request": messages.GIVEN.get(kind, "")}, 1 - side, first, time)
            if not asked.facts["fengsui.kerberos.request"]:
                del asked.facts["fengsui.kerberos.request"]
        else:
            asked.facts["event.duration"] = max(0, time - asked.time) * 1000
        for name, value in facts.items():
            # What was asked for stands, except a name the answer makes canonical.
            if name in ("user.name", "fengsui.kerberos.service", "fengsui.kerberos.realm"):
                asked.facts.setdefault(name, value)
            else:
                asked.facts[name] = value
        # Being asked for a proof is the usual first step, no failure.
        if facts.get("fengsui.kerberos.error") == "preauth_required":
            asked.facts["event.outcome"] = "unknown"
        else:
            asked.facts["event.outcome"] = "failure" if kind == messages.ERROR else "success"
        self._emit(asked, last)

    @property
    def held(self) -> int:
        return len(self._waiting) * REQUEST_BYTES

    def finish(self) -> None:
        while self._waiting:
            asked = self._waiting.popleft()
            self._emit(asked, asked.number)

    def _matching(self, side: int, facts: dict[str, Any]) -> _Asked | None:
        for asked in self._waiting:
            same = all(
                asked.facts.get(name, facts[name]).lower() == facts[name].lower()
                for name in ("user.name",)
                if name in facts
            )
            if asked.side != side and same:
                self._waiting.remove(asked)
                return asked
        return None

    def _forget(self, time: Micros) -> None:
        while self._waiting and (time - self._waiting[0].time > TIMEOUT_US or len(self._waiting) >= WAITING_MOST):
            asked = self._waiting.popleft()
            self._emit(asked, asked.number)

    def _emit(self, asked: _Asked, last: int) -> None:
        facts = asked.facts
        facts.setdefault("event.action", f"kerberos_{facts.get('fengsui.kerberos.request', 'error')}")
        facts["event.category"] = ["network", "authentication"]
        raw = f"{facts.get('user.name', '')}\0{facts.get('fengsui.kerberos.service', '')}".encode()
        self._conversation.emit(
            "network.kerberos", facts, sender=asked.side, time=asked.time, first=asked.number, last=last, raw=raw
        )


looks_like = messages.looks_like  # of a datagram


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """Four bytes of length, and a message whose tag, version and type agree."""
    if len(said) < 24 or said[0] or not messages.kind(said[4:5]):
        return None
    size = int.from_bytes(said[:4], "big")
    try:
        head = ber.head(said, 4)
    except BadRecord:
        return None
    if head is None or sum(head) != size or size > MESSAGE_MOST or said[4 + head[0]] != 0x30:
        return None
    kind = messages.kind(said[4:5])
    inner = said[4 + head[0] :]
    if bytes.fromhex("a103020105" if kind in messages.ASKED else "a003020105") not in inner[:12]:
        return None
    return KerberosStream, side if kind in (*messages.ASKED, messages.AP_ASKED) else 1 - side


class KerberosStream(FramedStream):
    protocol = "kerberos"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._exchanges = Exchanges(conversation)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 4:
            return 0
        size = int.from_bytes(data[:4], "big")
        if size > MESSAGE_MOST:
            raise BadRecord("kerberos.length", f"a message of {size} bytes")
        return 4 + size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        self._exchanges.message(side, frame[4:], first, last, time)
        self.waiting_bytes = self._exchanges.held

    def finish(self) -> None:
        self._exchanges.finish()


class KerberosDatagrams:
    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._exchanges = Exchanges(conversation)
        self.held = 0

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            self._exchanges.message(side, raw, number, number, time)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        self.held = self._exchanges.held
        return True

    def finish(self) -> None:
        self._exchanges.finish()
        self.held = 0
