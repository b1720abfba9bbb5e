"""Robust statistics the detectors share. All take numbers in any order and are defined for at least one."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def quantile(ordered: Sequence[float], share: float) -> float:
    """Of sorted numbers, interpolated between neighbours (Hyndman and Fan 1996, type 7)."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    return quantile(sorted(values), 0.5)


def mad(values: Sequence[float], middle: float | None = None) -> float:
    """Median absolute deviation from the median (Hampel 1974)."""
    centre = median(values) if middle is None else middle
    return median([abs(value - centre) for value in values])


def bowley_skew(values: Sequence[float]) -> float:
    """(Q1 + Q3 − 2·Q2) / (Q3 − Q1), from −1 to 1 (Bowley 1901); 0 where the quartiles fall together."""
    ordered = sorted(values)
    low, middle, high = (quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    return (low + high - 2 * middle) / (high - low) if high > low else 0.0


def modified_z(value: float, values: Sequence[float], least_spread: float) -> float:
    """0.6745 · (x − median) / MAD (Iglewicz and Hoaglin 1993); the spread is taken as at least `least_spread`."""
    middle = median(values)
    return 0.6745 * (value - middle) / max(mad(values, middle), least_spread)


def entropy(text: str) -> float:
    """Shannon's, in bits per character."""
    if not text:
        return 0.0
    size = len(text)
    return -sum((n := text.count(c)) / size * log2(n / size) for c in sorted(set(text)))
