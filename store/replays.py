"""Held records that are to be read again: who asked, which are due, what became of them.

A request only puts records into the queue, which is a column of their rows. The one committing process takes them out,
in the transaction that makes their events visible, so that a record leaves the queue exactly when its events are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from model.errors import NotFound
from model.times import Micros
from store import ledger
from store.encoding import chunks, plain
from store.quarantine import Held, add_to_counts, held_of
from store.rows import update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped, within_scope
from store.tables import QuarantineRow

MAX_EVENT_IDS = 100
"""Ids kept of the events one record became; a record seldom becomes more than two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which held records, all conditions together; none chooses everything within the scope. before: held before."""

    source: str | None = None
    reason: str | None = None
    unit: str | None = None
    before: Micros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """queued: put into the queue now. unable: what cannot be read again, because not all its bytes were kept or it is a
    part of an input that only makes sense as a whole. done: replayed or waiting in the queue already."""

    queued: int
    unable: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one record: ids of its events, or why it failed again (reason: a slug, empty for success)."""

    events: tuple[str, ...] = ()
    reason: str = ""
    message: str = ""


def request(
    tx: Session, chosen: Chosen | Sequence[int], scope: Scope, *, kinds: frozenset[str], actor: str, time: Micros
) -> Requested:
    """Queue records by condition or by id. kinds: of the sources whose records can be read one by one.

    Raises NotFound when one of the ids is not within the scope; then nothing is queued.
    """
    waiting = (QuarantineRow.replayed.is_(None), QuarantineRow.queued.is_(None))
    able = (
        QuarantineRow.kind.in_(sorted(kinds)),
        QuarantineRow.body.is_not(None),
        func.length(QuarantineRow.body) == QuarantineRow.size,
    )
    found = queued = fit = 0
    units: dict[tuple[str, str], int] = defaultdict(int)
    for where in _conditions(tx, chosen, scope):
        here = (*where, within_scope(QuarantineRow.unit, scope))
        found += _number(tx, scope, *here)
        fit += _number(tx, scope, *here, *waiting)
        totals = select(QuarantineRow.source, QuarantineRow.unit, func.count()).where(*here, *waiting, *able)
        for source, unit, number in tx.execute(
            scoped(totals.group_by(QuarantineRow.source, QuarantineRow.unit), scope, QuarantineRow.unit)
        ):
            units[source, unit] += number
        queued += update_rows(tx, QuarantineRow, *here, *waiting, *able, queued=time)
    for (source, unit), number in sorted(units.items()):
        ledger.append(
            tx,
            actor=actor,
            action="quarantine.replay_requested",
            object=f"source:{source}",
            unit=unit,
            details={"records": number},
            time=time,
        )
    return Requested(queued=queued, unable=fit - queued, done=found - fit)


def _conditions(tx: Session, chosen: Chosen | Sequence[int], scope: Scope) -> list[list[ColumnElement[bool]]]:
    if isinstance(chosen, Chosen):
        where: list[ColumnElement[bool]] = []
        for column, value in (
            (QuarantineRow.source, chosen.source),
            (QuarantineRow.reason, chosen.reason),
            (QuarantineRow.unit, chosen.unit),
        ):
            if value is not None:
                where.append(column == value)
        if chosen.before is not None:
            where.append(QuarantineRow.time < chosen.before)
        return [where]
    ids = sorted(set(chosen))
    parts = [[QuarantineRow.id.in_(some)] for some in chunks(ids)]
    known = sum(_number(tx, scope, *part) for part in parts)
    if known != len(ids):
        raise NotFound(f"{len(ids) - known} of these records are not within your units", hint="read the list again")
    return parts  # type: ignore[return-value] # lists of comparisons are lists of conditions


def _number(tx: Session, scope: Scope, *where: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(QuarantineRow).where(*where)
    return int(tx.scalar(scoped(counted, scope, QuarantineRow.unit)) or 0)


def kinds(tx: Session) -> list[str]:
    """Of the sources that hold anything."""
    return list(tx.scalars(scoped(select(QuarantineRow.kind).distinct(), EVERYTHING)))


def due(tx: Session, *, limit: int, max_bytes: int) -> list[Held]:
    """Queued records, those that wait longest first; at least one when there is any, else up to both limits."""
    statement = select(QuarantineRow).where(QuarantineRow.queued.is_not(None))
    rows = tx.scalars(scoped(statement.order_by(QuarantineRow.queued, QuarantineRow.id).limit(limit), EVERYTHING))
    found: list[Held] = []
    size = 0
    for row in rows:
        size += row.size
        if found and size > max_bytes:
            break
        found.append(held_of(row))
    return found


def settle(tx: Session, outcomes: Mapping[int, Tried], *, time: Micros) -> None:
    """Write down what became of records, by id, and take them out of the queue. Totals and audit trail follow."""
    statement = select(QuarantineRow)
    numbers: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    for ids in chunks(sorted(outcomes)):
        for row in list(tx.scalars(scoped(statement.where(QuarantineRow.id.in_(ids)), EVERYTHING))):
            outcome = outcomes[row.id]
            failed = bool(outcome.reason)
            update_rows(
                tx,
                QuarantineRow,
                QuarantineRow.id == row.id,
                queued=None,
                tried=time,
                tries=row.tries + 1,
                replayed=row.replayed if failed else time,
                failure=plain(outcome.reason),
                failure_message=plain(outcome.message)[:2_000],
                events=list(outcome.events[:MAX_EVENT_IDS]),
            )
            if row.replayed is None:
                numbers[row.source, row.unit, row.reason, failed] += 1
    for (source, unit, reason, failed), number in sorted(numbers.items()):
        if not failed:
            add_to_counts(tx, source, unit, reason, {"replayed": number})
        ledger.append(
            tx,
            actor="pipeline",
            action="quarantine.replay_failed" if failed else "quarantine.replayed",
            object=f"source:{source}",
            unit=unit,
            details={"reason": reason, "records": number},
            time=time,
        )
