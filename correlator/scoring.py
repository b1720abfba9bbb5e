"""How much an incident asks for attention, and when it is shown.

evidence = Σ over (rule, first entity) of e · Σ exp(−n/decay) over its repeats, times 1 + bonus · (distinct tactics − 1).
score = evidence · criticality + reach; see `correlator.stakes`. e is the level's weight, times `routine_factor` when the
alert is routine. So a scan of 400,000 alerts counts as three and a half, and three tactics count for more than one tactic
three times.
"""

from __future__ import annotations

import math

from correlator.habits import Usual
from correlator.settings import ESCALATE, CorrelatorSettings
from correlator.stakes import NEARLY, Stake
from model.estate import DataClass
from model.severity import Level

# With `escalate` at 50: one critical, two high (or one high repeated), a high with two medium, five medium; never
# informational or low alone in small numbers. Our own choice, to be calibrated on a site's quiet weeks.
LEVEL_WEIGHT: dict[Level, float] = {
    Level.INFORMATIONAL: 0.5,
    Level.LOW: 3.0,
    Level.MEDIUM: 10.0,
    Level.HIGH: 30.0,
    Level.CRITICAL: 60.0,
}


# A rule nobody judged is taken to be right four times in five.
PRIOR_TRUE, PRIOR_FALSE = 4.0, 1.0
BELIEF_FLOOR, BELIEF_CEILING = 0.25, 1.2


def belief(verdicts: tuple[int, int]) -> float:
    """Factor of a rule's evidence from what analysts said: the mean of Beta(4 + true, 1 + wrong) as a multiple of the
    prior's, never below a quarter, so that no number of verdicts silences a rule. verdicts: (true, benign or false)."""
    right, wrong = PRIOR_TRUE + verdicts[0], PRIOR_FALSE + verdicts[1]
    prior = PRIOR_TRUE / (PRIOR_TRUE + PRIOR_FALSE)
    return min(BELIEF_CEILING, max(BELIEF_FLOOR, right / (right + wrong) / prior))


def evidence(level: Level, usual: Usual, rule: float, settings: CorrelatorSettings) -> float:
    """What an alert says before its repeats saturate; rule: see `belief`. What is grave by itself is not made light by
    being known."""
    if level.rank >= Level.HIGH.rank:
        return LEVEL_WEIGHT[level] * rule
    routine = settings.routine_factor if usual.routine else 1.0
    return LEVEL_WEIGHT[level] * rule * usual.rarity * usual.novelty * routine


def repeat_value(e: float, repeats_before: int, settings: CorrelatorSettings) -> float:
    """What the next repeat adds; below a ten-thousandth it adds nothing, so that floods cost no precision."""
    factor = math.exp(-repeats_before / settings.repeat_decay)
    return e * factor if factor > 1e-4 else 0.0


def total(base: float, tactics: int, settings: CorrelatorSettings) -> float:
    return base * (1.0 + settings.tactic_bonus * max(0, tactics - 1))


def score(evidence: float, stake: Stake) -> float:
    return evidence * stake.factor + stake.reach(evidence)


def escalates(evidence: float, stake: Stake, level: Level, settings: CorrelatorSettings) -> bool:
    """Whether people are shown it. A critical alert is held to no higher score than the shipped one, whatever a site's
    quiet days say."""
    wanted = min(settings.escalate, ESCALATE) if level is Level.CRITICAL else settings.escalate
    return evidence >= NEARLY * wanted and score(evidence, stake) >= wanted


def parts(base: float, tactics: int, stake: Stake, settings: CorrelatorSettings) -> tuple[str, ...]:
    """What the score is made of, as `what=value`, in the order in which it is counted; `words` tells them."""
    said = [f"evidence={base:.1f}"]
    if tactics > 1:
        said.append(f"tactics={tactics}:{total(1.0, tactics, settings):g}")
    if stake.factor > 1:
        said.append(f"criticality={stake.criticality}:{stake.factor:g}")
    if stake.data_class and (reach := stake.reach(total(base, tactics, settings))) > 0:
        said.append(f"data={stake.data_class}:{stake.people}:{reach:.1f}")
    return tuple(said)


def words(part: str) -> tuple[str, str]:
    """English and Chinese of one of `parts`."""
    what, _, value = part.partition("=")
    first, _, rest = value.partition(":")
    if what == "evidence":
        return f"{first} from its alerts, repeats counting little", f"告警本身 {first} 分，重复告警仅少量计分"
    if what == "tactics":
        return f"× {rest} for {first} different tactics", f"涉及 {first} 种战术，乘以 {rest}"
    if what == "criticality":
        return (
            f"× {rest} for a machine of criticality {first} of 5",
            f"涉及重要性 {first} 级（最高 5 级）的资产，乘以 {rest}",
        )
    if what == "data":
        people, _, points = rest.partition(":")
        grade = DataClass(first)
        whom, whom_zh = (f" of {int(people):,} people", f"，涉及 {people} 人") if people != "0" else ("", "")
        named, named_zh = grade.value.replace("_", " "), grade.zh.removesuffix("数据")
        return f"+ {points} for {named} data{whom} within reach", f"可触及{named_zh}数据{whom_zh}，加 {points} 分"
    return part, part
