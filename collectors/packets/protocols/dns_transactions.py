"""DNS queries and answers of one conversation, joined into one Event each."""

from __future__ import annotations

from typing import TypeAlias

from collectors.packets.conversation import RAW_KEPT, Conversation
from collectors.packets.protocols import dns
from model.errors import BadRecord
from model.times import SECOND, Micros

TIMEOUT_US: Micros = 10 * SECOND  # resolvers have given up and asked again by then
WAITING_MOST = 256

_Asked: TypeAlias = tuple[
    dns.Message, int, int, Micros, bytes, int
]  # message, side, packet number, time, first bytes, size


class DnsTransactions:
    """Multicast DNS has no transactions: every message is an Event of its own."""

    __slots__ = ("conversation", "held", "multicast", "waiting")

    def __init__(self, conversation: Conversation, *, multicast: bool) -> None:
        self.conversation = conversation
        self.multicast = multicast
        self.held = 0  # estimate of the bytes `waiting` takes
        self.waiting: dict[tuple[int, str, int], _Asked] = {}

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        """One message. False when the bytes are none (which is reported)."""
        try:
            message = dns.parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        while self.waiting:
            key, asked = next(iter(self.waiting.items()))
            if time - asked[3] <= TIMEOUT_US and len(self.waiting) < WAITING_MOST:
                break
            del self.waiting[key]
            self.held -= _weight(asked[0])
            self._unanswered(asked)
        if self.multicast:
            told = (None, message) if message.response else (message, None)
            self._emit(*told, side=side, first=number, last=number, time=time, raw=raw)
        elif not message.response:
            again = self.waiting.pop(message.key, None)
            if again is not None:
                self.held -= _weight(again[0])
                self._unanswered(again)
            self.waiting[message.key] = (message, side, number, time, raw[:RAW_KEPT], len(raw))
            self.held += _weight(message)
        else:
            self._answer(message, side, raw, number, time)
        return True

    def _answer(self, message: dns.Message, side: int, raw: bytes, number: int, time: Micros) -> None:
        asked = self.waiting.get(message.key)
        if asked is None or asked[1] == side:
            asked = (
                None if message.questions else next((a for a in self.waiting.values() if a[0].id == message.id), None)
            )
        if asked is None or asked[1] == side:
            self._emit(None, message, side=1 - side, first=number, last=number, time=time, raw=raw)
            return
        del self.waiting[asked[0].key]
        self.held -= _weight(asked[0])
        query, client, first, began, question, size = asked
        self._emit(
            query,
            message,
            side=client,
            first=first,
            last=number,
            time=began,
            raw=question,
            query_bytes=size,
            answer_bytes=len(raw),
            took=time - began,
        )

    def finish(self) -> None:
        for asked in self.waiting.values():
            self._unanswered(asked)
        self.waiting.clear()
        self.held = 0

    def _unanswered(self, asked: _Asked) -> None:
        query, side, number, time, raw, size = asked
        self._emit(query, None, side=side, first=number, last=number, time=time, raw=raw, query_bytes=size)

    def _emit(
        self,
        query: dns.Message | None,
        answer: dns.Message | None,
        *,
        side: int,
        first: int,
        last: int,
        time: Micros,
        raw: bytes,
        query_bytes: int = 0,
        answer_bytes: int = 0,
        took: Micros = -1,
    ) -> None:
        facts = dns.facts(query, answer)
        facts["event.type"] = ["protocol", "info"]
        facts["event.action"] = f"dns_{facts['dns.op_code'].lower()}"
        if query is not None:
            facts["fengsui.dns.query_bytes"] = query_bytes or len(raw)
        if answer is not None:
            facts["fengsui.dns.response_bytes"] = answer_bytes or len(raw)
        if took >= 0:
            facts["event.duration"] = took * 1000
        self.conversation.emit("network.dns", facts, sender=side, time=time, first=first, last=last, raw=raw)


def _weight(message: dns.Message) -> int:
    """What a waiting query takes in memory, roughly."""
    names = sum(len(q.name) for q in message.questions) + sum(len(r.name) + len(r.data) + 100 for r in message.answers)
    return RAW_KEPT + 1000 + names + sum(len(r.name) + len(r.data) + 100 for r in message.updates)
