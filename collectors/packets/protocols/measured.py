"""TCP streams of frames that may be large and of which only the beginning is read; the rest is stepped over, not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from collectors.packets.framed import FramedStream
from collectors.packets.stream import Skipped
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class SkippingStream(FramedStream):
    """After a frame, what `_skipped` says of its side is stepped over."""

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._skipped = Skipped()

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        rest = self._skipped.rest(side, data)
        if rest:
            super().data(side, rest, number, time)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:
        if not self._inboxes[side].data and self._skipped.hole(side, missing):
            return True
        return super().gap(side, missing, number, time)


class MeasuredStream(SkippingStream):
    """A subclass says how long a frame is (`whole`) and gets at most its first `kept` bytes (`head`)."""

    kept: ClassVar[int] = 4096

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._whole = [0, 0]

    def whole(self, side: int, data: bytearray) -> int:
        """As `FramedStream.size`."""
        raise NotImplementedError

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        """As `FramedStream.frame`; whole: bytes of the frame."""
        raise NotImplementedError

    def size(self, side: int, data: bytearray) -> int:
        size = self._whole[side] = self.whole(side, data)
        # What is there of a large frame is cut off with its beginning, so that none of it is taken for the next.
        return min(size, max(self.kept, min(len(data), size))) if size > self.kept else size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        whole = self._whole[side]
        self._skipped.left[side] = whole - len(frame)
        self.head(side, frame[: self.kept], whole, first, last, time)
