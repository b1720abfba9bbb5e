"""Which of many literal fragments (or regular expressions) occur in a text: one native scan.

A scan only says where to look: what it names is confirmed by the test itself wherever occurrence is not the whole meaning.
Databases are compiled when first asked for, and can be taken from and given to a cache (`blobs`).
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from hashlib import blake2b
from importlib.metadata import version
from typing import Any, TypeAlias

import hyperscan

from detections.sigma.regex import MAX_TEXT, Regex

Blobs: TypeAlias = MutableMapping[str, bytes]
_VERSION = version("hyperscan")
FEW = 12
"""Up to so many fragments `in` is faster than the call into Hyperscan."""
_FLAGS = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL
# Read differently by Python's `re` and by Hyperscan's PCRE dialect, beyond what its prefilter mode widens.
_DIALECT = re.compile(r"\[:|\{,|\[\[|\(\?(?!:|i\))|\\[ZAzGKQEhHvVNRXp0-9]|--|&&|~~")
# White space to Python, not to PCRE, or the other way round.
_ODD_SPACE = re.compile(r"[\x0b\x1c-\x1f]")


class Fragments:
    """Literals, found in texts given as UTF-8."""

    def __init__(self, literals: Sequence[bytes], blobs: Blobs) -> None:
        """literals: distinct, none empty."""
        self._literals = list(literals)
        self._blobs = blobs
        self._database: _Database | None = None

    def scan(self, data: bytes) -> list[int]:
        """Indexes of the literals that occur in `data`, each once, in no order."""
        if len(self._literals) <= FEW:
            return [i for i, literal in enumerate(self._literals) if literal in data]
        if self._database is None:
            self.prepare()
            assert self._database is not None
        return self._database.scan(data)

    def prepare(self) -> None:
        if len(self._literals) > FEW and self._database is None:
            self._database = _Database(self._literals, _FLAGS, self._blobs, quoted=False)


class Pieces:
    """ASCII literals in any case of their letters, found in records."""

    def __init__(self, literals: Sequence[bytes], blobs: Blobs) -> None:
        self._literals, self._blobs = list(literals), blobs
        self._database: _Database | None = None

    def scan(self, data: bytes) -> list[int]:
        if self._database is None:
            flags = _FLAGS | hyperscan.HS_FLAG_CASELESS
            self._database = _Database(self._literals, flags, self._blobs, quoted=False)
        return self._database.scan(data)


class Expressions:
    """Regular expressions; a scan names all that match and perhaps more (the caller confirms)."""

    def __init__(self, regexes: Sequence[Regex], blobs: Blobs) -> None:
        """regexes: those `takes` accepts."""
        patterns = [regex.pattern.encode("ascii") for regex in regexes]
        flags = [_flags_of(regex.flags) for regex in regexes]
        self._database = _Database(patterns, flags, blobs)

    def scan(self, text: str) -> list[int] | None:
        """Indexes of those that may match; None for a text the two dialects could read differently."""
        if not text.isascii() or len(text) > MAX_TEXT or _ODD_SPACE.search(text):
            return None
        return self._database.scan(text.encode())

    @staticmethod
    def takes(regex: Regex, blobs: Blobs) -> bool:
        """Whether Hyperscan finds this expression wherever Python would, on texts it scans."""
        if not regex.pattern.isascii() or "\0" in regex.pattern or _DIALECT.search(regex.pattern):
            return False
        name = f"takes {_name([regex.pattern], int(regex.flags))}"
        if name not in blobs:
            try:
                hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
                    expressions=[regex.pattern.encode("ascii")], ids=[0], flags=[_flags_of(regex.flags)]
                )
                blobs[name] = b"yes"
            except hyperscan.HyperscanError:
                blobs[name] = b""
        return bool(blobs[name])


def _name(patterns: Any, flags: Any) -> str:
    return blake2b(repr((_VERSION, patterns, flags)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _flags_of(flags: int) -> int:
    found: int = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_ALLOWEMPTY
    for ours, theirs in (
        (re.IGNORECASE, hyperscan.HS_FLAG_CASELESS),
        (re.MULTILINE, hyperscan.HS_FLAG_MULTILINE),
        (re.DOTALL, hyperscan.HS_FLAG_DOTALL),
    ):
        if flags & ours:
            found |= theirs
    return found


class _Database:
    def __init__(self, patterns: Sequence[bytes], flags: int | list[int], blobs: Blobs, *, quoted: bool = True) -> None:
        """quoted=False: the patterns are literals."""
        name = _name(patterns, flags)
        held = blobs.get(name)
        if held is not None:
            self._database = hyperscan.loadb(held, mode=hyperscan.HS_MODE_BLOCK)
            self._database.scratch = hyperscan.Scratch(self._database)
            return
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        expressions = list(patterns) if quoted else [_quoted(literal) for literal in patterns]
        self._database.compile(expressions=expressions, ids=list(range(len(patterns))), flags=flags)
        blobs[name] = hyperscan.dumpb(self._database)

    def scan(self, data: bytes) -> list[int]:
        found: list[int] = []
        self._database.scan(data, match_event_handler=_note, context=found)
        return found


def _note(number: int, _start: int, _end: int, _flags: int, found: Any) -> None:
    found.append(number)


def _quoted(literal: bytes) -> bytes:
    return b"".join(bytes((b,)) if 48 <= b <= 57 or 97 <= b <= 122 else b"\\x%02x" % b for b in literal)
