"""How hot an entity is now: what rules said of it lately, repetitions counting less and less, all of it fading.

heat = 100 · (1 - exp(- Σ over rules of e(level) · Σ over repeats of exp(-n / DECAY) · 2^(-age / HALF_LIFE) / SCALE))
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from model.severity import Level
from model.times import HOUR, Micros

WEIGHT = {
    Level.INFORMATIONAL: 0.2,
    Level.LOW: 2.0,
    Level.MEDIUM: 8.0,
    Level.HIGH: 25.0,
    Level.CRITICAL: 60.0,
}
DECAY = 3.0
HALF_LIFE: Micros = 24 * HOUR
SCALE = 60.0
"""Ours: one fresh critical alert makes 63, one high 34, one medium 12."""
WINDOW: Micros = 7 * 24 * HOUR


class Said(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    level: Level
    alerts: int
    last: Micros
    sample: str


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """share: of the heat, in points."""

    said: Said
    share: float


class Heat(msgspec.Struct, frozen=True, kw_only=True):
    heat: float
    reasons: tuple[Reason, ...]


def heat_of(said: Iterable[Said], now: Micros) -> Heat:
    """reasons: the largest first; their shares sum up to the heat."""
    weighed = [(one, _weight(one, now)) for one in said]
    weighed = sorted((one for one in weighed if one[1] > 0), key=lambda one: (-one[1], one[0].rule))
    total = math.fsum(weight for _, weight in weighed)
    heat = 100 * -math.expm1(-total / SCALE)
    return Heat(
        heat=round(heat, 1),
        reasons=tuple(Reason(said=one, share=round(heat * weight / total, 1)) for one, weight in weighed),
    )


def _weight(said: Said, now: Micros) -> float:
    repeats = -math.expm1(-said.alerts / DECAY) / -math.expm1(-1 / DECAY)  # Σ exp(-n / DECAY) for n below alerts
    return WEIGHT[said.level] * repeats * math.pow(0.5, max(0, now - said.last) / HALF_LIFE)
