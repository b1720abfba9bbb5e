"""DNS over TCP (RFC 7766): messages with two bytes of length before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.packets.protocols.dns_transactions import DnsTransactions
from collectors.packets.stream import Inbox, StreamParser
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class DnsStream(StreamParser):
    protocol = "dns"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._transactions = DnsTransactions(conversation, multicast=False)
        self._inboxes = (Inbox(), Inbox())
        self.buffers = (self._inboxes[0].data, self._inboxes[1].data)

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        inbox = self._inboxes[side]
        inbox.add(data, number, time)
        while len(inbox.data) >= 2:
            size = 2 + int.from_bytes(inbox.data[:2], "big")
            if len(inbox.data) < size:
                return
            first, began = inbox.number, inbox.time
            message = inbox.cut(size, number, time)[2:]
            if not self._transactions.message(side, message, first, began):
                self.finish()
                self.conversation.give_up()
                return

    def held(self) -> int:
        return super().held() + self._transactions.held

    def finish(self) -> None:
        self._transactions.finish()
