"""TCP streams read step by step, of which what tells nothing is stepped over without being waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.packets.stream import Inbox, Skipped, StreamParser
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class SteppedStream(StreamParser):
    """A subclass takes one thing at a time off the inbox (`step`) and steps over what it does not read (`past`).

    After a broken message nothing can be told any more: it is reported, what waits is finished, and the stream is given up.
    """

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._inboxes = (Inbox(), Inbox())
        self.buffers = (self._inboxes[0].data, self._inboxes[1].data)
        self._skipped = Skipped()

    def step(self, side: int, inbox: Inbox, number: int, time: Micros) -> bool:
        """Whether something was taken off the inbox, which is never empty. Raises BadRecord for what cannot be."""
        raise NotImplementedError

    def past(self, side: int, size: int, inbox: Inbox, number: int, time: Micros) -> None:
        """Step over the next `size` bytes, whether they are there already or not."""
        there = min(len(inbox.data), size)
        inbox.cut(there, number, time)
        self._skipped.left[side] = size - there

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        data = self._skipped.rest(side, data)
        if not data:
            return
        inbox = self._inboxes[side]
        inbox.add(data, number, time)
        try:
            while inbox.data and self.conversation.active and self.step(side, inbox, number, time):
                pass
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=inbox.time, number=inbox.number)
            self.finish()
            self.conversation.give_up()

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        """Only what is being stepped over can have a hole."""
        return not self._inboxes[side].data and self._skipped.hole(side, missing)
