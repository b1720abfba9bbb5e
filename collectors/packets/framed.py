"""TCP streams made of frames whose beginning tells their size: the loop all such protocols share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from collectors.packets.stream import Inbox, StreamParser
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class FramedStream(StreamParser):
    """A subclass says how long a frame is (`size`) and what is in it (`frame`).

    marked: whether frames begin with a mark that can be found again, so that the stream can be followed past a hole or
    a broken frame; where it cannot, it is reported and given up.
    """

    marked: ClassVar[bool] = False

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._inboxes = (Inbox(), Inbox())
        self.buffers = (self._inboxes[0].data, self._inboxes[1].data)

    def size(self, side: int, data: bytearray) -> int:
        """Bytes of the frame `data` begins with; 0 when more are needed to tell; -n to step over n bytes of no frame.

        data: never empty. Raises BadRecord for a frame too large or impossible. The answer must not depend on bytes
        after the frame.
        """
        raise NotImplementedError

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        """One whole frame. first, last: packets it began and ended in. May raise BadRecord, which is reported."""
        raise NotImplementedError

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        inbox = self._inboxes[side]
        inbox.add(data, number, time)
        while inbox.data and self.conversation.active:
            try:
                size = self.size(side, inbox.data)
            except BadRecord as bad:
                self._fault(bad, side, inbox.number, inbox.time)
                if not self.marked:
                    self.conversation.give_up()
                    return
                size = -1
            if size < 0:
                skipped = min(-size, len(inbox.data))
                self.conversation.recording.count(f"{self.protocol}.skipped_bytes", skipped)
                inbox.cut(skipped, number, time)
                continue
            if size == 0 or size > len(inbox.data):
                return
            first, began = inbox.number, inbox.time
            frame = inbox.cut(size, number, time)
            try:
                self.frame(side, frame, first, number, began)
            except BadRecord as bad:
                self._fault(bad, side, first, began)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        if not self.marked:
            return False
        self._inboxes[side].data.clear()
        return True

    def hand_over(self) -> None:
        """Another protocol begins with the next byte: what is there of it goes to whoever reads that one."""
        left = [
            (side, bytes(inbox.data), inbox.number, inbox.time)
            for side, inbox in enumerate(self._inboxes)
            if inbox.data
        ]
        for inbox in self._inboxes:
            inbox.data.clear()
        self.conversation.start_over(left)

    def _fault(self, bad: BadRecord, side: int, number: int, time: Micros) -> None:
        self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)


def seek(data: bytearray, mark: bytes) -> int:
    """For `FramedStream.size`: how far the next `mark` is, as the negative number of bytes to step over; 0 when it is here.

    The end of `data` that may be the beginning of a mark is kept.
    """
    at = data.find(mark)
    if at == 0:
        return 0
    if at > 0:
        return -at
    for kept in range(min(len(mark) - 1, len(data)), 0, -1):
        if data.endswith(mark[:kept]):
            return -(len(data) - kept) if len(data) > kept else 0
    return -len(data)
