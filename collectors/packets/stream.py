"""What every parser of a TCP stream is to the conversation that feeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class StreamParser:
    """Gets each side's bytes in order. client: the side (0 or 1) that asks.

    A parser keeps no more than it needs to finish the message it is in, with a bound, and calls
    `conversation.give_up()` when the rest of the stream cannot tell it anything (encrypted, for example).
    """

    protocol: ClassVar[str] = ""
    buffers: tuple[bytearray, ...] = ()  # everything whose size the sender chooses and that is kept between segments
    waiting_bytes: int = 0  # estimate of what waits for an answer

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        self.conversation = conversation
        self.client = client

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        raise NotImplementedError

    def held(self) -> int:
        """Bytes kept at this moment."""
        return sum(map(len, self.buffers)) + self.waiting_bytes

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002 - most cannot use them
        """`missing` bytes of `side` were never seen. False: the stream cannot be followed past them."""
        return False

    def end(self, side: int, number: int, time: Micros) -> None:
        """`side` will say nothing more."""

    def finish(self) -> None:
        """The flow is over, or given up: report what is still open."""


Found: TypeAlias = tuple[type[StreamParser], int]  # what a stream speaks, and which side (0 or 1) is the client


class Inbox:
    """One side's bytes that are not yet a whole message. number, time: of the segment in which they begin.

    `last` is the number of the newest segment. Appending to a bytearray and cutting its front is linear in the bytes.
    """

    __slots__ = ("data", "last", "number", "time")

    def __init__(self) -> None:
        self.data = bytearray()
        self.number = self.last = 0
        self.time: Micros = 0

    def add(self, data: bytes, number: int, time: Micros) -> None:
        if not self.data:
            self.number, self.time = number, time
        self.last = number
        self.data += data

    def cut(self, size: int, number: int, time: Micros) -> bytes:
        """Take the first `size` bytes; what is left began in the segment given."""
        taken = bytes(self.data[:size])
        del self.data[:size]
        self.number, self.time = number, time
        return taken


class Skipped:
    """Bytes of either side that are still to come and tell nothing: stepped over, never kept."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = [0, 0]

    def rest(self, side: int, data: bytes) -> bytes:
        """`data` without what is to be stepped over."""
        if not self.left[side]:
            return data
        skipped = min(self.left[side], len(data))
        self.left[side] -= skipped
        return data[skipped:]

    def hole(self, side: int, missing: int) -> bool:
        """Whether `missing` bytes lie within what is stepped over; then they are."""
        if missing > self.left[side]:
            return False
        self.left[side] -= missing
        return True
