"""What became of the incidents of some days, and the calibration kept from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.incident import IncidentStatus, Outcome
from model.severity import Level
from model.times import Micros
from store import checkpoints
from store.alerts import AlertVerdict
from store.scope import EVERYTHING
from store.scoping import scoped
from store.tables import AlertRow, IncidentMemberRow, IncidentRow

MOST = 100_000
"""Incidents looked at; those with the highest scores."""
_CALIBRATION = "calibration"
_LEVELS = tuple(Level)


def outcomes(tx: Session, start: Micros, least: float) -> list[Outcome]:
    """Of incidents that ended after `start` and were shown or reached the score `least`."""
    row = IncidentRow
    statement = (
        select(row.id, row.first_event, row.last_event, row.score, row.facts, row.level, row.escalated)
        .where(row.last_event >= start, row.status != IncidentStatus.MERGED.value)
        .where(row.escalated | (row.score >= least))
        .order_by(row.score.desc(), row.id)
        .limit(MOST)
    )
    confirmed = _judged(tx, start, (AlertVerdict.TRUE_POSITIVE,))
    dismissed = _judged(tx, start, (AlertVerdict.BENIGN, AlertVerdict.FALSE_POSITIVE))
    found = []
    for one in tx.execute(scoped(statement, EVERYTHING)):
        noise = not one.escalated or one.id in dismissed
        found.append(
            Outcome(
                first=one.first_event,
                last=one.last_event,
                score=one.score,
                evidence=one.facts.get("evidence"),
                level=_LEVELS[one.level],
                said="attack" if one.id in confirmed else "noise" if noise else "open",
            )
        )
    return found


def _judged(tx: Session, start: Micros, verdicts: tuple[AlertVerdict, ...]) -> set[str]:
    """Incidents that hold an alert with one of these verdicts."""
    statement = (
        select(IncidentMemberRow.incident)
        .join(AlertRow, AlertRow.id == IncidentMemberRow.alert)
        .join(IncidentRow, IncidentRow.id == IncidentMemberRow.incident)
        .where(AlertRow.verdict.in_([one.value for one in verdicts]), IncidentRow.last_event >= start)
        .distinct()
    )
    return set(tx.scalars(scoped(statement, EVERYTHING)))


def kept_calibration(tx: Session) -> dict[str, Any] | None:
    return checkpoints.get(tx, _CALIBRATION)


def keep_calibration(tx: Session, said: dict[str, Any]) -> None:
    checkpoints.put(tx, _CALIBRATION, said)
