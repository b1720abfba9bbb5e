"""Keywords over whole records: one scan of the record as JSON says which keywords can occur at all.

JSON writes most characters as they are. A keyword's piece is the longest part of it that JSON leaves alone and that folding
case changes only within ASCII; where the piece does not occur, the keyword does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import orjson

from detections.sigma.engine.scanner import Blobs, Pieces
from detections.sigma.predicates import KeywordTest
from detections.sigma.text import fold
from detections.sigma.values import record_texts
from model.event import Event

# What JSON may escape, and what is no ASCII; `/` because some writers escape it.
_APART = re.compile(r"[^ !#-.0-\[\]-~]+")
_NUMERIC = re.compile(r"[0-9eE.+\-]*")
SHORTEST = 3
# KELVIN SIGN and LATIN SMALL LETTER LONG S fold to the ASCII letters k and s; nothing else outside ASCII does.
FOLDING_TO_ASCII = ("\u212a".encode(), "\u017f".encode())


def piece_of(fragment: str) -> bytes:
    """The piece of a fragment to look for; b"" when it has none that is long enough, or one a number could contain, which
    JSON may write otherwise than a rule reads it."""
    longest = max(_APART.split(fold(fragment)), key=len)
    return b"" if len(longest) < SHORTEST or _NUMERIC.fullmatch(longest) else longest.encode()


def written(event: Event) -> bytes:
    try:
        return orjson.dumps(event, default=_text)
    except (orjson.JSONEncodeError, TypeError):  # a lone surrogate, an integer beyond 64 bits
        return "\0".join(record_texts(event)).encode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    return str(value)


class Prefilter:
    def __init__(self, tests: Iterable[KeywordTest], blobs: Blobs) -> None:
        by_piece: dict[bytes, list[KeywordTest]] = {}
        self.always: list[KeywordTest] = []
        for test in tests:
            piece = piece_of(test.fragment)
            if piece:
                by_piece.setdefault(piece, []).append(test)
            else:
                self.always.append(test)
        self._all = [test for tests in by_piece.values() for test in tests]
        self._entries = list(by_piece.values())
        self.pieces = list(by_piece)
        self._scanner = Pieces(self.pieces, blobs) if by_piece else None

    def possible(self, record: bytes) -> list[KeywordTest]:
        """Tests that may hold for a record written as JSON."""
        if self._scanner is None:
            return self.always
        if not record.isascii() and any(odd in record for odd in FOLDING_TO_ASCII):
            return self.always + self._all
        hits = self._scanner.scan(record)
        if not hits:
            return self.always
        return self.always + [test for index in hits for test in self._entries[index]]
