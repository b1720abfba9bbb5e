"""What is usual here: how often, on how many machines and in how many hours a rule spoke about something.

Evidence of an alert: e = level × rule confidence × rarity × novelty, and its repeats saturate (`scoring.repeat_value`).
"""

from __future__ import annotations

import math

import msgspec

from correlator.bounds import forget
from correlator.settings import CorrelatorSettings
from model.severity import Level
from model.times import DAY, HOUR, Micros

FORGET = 14 * DAY
OFTEN_A_DAY = 10
SOMETIMES, OFTEN = 0.5, 0.2


class Habit(msgspec.Struct, array_like=True, gc=False):
    """The last different hours in which a (rule, entity) was seen, oldest first; today: how often on `day`."""

    hours: tuple[int, ...] = ()
    day: int = 0
    today: int = 0

    def within(self, hour: int, span: int) -> int:
        """In how many different hours, of those kept, not more than `span` hours before `hour`."""
        return sum(1 for h in self.hours if hour - h <= span)


class Usual(msgspec.Struct, array_like=True):
    """How usual an alert is. routine: every machine and account it names knows this rule by heart. hours: in how many
    different hours of the last day the least familiar of them saw it."""

    routine: bool
    hours: int
    novelty: float
    rarity: float


class Habits(msgspec.Struct):
    """Bounded; the least recently seen is forgotten first and counted.

    rules: rule to the machines it spoke about, least recent first, never more than `max_rule_machines`; machines: all
    that were spoken about.
    """

    known: dict[str, Habit] = {}
    rules: dict[str, dict[str, Micros]] = {}
    machines: dict[str, None] = {}
    evicted: int = 0

    def observe(self, rule: str, about: list[str], level: Level, time: Micros, settings: CorrelatorSettings) -> Usual:
        """Notes the alert and says how usual it was before. High and critical never are routine."""
        hour, day = time // HOUR, time // DAY
        routine = bool(about) and level.rank < Level.HIGH.rank
        hours, novelty = settings.routine_hours, OFTEN
        for entity in about:
            habit = self._habit(f"{rule}\x00{entity}")
            routine = routine and habit.within(hour, settings.routine_span // HOUR) >= settings.routine_hours
            hours = min(hours, habit.within(hour, DAY // HOUR))
            if habit.day != day:
                habit.day, habit.today = day, 0
            known = habit.within(hour, FORGET // HOUR)
            novelty = max(novelty, 1.0 if not known else OFTEN if habit.today >= OFTEN_A_DAY else SOMETIMES)
            habit.today += 1
            _note(habit, hour, settings)
        self._bound(settings)
        rarity = self._rarity(rule, about[:1], time, settings)
        return Usual(routine, hours if about else 0, novelty if about else 1.0, rarity)

    def hours_at(self, rule: str, site: str, time: Micros, settings: CorrelatorSettings) -> int:
        """Notes that the rule spoke in a neighbourhood; in how many other hours of the last day it did."""
        habit, hour = self._habit(f"{rule}\x00\x00{site}"), time // HOUR
        before = habit.within(hour, DAY // HOUR) - (1 if hour in habit.hours else 0)
        _note(habit, hour, settings)
        self._bound(settings)
        return before

    def _bound(self, settings: CorrelatorSettings) -> None:
        self.evicted += forget(self.known, settings.max_routine_keys)

    def _habit(self, key: str) -> Habit:
        habit = self.known.pop(key, None) or Habit()
        self.known[key] = habit
        return habit

    def _rarity(self, rule: str, about: list[str], time: Micros, settings: CorrelatorSettings) -> float:
        """log((1+N)/(1+df)) / log(1+N): df other machines of N had the rule before (after NODOZE, 2019). In a small or
        young network N is taken as `few_machines`, or everything would be common."""
        spoken = self.rules.pop(rule, {})
        machines = max(settings.few_machines, len(self.machines))
        others = len(spoken) - (1 if about and about[0] in spoken else 0)
        for machine in about:
            self.machines[machine] = None
            spoken.pop(machine, None)
            spoken[machine] = time
        while len(spoken) > settings.max_rule_machines:
            del spoken[next(iter(spoken))]
        self.rules[rule] = spoken
        forget(self.rules, settings.max_rules)
        forget(self.machines, settings.max_entities)
        return max(settings.rarity_floor, math.log((1 + machines) / (1 + others)) / math.log(1 + machines))


def _note(habit: Habit, hour: int, settings: CorrelatorSettings) -> None:
    """Late alerts count where they belong; the oldest hours are forgotten first."""
    if hour not in habit.hours:
        habit.hours = tuple(sorted([*habit.hours, hour])[-settings.routine_hours :])
