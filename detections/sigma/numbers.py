"""Running statistics over numbers that come and go: exact sums, and a percentile in logarithmic time."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from heapq import heapify, heappop, heappush
from typing import Any

# Every double is a whole multiple of 2**-1074 (IEEE 754), so shifted by that many bits sums of them are integers.
_SHIFT = 1074
_SCALE = 1 << _SHIFT


class ExactSum:
    """Sum and mean without rounding until they are read, so that what was added can be taken away without drift."""

    __slots__ = ("_count", "_parts", "_whole")

    def __init__(self) -> None:
        self._count = 0
        self._whole = 0
        self._parts = 0  # of doubles, in units of 2**-1074

    def add(self, value: Any) -> None:
        self._count += 1
        if type(value) is int:
            self._whole += value
        else:
            self._parts += _scaled(value)

    def remove(self, value: Any) -> None:
        self._count -= 1
        if type(value) is int:
            self._whole -= value
        else:
            self._parts -= _scaled(value)

    def sum(self) -> float | None:
        """None when there is nothing."""
        if not self._count:
            return None
        return _divided((self._whole << _SHIFT) + self._parts, _SCALE) if self._parts else self._whole

    def mean(self) -> float | None:
        if not self._count:
            return None
        if self._parts:
            return _divided((self._whole << _SHIFT) + self._parts, self._count << _SHIFT)
        return _divided(self._whole, self._count)


def _scaled(value: float) -> int:
    numerator, denominator = value.as_integer_ratio()
    return numerator << (_SHIFT - denominator.bit_length() + 1)


def _divided(numerator: int, denominator: int) -> float:
    """An int when it comes out even, else the nearest double; beyond doubles, the whole part."""
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return whole
    try:
        return numerator / denominator
    except OverflowError:
        return whole


@cache
def _ratio(percent: float) -> tuple[int, int]:
    return (Fraction(percent) / 100).as_integer_ratio()


class Quantile:
    """One percentile of numbers that come and go, interpolated between neighbours (SQL's PERCENTILE_CONT, Hyndman and Fan
    1996, type 7). The lower part is a heap with its greatest on top, the rest one with its least on top; what has gone
    stays in its heap until it comes up, and a heap that is mostly of such is made anew."""

    __slots__ = ("_gone", "_high", "_highs", "_low", "_lows", "_of", "_share")

    def __init__(self, percent: float) -> None:
        self._share, self._of = _ratio(percent)
        self._low: list[float] = []  # negated
        self._high: list[float] = []
        self._lows = 0  # of them not gone
        self._highs = 0
        self._gone: Counter[float] = Counter()

    def add(self, value: Any) -> None:
        if self._lows and value <= -self._low[0]:
            heappush(self._low, -value)
            self._lows += 1
        else:
            heappush(self._high, value)
            self._highs += 1
        self._balance()

    def remove(self, value: Any) -> None:
        """A value that was added. One that equals the top of the lower part is there; a greater one is in the other."""
        self._gone[value] += 1
        if self._lows and value <= -self._low[0]:
            self._lows -= 1
        else:
            self._highs -= 1
        self._balance()
        if len(self._low) + len(self._high) > 2 * (self._lows + self._highs) + 64:
            self._forget()

    def value(self) -> float | None:
        """None when there is nothing."""
        n = self._lows + self._highs
        if not n:
            return None
        low = -self._low[0]
        part = self._share * (n - 1) % self._of
        high = self._high[0] if part else low
        if type(low) is int and type(high) is int:
            return _divided(low * self._of + (high - low) * part, self._of)
        exact = Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(part, self._of)
        return int(exact) if exact.denominator == 1 else float(exact)

    def _balance(self) -> None:
        """The lower part ends with the neighbour below the percentile; neither top is one that has gone."""
        n = self._lows + self._highs
        wanted = self._share * (n - 1) // self._of + 1 if n else 0
        self._prune()
        while self._lows < wanted:
            heappush(self._low, -heappop(self._high))
            self._lows, self._highs = self._lows + 1, self._highs - 1
            self._prune()
        while self._lows > wanted:
            heappush(self._high, -heappop(self._low))
            self._lows, self._highs = self._lows - 1, self._highs + 1
            self._prune()

    def _prune(self) -> None:
        gone, low, high = self._gone, self._low, self._high
        while low and gone and -low[0] in gone:
            self._discount(-heappop(low))
        while high and gone and high[0] in gone:
            self._discount(heappop(high))

    def _discount(self, value: float) -> None:
        self._gone[value] -= 1
        if not self._gone[value]:
            del self._gone[value]

    def _forget(self) -> None:
        gone, self._gone = self._gone, Counter()
        self._low = [v for v in self._low if not _took(gone, -v)]
        self._high = [v for v in self._high if not _took(gone, v)]
        heapify(self._low)
        heapify(self._high)


def _took(gone: Counter[float], value: float) -> bool:
    left = gone.get(value, 0)
    if left:
        gone[value] = left - 1
    return left > 0
