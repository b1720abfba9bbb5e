"""Text as people would read it, with where each character stands in what was written.

Audit trails write `%E6%B2%AA` (URLs), `\\u6caa` (JSON), `\\xE6\\xB2\\xAA` (nginx) and full-width digits. An identifier hides in any of
them and has to be covered where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+|\\u[0-9A-Fa-f]{4}")
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF21 + n: chr(65 + n) for n in range(26)}
_WIDE_DIGIT = re.compile("[０-９]")


class Readable:
    """text: decoded. `place(i)` is where its character `i` begins in the original; one more than the last is its end."""

    __slots__ = ("_at", "_begins", "text")

    def __init__(self, original: str) -> None:
        self._at: list[int] = []  # decoded places where the distance to the original changes …
        self._begins: list[int] = []  # … and the original places they are
        if "%" in original or "\\" in original:
            original = self._decoded(original)
        self.text = original.translate(_WIDE) if _WIDE_DIGIT.search(original) else original

    def place(self, index: int) -> int:
        found = bisect_left(self._at, index + 1) - 1
        return index if found < 0 else self._begins[found] + index - self._at[found]

    def _decoded(self, original: str) -> str:
        pieces: list[str] = []
        length = end = 0
        for match in _ESCAPED.finditer(original):
            pieces.append(original[end : match.start()])
            length += match.start() - end
            at = match.start()
            for char, width in _characters(match[0]):
                self._at.append(length)
                self._begins.append(at)
                pieces.append(char)
                length += 1
                at += width
            end = match.end()
            self._at.append(length)
            self._begins.append(end)
        pieces.append(original[end:])
        return "".join(pieces)


def _characters(escaped: str) -> list[tuple[str, int]]:
    """Each character of a run of escapes and how many letters wrote it. Bytes that are no UTF-8 count one by one."""
    if escaped[:2] == "\\u":
        return [(chr(int(escaped[2:6], 16)), 6)]
    step = 3 if escaped[0] == "%" else 4
    raw = bytes(int(escaped[at + step - 2 : at + step], 16) for at in range(0, len(escaped), step))
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(raw):
        lead = raw[at]
        size = 1 if lead < 0x80 else 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4
        try:
            char = raw[at : at + size].decode()
        except UnicodeDecodeError:
            char = ""
        if len(char) != 1:
            char, size = chr(lead), 1
        found.append((char, size * step))
        at += size
    return found
