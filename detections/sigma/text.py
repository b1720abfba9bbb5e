"""Matching text the way Sigma means it: case-insensitive unless told otherwise, `*` any run, `?` any one character.

Patterns arrive parsed (`Sequence[str | Wild]`, escapes resolved by pySigma), values as they stand in the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias


class Wild(Enum):
    MANY = "*"
    ONE = "?"


Part: TypeAlias = "str | Wild"


class _Fold(dict[int, int]):
    """Code point to its simple case folding: one character to one, so `?` and positions keep their meaning.

    Full folding is used where it is one character, else lower case where that is, else the character itself: `ẞ` → `ß`
    (not `ss`), `İ` stays. Filled as characters are met.
    """

    def __missing__(self, code: int) -> int:
        char = chr(code)
        folded = next((c for c in (char.casefold(), char.lower()) if len(c) == 1), char)
        self[code] = ord(folded)
        return self[code]


_FOLD = _Fold()


def fold(text: str) -> str:
    """Case-insensitive form: same length, `K` (Kelvin) = `k`, `Σ` = `σ` = `ς`, `ẞ` = `ß` but not `ss`."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


class Pattern:
    """A parsed wildcard pattern. `matches` takes text folded by `fold` unless the pattern is cased."""

    __slots__ = ("_anchored_end", "_anchored_start", "_segments", "cased", "parts")

    def __init__(self, parts: Sequence[Part], *, cased: bool = False) -> None:
        self.cased = cased
        self.parts = tuple(p if cased or isinstance(p, Wild) else fold(p) for p in parts)
        segments: list[list[str | None]] = [[]]
        for part in self.parts:
            if part is Wild.MANY:
                segments.append([])
            elif part is Wild.ONE:
                segments[-1].append(None)
            else:
                assert isinstance(part, str)
                segments[-1].extend(part)
        self._anchored_start = tuple(segments[0])
        self._anchored_end = tuple(segments[-1]) if len(segments) > 1 else None
        self._segments = [_Segment(s) for s in segments[1:-1] if s]

    def matches(self, text: str) -> bool:
        head, tail = self._anchored_start, self._anchored_end
        if tail is None:
            return len(text) == len(head) and _fits(head, text, 0)
        start, end = len(head), len(text) - len(tail)
        if start > end or not _fits(head, text, 0) or not _fits(tail, text, end):
            return False
        for segment in self._segments:  # leftmost places first leave the most room for the rest
            place = segment.find(text, start, end)
            if place < 0:
                return False
            start = place + segment.length
        return True

    def simplified(self) -> tuple[str, str] | None:
        """(`equals` | `startswith` | `endswith` | `contains` | `any`, literal) when the pattern is that simple."""
        literals = [p for p in self.parts if isinstance(p, str)]
        if Wild.ONE in self.parts or len(literals) > 1:
            return None
        shape = "".join("*" if p is Wild.MANY else "x" for p in self.parts)
        while "**" in shape:
            shape = shape.replace("**", "*")
        kind = {"": "equals", "x": "equals", "x*": "startswith", "*x": "endswith", "*x*": "contains", "*": "any"}
        return (kind[shape], literals[0] if literals else "") if shape in kind else None

    def __str__(self) -> str:
        return "".join(p.value if isinstance(p, Wild) else p for p in self.parts)


class _Segment:
    """What stands between two `*`: literals and `?` (None)."""

    __slots__ = ("chars", "length", "literal", "offset")

    def __init__(self, chars: list[str | None]) -> None:
        self.chars = tuple(chars)
        self.length = len(chars)
        # The longest run of literals finds candidate places at the speed of str.find.
        runs: list[tuple[int, str]] = []
        run = ""
        for i, char in enumerate([*chars, None]):
            if char is None:
                runs.append((i - len(run), run))
                run = ""
            else:
                run += char
        self.offset, self.literal = max(runs, key=lambda r: len(r[1]))

    def find(self, text: str, start: int, end: int) -> int:
        last = end - self.length
        if not self.literal:
            return start if start <= last else -1
        while start <= last:
            place = text.find(self.literal, start + self.offset, last + self.offset + len(self.literal))
            if place < 0:
                return -1
            start = place - self.offset
            if len(self.literal) == self.length or _fits(self.chars, text, start):
                return start
            start += 1
        return -1


def _fits(chars: Sequence[str | None], text: str, at: int) -> bool:
    return all(char is None or text[at + i] == char for i, char in enumerate(chars))
