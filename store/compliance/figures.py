"""Figures of daily work that count as evidence: alerts judged, incidents documented, audit records made and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from model.times import Micros
from store.ledger.tables import LedgerRow
from store.scope import Scope
from store.scoping import scoped
from store.tables import AlertRow, IncidentRow, IncidentUnitRow


@dataclass(frozen=True, slots=True)
class Work:
    """mean: from an alert's creation to its judgement."""

    alerts: int = 0
    judged: int = 0
    mean: Micros | None = None
    incidents: int = 0
    documented: int = 0


def by_unit(tx: Session, scope: Scope, *, since: Micros) -> Mapping[str, Work]:
    """Of alerts created, and incidents updated, since then."""
    judged = AlertRow.changed.is_not(None)
    statement = select(
        AlertRow.unit,
        func.count(),
        func.sum(case((judged, 1), else_=0)),
        func.avg(case((judged, AlertRow.changed - AlertRow.created))),
    ).where(AlertRow.created >= since)
    found = {
        row[0]: Work(row[1], int(row[2] or 0), None if row[3] is None else int(row[3]))
        for row in tx.execute(scoped(statement, scope, AlertRow.unit).group_by(AlertRow.unit))
    }
    said = select(IncidentUnitRow.unit, func.count(), func.sum(case((IncidentRow.note != "", 1), else_=0))).join(
        IncidentRow, IncidentRow.id == IncidentUnitRow.incident
    )
    said = said.where(IncidentRow.updated >= since)
    for unit, number, documented in tx.execute(
        scoped(said, scope, IncidentUnitRow.unit).group_by(IncidentUnitRow.unit)
    ):
        held = found.get(unit, Work())
        found[unit] = Work(held.alerts, held.judged, held.mean, number, int(documented or 0))
    return found


def counts_of_actions(tx: Session, scope: Scope, *, since: Micros) -> dict[str, int]:
    """Audit records by action since then."""
    statement = select(LedgerRow.action, func.count()).where(LedgerRow.time >= since)
    return {row[0]: row[1] for row in tx.execute(scoped(statement, scope, LedgerRow.unit).group_by(LedgerRow.action))}
