"""Cases and clocks as they go out."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from api.clocks.schemas import (
    CategoryRead,
    ClockCaseDetail,
    ClockCaseRead,
    ClockRead,
    GradeGround,
    GradeMeasure,
    ReportingRules,
    ReportRule,
    ReportSent,
)
from api.wire import moment, moment_or_none
from model.coordination import Case, ReportRecord
from model.incident import Incident
from model.times import Micros
from playbooks.coordination.clocks import Clock, clocks_of
from playbooks.coordination.grading import Proposal, propose
from playbooks.coordination.tables import Rule, codes, measures, raw, report_rules
from store.encoding import to_json_text


def case_view(case: Case, incident: Incident, sent: Sequence[ReportRecord], now: Micros) -> ClockCaseRead:
    return ClockCaseRead(**_values(case, incident, propose(case.measures, incident.level), sent, now))


def case_detail(case: Case, incident: Incident, sent: Sequence[ReportRecord], now: Micros) -> ClockCaseDetail:
    proposal = propose(case.measures, incident.level)
    grounds = [
        GradeGround(
            name=one.name,
            zh=one.zh,
            en=one.en,
            value=one.value,
            threshold=one.threshold,
            grade=one.grade.value,
            verify=one.verify,
        )
        for one in proposal.because
    ]
    reports = [
        ReportSent(
            id=one.id,
            rule=one.rule,
            channel=one.channel,
            text=one.text,
            sent=moment(one.sent),
            recorded=moment(one.recorded),
            recorded_by=one.recorded_by,
        )
        for one in sent
    ]
    return ClockCaseDetail(**_values(case, incident, proposal, sent, now), because=grounds, reports=reports)


def state(case: Case) -> str:
    """For ETag: another one after every change of what the clocks go by."""
    return sha256(to_json_text(case).encode()).hexdigest()[:32]


def rules_view() -> ReportingRules:
    return ReportingRules(
        rules=[_rule(rule) for rule in report_rules()],
        measures=[
            GradeMeasure(
                name=one.name,
                zh=one.zh,
                en=one.en,
                unit=one.unit,
                at={str(grade): value for grade, value in one.at.items()},
                verify=one.verify,
            )
            for one in measures().values()
        ],
        categories=[CategoryRead(code=code, zh=zh, en=en) for code, (zh, en) in codes().items()],
        source=str(raw("report-rules")["source"]),
    )


def _rule(rule: Rule) -> ReportRule:
    return ReportRule(
        id=rule.id,
        operators=list(rule.operators),
        grade_at_least=rule.grade_at_least.value if rule.grade_at_least else None,
        flag=rule.flag,
        to=rule.to,
        to_en=rule.to_en,
        what=rule.what,
        starts=rule.starts,
        deadline_minutes=rule.deadline_minutes,
        basis=rule.basis,
        basis_en=rule.basis_en,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        verify=rule.verify,
        verify_en=rule.verify_en,
    )


def _clock(clock: Clock) -> ClockRead:
    return ClockRead(
        rule=_rule(clock.rule),
        state=clock.state,
        starts=moment(clock.starts),
        due=moment_or_none(clock.due),
        met=moment_or_none(clock.met),
        provisional=clock.provisional,
    )


def _values(
    case: Case, incident: Incident, proposal: Proposal, sent: Sequence[ReportRecord], now: Micros
) -> dict[str, Any]:
    return {
        "incident": case.incident,
        "title": incident.title,
        "title_zh": incident.title_zh,
        "level": incident.level,
        "unit": case.unit,
        "known_at": moment(case.known_at),
        "known_by": case.known_by or None,
        "occurred_at": moment(case.occurred_at),
        "handled_at": moment_or_none(case.handled_at or None),
        "operator": case.operator,
        "category": case.category,
        "flags": list(case.flags),
        "measures": dict(case.measures),
        "impact": case.impact,
        "actions": case.actions,
        "causes": case.causes,
        "lessons": case.lessons,
        "proposed_grade": proposal.grade.value,
        "grade": case.grade.value if case.grade else None,
        "grade_by": case.grade_by or None,
        "grade_at": moment_or_none(case.grade_at or None),
        "grade_note": case.grade_note,
        "clocks": [_clock(one) for one in clocks_of(case, proposal.grade, sent, now)],
    }
