"""What duty, notices, drills, recovery and handled incidents show of a control.

Where nothing is recorded the answer is unknown, so that a paper can answer: what is done may be recorded elsewhere.
"""

from __future__ import annotations

from compliance.cii.case import CiiAnswer, CiiCase, told
from model.coordination import NoticeKind, NoticeStatus
from model.proof import Verdict
from model.recovery import DrillKind, DrillMode, DrillStatus
from model.times import DAY

YEAR = 365 * DAY
CLOSED = frozenset({NoticeStatus.ACCEPTED, NoticeStatus.ARCHIVED, NoticeStatus.WITHDRAWN})


def duty(case: CiiCase) -> CiiAnswer:
    """Somebody is on duty now; a roster that only lies ahead or behind is half of it."""
    if not case.shifts:
        return told(Verdict.UNKNOWN, "no_duty")
    here = sum(one.start <= case.now < one.end for one in case.shifts)
    return told(Verdict.MET if here else Verdict.PARTLY_MET, "duty", number=len(case.shifts), here=here)


def notices(case: CiiCase) -> CiiAnswer:
    """Every notice was signed for in time."""
    if not case.notices:
        return told(Verdict.UNKNOWN, "no_notices")
    late = sum(
        one.status is not NoticeStatus.WITHDRAWN and (one.signed or case.now) > one.sign_by for one in case.notices
    )
    return told(Verdict.NOT_MET if late else Verdict.MET, "notices", number=len(case.notices), late=late)


def warnings_closed(case: CiiCase) -> CiiAnswer:
    held = [one for one in case.notices if one.kind is NoticeKind.WARNING]
    if not held:
        return told(Verdict.UNKNOWN, "no_warnings")
    open_ones = [one for one in held if one.status not in CLOSED]
    late = sum(one.due < case.now for one in open_ones)
    verdict = Verdict.NOT_MET if late else Verdict.PARTLY_MET if open_ones else Verdict.MET
    return told(verdict, "warnings", number=len(held), waiting=len(open_ones), late=late)


def responded(case: CiiCase) -> CiiAnswer:
    held = case.handled
    if not held.runs:
        return told(Verdict.UNKNOWN, "no_runs")
    return told(Verdict.MET if held.done else Verdict.NOT_MET, "runs", number=held.runs, done=held.done)


def reported(case: CiiCase) -> CiiAnswer:
    held = case.handled
    if not held.cases:
        return told(Verdict.UNKNOWN, "no_cases")
    return told(Verdict.NOT_MET if held.late else Verdict.MET, "cases", number=held.cases, late=held.late)


def summed_up(case: CiiCase) -> CiiAnswer:
    held = case.handled
    if not held.over:
        return told(Verdict.UNKNOWN, "none_over")
    verdict = Verdict.MET if held.summed == held.over else Verdict.PARTLY_MET if held.summed else Verdict.NOT_MET
    return told(verdict, "summed", number=held.over, summed=held.summed)


def exercised(case: CiiCase) -> CiiAnswer:
    """Live within a year; at a table is half of it, unless a person says that more cannot be done."""
    held = [one for one in case.drills if one.kind is DrillKind.RESPONSE and _within_a_year(case, one.ended)]
    passed = [one for one in held if one.status is DrillStatus.PASSED]
    if not held:
        return told(Verdict.UNKNOWN, "no_drills")
    live = sum(one.mode is DrillMode.EXERCISE for one in passed)
    verdict = Verdict.MET if live else Verdict.PARTLY_MET if passed else Verdict.NOT_MET
    return told(verdict, "drills", number=len(held), passed=len(passed), live=live)


def restored(case: CiiCase) -> CiiAnswer:
    held = [
        one
        for one in case.drills
        if one.kind is DrillKind.RESTORE and one.mode is DrillMode.EXERCISE and _within_a_year(case, one.ended)
    ]
    if not held:
        return told(Verdict.UNKNOWN, "no_restores")
    good = max(held, key=lambda one: one.ended).status is DrillStatus.PASSED
    return told(Verdict.MET if good else Verdict.NOT_MET, "restored" if good else "restore_failed", number=len(held))


def goals(case: CiiCase) -> CiiAnswer:
    """How soon it returns and how much may be lost, as backup plans say."""
    if not case.plans:
        return told(Verdict.UNKNOWN, "no_goals")
    rto, rpo = (max(getattr(one, name) for one in case.plans) for name in ("rto_minutes", "rpo_minutes"))
    return told(Verdict.MET, "goals", number=len(case.plans), rto=rto, rpo=rpo)


def _within_a_year(case: CiiCase, ended: int) -> bool:
    return case.now - YEAR <= ended <= case.now and ended > 0


PROBES = (duty, notices, warnings_closed, responded, reported, summed_up, exercised, restored, goals)
