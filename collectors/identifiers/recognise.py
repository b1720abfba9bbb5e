"""Identifiers of people and organisations in text: found where they stand, in time linear in the text.

A number counts by its check digit, and where that is little proof (a mobile has none, one number of eleven is a resident
ID by chance) only after a word that says what it is, or in a field whose name does.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import hyperscan
import yaml

from collectors.identifiers import checks
from collectors.identifiers.encoded import Readable
from model.public_data import IdentifierKind

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# A text without these holds no identifier: every one has seven digits in a row, is grouped, is a plate, or is written in escapes.
_MAYBE = (
    "[0-9]{7}",
    "[0-9]{3,4}[ -][0-9]{4}[ -][0-9]{4}",
    f"(?:{'|'.join(_PROVINCES)})[A-Z]",
    "%[0-9A-Fa-f]{2}",
    r"\\[xu][0-9A-Fa-f]{2}",
    f"(?:{'|'.join('０１２３４５６７８９')}){{4}}",
)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{11,19}[Xx]?(?![0-9])")
_GROUPED = re.compile(
    r"(?<![0-9-])(?:[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?|1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4})(?![0-9])"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])")
_PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:E[0-9A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7,8}|G[0-9]{8})(?![0-9A-Za-z])")
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·. ]?(?:[0-9]{{5}}[A-HJK]|[A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}|[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳])"
    r"(?![A-Za-z0-9])"
)
_SIGNS = re.compile(r"[ ·.-]")


SHORTEST = 7
"""Characters of the shortest identifier, a plate."""


class Span(NamedTuple):
    """Where an identifier stands in the text as written; value: without signs between its parts, in capitals."""

    start: int
    end: int
    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True)
class _Card:
    prefixes: tuple[str, ...]
    lengths: frozenset[int]
    alone: bool


@dataclass(frozen=True, slots=True)
class _Kinds:
    window: int
    regions: frozenset[str]
    cards: tuple[_Card, ...]
    context: dict[IdentifierKind, re.Pattern[str]]
    shown: dict[IdentifierKind, tuple[int, int]]


@cache
def _kinds() -> _Kinds:
    document: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("kinds.yml").read_text("utf-8"))
    return _Kinds(
        window=document["window"],
        regions=frozenset(document["regions"]),
        cards=tuple(_Card(tuple(c["prefixes"]), frozenset(c["lengths"]), c["alone"]) for c in document["cards"]),
        context={IdentifierKind(kind): _words(words) for kind, words in document["context"].items()},
        shown={IdentifierKind(kind): (first, last) for kind, (first, last) in document["shown"].items()},
    )


def _words(words: list[str]) -> re.Pattern[str]:
    """Latin words stand between signs, or as a part of a camelCase name."""
    latin = sorted((w for w in words if w.isascii()), key=len, reverse=True)
    inner = "|".join(w.capitalize() for w in latin)
    other = "|".join(w for w in words if not w.isascii())
    return re.compile(f"(?<![A-Za-z])(?i:{'|'.join(latin)})(?![a-z])|(?<=[a-z])(?:{inner})(?![a-z])|{other}")


class _Text:
    """A readable text and where words of context stand in it, looked for once per kind when first asked."""

    __slots__ = ("_found", "_name", "eager", "read", "text")

    def __init__(self, read: Readable, name: str, eager: bool) -> None:
        self.eager = eager
        self.read = read
        self.text = read.text
        self._name = name
        self._found: dict[IdentifierKind, list[int] | bool] = {}

    def speaks_of(self, kind: IdentifierKind, before: int) -> bool:
        known = self._found.get(kind)
        if known is None:
            words = _kinds().context[kind]
            named = bool(self._name) and words.search(self._name.replace(".", "_")) is not None
            known = self._found[kind] = named or [m.start() for m in words.finditer(self.text)]
        if isinstance(known, bool):
            return known
        at = bisect_left(known, before) - 1
        return at >= 0 and before - known[at] <= _kinds().window

    def stands_alone(self, start: int, end: int) -> bool:
        """No letter or sign of a longer number touches it."""
        around = self.text[max(0, start - 1) : start] + self.text[end : end + 1]
        return not any(char.isalnum() or char in "._" for char in around)

    def span(self, start: int, end: int, kind: IdentifierKind, value: str) -> Span:
        return Span(self.read.place(start), self.read.place(end), kind, value)


class _Sieve(threading.local):
    """One scan for all of _MAYBE, over UTF-8. Each thread has its own: a scan must not be entered twice."""

    def __init__(self) -> None:
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[pattern.encode() for pattern in _MAYBE],
            ids=list(range(len(_MAYBE))),
            flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(_MAYBE),
        )

    def holds(self, data: bytes) -> bool:
        found: list[int] = []
        self._database.scan(data, _note, 0, found)
        return bool(found)


def _note(number: int, _start: int, _end: int, _flags: int, found: Any) -> None:
    found.append(number)


_sieve = _Sieve()


def may_hold(text: str | bytes) -> bool:
    """False for most texts, and quickly: nothing in it can be an identifier."""
    if len(text) < SHORTEST:
        return False
    return _sieve.holds(text if type(text) is bytes else text.encode("utf-8", "surrogatepass"))  # type: ignore[union-attr]


def find(text: str, name: str = "", *, eager: bool = False) -> list[Span]:
    """Identifiers in order of where they stand; none overlaps another. name: of the field the text is the value of.

    eager: for texts that are about people's data, where to cover too much is better than too little: a resident ID of any
    region and a mobile that stands by itself count without a word that says so (`values ('…', '199…')`).
    """
    if not may_hold(text):
        return []
    about = _Text(Readable(text), name, eager)
    return _apart((*_numbers(about), *_codes(about), *_plates(about)))


def find_again(text: str, known: Mapping[str, IdentifierKind]) -> list[Span]:
    """Where values that are known already stand, whatever stands around them."""
    if not may_hold(text):
        return []
    read = Readable(text)
    found: list[Span] = []
    for pattern in (_NUMBER, _GROUPED, _CODE, _PASSPORT, _PLATE):
        for match in pattern.finditer(read.text):
            value = _SIGNS.sub("", match[0]).upper()
            for start, end in (
                (0, len(value)),
                (2, len(value)),
                (0, len(value) - 1),
            ):  # +86 before a mobile, X behind a number
                kind = known.get(value[start:end])
                if kind is not None:
                    at = match.start() + start, match.end() - (len(value) - end)
                    found.append(Span(read.place(at[0]), read.place(at[1]), kind, value[start:end]))
                    break
    return _apart(found)


def _apart(found: Iterable[Span]) -> list[Span]:
    """In order, and of those that overlap the first and longest."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def mask(kind: IdentifierKind, value: str) -> str:
    """As long as the value, all but its first and last few characters starred."""
    first, last = _kinds().shown[kind]
    return f"{value[:first]}{'*' * (len(value) - first - last)}{value[len(value) - last :]}"


def _numbers(about: _Text) -> Iterator[Span]:
    for match in _NUMBER.finditer(about.text):
        start, end, value = match.start(), match.end(), match[0].upper()
        if len(value) == 13 and value.startswith("86"):
            start, value = start + 2, value[2:]
        kind = _number(about, value, start)
        if kind is None and value[-1] == "X":
            value, end = value[:-1], end - 1
            kind = _number(about, value, start)
        if kind is not None:
            yield about.span(start, end, kind, value)
    for match in _GROUPED.finditer(about.text):
        value = _SIGNS.sub("", match[0])
        kind = _number(about, value, match.start())
        if kind in (IdentifierKind.BANK_CARD, IdentifierKind.MOBILE):
            yield about.span(match.start(), match.end(), kind, value)


def _number(about: _Text, value: str, start: int) -> IdentifierKind | None:
    kinds = _kinds()
    if checks.is_resident_id(value) and (
        about.eager or value[:2] in kinds.regions or about.speaks_of(IdentifierKind.RESIDENT_ID, start)
    ):
        return IdentifierKind.RESIDENT_ID
    if not value.isdecimal():
        return None
    if len(value) == 11:
        like = value[0] == "1" and value[1] in "3456789"
        alone = like and about.eager and about.stands_alone(start, start + 11)
        return IdentifierKind.MOBILE if alone or (like and about.speaks_of(IdentifierKind.MOBILE, start)) else None
    for card in kinds.cards:
        like = len(value) in card.lengths and value.startswith(card.prefixes) and checks.luhn(value)
        if like and (card.alone or about.speaks_of(IdentifierKind.BANK_CARD, start)):
            return IdentifierKind.BANK_CARD
    return None


def _codes(about: _Text) -> Iterator[Span]:
    for match in _CODE.finditer(about.text):
        value = match[0]
        if checks.is_credit_code(value):
            letters = not value.isdecimal() and value[2:4] in _kinds().regions and checks.has_organisation_code(value)
            if letters or about.speaks_of(IdentifierKind.CREDIT_CODE, match.start()):
                yield about.span(match.start(), match.end(), IdentifierKind.CREDIT_CODE, value)
    for match in _PASSPORT.finditer(about.text):
        if about.speaks_of(IdentifierKind.PASSPORT, match.start()):
            yield about.span(match.start(), match.end(), IdentifierKind.PASSPORT, match[0])


def _plates(about: _Text) -> Iterator[Span]:
    for match in _PLATE.finditer(about.text):
        if about.speaks_of(IdentifierKind.PLATE, match.start()):
            yield about.span(match.start(), match.end(), IdentifierKind.PLATE, _SIGNS.sub("", match[0]))
