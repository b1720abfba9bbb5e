"""Lucene text to nodes: luqum cuts it, this module bounds it, unescapes it and says no with a place and a hint.

Differences from Lucene, all in docs/reference/search.md: a space means AND; relevance operators (`~`, `^`) are
refused rather than ignored; `a:b:c` and an unquoted path after `:` are errors rather than surprises.
"""

from __future__ import annotations

import re
from typing import Any as Anything

from luqum import thread as luqum_thread
from luqum import tree as lq
from luqum.exceptions import ParseError

from model.errors import QueryError
from store.query.mistakes import mistake
from store.query.nodes import All, And, Any, Exists, Node, Not, Or, Pattern, Pieces, Range, Regex, Term

MAX_LENGTH = 8192
MAX_DEPTH = 50
MAX_CLAUSES = 256
MAX_REGEX = 512
MAX_WILDCARDS = 32

_AT = re.compile(r"at position (\d+)")
_UNEXPECTED = re.compile(r"unexpected\s+'(.*)' at", re.DOTALL)
# One lexical step outside quotation marks; `word` is anything up to white space, parenthesis, bracket or colon.
_STEP = re.compile(
    r"""(?P<space>\s+)|(?P<phrase>"(?:[^\\"]|\\.)*")|(?P<open>"[^\n]*)|(?P<regex>/(?:[^\\/]|\\.)*/)
      |(?P<paren>[()])|(?P<bracket>[\[\]{}])|(?P<sign>[+-])|(?P<and>&&)|(?P<or>\|\|)|(?P<not>!)
      |(?P<colon>:[<>]?=?)|(?P<word>(?:[^\s:()\[\]{}"\\]|\\.)+)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


def parse(text: str | None) -> Node:
    """The tree of a query; All for None or blank text. Raises QueryError."""
    if text is None or not text.strip():
        return All()
    if len(text) > MAX_LENGTH:
        raise mistake("too_long", MAX_LENGTH, length=len(text), most=MAX_LENGTH)
    plain, places = _with_words_for_signs(text)
    try:
        tree = luqum_thread.parse(plain)
    except ParseError as error:
        raise _explained(str(error), text, places) from None
    except (ArithmeticError, ValueError):  # luqum reads what follows `~` and `^` as a number, whatever it is
        at = re.search(r"[~^]", text)
        raise _ranking("this", at.start() if at else 0) from None
    return _Reader(places).node(tree, None, 0)


def _with_words_for_signs(text: str) -> tuple[str, list[int]]:
    """Write `&&`, `||`, `!` as the words luqum knows. Returns the new text and, per character, its place in the old.

    Also the cheap refusals: nesting too deep, a quotation mark left open, a path read as a regular expression.
    """
    out: list[str] = []
    places: list[int] = []
    depth = 0
    boundary = True  # an operator sign is one only where a term could begin
    for step in _STEP.finditer(text):
        kind, piece, at = step.lastgroup, step.group(), step.start()
        if kind == "paren" or kind == "bracket":
            depth += piece in "([{" or -1
            if depth > MAX_DEPTH:
                raise mistake("too_deep", at, most=MAX_DEPTH)
        elif kind == "open":
            raise mistake("quote_open", at)
        elif kind == "regex" and boundary and text[step.end() : step.end() + 1].strip(" \t\r\n)") != "":
            raise mistake("text_after_regex", step.end())
        elif boundary and kind in _SIGNS:
            piece = _SIGNS[kind]
        out.append(piece)
        places.extend([at] * len(piece) if kind in _SIGNS else range(at, at + len(piece)))
        boundary = kind not in ("word", "phrase", "regex")
    places.append(len(text))
    return "".join(out), places


_SIGNS = {"and": " AND ", "or": " OR ", "not": " NOT "}


def _explained(message: str, text: str, places: list[int]) -> QueryError:
    at = _AT.search(message)
    position = places[min(int(at.group(1)), len(places) - 1)] if at else len(text)
    found = _UNEXPECTED.search(message)
    unexpected = found.group(1) if found else ""
    if not at:
        return mistake("ends_early", position)
    if unexpected == ":":
        slug = "colon_in_value"
    elif unexpected in (")", "]", "}"):
        slug = "nothing_to_close"
    elif unexpected in ("AND", "OR"):
        slug = "operator_alone"
    else:
        slug = "unreadable"
    shown = unexpected or text[position : position + 1]
    return mistake(slug, position, text=repr(shown[:40]))


def _ranking(operator: str, at: int) -> QueryError:
    return mistake("ranking", at, operator=operator)


class _Reader:
    """Turns luqum's tree into ours, counting clauses and levels."""

    def __init__(self, places: list[int]) -> None:
        self._places = places
        self._clauses = 0

    def _at(self, item: Anything) -> int:
        return self._places[min(item.pos or 0, len(self._places) - 1)]

    def node(self, item: Anything, field: str | None, depth: int) -> Node:
        if depth > 2 * MAX_DEPTH:
            raise mistake("too_deep", self._at(item), most=MAX_DEPTH)
        if isinstance(item, lq.OrOperation):
            return Or(tuple(self.node(part, field, depth + 1) for part in item.children))
        if isinstance(item, lq.AndOperation | lq.UnknownOperation):
            return And(tuple(self.node(part, field, depth + 1) for part in item.children))
        if isinstance(item, lq.Not | lq.Prohibit):
            return Not(self.node(item.a, field, depth + 1))
        if isinstance(item, lq.Plus | lq.Group | lq.FieldGroup):
            return self.node(item.children[0], field, depth + 1)
        if isinstance(item, lq.SearchField):
            return self._field(item, field, depth)
        return self._leaf(item, field)

    def _field(self, item: Anything, outer: str | None, depth: int) -> Node:
        at = self._at(item)
        if outer is not None:
            raise mistake("field_in_value", at, inner=repr(item.name), outer=repr(outer))
        pieces = _pieces(item.name, at)
        if pieces != ("*",) and any(isinstance(piece, Any) for piece in pieces):
            if item.name == "*" and isinstance(item.expr, lq.Word) and item.expr.value == "*":
                return All()
            raise mistake("field_wildcard", at)
        name = _literal(pieces)
        inner = item.expr
        if name == "_exists_":
            if not isinstance(inner, lq.Word | lq.Phrase):
                raise mistake("exists_without_field", at)
            self._count(at)
            text = inner.value[1:-1] if isinstance(inner, lq.Phrase) else inner.value
            return Exists(_literal(_pieces(text, self._at(inner), wildcards=False)), at)
        if isinstance(inner, lq.Prohibit) and isinstance(inner.a, lq.Word):  # `f:-5`
            self._count(at)
            return self._word("-" + inner.a.value, name, self._at(inner))
        return self.node(inner, name, depth + 1)

    def _count(self, at: int) -> None:
        self._clauses += 1
        if self._clauses > MAX_CLAUSES:
            raise mistake("too_many_conditions", at, most=MAX_CLAUSES)

    def _leaf(self, item: Anything, field: str | None) -> Node:
        at = self._at(item)
        self._count(at)
        if isinstance(item, lq.Word):
            return self._word(item.value, field, at)
        if isinstance(item, lq.Phrase):
            return Term(field, _literal(_pieces(item.value[1:-1], at, wildcards=False)), True, at)
        if isinstance(item, lq.Regex):
            pattern = item.value[1:-1].replace("\\/", "/")
            if len(pattern) > MAX_REGEX:
                raise mistake("regex_too_long", at, most=MAX_REGEX)
            return Regex(field, pattern, at)
        if isinstance(item, lq.Range | lq.From | lq.To):
            return self._range(item, field, at)
        operator = "~" if isinstance(item, lq.Fuzzy | lq.Proximity) else "^" if isinstance(item, lq.Boost) else "this"
        raise _ranking(operator, at)

    def _word(self, raw: str, field: str | None, at: int) -> Node:
        pieces = _pieces(raw, at)
        if pieces == (Any.MANY,):
            return All() if field is None else Exists(field, at)
        if any(isinstance(piece, Any) for piece in pieces):
            return Pattern(field, pieces, at)
        return Term(field, _literal(pieces), False, at)

    def _range(self, item: Anything, field: str | None, at: int) -> Node:
        if field is None:
            raise mistake("range_without_field", at)
        if isinstance(item, lq.From):
            return Range(field, self._bound(item.a), None, item.include, False, at)
        if isinstance(item, lq.To):
            return Range(field, None, self._bound(item.a), False, item.include, at)
        return Range(field, self._bound(item.low), self._bound(item.high), item.include_low, item.include_high, at)

    def _bound(self, item: Anything) -> str | None:
        at = self._at(item)
        if isinstance(item, lq.Prohibit):
            inner = self._bound(item.a)
            return None if inner is None else "-" + inner
        if isinstance(item, lq.Phrase):
            return _literal(_pieces(item.value[1:-1], at, wildcards=False))
        pieces = _pieces(item.value, at)
        if pieces == (Any.MANY,):
            return None
        if any(isinstance(piece, Any) for piece in pieces):
            raise mistake("bound_wildcard", at)
        return _literal(pieces)


def _pieces(raw: str, at: int, *, wildcards: bool = True) -> Pieces:
    """Unescape: a backslash makes the next character literal. Unescaped `*` and `?` become wildcards."""
    out: list[str | Any] = []
    text: list[str] = []
    chars = iter(raw)
    for char in chars:
        if char == "\\":
            text.append(next(chars, "\\"))
        elif wildcards and char in "*?":
            if text:
                out.append("".join(text))
                text = []
            if not (char == "*" and out and out[-1] is Any.MANY):
                out.append(Any(char))
        else:
            text.append(char)
    if text or not out:
        out.append("".join(text))
    if sum(isinstance(piece, Any) for piece in out) > MAX_WILDCARDS:
        raise mistake("too_many_wildcards", at, most=MAX_WILDCARDS)
    return tuple(out)


def _literal(pieces: Pieces) -> str:
    return "".join(piece for piece in pieces if isinstance(piece, str))
