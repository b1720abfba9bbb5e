"""DNS queries and answers of one conversation, joined into one Event each."""

from __future__ import annotations

from typing import TypeAlias

from collectors.packets.conversation import Conversation
from collectors.packets.protocols import dns
from model.errors import BadRecord
from model.times import SECOND, Micros

TIMEOUT_US: Micros = 10 * SECOND  # resolvers have given up and asked again by then
WAITING_MOST = 256

_Asked: TypeAlias = tuple[dns.Message, int, int, Micros, bytes]  # message, side, packet number, time, raw


class DnsTransactions:
    """Multicast DNS has no transactions: every message is an Event of its own."""

    __slots__ = ("conversation", "multicast", "waiting")

    def __init__(self, conversation: Conversation, *, multicast: bool) -> None:
        self.conversation = conversation
        self.multicast = multicast
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
            self._unanswered(asked)
        if self.multicast:
            told = (None, message) if message.response else (message, None)
            self._emit(*told, side=side, first=number, last=number, time=time, raw=raw)
        elif not message.response:
            again = self.waiting.pop(message.key, None)
            if again is not None:
                self._unanswered(again)
            self.waiting[message.key] = (message, side, number, time, raw)
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
        query, client, first, began, question = asked
        self._emit(
            query,
            message,
            side=client,
            first=first,
            last=number,
            time=began,
            raw=question,
            answer_bytes=len(raw),
            took=time - began,
        )

    def finish(self) -> None:
        for asked in self.waiting.values():
            self._unanswered(asked)
        self.waiting.clear()

    def _unanswered(self, asked: _Asked) -> None:
        query, side, number, time, raw = asked
        self._emit(query, None, side=side, first=number, last=number, time=time, raw=raw)

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
        answer_bytes: int = 0,
        took: Micros = -1,
    ) -> None:
        facts = dns.facts(query, answer)
        facts["event.type"] = ["protocol", "info"]
        facts["event.action"] = f"dns_{facts['dns.op_code'].lower()}"
        if query is not None:
            facts["fengsui.dns.query_bytes"] = len(raw)
        if answer is not None:
            facts["fengsui.dns.response_bytes"] = answer_bytes or len(raw)
        if took >= 0:
            facts["event.duration"] = took * 1000
        self.conversation.emit("network.dns", facts, sender=side, time=time, first=first, last=last, raw=raw)
