"""Conditions of if-, while- and switch-steps: the comparison part of STIX patterns (STIX 2.1, section 9) over variables.

    [__score__:value >= 70 AND __source__:value NOT ISSUBSET '10.0.0.0/8'] OR [__mode__:value = 'wartime']

Brackets group, as in STIX; what relates observations in time (FOLLOWEDBY, WITHIN, REPEATS) has no meaning over variables and
is refused. A comparison with a variable whose value is unknown does not hold, negated or not. As other
CACAO products write it, a bare word is a text, `:value` may be left out, and a variable alone holds when it is true. Both MATCHES
and LIKE run on Hyperscan, whose time is linear in the text for every pattern.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import hyperscan

from playbooks.cacao.types import VARIABLE

MAX_TOKENS = 1_000
MAX_DEPTH = 40
MAX_TEXT = 65_536

Value = str | int | float | bool | None
Values = Mapping[str, Value]


class ConditionError(Exception):
    """position: 0-based character of the condition."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (character {position + 1})")
        self.message, self.position = message, position


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, text, number, variable, mark
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Condition:
    """holds: of the variables' values by name. variables: every name it asks for."""

    text: str
    variables: frozenset[str]
    holds: Callable[[Values], bool]


_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<variable>{VARIABLE})(?::value|(?![\w:.-]))
    | '(?P<text>(?:[^'\\]|\\.)*)'
    | (?P<number>-?\d+(?:\.\d+)?)(?![\w.:/-])
    | (?P<mark>!=|<>|<=|>=|==|=|<|>|\(|\)|\[|\]|,)
    | (?P<word>[^\s'()\[\],=<>!]+)
    )""",
    re.VERBOSE,
)
_COMPARES = ("=", "==", "!=", "<>", "<", ">", "<=", ">=")
_WORDS = ("IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET")
_IN_TIME = ("FOLLOWEDBY", "WITHIN", "REPEATS", "START", "STOP", "EXISTS")


@lru_cache(maxsize=1_024)
def compile_condition(text: str) -> Condition:
    """Raises ConditionError, which says where."""
    parser = _Parser(_tokens(text), len(text))
    holds = parser.whole()
    return Condition(text, frozenset(parser.variables), holds)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ConditionError(f"{text[at : at + 20]!r} is not understood", at)
        kind = match.lastgroup
        value = match[kind]
        if kind == "text":
            value = re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
        found.append(_Token(kind, value, match.start(kind)))
        if len(found) > MAX_TOKENS:
            raise ConditionError(f"longer than {MAX_TOKENS} words", at)
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens, self._at, self._length = tokens, 0, length
        self._depth = 0
        self.variables: set[str] = set()

    def whole(self) -> Callable[[Values], bool]:
        holds = self._either()
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.text.upper() in _IN_TIME:
                raise ConditionError(
                    f"{token.text} relates observations in time, which variables have not", token.position
                )
            raise ConditionError(f"{token.text!r} stands where AND, OR or the end was expected", token.position)
        return holds

    def _either(self) -> Callable[[Values], bool]:
        parts = [self._both()]
        while self._word("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda values: any(part(values) for part in parts)

    def _both(self) -> Callable[[Values], bool]:
        parts = [self._one()]
        while self._word("AND"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda values: all(part(values) for part in parts)

    def _one(self) -> Callable[[Values], bool]:
        for opening, closing in (("(", ")"), ("[", "]")):
            if self._mark(opening):
                self._depth += 1
                if self._depth > MAX_DEPTH:
                    raise ConditionError(f"more than {MAX_DEPTH} brackets inside one another", self._position())
                holds = self._either()
                if not self._mark(closing):
                    raise ConditionError(f"{closing!r} expected", self._position())
                self._depth -= 1
                return holds
        if self._word("NOT"):
            negated = self._one()
            return lambda values: not negated(values)
        return self._comparison()

    def _comparison(self) -> Callable[[Values], bool]:
        asked = self._tokens[self._at].kind if self._at < len(self._tokens) else ""
        left = self._operand()
        if asked == "variable" and self._ends():
            return lambda values: _as_text(left(values)).lower() == "true"
        negated = self._word("NOT")
        token = self._next("a comparison (=, !=, <, >, IN, LIKE, MATCHES, ISSUBSET)")
        name = token.text.upper()
        if token.kind == "mark" and name in _COMPARES:
            compare = _ordering(name)
            right = self._operand()
        elif token.kind == "word" and name in _WORDS:
            if name == "IN":
                members = self._members()
                return _decide(left, lambda one, values: any(_equal(one, m(values)) for m in members), negated)
            if name in ("LIKE", "MATCHES"):
                pattern = self._next("a text in quotation marks")
                if pattern.kind != "text":
                    raise ConditionError("a text in quotation marks expected", pattern.position)
                matches = _matcher(pattern.text, name == "LIKE", pattern.position)
                return _decide(left, lambda one, _: matches(_as_text(one)), negated)
            compare = _within if name == "ISSUBSET" else lambda a, b: _within(b, a)
            right = self._operand()
        else:
            raise ConditionError(f"{token.text!r} is no comparison", token.position)

        def test(one: Value, values: Values) -> bool:
            other = right(values)
            return other is not None and compare(one, other)

        return _decide(left, test, negated)

    def _ends(self) -> bool:
        if self._at >= len(self._tokens):
            return True
        token = self._tokens[self._at]
        return token.text in (")", "]") if token.kind == "mark" else token.text.upper() in ("AND", "OR")

    def _members(self) -> list[Callable[[Values], Value]]:
        if not self._mark("("):
            raise ConditionError("( expected after IN", self._position())
        members = [self._operand()]
        while self._mark(","):
            members.append(self._operand())
        if not self._mark(")"):
            raise ConditionError(") expected", self._position())
        return members

    def _operand(self) -> Callable[[Values], Value]:
        token = self._next("a variable or a value")
        if token.kind == "variable":
            name = token.text
            self.variables.add(name)
            return lambda values: values.get(name)
        if token.kind == "mark":
            raise ConditionError(f"a variable or a value expected, not {token.text!r}", token.position)
        fixed: Value = token.text
        if token.kind == "number":
            fixed = float(token.text) if "." in token.text else int(token.text)
        elif token.kind == "word" and token.text.lower() in ("true", "false"):
            fixed = token.text.lower() == "true"
        return lambda _: fixed

    def _next(self, expected: str) -> _Token:
        if self._at >= len(self._tokens):
            raise ConditionError(f"ends where {expected} was expected", self._length)
        self._at += 1
        return self._tokens[self._at - 1]

    def _position(self) -> int:
        return self._tokens[self._at].position if self._at < len(self._tokens) else self._length

    def _word(self, word: str) -> bool:
        return self._take("word", word)

    def _mark(self, mark: str) -> bool:
        return self._take("mark", mark)

    def _take(self, kind: str, text: str) -> bool:
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == kind and token.text.upper() == text:
                self._at += 1
                return True
        return False


def _decide(
    left: Callable[[Values], Value], test: Callable[[Value, Values], bool], negated: bool
) -> Callable[[Values], bool]:
    def holds(values: Values) -> bool:
        one = left(values)
        return one is not None and test(one, values) is not negated

    return holds


def _ordering(name: str) -> Callable[[Value, Value], bool]:
    if name in ("=", "=="):
        return _equal
    if name in ("!=", "<>"):
        return lambda a, b: not _equal(a, b)

    def compare(a: Value, b: Value) -> bool:
        x, y = _as_number(a), _as_number(b)
        left: Any = x if x is not None and y is not None else _as_text(a)
        right: Any = y if x is not None and y is not None else _as_text(b)
        return bool({"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[name])

    return compare


def _equal(a: Value, b: Value) -> bool:
    if a is None or b is None:
        return False
    x, y = _as_number(a), _as_number(b)
    return x == y if x is not None and y is not None else _as_text(a) == _as_text(b)


def _as_number(value: Value) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and len(value) <= 40 and re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", value):
        return float(value) if "." in value else int(value)
    return None


def _as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:MAX_TEXT]


def _within(inner: Value, outer: Value) -> bool:
    try:
        a = ipaddress.ip_network(_as_text(inner), strict=False)
        b = ipaddress.ip_network(_as_text(outer), strict=False)
    except ValueError:
        return False
    return a.version == b.version and a.subnet_of(b)  # type: ignore[arg-type]


def _matcher(pattern: str, like: bool, position: int) -> Callable[[str], bool]:
    if like:
        inner = "".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
        pattern = rf"\A(?:{inner})\z"
    database = hyperscan.Database()
    flags = (
        hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_ALLOWEMPTY
    )
    try:
        database.compile(expressions=[pattern.encode()], ids=[0], elements=1, flags=[flags])
    except (hyperscan.error, UnicodeEncodeError, ValueError) as error:
        raise ConditionError(f"the pattern cannot be used: {error}", position) from None

    def matches(text: str) -> bool:
        found: list[int] = []
        database.scan(text.encode("utf-8", "replace"), match_event_handler=lambda *_: found.append(1))
        return bool(found)

    return matches
