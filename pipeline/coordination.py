"""Joins incidents with what the law and the district's rules want of them: opens cases, moves notices, climbs the ladder."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence

import msgspec
from sqlalchemy.orm import Session

from compliance.reports.incident import Story
from compliance.reports.summary import Duty, Handling
from correlator.export import summary
from model.coordination import Case, Colour, Mode, ModeChange, Notice, NoticeKind, NoticeStatus, ZeroReport, ZeroStatus
from model.errors import InputError, NotFound, ScopeError
from model.execution import EffectStatus
from model.incident import Incident
from model.severity import Grade
from model.times import DAY, HOUR, MINUTE, Micros, now_us, parse_iso, to_datetime
from pipeline.platform import Platform
from playbooks.coordination import notices as moving
from playbooks.coordination import zero
from playbooks.coordination.clocks import CHINA, clocks_of
from playbooks.coordination.duty import mode_at
from playbooks.coordination.grading import propose
from playbooks.coordination.notices import ANSWERS, NoticeAction
from playbooks.coordination.reports import Known, category_name, draft, measure_text
from playbooks.coordination.tables import ModeRule, mode_rules, policy, rule_of
from store import alerts, cases, duty, effects, executions, incidents, ledger, notices, units
from store.scope import EVERYTHING, Scope

ACTOR = "coordination"
LOOK_S = 5.0
MEMBERS = 1_000
MOST_RUNS = 100
ZERO_LOOK: Micros = 2 * DAY
SHOWN = frozenset({"host", "ip", "domain", "url", "user", "service", "device"})
"""Kinds of entity that are named in a report."""


def current(tx: Session, now: Micros) -> tuple[ModeChange | None, ModeRule]:
    """The mode that holds; None and peacetime when nobody ever changed it."""
    held = mode_at(duty.mode_changes(tx, limit=1), now)
    return held, mode_rules()[held.mode if held else Mode.PEACETIME]


def open_case(tx: Session, incident: Incident, *, known_at: Micros, actor: str, now: Micros) -> Case:
    case = Case(
        incident=incident.id,
        unit=cases.owner_of(incident),
        known_at=known_at,
        occurred_at=incident.first_event,
        known_by="" if actor == ACTOR else actor,
        changed=now,
    )
    cases.put(tx, case, actor=actor, action="opened", now=now)
    return case


def proposed(tx: Session, case: Case) -> Grade:
    """EVERYTHING, because whose case it is was looked at before."""
    level = incidents.get(tx, case.incident, EVERYTHING).incident.level
    return propose(case.measures, level).grade


def report_draft(tx: Session, case: Case, rule: str, scope: Scope, *, zh: bool, now: Micros) -> str:
    """The text of a report, filled in from the incident as far as the scope reaches."""
    stored = incidents.get(tx, case.incident, scope)
    told = stored.incident
    members = alerts.find(tx, scope, alerts.Filter(incident=told.id), limit=MEMBERS).items
    story = summary(told, {one.alert.id: one.alert for one in members})
    known = Known(
        title=told.title_zh if zh else told.title,
        units=[_unit_name(tx, unit, scope, zh=zh) for unit in told.units],
        entities=[one.key for one in told.entities if one.kind.value in SHOWN],
        techniques=told.techniques,
        story=_in_china(story[1] if zh else story[0], zh=zh),
        actions=_done(tx, case.incident, scope, zh=zh),
    )
    grade = propose(case.measures, told.level).grade
    return draft(rule_of(rule), case, grade, known, cases.reports(tx, case.incident, scope), now, zh)


def handling(tx: Session, story: Story, scope: Scope, *, zh: bool, now: Micros) -> Handling:
    """What the summary of a handled incident is made of. Raises NotFound when no clocks run for it."""
    told = story.incident
    case = cases.get(tx, told.id, scope)
    sent = cases.reports(tx, told.id, scope)
    proposal = propose(case.measures, told.level).grade
    words = summary(told, {one.alert.id: one.alert for one in story.alerts})
    return Handling(
        story=story,
        case=case,
        proposed=proposal,
        told=_in_china(words[1] if zh else words[0], zh=zh),
        category=category_name(case.category, zh),
        measures=[measure_text(name, value, zh) for name, value in case.measures.items()],
        duties=[
            Duty(
                rule=one.rule.id,
                to=one.rule.to if zh else one.rule.to_en,
                basis=one.rule.basis if zh else one.rule.basis_en,
                due=one.due,
                met=one.met,
                state=one.state,
                verify=one.rule.verify if zh else one.rule.verify_en,
            )
            for one in clocks_of(case, proposal, sent, now)
        ],
        reports=sent,
        notices=notices.find(tx, scope, incident=told.id, limit=MOST_RUNS).items,
    )


def _done(tx: Session, incident: str, scope: Scope, *, zh: bool) -> list[str]:
    """What playbooks changed for an incident and did not fail at."""
    runs = executions.find(tx, scope, incident=incident, limit=MOST_RUNS).items
    made = [one for run in runs for one in effects.of_execution(tx, run.id, scope)]
    kept = [one for one in made if one.status in (EffectStatus.DONE, EffectStatus.UNDONE)]
    return [one.text_zh if zh else one.text for one in sorted(kept, key=lambda one: one.created)]


_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(?=\D|$)", re.ASCII)


def _in_china(story: str, *, zh: bool) -> str:
    """A sentence whose times were written in UTC, with those of Beijing, as everything that goes to an authority has."""
    moved = _WRITTEN.sub(
        lambda found: str(to_datetime(parse_iso(f"{found[1].replace(' ', 'T')}:00Z") + CHINA))[:16], story
    )
    return moved.replace("UTC", "北京时间" if zh else "Beijing time")


def _unit_name(tx: Session, unit: str, scope: Scope, *, zh: bool) -> str:
    try:
        found = units.get(tx, unit, scope)
    except NotFound:
        return unit
    return found.name_zh if zh else found.name


def draft_notices(
    tx: Session,
    to: Sequence[str],
    scope: Scope,
    *,
    issuer: str,
    kind: NoticeKind,
    colour: Colour | None,
    title: str,
    body: str,
    incident: str,
    sign_minutes: int | None,
    handle_hours: int | None,
    actor: str,
    now: Micros,
) -> list[Notice]:
    """One notice to each unit. Deadlines not given are the mode's; they begin to run when the notice is issued."""
    if (kind is NoticeKind.WARNING) != (colour is not None):
        raise InputError("an early warning has a colour, a notice has none", where="colour")
    for unit in to:
        units.get(tx, unit, scope)
    if incident:
        incidents.get(tx, incident, scope)
    _, rule = current(tx, now)
    made = []
    for unit in dict.fromkeys(to):
        notice = Notice(
            id=notices.new_id(),
            unit=unit,
            issuer=issuer,
            kind=kind,
            colour=colour,
            title=title,
            body=body,
            incident=incident,
            status=NoticeStatus.DRAFTED,
            sign_by=now + (rule.sign_minutes if sign_minutes is None else sign_minutes) * MINUTE,
            due=now + (rule.handle_hours if handle_hours is None else handle_hours) * HOUR,
            created=now,
            created_by=actor,
            changed=now,
        )
        notices.add(tx, notice, actor=actor)
        made.append(notice)
    return made


def act(
    tx: Session, identifier: str, scope: Scope, action: NoticeAction, *, actor: str, note: str, now: Micros
) -> Notice:
    """Move a notice. The addressed unit answers, the issuer's side does the rest; raises ScopeError for the other one."""
    known = notices.get(tx, identifier, scope)
    if not on_side(known, action, scope):
        who = "the unit it is addressed to" if action in ANSWERS else "the unit it comes from"
        raise ScopeError(f"this is for {who} to do", where=f"notice {identifier}")
    moved = moving.moved(known, action, actor=actor, text=note, now=now)
    notices.record(tx, moved, actor=actor, action=action.value, note=note, now=now)
    return moved


def on_side(known: Notice, action: NoticeAction, scope: Scope) -> bool:
    """Whoever sees the issuer's drafts is on its side, and does not sign for those it supervises."""
    issuing = scope.allows(known.issuer)
    return scope.allows(known.unit) and (not issuing or known.issuer == known.unit) if action in ANSWERS else issuing


class Coordinating:
    """What goes by the clock, in the committing process: cases of grave incidents are opened, overdue notices escalate."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._state = platform.state
        self._look_at = 0.0

    def turn(self) -> None:
        if time.monotonic() < self._look_at:
            return
        now = now_us()
        self._take_over_mode(now)
        with self._state.reading() as tx:
            work = bool(
                waiting_cases(tx, now)
                or climbing(tx, now)
                or _new_zero_reports(tx, now)
                or _pressed_zero_reports(tx, now)
            )
        if work:
            with self._state.transaction() as tx:
                go_by_the_clock(tx, now)
        self._look_at = time.monotonic() + LOOK_S

    def _take_over_mode(self, now: Micros) -> None:
        """From the next round on; also when a mode ends by itself, which nobody does and the audit trail still has to tell."""
        with self._state.reading() as tx:
            held, rule = current(tx, now)
        if not self._platform.stages.tune(rule.escalate, rule.thresholds):
            return
        limits = {f"{name}.{key}": f"{value:g}" for name, one in rule.thresholds.items() for key, value in one.items()}
        details = {
            "mode": rule.mode.value,
            "since": held.since if held else 0,
            "escalate": f"{rule.escalate:g}",
            "thresholds": limits,
        }
        with self._state.transaction() as tx:
            ledger.append(
                tx,
                actor=ACTOR,
                action="duty.mode_applied",
                object="duty:mode",
                unit=units.ROOT,
                details=details,
                time=now,
            )


def go_by_the_clock(tx: Session, now: Micros) -> None:
    """An incident counts as known from the moment the platform sees that it is grave, which is now."""
    press_zero_reports(tx, now)
    for identifier in waiting_cases(tx, now):
        open_case(tx, incidents.get(tx, identifier, EVERYTHING).incident, known_at=now, actor=ACTOR, now=now)
    for known in climbing(tx, now):
        reached = moving.rung(known, now)
        climbed = msgspec.structs.replace(known, escalated=reached, changed=now)
        step = policy().ladder[reached - 1]
        notices.record(tx, climbed, actor=ACTOR, action="escalated", note=f"{step.zh} / {step.en}", now=now)


def press_zero_reports(tx: Session, now: Micros) -> None:
    """What the mode asks units to report is expected, reminded of, and missed when nobody gave it."""
    for one in _new_zero_reports(tx, now):
        duty.expect(tx, one)
    for action, known in _pressed_zero_reports(tx, now):
        duty.put_zero(tx, known, actor=ACTOR, action=action, now=now)


def _new_zero_reports(tx: Session, now: Micros) -> list[ZeroReport]:
    now_due = zero.slot(*current(tx, now), now)
    if now_due is None:
        return []
    known = {one.unit for one in duty.zero_reports(tx, EVERYTHING, since=now_due.due)}
    return [
        ZeroReport(unit=unit.id, start=now_due.start, due=now_due.due, status=ZeroStatus.EXPECTED)
        for unit in units.tree(tx, EVERYTHING)
        if unit.parent == units.ROOT and unit.id not in known
    ]


def _pressed_zero_reports(tx: Session, now: Micros) -> list[tuple[str, ZeroReport]]:
    expected = duty.zero_reports(tx, EVERYTHING, since=now - ZERO_LOOK, status=ZeroStatus.EXPECTED)
    if not expected:
        return []
    slot = zero.slot(*current(tx, now), now)
    shifts = duty.find(tx, EVERYTHING, start=now, end=now + MINUTE)
    found = (zero.pressed(one, slot, [each for each in shifts if each.unit == one.unit], now) for one in expected)
    return [one for one in found if one is not None]


def missed_zero_reports(tx: Session, scope: Scope, since: Micros) -> dict[str, int]:
    """How many each unit did not give in time."""
    late = (ZeroStatus.MISSED, ZeroStatus.LATE)
    return Counter(one.unit for one in duty.zero_reports(tx, scope, since=since) if one.status in late)


def waiting_cases(tx: Session, now: Micros) -> list[str]:
    return cases.without_case(tx, current(tx, now)[1].case_from_level)


def climbing(tx: Session, now: Micros) -> list[Notice]:
    return [one for one in notices.open_ones(tx, sorted(moving.OPEN)) if moving.rung(one, now) > one.escalated]
