"""Character sets of text inputs: UTF-16 known by its mark or by every other byte being zero, as Windows tools write."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO, cast

_READ = 1 << 16
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def utf16_of(head: bytes) -> str:
    """`utf-16-le`, `utf-16-be`, or "" when the text is no UTF-16."""
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    sample = head[:256]
    if len(sample) >= 8:
        half = len(sample) // 2
        if sample[1::2].count(0) > half * 0.8 and sample[0::2].count(0) == 0:
            return "utf-16-le"
        if sample[0::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
            return "utf-16-be"
    return ""


def text_head(head: bytes) -> bytes:
    """The beginning of an input as UTF-8 without its mark."""
    name = utf16_of(head)
    if name:
        return head[: len(head) & ~1].decode(name, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def decode(data: bytes) -> tuple[str, str]:
    """Text and, when it is not UTF-8, its character set: GB 18030, as devices sold in China send, or neither."""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            return data.decode("utf-8", "backslashreplace"), "unknown"


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or its text as UTF-8 when it is UTF-16. Positions are then those of the UTF-8 text; seeking reads
    again from the beginning."""
    stream.seek(0)
    name = utf16_of(stream.read(256))
    stream.seek(0)
    return cast("BinaryIO", _Recoded(stream, name)) if name else stream


class _Recoded(io.RawIOBase):
    """What cannot be decoded becomes U+FFFD. Only what reading records needs."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self.modified_us = getattr(stream, "modified_us", None)
        self._begin()

    def _begin(self) -> None:
        self._stream.seek(0)
        self._decoder = codecs.getincrementaldecoder(self._name)("replace")
        self._held = b""
        self._first = True
        self._ended = False

    @property
    def fault(self) -> tuple[str, str] | None:
        """Why the stream beneath ended early, as `collectors.inputs` tells it."""
        return getattr(self._stream, "fault", None)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence != 0:
            raise OSError("only from the beginning")
        self._begin()
        left = offset
        while left > 0 and (passed := self.read(min(left, _READ))):
            left -= len(passed)
        return offset - left

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._held) < size):
            block = self._stream.read(_READ)
            self._ended = not block
            text = self._decoder.decode(block, final=self._ended)
            if self._first and text:
                text, self._first = text.removeprefix("\ufeff"), False
            self._held += text.encode("utf-8", "replace")
        out, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return out
