"""A bounded memo in two generations: what was asked for lately survives, what was not goes, at the price of a dict."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import blake2b
from typing import Any, Generic, TypeVar

LONG_TEXT = 2_048
"""Texts longer than this are remembered by digest."""
MAX_CHARACTERS = 4 << 20
"""Of the keys in one generation of a memo."""
_Held = TypeVar("_Held")


class Memo(Generic[_Held]):
    """`young` may be read directly on a hot path: it stays the same dict. What it lacks may stand in the old generation,
    which `get` also looks into. `misses` and `evictions` count over the life of the memo; None cannot be held."""

    __slots__ = ("_characters", "_old", "evictions", "limit", "misses", "young")

    def __init__(self, limit: int) -> None:
        """limit: entries per generation."""
        self.limit = limit
        self.young: dict[Any, _Held] = {}
        self._old: dict[Any, _Held] = {}
        self._characters = 0
        self.misses = 0
        self.evictions = 0

    def get(self, key: Hashable) -> _Held | None:
        held = self.young.get(key)
        if held is None:
            held = self._old.pop(key, None)
            if held is None:
                self.misses += 1
            else:
                self._keep(key, held)
        return held

    def put(self, key: Hashable, held: _Held) -> None:
        self._keep(key, held)

    def _keep(self, key: Hashable, held: _Held) -> None:
        self._characters += _length(key)
        if len(self.young) >= self.limit or self._characters > MAX_CHARACTERS:
            self.evictions += len(self._old)
            self._old = dict(self.young)
            self.young.clear()
            self._characters = _length(key)
        self.young[key] = held

    def clear(self) -> None:
        self.evictions += len(self.young) + len(self._old)
        self.young.clear()
        self._old = {}
        self._characters = 0

    def __len__(self) -> int:
        return len(self.young) + len(self._old)


def _length(key: Hashable) -> int:
    if type(key) is str:
        return len(key)
    return sum(map(_length, key)) if type(key) is tuple else 0


def text_key(text: str) -> Hashable:
    """What a text is remembered under."""
    if len(text) <= LONG_TEXT:
        return text
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def values_key(values: tuple[Any, ...]) -> Hashable:
    """What the values of a field are remembered under: 1, 1.0, True and "1" are four different things."""
    if len(values) == 1:
        return _key(values[0])
    return tuple([_key(value) for value in values])


def _key(value: Any) -> Hashable:
    kind = type(value)
    if kind is str:
        return text_key(value)
    if kind is int or kind is bool or kind is float:
        return kind, value
    return kind, repr(value)
