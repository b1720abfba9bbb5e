"""A bounded memo in two generations: what was asked for lately survives, what was not goes, at the price of a dict."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import blake2b
from typing import Any, Generic, TypeVar

LONG_TEXT = 1024
"""Texts longer than this are remembered by digest, so that a memo's size bounds its memory."""
_Held = TypeVar("_Held")


class Memo(Generic[_Held]):
    """`young` may be read directly on a hot path: it stays the same dict. What it lacks may stand in the old generation,
    which `get` also looks into. `misses` and `evictions` count over the life of the memo; None cannot be held."""

    __slots__ = ("_old", "evictions", "limit", "misses", "young")

    def __init__(self, limit: int) -> None:
        """limit: entries per generation."""
        self.limit = limit
        self.young: dict[Any, _Held] = {}
        self._old: dict[Any, _Held] = {}
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
        if len(self.young) >= self.limit:
            self.evictions += len(self._old)
            self._old = dict(self.young)
            self.young.clear()
        self.young[key] = held

    def clear(self) -> None:
        self.evictions += len(self.young) + len(self._old)
        self.young.clear()
        self._old = {}

    def __len__(self) -> int:
        return len(self.young) + len(self._old)


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
