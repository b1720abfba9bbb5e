"""What is usual here: how often, on how many machines and in how many hours a rule spoke about something.

Evidence of an alert: e = level × rule confidence × rarity × novelty, and its repeats saturate (`scoring.repeat_value`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from correlator.bounds import forget
from correlator.settings import CorrelatorSettings
from model.severity import Level
from model.times import DAY, HOUR, Micros

FORGET = 14 * DAY
OFTEN_A_DAY = 10
SOMETIMES, OFTEN = 0.5, 0.2
GRAVE_DAYS = 3
GOES_ON_HOURS = 1
ROUTINE_MACHINES = 3


class Habit(msgspec.Struct, array_like=True, gc=False):
    """The last different hours in which a (rule, entity) was seen, oldest first; today: how often on `day`. grave: those
    of the hours in which an escalated incident took it in; grave_days: the last different days with such hours."""

    hours: tuple[int, ...] = ()
    day: int = 0
    today: int = 0
    grave: tuple[int, ...] = ()
    grave_days: tuple[int, ...] = ()

    def within(self, hour: int, span: int) -> int:
        """In how many different hours, of those kept, not more than `span` hours before `hour`."""
        return sum(1 for h in self.hours if hour - h <= span)

    def calm(self, hour: int, span: int) -> int:
        """As `within`, without the hours of attacks that are over: in one that goes on, a repeat is a repeat."""
        return sum(1 for h in self.hours if hour - h <= span and (h not in self.grave or hour - h <= GOES_ON_HOURS))


class Usual(msgspec.Struct, array_like=True):
    """How usual an alert is. routine: every machine and account it names knows this rule by heart. hours: in how many
    different hours of the last day the least familiar of them saw it. widely: several other machines know it by heart."""

    routine: bool
    hours: int
    novelty: float
    rarity: float
    widely: bool = False


class Habits(msgspec.Struct):
    """Bounded; the least recently seen is forgotten first and counted.

    rules: rule to the machines it spoke about, least recent first, never more than `max_rule_machines`; machines: all
    that were spoken about; routine: rule to those for which it is routine, with the hour that last showed it.
    """

    known: dict[str, Habit] = {}
    rules: dict[str, dict[str, Micros]] = {}
    machines: dict[str, None] = {}
    evicted: int = 0
    routine: dict[str, dict[str, int]] = {}

    def observe(
        self,
        rule: str,
        about: list[str],
        level: Level,
        time: Micros,
        settings: CorrelatorSettings,
        noted: dict[str, int] | None = None,
    ) -> Usual:
        """Notes the alert and says how usual it was before. High and critical never are routine. noted: takes the habits
        this alert added an hour to, for `disregard`."""
        hour, day = time // HOUR, time // DAY
        routine = bool(about) and level.rank < Level.HIGH.rank
        hours, novelty = settings.routine_hours, OFTEN
        for entity in about:
            habit = self._habit(key := f"{rule}\x00{entity}")
            if habit.within(hour, settings.routine_span // HOUR) >= settings.routine_hours:
                self._note_routine(rule, entity, hour, settings)
            else:
                routine = False
            hours = min(hours, habit.calm(hour, DAY // HOUR))
            if habit.day != day:
                habit.day, habit.today = day, 0
            known = habit.calm(hour, FORGET // HOUR)
            novelty = max(novelty, 1.0 if not known else OFTEN if habit.today >= OFTEN_A_DAY else SOMETIMES)
            habit.today += 1
            if _note(habit, hour, settings) and noted is not None:
                noted[key] = hour
        self._bound(settings)
        rarity = self._rarity(rule, about[:1], time, settings)
        widely = self._routine_elsewhere(rule, about, hour) >= ROUTINE_MACHINES
        return Usual(routine, hours if about else 0, novelty if about else 1.0, rarity, widely)

    def hours_at(
        self, rule: str, site: str, time: Micros, settings: CorrelatorSettings, noted: dict[str, int] | None = None
    ) -> int:
        """Notes that the rule spoke in a neighbourhood; in how many other hours of the last day it did."""
        habit, hour = self._habit(key := f"{rule}\x00\x00{site}"), time // HOUR
        before = habit.calm(hour, DAY // HOUR) - (1 if hour in habit.hours else 0)
        if _note(habit, hour, settings) and noted is not None:
            noted[key] = hour
        self._bound(settings)
        return before

    def disregard(self, noted: Mapping[str, int], settings: CorrelatorSettings) -> None:
        """What an attack shows is not usual for having been shown: the next attack of its kind is as new as the first.
        What escalated on `GRAVE_DAYS` different days of a fortnight is usual here, however grave it looks. noted: habit to
        the hour in question."""
        for key, hour in noted.items():
            habit = self.known.get(key)
            if habit is None:
                continue
            days = sorted({*habit.grave_days, hour // 24})[-GRAVE_DAYS:]
            habit.grave_days = tuple(days)
            if len(days) == GRAVE_DAYS and days[-1] - days[0] <= FORGET // DAY:
                habit.grave = ()
            else:
                habit.grave = tuple(sorted({*habit.grave, hour})[-settings.routine_hours :])

    def _note_routine(self, rule: str, machine: str, hour: int, settings: CorrelatorSettings) -> None:
        machines = self.routine.pop(rule, {})
        machines.pop(machine, None)
        machines[machine] = hour
        while len(machines) > ROUTINE_MACHINES + 1:
            del machines[next(iter(machines))]
        self.routine[rule] = machines
        forget(self.routine, settings.max_rules)

    def _routine_elsewhere(self, rule: str, about: list[str], hour: int) -> int:
        known = self.routine.get(rule, {})
        return sum(1 for machine, at in known.items() if hour - at <= DAY // HOUR and machine not in about)

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


def _note(habit: Habit, hour: int, settings: CorrelatorSettings) -> bool:
    """Late alerts count where they belong; the oldest hours are forgotten first. Whether the hour is a new one."""
    if hour in habit.hours:
        return False
    habit.hours = tuple(sorted([*habit.hours, hour])[-settings.routine_hours :])
    return True
