"""Finding JSON records: one a line, or whole documents (arrays, pretty-printed, concatenated) cut at their braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import HEAD_BYTES, damaged
from collectors.logs.charsets import as_utf8
from collectors.logs.lines import BLOCK_BYTES, KEPT_BYTES, MAX_LINE_BYTES, lines

_BOM = b"\xef\xbb\xbf"
_MARK = re.compile(rb'[{}"\\\n]')
_BETWEEN = b" \t\r\n,[]" + _BOM  # what may stand between the documents of an array or a concatenation


def first_document_is_a_line(head: bytes) -> bool | None:
    """True for JSON lines, False for documents spread over lines or in an array, None when it is not JSON objects."""
    text = head.removeprefix(_BOM).lstrip()
    if text[:1] == b"[":
        return False if text[1:].lstrip()[:1] in (b"{", b"]") else None
    if text[:1] != b"{":
        return None
    line, newline, _ = text.partition(b"\n")
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        inside = text[1:].lstrip()[:1]
        if not newline:
            return inside in (b'"', b"}")  # a line longer than the head, or cut off
        return not line.rstrip().endswith((b",", b"{", b"["))
    return True


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Records from `start`. Which of the two shapes the input has is decided from its head, also when resuming."""
    stream = as_utf8(stream)
    shape = first_document_is_a_line(stream.read(HEAD_BYTES))
    if shape is False:
        return _documents(stream, start)
    return lines(stream, start)


def _documents(stream: BinaryIO, start: int) -> Iterator[RawRecord | Quarantined]:
    """Objects at the outermost level. A brace at the start of a line begins a new object even inside an unfinished one,
    and a line end closes an unfinished string, so that one damaged document does not swallow the rest."""
    cutter = _Cutter(start)
    stream.seek(start)
    while block := stream.read(BLOCK_BYTES):
        yield from cutter.feed(block)
    yield from cutter.finish()
    yield from damaged(stream, cutter.position)


class _Cutter:
    def __init__(self, start: int) -> None:
        self.position = start  # of the first byte of `_held`
        self._held = b""
        self._scan = 0  # where in `_held` scanning goes on
        self._depth = 0
        self._in_string = False
        self._bad = ""
        self._over: tuple[int, bytes] | None = None  # where an oversized document began, and what is kept of it

    def feed(self, block: bytes) -> Iterator[RawRecord | Quarantined]:
        held = self._held + block if self._held else block
        begin, at = 0, self._scan
        while True:
            if self._depth == 0:
                opening = held.find(b"{", at)
                stop = len(held) if opening < 0 else opening
                yield from self._between(held, begin, stop)
                begin = at = stop
                if opening < 0:
                    break
                self._depth, at = 1, opening + 1
            found, at = self._advance(held, begin, at)
            if found is None:
                break
            yield from self._emit(held[begin:found], begin, found)
            begin = found
        self.position += begin
        self._held, self._scan = held[begin:], at - begin
        if self._depth and (self._over is not None or len(self._held) > MAX_LINE_BYTES):
            # Counted to its end, so that the objects within it are not taken for records, but no longer held.
            self._over = self._over or (self.position, self._held[:KEPT_BYTES])
            self.position += self._scan
            self._held, self._scan = self._held[self._scan :], 0

    def _advance(self, held: bytes, begin: int, at: int) -> tuple[int | None, int]:
        """(end of the object that starts at `begin`, where to go on), or (None, where to go on with more bytes)."""
        while True:
            mark = _MARK.search(held, at)
            if mark is None:
                return None, len(held)
            at, byte = mark.end(), held[mark.start()]
            if byte == 0x5C and self._in_string:  # backslash
                if at == len(held):
                    return None, mark.start()
                at += 1
            elif byte == 0x22:  # quote
                self._in_string = not self._in_string
            elif byte == 0x0A:
                if self._in_string:
                    self._in_string, self._bad = False, "a line end inside a string"
                if at == len(held):
                    return None, mark.start()
                if held[at] == 0x7B and at > begin + 1:
                    self._bad = self._bad or "a new object begins before this one ends"
                    self._depth = 0
                    return at, at
            elif not self._in_string:
                if byte == 0x7B:
                    self._depth += 1
                elif byte == 0x7D:
                    self._depth -= 1
                    if self._depth == 0:
                        return at, at

    def _emit(self, data: bytes, begin: int, end: int) -> Iterator[RawRecord | Quarantined]:
        place = self.position + begin
        if self._over is not None:
            yield self._oversized(self.position + end)
        elif self._bad:
            yield Quarantined("json.syntax", self._bad, place, data[:MAX_LINE_BYTES], end=self.position + end)
        else:
            yield RawRecord(data, place, self.position + end)
        self._bad, self._in_string = "", False

    def _between(self, held: bytes, begin: int, end: int) -> Iterator[Quarantined]:
        junk = held[begin:end].strip(_BETWEEN)
        if junk:
            kept = junk[:KEPT_BYTES]
            place = self.position + begin
            yield Quarantined("json.syntax", "text between JSON objects", place, kept, end=self.position + end)

    def _oversized(self, end: int) -> Quarantined:
        assert self._over is not None
        place, kept = self._over
        self._over = None
        message = (
            f"a JSON document of {end - place} bytes; at most {MAX_LINE_BYTES} are read, the first {len(kept)} are kept"
        )
        return Quarantined("json.too_long", message, place, kept, end=end)

    def finish(self) -> Iterator[RawRecord | Quarantined]:
        if self._over is not None:
            yield self._oversized(self.position + len(self._held))
        elif self._depth and self._held.strip():
            yield Quarantined("json.syntax", "the input ends inside an object", self.position, self._held)
            self.position += len(self._held)
