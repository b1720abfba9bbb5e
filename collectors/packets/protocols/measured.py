"""TCP streams of frames that may be large and of which only the beginning is read; the rest is stepped over, not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from collectors.packets.framed import FramedStream
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class MeasuredStream(FramedStream):
    """A subclass says how long a frame is (`whole`) and gets at most its first `kept` bytes (`head`)."""

    kept: ClassVar[int] = 4096

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._skip = [0, 0]
        self._whole = [0, 0]

    def whole(self, side: int, data: bytearray) -> int:
        """As `FramedStream.size`."""
        raise NotImplementedError

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        """As `FramedStream.frame`; whole: bytes of the frame."""
        raise NotImplementedError

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        if self._skip[side]:
            skipped = min(self._skip[side], len(data))
            self._skip[side] -= skipped
            data = data[skipped:]
        if data:
            super().data(side, data, number, time)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:
        if self._inboxes[side].data or missing > self._skip[side]:
            return super().gap(side, missing, number, time)
        self._skip[side] -= missing
        return True

    def size(self, side: int, data: bytearray) -> int:
        size = self._whole[side] = self.whole(side, data)
        # What is there of a large frame is cut off with its beginning, so that none of it is taken for the next.
        return min(size, max(self.kept, min(len(data), size))) if size > self.kept else size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        whole = self._whole[side]
        self._skip[side] = whole - len(frame)
        self.head(side, frame[: self.kept], whole, first, last, time)
