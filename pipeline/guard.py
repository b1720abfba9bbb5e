"""One scan of a raw record that says whether it could hold more of what matters than a lens sees."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import hyperscan

from detections.sigma.engine.keywords import FOLDING_TO_ASCII

_CASELESS = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS
_CASED = hyperscan.HS_FLAG_SINGLEMATCH
# An ASCII character (but `<`, `>` and `&`, which Go's and Java's writers escape) written as an escape could hide a name or a
# keyword; so could the two other characters that fold to ASCII.
_ESCAPED = rb"\\u00(2[0-57-9a-f]|3[0-9abdf]|[4-7][0-9a-f])|\\u212a|\\u017f|" + b"|".join(FOLDING_TO_ASCII)
_SPACED_NAME = rb' [^"\\]*"\s*:'
# Guarded whether or not a rule could look there, so that few different guards have to be compiled.
USUAL_ROOTS = frozenset(
    {"Event", "EventData", "System", "destination", "dll", "dns", "event", "event_data", "file", "host", "network"}
    | {"powershell", "process", "registry", "source", "user", "winlog"}
)


class Guard:
    """One scan that says whether a record could hold more than the lens sees."""

    def __init__(self, patterns: tuple[tuple[bytes, int], ...]) -> None:
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[p for p, _ in patterns], ids=list(range(len(patterns))), flags=[f for _, f in patterns]
        )
        self._scan = self._database.scan

    def holds(self, data: bytes) -> bool:
        """Whether the lens sees all that counts, of one record or of many with line ends between them."""
        if not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError:
                return False
        found: list[int] = []
        self._scan(data, _note, 0, found)
        return not found


@lru_cache(maxsize=256)
def guard_for(
    names: frozenset[str], roots: frozenset[str], sections: frozenset[str], pieces: frozenset[bytes]
) -> Guard:
    """names: top-level names a record must not have; roots: names it must not have objects or dotted names under; sections:
    names it must not have dotted names under; pieces: of keywords, in lower case."""
    patterns: list[tuple[bytes, int]] = [(_ESCAPED, _CASELESS), (_SPACED_NAME, _CASED)]
    if names:
        patterns.append((rb'"%s"\s*:' % _any(names), _CASED))
    if roots:
        patterns.append((rb'"%s"\s*:\s*[\[{]' % _any(roots), _CASED))
    if roots or sections:
        patterns.append((rb'"%s\.[^"\\]*"\s*:' % _any(roots | sections), _CASED))
    patterns += [(_quoted(piece.decode()), _CASELESS) for piece in sorted(pieces)]
    return Guard(tuple(patterns))


def _any(names: frozenset[str]) -> bytes:
    return b"(?:%s)" % b"|".join(map(_quoted, sorted(names)))


def _note(number: int, _start: int, _end: int, _flags: int, found: Any) -> None:
    found.append(number)


def _quoted(text: str) -> bytes:
    return b"".join(b"%c" % b if chr(b).isalnum() and b < 128 else b"\\x%02x" % b for b in text.encode())
