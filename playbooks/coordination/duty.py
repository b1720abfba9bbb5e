"""Who is on duty, where nobody is, and which mode holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from model.coordination import Mode, ModeChange, Shift
from model.times import DAY, HOUR, Micros
from playbooks.coordination.clocks import CHINA
from playbooks.coordination.tables import ModeRule

DAYTIME = (9 * HOUR, 17 * HOUR)
"""Ours: office hours, on working days, which is when peacetime needs somebody."""


@dataclass(frozen=True, slots=True)
class Gap:
    """have, need: persons. lead: whether a leader is missing."""

    start: Micros
    end: Micros
    have: int
    need: int
    lead: bool


def mode_at(changes: Sequence[ModeChange], now: Micros) -> ModeChange | None:
    """changes: newest first. None is peacetime since ever."""
    if not changes or changes[0].since > now:
        return None
    last = changes[0]
    if last.until and now >= last.until:
        return ModeChange(mode=Mode.PEACETIME, since=last.until, until=0, by=last.by, reason=last.reason)
    return last


def on_duty(shifts: Sequence[Shift], now: Micros) -> list[Shift]:
    return [one for one in shifts if one.start <= now < one.end]


def gaps(shifts: Sequence[Shift], start: Micros, end: Micros, rule: ModeRule) -> list[Gap]:
    """When fewer are on duty than the mode needs, in order of time, neighbours with the same lack joined."""
    edges = {start, end} | {at for one in shifts for at in (one.start, one.end) if start < at < end}
    if rule.mode is Mode.PEACETIME:
        midnight = start + CHINA - (start + CHINA) % DAY - CHINA
        days = range(int(midnight), int(end), DAY)
        edges |= {day + part for day in days for part in DAYTIME if start < day + part < end}
    ordered = sorted(edges)
    found: list[Gap] = []
    for left, right in pairwise(ordered):
        if rule.mode is Mode.PEACETIME and not _office(left):
            continue
        here = on_duty(shifts, left)
        have, lead = len({one.person for one in here}), rule.lead and not any(one.lead for one in here)
        if have >= rule.on_duty and not lead:
            continue
        if found and found[-1].end == left and (found[-1].have, found[-1].lead) == (have, lead):
            found[-1] = Gap(found[-1].start, right, have, rule.on_duty, lead)
        else:
            found.append(Gap(left, right, have, rule.on_duty, lead))
    return found


def _office(at: Micros) -> bool:
    local = at + CHINA
    weekday = (local // DAY + 3) % 7  # 1970-01-01 was a Thursday
    return weekday < 5 and DAYTIME[0] <= local % DAY < DAYTIME[1]
