"""What changed since a number, for live views: alerts and incidents, within a Scope.

On SQLite numbers become visible in order, because one transaction writes at a time. On PostgreSQL a slower transaction
may make a smaller number visible after a larger one; live views are a hint to read again, lists are the truth.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from store.identity.tables import FeedRow
from store.rows import delete_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped, within_scope
from store.tables import IncidentUnitRow

KEPT = 50_000
"""Changes kept; a reader that is further behind is told to read everything again."""


@dataclass(frozen=True, slots=True)
class Change:
    """kind: `alert` or `incident`; change: `added`, `decided`, or an incident's kind of change."""

    number: int
    kind: str
    object: str
    change: str


def last(tx: Session) -> int:
    return tx.scalar(scoped(select(func.max(FeedRow.number)), EVERYTHING)) or 0


def first(tx: Session) -> int:
    """The oldest number kept, 0 when there is none."""
    return tx.scalar(scoped(select(func.min(FeedRow.number)), EVERYTHING)) or 0


def since(tx: Session, number: int, scope: Scope, *, kinds: frozenset[str], limit: int = 200) -> list[Change]:
    """Oldest first."""
    statement = select(FeedRow).where(FeedRow.number > number, FeedRow.kind.in_(sorted(kinds)))
    if not scope.everything:
        mine = select(IncidentUnitRow.incident).where(within_scope(IncidentUnitRow.unit, scope))
        statement = statement.where(or_(within_scope(FeedRow.unit, scope), FeedRow.object.in_(mine)))
    rows = tx.scalars(scoped(statement, scope).order_by(FeedRow.number).limit(limit))
    return [Change(row.number, row.kind, row.object, row.change) for row in rows]


def prune(tx: Session, keep: int = KEPT) -> int:
    """Forget all but the newest; how many went."""
    return delete_rows(tx, FeedRow, FeedRow.number <= last(tx) - keep)
