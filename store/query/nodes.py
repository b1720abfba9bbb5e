"""What a query says, free of syntax. `position` is the 0-based character of the query text a node came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Any(Enum):
    """Wildcards inside a Pattern: MANY is `*` (any characters, or none), ONE is `?` (exactly one)."""

    MANY = "*"
    ONE = "?"


Pieces: TypeAlias = tuple[str | Any, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Matches every event (the empty query, `*`, `*:*`)."""


@dataclass(frozen=True, slots=True)
class Exists:
    field: str
    position: int


@dataclass(frozen=True, slots=True)
class Term:
    """A value to compare with. field None: a bare term. quoted: it stood in quotation marks."""

    field: str | None
    text: str
    quoted: bool
    position: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A value with wildcards; literal texts in `pieces` are already unescaped."""

    field: str | None
    pieces: Pieces
    position: int


@dataclass(frozen=True, slots=True)
class Regex:
    field: str | None
    pattern: str
    position: int


@dataclass(frozen=True, slots=True)
class Range:
    """low or high None: open at that end."""

    field: str
    low: str | None
    high: str | None
    low_included: bool
    high_included: bool
    position: int


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Leaf: TypeAlias = Exists | Term | Pattern | Regex | Range
Node: TypeAlias = All | Leaf | And | Or | Not
