"""Writing rows: plain statements on the connection of the caller's transaction, without the session's bookkeeping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, delete, insert, update
from sqlalchemy.orm import Session

from store.base import Base


def table_of(row: type[Base]) -> Table:
    return cast("Table", row.__table__)


def insert_rows(tx: Session, row: type[Base], values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        tx.connection().execute(insert(table_of(row)), values)


def update_rows(tx: Session, row: type[Base], *where: ColumnElement[bool], **values: Any) -> int:
    """How many rows were changed."""
    return tx.connection().execute(update(table_of(row)).where(*where).values(**values)).rowcount


def delete_rows(tx: Session, row: type[Base], *where: ColumnElement[bool]) -> int:
    """How many rows were deleted."""
    return tx.connection().execute(delete(table_of(row)).where(*where)).rowcount
