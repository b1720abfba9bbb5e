"""Finding syslog messages: lines of a file, or frames of a stream (RFC 6587: octet counting or line ends)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged, written_us
from collectors.logs.lines import BLOCK_BYTES, KEPT_BYTES, lines

MAX_MESSAGE_BYTES = 1 << 20
_LENGTH_DIGITS = 8


def octet_counted(head: bytes) -> bool | None:
    """True when `head` begins with a frame length and PRI, None when there is too little to tell."""
    digits = len(head[: _LENGTH_DIGITS + 1]) - len(head[: _LENGTH_DIGITS + 1].lstrip(b"0123456789"))
    if digits == 0:
        return None if not head else False
    if digits > _LENGTH_DIGITS or head[:1] == b"0":
        return False
    rest = head[digits : digits + 2]
    if len(rest) < 2:
        return None if b" <".startswith(rest) else False
    return rest == b" <"


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Messages from `start`; `reference_us` in their meta is when the file was written, for stamps without a year."""
    written = written_us(stream)
    meta: dict[str, str | int] = {} if written is None else {"reference_us": written}
    stream.seek(0)
    if not octet_counted(stream.read(16)):
        return lines(stream, start, max_bytes=MAX_MESSAGE_BYTES, meta=meta)
    return _frames(stream, start, meta)


def _frames(stream: BinaryIO, start: int, meta: dict[str, str | int]) -> Iterator[RawRecord | Quarantined]:
    framer = Framer(position=start, meta=meta)
    stream.seek(start)
    while block := stream.read(BLOCK_BYTES):
        yield from framer.feed(block)
    yield from framer.finish()
    yield from damaged(stream, framer.position)


class Framer:
    """One connection's bytes to messages. Each frame says itself which of the two framings it uses."""

    def __init__(
        self, *, max_bytes: int = MAX_MESSAGE_BYTES, position: int = 0, meta: dict[str, str | int] | None = None
    ) -> None:
        self.position = position  # in the stream, of the first byte held back
        self._max = max_bytes
        self._meta = {} if meta is None else meta
        self._held = b""
        self._skip = 0  # bytes of an oversized counted frame still to pass over
        self._to_line_end = False  # within an oversized line

    @property
    def held(self) -> int:
        """Bytes waiting for the rest of their message."""
        return len(self._held)

    def feed(self, block: bytes) -> list[RawRecord | Quarantined]:
        data = self._held + block if self._held else block
        out: list[RawRecord | Quarantined] = []
        at = 0
        while at < len(data):
            if self._skip:
                step = min(self._skip, len(data) - at)
                self._skip -= step
                at += step
                continue
            if self._to_line_end:
                cut = data.find(b"\n", at)
                self._to_line_end = cut < 0
                at = len(data) if cut < 0 else cut + 1
                continue
            counted = octet_counted(data[at : at + _LENGTH_DIGITS + 2])
            if counted is None:
                break
            end = self._counted(data, at, out) if counted else self._line(data, at, out)
            if end < 0:
                break
            at = end
        self.position += at
        self._held = data[at:]
        return out

    def _counted(self, data: bytes, at: int, out: list[RawRecord | Quarantined]) -> int:
        """Where the next frame starts, or -1 when this one is not complete."""
        space = data.index(b" ", at)
        length = int(data[at:space])
        begin = space + 1
        if length > self._max:
            message = f"a frame of {length} bytes; at most {self._max} are read"
            if len(data) - begin < min(length, KEPT_BYTES):
                return -1
            kept = data[begin : begin + min(length, KEPT_BYTES)]
            end = self.position + begin + length
            out.append(Quarantined("syslog.too_long", message, self.position + at, kept, self._meta, end))
            self._skip = max(0, length - (len(data) - begin))
            return min(len(data), begin + length)
        if len(data) < begin + length:
            return -1
        self._message(data[begin : begin + length], at, begin + length, out)
        return begin + length

    def _line(self, data: bytes, at: int, out: list[RawRecord | Quarantined]) -> int:
        cut = data.find(b"\n", at)
        size = (len(data) if cut < 0 else cut) - at
        if size > self._max:
            message = f"a line of more than {self._max} bytes; the first {KEPT_BYTES} are kept"
            out.append(
                Quarantined("syslog.too_long", message, self.position + at, data[at : at + KEPT_BYTES], self._meta)
            )
            self._to_line_end = cut < 0
            return len(data) if cut < 0 else cut + 1
        if cut < 0:
            return -1
        self._message(data[at:cut], at, cut + 1, out)
        return cut + 1

    def _message(self, data: bytes, at: int, end: int, out: list[RawRecord | Quarantined]) -> None:
        data = data.rstrip(b"\r\n\0")
        if data.strip():
            out.append(RawRecord(data, self.position + at, self.position + end, self._meta))

    def finish(self) -> list[RawRecord | Quarantined]:
        """What the end of the stream leaves: a last line without its end is a message, a counted frame is cut off."""
        data, self._held = self._held, b""
        position, self.position = self.position, self.position + len(data)
        if not data.strip(b"\r\n\0 ") or self._skip or self._to_line_end:
            return []
        if octet_counted(data):
            return [Quarantined("syslog.truncated", "the stream ends inside a frame", position, data, self._meta)]
        return [RawRecord(data.rstrip(b"\r\n\0"), position, self.position, self._meta)]
