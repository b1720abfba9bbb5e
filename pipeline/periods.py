"""Spans of time reports are about: which hours a name means, and what happened in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from compliance.reports import situation
from compliance.reports.words import CHINA
from model.coordination import Case, ClockState
from model.errors import InputError
from model.incident import Incident, IncidentStatus
from model.severity import Level
from model.times import Micros
from pipeline.compliance.desk import District
from playbooks.coordination.clocks import clocks_of
from playbooks.coordination.grading import propose
from playbooks.coordination.notices import scores
from store import alerts, cases, duty, executions, incidents, notices, sources
from store import compliance as ledgers
from store.contract import TimeRange
from store.scope import Scope

MOST_INCIDENTS = 200
MOST_RULES = 25
STANDING = tuple(one for one in IncidentStatus if one is not IncidentStatus.MERGED)
"""A report names what people were shown, once: neither candidates nor what has become part of another incident."""
MOST_CASES = 200
MOST_NOTICES = 200
MOST_MODES = 200
LONGEST_H = 168
FORMS = {
    "month": re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
    "hours": re.compile(r"(\d{4}-\d\d-\d\dT\d\d)/PT(\d{1,3})H", re.ASCII),
}
EXAMPLES = {"month": "2026-11", "year": "2026", "hours": "2026-11-23T08/PT4H"}
KINDS = {"month": situation.KIND, "year": situation.YEARLY, "hours": situation.BRIEF}


@dataclass(frozen=True, slots=True)
class Span:
    """before: as long, and ending where it begins. shown: as people read it."""

    within: TimeRange
    before: TimeRange
    shown: str


def check(subject: str, name: str) -> None:
    """Raises InputError for what names no span."""
    if not FORMS[subject].fullmatch(name):
        raise InputError(f"{name[:30]!r} is no {subject}; expected for instance {EXAMPLES[subject]}", where="id")
    span(subject, name)


def span(subject: str, name: str) -> Span:
    """In the time of Beijing. Raises InputError for a day there is not."""
    try:
        if subject == "hours":
            begin, hours = name.split("/PT")
            first, length = datetime.fromisoformat(begin + ":00").replace(tzinfo=CHINA), int(hours.rstrip("H"))
            if not 0 < length <= LONGEST_H:
                raise InputError(f"a brief is about 1 to {LONGEST_H} hours", where="id")
            after, earlier = first + timedelta(hours=length), first - timedelta(hours=length)
            shown = f"{first:%Y-%m-%d %H:%M} – {after:%Y-%m-%d %H:%M}"
        elif subject == "year":
            year, shown = int(name), name
            first, after = datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)
            earlier = datetime(year - 1, 1, 1, tzinfo=CHINA)
        else:
            year, number, shown = int(name[:4]), int(name[5:]), name
            first = datetime(year, number, 1, tzinfo=CHINA)
            after = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=CHINA)
            earlier = (first - timedelta(days=1)).replace(day=1)
        return Span(_range(first, after), _range(earlier, first), shown)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{name[:30]!r} is no {subject} a report can be about", where="id") from error


def name_of(subject: str, now: Micros, hours: int = 24) -> str:
    """The last span that is over: the month or year before, or so many hours until the last full one."""
    local = datetime.fromtimestamp(now / 1e6, CHINA)
    if subject == "hours":
        end = local.replace(minute=0, second=0, microsecond=0)
        return f"{end - timedelta(hours=hours):%Y-%m-%dT%H}/PT{hours}H"
    if subject == "year":
        return str(local.year - 1)
    return f"{local.replace(day=1) - timedelta(days=1):%Y-%m}"


def _range(first: datetime, after: datetime) -> TimeRange:
    return TimeRange(int(first.timestamp()) * 1_000_000, int(after.timestamp()) * 1_000_000)


def period(
    tx: Session, found: District, subject: str, name: str, scope: Scope, unit: str, now: Micros
) -> situation.Period:
    held = span(subject, name)
    within = held.within
    where = alerts.Filter(within=within)
    shown = incidents.Filter(within=within, escalated=True, statuses=STANDING)
    there = incidents.find(tx, scope, shown, limit=MOST_INCIDENTS).items
    statuses = incidents.count_by_status(tx, scope, shown)
    issued = [one for one in notices.issued_since(tx, scope, within.start) if one.issued < within.end]
    return situation.Period(
        kind=KINDS[subject],
        name=held.shown,
        subject=name,
        scope=unit,
        alerts=alerts.count_by_level(tx, scope, where),
        before=alerts.count_by_level(tx, scope, alerts.Filter(within=held.before)),
        rules=[
            (*_titled(tx, rule, scope, within), number)
            for rule, number in alerts.count_by_rule(tx, scope, where, limit=MOST_RULES).items()
        ],
        statuses=statuses,
        incidents=_ordered([one.incident for one in there]),
        more_incidents=sum(statuses.values()) - len(there),
        sources=[
            situation.SourceState(one.source, one.unit, one.events, one.quarantined, one.last_event or 0)
            for one in sources.health(tx, scope)
        ],
        days=_rates(tx, scope, subject, name),
        postures=found.within(scope),
        parts=_months(tx, scope, name) if subject == "year" else (),
        known=_known(tx, scope, within, now),
        notices=issued[:MOST_NOTICES],
        scores=[situation.Score(one.unit, one.score, one.notices, one.overdue) for one in scores(issued, now)],
        modes=[
            one for one in reversed(duty.mode_changes(tx, limit=MOST_MODES)) if within.start <= one.since < within.end
        ],
        executions=executions.count_between(tx, scope, within.start, within.end),
    )


def _known(tx: Session, scope: Scope, within: TimeRange, now: Micros) -> list[situation.Known]:
    held = cases.known_between(tx, scope, within.start, within.end, limit=MOST_CASES)
    told = {one.incident.id: one.incident for one in incidents.by_ids(tx, [case.incident for case in held], scope)}
    return [_case(tx, case, told[case.incident], scope, now) for case in held if case.incident in told]


def _case(tx: Session, case: Case, incident: Incident, scope: Scope, now: Micros) -> situation.Known:
    sent = cases.reports(tx, case.incident, scope)
    proposed = propose(case.measures, incident.level).grade
    late = sum(one.state is ClockState.OVERDUE for one in clocks_of(case, proposed, sent, now))
    return situation.Known(
        title=incident.title,
        title_zh=incident.title_zh,
        unit=case.unit,
        known_at=case.known_at,
        grade=case.grade or proposed,
        confirmed=case.grade is not None,
        sent=len(sent),
        overdue=late,
    )


def _months(tx: Session, scope: Scope, year: str) -> list[tuple[str, dict[Level, int]]]:
    names = [f"{year}-{number:02d}" for number in range(1, 13)]
    return [
        (name, dict(alerts.count_by_level(tx, scope, alerts.Filter(within=span("month", name).within))))
        for name in names
    ]


def _ordered(held: Sequence[Incident]) -> list[Incident]:
    return sorted(held, key=lambda one: (-one.level.rank, one.first_event, one.id))


def _titled(tx: Session, rule: str, scope: Scope, within: TimeRange) -> tuple[str, str]:
    """As its newest alert names it."""
    found = alerts.find(tx, scope, alerts.Filter(within=within, rule=rule), limit=1).items
    return (found[0].alert.rule.title, found[0].alert.rule.title_zh) if found else (rule, rule)


def _rates(tx: Session, scope: Scope, subject: str, name: str) -> list[tuple[str, float]]:
    """Mean rate of the systems: by day of a month, by month of a year, none of hours."""
    if subject == "hours":
        return []
    cut = 7 if subject == "year" else 10
    rates: dict[str, list[float]] = defaultdict(list)
    since = f"{name}-01-01" if subject == "year" else f"{name}-01"
    for day, _system, *_counts, rate in ledgers.days(tx, scope, since=since):
        if day.startswith(name):
            rates[day[:cut]].append(rate)
    return [(day, round(sum(held) / len(held), 2)) for day, held in sorted(rates.items())]
