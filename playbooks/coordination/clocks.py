"""Statutory clocks: what has to be reported to whom by when, for one incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.coordination import Case, ClockState, ReportRecord
from model.severity import Grade
from model.times import HOUR, MINUTE, Micros, day_of
from playbooks.coordination.tables import Rule, at_once_grace_minutes, report_rules

CHINA: Micros = 8 * HOUR
"""UTC+8 without summer time; laws come into force by China's calendar."""


@dataclass(frozen=True, slots=True)
class Clock:
    """starts: when it began; due: None for "timely". provisional: it runs by a grade nobody has confirmed. met: when the first
    report under the rule went out."""

    rule: Rule
    state: ClockState
    starts: Micros
    due: Micros | None
    met: Micros | None
    provisional: bool


def clocks_of(
    case: Case,
    proposed: Grade,
    reports: Iterable[ReportRecord],
    now: Micros,
    rules: Sequence[Rule] | None = None,
) -> list[Clock]:
    """By due time, those without one last. The rules are those in force on the day the incident became known."""
    sent: dict[str, Micros] = {}
    for report in reports:
        sent[report.rule] = min(report.sent, sent.get(report.rule, report.sent))
    day = day_of(case.known_at + CHINA)
    found = []
    for rule in report_rules() if rules is None else rules:
        start = case.known_at if rule.starts == "known_at" else case.handled_at
        if not start or not rule.holds(day) or not _concerns(rule, case):
            continue
        grade = case.grade or proposed
        reached = rule.grade_at_least is None or grade <= rule.grade_at_least
        if not reached and case.grade is not None and rule.id not in sent:
            continue
        due = None if rule.deadline_minutes is None else start + rule.deadline_minutes * MINUTE
        met = sent.get(rule.id)
        provisional = rule.grade_at_least is not None and case.grade is None
        found.append(Clock(rule, _state(due, met, now, reached, rule), start, due, met, provisional))
    return sorted(found, key=lambda one: (one.due is None, one.due or 0, one.rule.id))


def late_after(due: Micros, rule: Rule) -> Micros:
    """From when on it counts as overdue: "at once" leaves a little time, which is our figure and not the law's."""
    return due + at_once_grace_minutes() * MINUTE if rule.deadline_minutes == 0 else due


def _concerns(rule: Rule, case: Case) -> bool:
    return (not rule.operators or case.operator in rule.operators) and (not rule.flag or rule.flag in case.flags)


def _state(due: Micros | None, met: Micros | None, now: Micros, reached: bool, rule: Rule) -> ClockState:
    limit = None if due is None else late_after(due, rule)
    if met is not None:
        return ClockState.MET_LATE if limit is not None and met > limit else ClockState.MET
    if not reached:
        return ClockState.CONDITIONAL
    return ClockState.OVERDUE if limit is not None and now > limit else ClockState.RUNNING
