"""Zero reports (零报告): in graver modes every unit says at fixed hours what happened, also when nothing did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from model.coordination import ModeChange, Shift, ZeroReport, ZeroStatus
from model.errors import Conflict, InputError
from model.times import HOUR, MINUTE, Micros
from playbooks.coordination.duty import on_duty
from playbooks.coordination.tables import ModeRule, policy

S = ZeroStatus
OPEN = frozenset({S.EXPECTED, S.MISSED})
"""Can still be given."""


@dataclass(frozen=True, slots=True)
class Slot:
    start: Micros
    due: Micros


def slot(held: ModeChange | None, rule: ModeRule, now: Micros) -> Slot | None:
    """The hours a report is about now, counted from when the mode began; None where the mode asks for none."""
    if held is None or not rule.zero_report_hours:
        return None
    length = rule.zero_report_hours * HOUR
    start = held.since + (now - held.since) // length * length
    return Slot(start, start + length)


def reported(known: ZeroReport, *, quiet: bool, text: str, actor: str, now: Micros) -> ZeroReport:
    """Raises Conflict for one that was given already, InputError when something happened and nobody says what."""
    if known.status not in OPEN:
        raise Conflict(f"it is {known.status.value}", where=f"zero report of {known.unit}")
    if not quiet and not text.strip():
        raise InputError("say what happened", where="text")
    status = S.REPORTED if known.status is S.EXPECTED and now <= known.due else S.LATE
    return msgspec.structs.replace(known, status=status, quiet=quiet, text=text, reported=now, reported_by=actor)


def pressed(
    known: ZeroReport, slot: Slot | None, shifts: Sequence[Shift], now: Micros
) -> tuple[str, ZeroReport] | None:
    """What the clock does to an expected report, as (action, report); None when it is left alone. shifts: of its unit."""
    if known.status is not S.EXPECTED:
        return None
    if now > known.due:
        return "missed", _told(known, S.MISSED, shifts, now)
    if slot is None or slot.due != known.due:
        return "dropped", msgspec.structs.replace(known, status=S.DROPPED)
    if not known.reminded and now >= known.due - policy().zero_remind_minutes * MINUTE:
        return "reminded", _told(known, S.EXPECTED, shifts, now)
    return None


def _told(known: ZeroReport, status: ZeroStatus, shifts: Sequence[Shift], now: Micros) -> ZeroReport:
    there = [" ".join(filter(None, (one.person, one.phone))) for one in on_duty(shifts, now)]
    return msgspec.structs.replace(known, status=status, reminded=known.reminded + 1, told="；".join(there)[:500])
