"""Imports that were carried out, and what of them could not be used."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import NotFound
from model.times import Micros
from store.indicators.tables import ImportItemRow, ImportRow
from store.paging import Listing, after, checked, cursor_of


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    source: str
    time: Micros
    actor: str
    file: str
    format: str
    counts: dict[str, int]
    reasons: dict[str, int]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    position: str
    external_id: str
    reason: str
    message: str
    value: str


def find(tx: Session, *, source: str = "", limit: int = 50, cursor: str | None = None) -> Listing[Imported]:
    """Latest first."""
    statement = select(ImportRow)
    if source:
        statement = statement.where(ImportRow.source == source)
    if cursor is not None:
        statement = statement.where(after(cursor, ImportRow.number))
    rows = list(tx.scalars(statement.order_by(ImportRow.number.desc()).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].number) if len(rows) > limit else None
    return Listing([_imported(row) for row in rows[:limit]], more)


def get(tx: Session, number: int) -> Imported:
    row = tx.scalar(select(ImportRow).where(ImportRow.number == number).execution_options(populate_existing=True))
    if row is None:
        raise NotFound("there is no such import")
    return _imported(row)


def items(tx: Session, number: int, *, limit: int = 500) -> list[Item]:
    """What could not be used, in the order of the document."""
    rows = tx.scalars(
        select(ImportItemRow).where(ImportItemRow.imported == number).order_by(ImportItemRow.id).limit(limit)
    )
    return [
        Item(position=r.position, external_id=r.external_id, reason=r.reason, message=r.message, value=r.value)
        for r in rows
    ]


def _imported(row: ImportRow) -> Imported:
    return Imported(
        number=row.number,
        source=row.source,
        time=row.time,
        actor=row.actor,
        file=row.file,
        format=row.format,
        counts=dict(row.counts),
        reasons=dict(row.reasons),
    )
