"""How much an incident asks for attention, and when it is shown.

score = Σ over (rule, first entity) of e · Σ exp(−n/decay) over its repeats, times 1 + bonus · (distinct tactics − 1).
e is the level's weight, times `routine_factor` when the alert is routine. So a scan of 400,000 alerts counts as
three and a half, and three tactics count for more than one tactic three times.
"""

from __future__ import annotations

import math

import msgspec

from correlator.settings import CorrelatorSettings
from model.severity import Level
from model.times import HOUR, Micros

# With `escalate` at 50: one critical, two high (or one high repeated), a high with two medium, five medium; never
# informational or low alone in small numbers. Our own choice, to be calibrated on a site's quiet weeks.
LEVEL_WEIGHT: dict[Level, float] = {
    Level.INFORMATIONAL: 0.5,
    Level.LOW: 3.0,
    Level.MEDIUM: 10.0,
    Level.HIGH: 30.0,
    Level.CRITICAL: 60.0,
}


def repeat_value(e: float, repeats_before: int, settings: CorrelatorSettings) -> float:
    """What the next repeat adds; below a ten-thousandth it adds nothing, so that floods cost no precision."""
    factor = math.exp(-repeats_before / settings.repeat_decay)
    return e * factor if factor > 1e-4 else 0.0


def total(base: float, tactics: int, settings: CorrelatorSettings) -> float:
    return base * (1.0 + settings.tactic_bonus * max(0, tactics - 1))


class Habit(msgspec.Struct, array_like=True):
    """In how many different hours a (rule, entity) was seen; hour: the latest of them."""

    hours: int
    hour: int


class Habits(msgspec.Struct):
    """What is routine here. Bounded; the least recently seen is forgotten first and counted."""

    known: dict[str, Habit] = {}
    evicted: int = 0

    def observe(self, keys: list[str], level: Level, time: Micros, settings: CorrelatorSettings) -> bool:
        """Notes the alert and says whether every one of `keys` was already routine. High and critical never are."""
        hour = time // HOUR
        routine = bool(keys) and level.rank < Level.HIGH.rank
        for key in keys:
            habit = self.known.pop(key, None) or Habit(0, -1)
            routine = routine and habit.hours >= settings.routine_hours
            if hour > habit.hour:
                habit = Habit(min(habit.hours + 1, settings.routine_hours), hour)
            self.known[key] = habit
        while len(self.known) > settings.max_routine_keys:
            del self.known[next(iter(self.known))]
            self.evicted += 1
        return routine
