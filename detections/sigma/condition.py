"""Conditions: `selection and not 1 of filter_*` to a tree, by recursive descent with bounded depth.

pySigma's own grammar reads `notepad` as `not epad` and recurses without bound; on what both accept they agree (tested).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from model.errors import RuleError

MAX_LENGTH = 10_000
MAX_DEPTH = 60

_TOKEN = re.compile(r"\s*(?:([()])|([^\s()]+))")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_\-]+")
_PATTERN = re.compile(r"[A-Za-z0-9_\-*]+")
_KEYWORDS = ("and", "or", "not", "of")


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Of:
    """`1 of` / `any of` (every=False) or `all of` (every=True) the names."""

    every: bool
    pattern: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    part: Tree


@dataclass(frozen=True, slots=True)
class Junction:
    """`and` (every=True) or `or`."""

    every: bool
    parts: tuple[Tree, ...]


Tree: TypeAlias = "Name | Of | Negation | Junction"


def parse(text: str, names: list[str]) -> Tree:
    """The tree of a condition over the detections `names`. Raises RuleError saying at which character it goes wrong."""
    if not isinstance(text, str):
        raise RuleError(f"the condition is {type(text).__name__}, expected text")
    if "|" in text:
        raise RuleError(
            "the condition pipes into an aggregation, which Sigma 2 removed", hint="write a correlation rule instead"
        )
    if len(text) > MAX_LENGTH:
        raise RuleError(f"the condition is longer than {MAX_LENGTH} characters")
    odd = [n for n in names if not isinstance(n, str)]
    if odd:
        raise RuleError(
            f"a detection is called {odd[0]!r}, which YAML reads as no text", hint="put the name into quotes"
        )
    return _Parser(text, names).whole()


class _Parser:
    def __init__(self, text: str, names: list[str]) -> None:
        self.names = names
        self.tokens = [(m.group(1) or m.group(2), m.start(m.lastindex or 0)) for m in _TOKEN.finditer(text)]
        self.at = 0
        self.depth = 0
        self.length = len(text)

    def whole(self) -> Tree:
        tree = self._junction(every=False)
        if self.at < len(self.tokens):
            raise self._wrong("expected 'and', 'or' or the end")
        return tree

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _wrong(self, what: str) -> RuleError:
        token, place = self.tokens[self.at] if self.at < len(self.tokens) else ("", self.length)
        found = f"found {token!r}" if token else "the condition ends"
        hint = "operators are written in lower case" if token.lower() in _KEYWORDS and token not in _KEYWORDS else ""
        return RuleError(f"condition, character {place + 1}: {what}, {found}", hint=hint)

    def _junction(self, *, every: bool) -> Tree:
        parts = [self._junction(every=True) if not every else self._unary()]
        while self._peek() == ("and" if every else "or"):
            self.at += 1
            parts.append(self._junction(every=True) if not every else self._unary())
        return parts[0] if len(parts) == 1 else Junction(every, tuple(parts))

    def _unary(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._wrong(f"nested deeper than {MAX_DEPTH} levels")
        try:
            token = self._peek()
            if token == "not":  # noqa: S105 - a word of the condition
                self.at += 1
                return Negation(self._unary())
            if token == "(":  # noqa: S105
                self.at += 1
                inner = self._junction(every=False)
                if self._peek() != ")":
                    raise self._wrong("expected ')'")
                self.at += 1
                return inner
            return self._operand(token)
        finally:
            self.depth -= 1

    def _operand(self, token: str) -> Tree:
        following = self.tokens[self.at + 1][0] if self.at + 1 < len(self.tokens) else ""
        if following == "of":
            return self._of(token)
        if not token or token in (")", *_KEYWORDS) or not _IDENTIFIER.fullmatch(token):
            raise self._wrong("expected the name of a detection")
        if token not in self.names:
            raise self._wrong(f"no detection is called {token!r} (there are: {', '.join(self.names)})")
        self.at += 1
        return Name(token)

    def _of(self, quantifier: str) -> Tree:
        if quantifier not in ("1", "any", "all"):
            raise self._wrong("expected '1 of', 'any of' or 'all of'")
        self.at += 2
        pattern = self._peek()
        if not _PATTERN.fullmatch(pattern) or pattern in ("and", "or", "not"):
            raise self._wrong("expected 'them' or a pattern of detection names after 'of'")
        chosen = select(pattern, self.names)
        if not chosen:
            raise self._wrong(f"no detection matches {pattern!r} (there are: {', '.join(self.names)})")
        self.at += 1
        return Of(quantifier == "all", pattern, chosen)


def select(pattern: str, names: list[str]) -> tuple[str, ...]:
    """The detections a pattern means. Names beginning `_` only for a pattern that begins so itself."""
    regex = re.compile(".*" if pattern == "them" else ".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
    hidden = pattern.startswith("_")
    return tuple(n for n in names if regex.fullmatch(n) and (hidden or not n.startswith("_")))
