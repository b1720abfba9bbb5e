"""Incidents as the law sees them: when they became known, how grave they are, and which reports went out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.coordination import Case, ReportRecord
from model.errors import NotFound
from model.incident import Incident, IncidentStatus
from model.severity import Level
from model.times import Micros
from store import ledger
from store.coordination_tables import CaseRow, ReportRow
from store.encoding import plain, to_plain
from store.identity.tables import FeedRow
from store.paging import Listing, after, checked, cursor_of
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import IncidentRow
from store.units import ROOT

FEED = "clock"
_LIVE = (IncidentStatus.NEW, IncidentStatus.IN_PROGRESS, IncidentStatus.ON_HOLD)


def owner_of(incident: Incident) -> str:
    """Whose case it is; over several units it is the district's."""
    return incident.units[0] if len(incident.units) == 1 else ROOT


def put(tx: Session, case: Case, *, actor: str, action: str, now: Micros) -> None:
    """action: opened, changed or graded; what stands in the ledger is the whole case."""
    body = to_plain(msgspec.structs.replace(case, changed=now))
    values = {"unit": case.unit, "known_at": case.known_at, "body": body}
    if not update_rows(tx, CaseRow, CaseRow.incident == case.incident, **values):
        insert_rows(tx, CaseRow, [{"incident": case.incident, **values}])
    told = {name: f"{value:.15g}" for name, value in case.measures.items()}  # the ledger holds no floating numbers
    _note(tx, case, actor, f"case.{action}", now, {**body, "measures": told})


def find_one(tx: Session, incident: str, scope: Scope) -> Case | None:
    row = tx.scalar(scoped(select(CaseRow).where(CaseRow.incident == incident), scope, CaseRow.unit))
    return None if row is None else _case(row)


def get(tx: Session, incident: str, scope: Scope) -> Case:
    found = find_one(tx, incident, scope)
    if found is None:
        raise NotFound(f"no clocks run for an incident {incident!r} within your units")
    return found


def find(
    tx: Session, scope: Scope, *, incident: str | None = None, limit: int = 50, cursor: str | None = None
) -> Listing[Case]:
    """Most recently known first."""
    limit = checked(limit)
    statement = scoped(select(CaseRow), scope, CaseRow.unit)
    if incident is not None:
        statement = statement.where(CaseRow.incident == incident)
    if cursor:
        statement = statement.where(after(cursor, CaseRow.known_at, CaseRow.incident))
    rows = list(tx.scalars(statement.order_by(CaseRow.known_at.desc(), CaseRow.incident.desc()).limit(limit + 1)))
    items = [_case(row) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].known_at, items[-1].incident) if len(rows) > limit else None)


def known_between(tx: Session, scope: Scope, start: Micros, end: Micros, *, limit: int = 200) -> list[Case]:
    """Of what became known within a time, most recently known first."""
    statement = select(CaseRow).where(CaseRow.known_at >= start, CaseRow.known_at < end)
    rows = tx.scalars(scoped(statement, scope, CaseRow.unit).order_by(CaseRow.known_at.desc()).limit(limit))
    return [_case(row) for row in rows]


def without_case(tx: Session, level: Level, *, limit: int = 100) -> list[str]:
    """Ids of escalated, unfinished incidents of at least a level for which no clocks run; for whoever opens cases."""
    known = select(CaseRow.incident)
    statement = select(IncidentRow.id).where(
        IncidentRow.level >= level.rank,
        IncidentRow.escalated.is_(True),
        IncidentRow.status.in_([one.value for one in _LIVE]),
        IncidentRow.id.not_in(known),
    )
    return list(tx.scalars(scoped(statement, EVERYTHING).order_by(IncidentRow.created).limit(limit)))


def reported(tx: Session, report: ReportRecord, case: Case, *, now: Micros) -> None:
    values = {name: getattr(report, name) for name in ReportRecord.__struct_fields__}
    insert_rows(tx, ReportRow, [values | {"text": plain(report.text), "channel": plain(report.channel)}])
    details = {"rule": report.rule, "channel": report.channel, "sent": report.sent, "text": report.text}
    _note(tx, case, report.recorded_by, "case.reported", now, to_plain(details))


def new_id() -> str:
    return f"report-{secrets.token_hex(8)}"


def reports(tx: Session, incident: str, scope: Scope) -> list[ReportRecord]:
    """Oldest first."""
    statement = select(ReportRow).where(ReportRow.incident == incident)
    rows = tx.scalars(scoped(statement, scope, ReportRow.unit).order_by(ReportRow.sent, ReportRow.id))
    return [ReportRecord(**{name: getattr(row, name) for name in ReportRecord.__struct_fields__}) for row in rows]


def _note(tx: Session, case: Case, actor: str, action: str, now: Micros, details: Mapping[str, Any]) -> None:
    change = action.partition(".")[2]
    insert_rows(tx, FeedRow, [{"kind": FEED, "object": case.incident, "change": change, "unit": case.unit}])
    name = f"incident:{case.incident}"
    ledger.append(tx, actor=actor, action=action, object=name, unit=case.unit, details=details, time=now)


def _case(row: CaseRow) -> Case:
    return msgspec.convert(row.body, Case)
