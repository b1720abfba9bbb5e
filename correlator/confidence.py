"""How probable it is that an incident is an attack, from its score, and the largest reasons for it.

A logistic curve over the logarithm of the score. Its two constants were fitted to labelled attacks and to quiet days of
the AIT alert data sets (`python -m benchmarks.correlation calibrate` fits them, leaving one network out at a time); a site
fits its own from its judged incidents with `fit`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from model.attack import tactic
from model.severity import Level


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """middle: the score at which attack and noise are as probable; slope: per natural logarithm of the score."""

    middle: float = 250.0
    slope: float = 2.5


DEFAULT = Curve()
REASONS = 3


def confidence(score: float, curve: Curve = DEFAULT) -> float:
    """0.01 to 0.99: nothing is ever certain here."""
    if score <= 0:
        return 0.01
    p = 1.0 / (1.0 + math.exp(min(700.0, curve.slope * math.log(curve.middle / score))))
    return round(min(0.99, max(0.01, p)), 2)


def fit(attacks: Sequence[float], quiet: Sequence[float], rounds: int = 200) -> Curve:
    """By maximum likelihood (Newton, with a weak pull to the default slope so that separable data stay finite). Scores
    must be positive, both lists non-empty."""
    data = [(math.log(s), 1.0) for s in attacks] + [(math.log(s), 0.0) for s in quiet]
    slope, offset = DEFAULT.slope, -DEFAULT.slope * math.log(DEFAULT.middle)
    pull = 0.05
    for _ in range(rounds):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for x, y in data:
            p = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * x + offset))))
            w = max(1e-9, p * (1 - p))
            g0, g1 = g0 + (y - p), g1 + (y - p) * x
            h00, h01, h11 = h00 + w, h01 + w * x, h11 + w * x * x
        g1 -= pull * (slope - DEFAULT.slope)
        h11 += pull
        det = h00 * h11 - h01 * h01
        if det < 1e-12:
            break
        step0, step1 = (h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det
        offset, slope = offset + step0, slope + step1
        if abs(step0) + abs(step1) < 1e-9:
            break
    slope = max(0.1, slope)
    return Curve(middle=math.exp(-offset / slope), slope=slope)


def threshold(scores: Sequence[float], days: float, per_day: float = 1.0, least: float = 50.0) -> float:
    """The score above which at most `per_day` incidents a day were shown on quiet days; never below `least`."""
    allowed = int(per_day * days)
    ranked = sorted(scores, reverse=True)
    return least if len(ranked) <= allowed else max(least, math.nextafter(ranked[allowed], math.inf))


def reasons(
    *, level: Level, top: float, rules: int, base: float, tactics: Sequence[str], bonus: float, machines: int
) -> tuple[str, ...]:
    """The largest contributions to the score as `what=value`, the largest first; `words` tells them.

    top: what the gravest alert adds; base: the score without the bonus for different tactics; bonus: per further tactic.
    """
    parts = {
        f"level={level.value}": top,
        f"rules={rules}": max(0.0, base - top),
        f"tactics={','.join(tactics[:8])}": base * bonus * max(0, len(tactics) - 1),
        f"machines={machines}": float(max(0, machines - 1)),
    }
    ranked = sorted((name for name, value in parts.items() if value > 0), key=lambda name: (-parts[name], name))
    return tuple(ranked[:REASONS])


def words(reason: str) -> tuple[str, str]:
    """English and Chinese of one of `reasons`."""
    what, _, value = reason.partition("=")
    if what == "level":
        known = Level(value) if value in Level.__members__.values() else Level.MEDIUM
        return f"its gravest alert is {known.value}", f"最严重的告警为{known.zh}"
    if what == "rules":
        return f"{value} different rules spoke, most of them unusual there", f"{value} 条不同规则告警，多数在当地少见"
    if what == "tactics":
        named = [found for name in value.split(",") if (found := tactic(name))]
        zh = "、".join(t.name_zh for t in named)
        return (
            f"{len(named)} tactics in order: {', '.join(t.name.lower() for t in named)}",
            f"先后出现 {len(named)} 种战术：{zh}",
        )
    if what == "machines":
        return f"{value} machines are involved", f"涉及 {value} 台主机"
    return reason, reason
