"""Retro-hunts: which observables are looked for in which stretch of stored events, and how far each has come."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound
from model.times import Micros
from store import ledger
from store.indicators.tables import HuntRow
from store.rows import table_of, update_rows

ALL = 0
STATES = ("waiting", "running", "done", "failed", "cancelled")


class Hunt(msgspec.Struct, frozen=True, kw_only=True):
    """position: event time up to which it has come; the rest is still to do. See `tables.HuntRow`."""

    number: int
    imported: int
    actor: str
    created: Micros
    start: Micros
    end: Micros
    position: Micros
    state: str
    observables: int
    events: int
    alerts: int
    finished: Micros | None
    message: str

    @property
    def progress(self) -> float:
        """0 to 1."""
        if self.state == "done":
            return 1.0
        return (self.position - self.start) / (self.end - self.start) if self.end > self.start else 0.0


_FIELDS = Hunt.__struct_fields__


def add(tx: Session, *, imported: int, start: Micros, end: Micros, actor: str, now: Micros) -> Hunt:
    if end <= start:
        raise InputError("a hunt needs a range that does not end before it starts")
    row = {
        "imported": imported,
        "actor": actor,
        "created": now,
        "start": start,
        "end": end,
        "position": start,
        "state": "waiting",
        "observables": 0,
        "events": 0,
        "alerts": 0,
        "finished": None,
        "message": "",
    }
    key = tx.connection().execute(insert(table_of(HuntRow)).values(**row)).inserted_primary_key
    assert key is not None
    details = {"imported": imported, "start": start, "end": end}
    ledger.append(tx, actor=actor, action="indicators.hunt_added", object=f"hunt:{key[0]}", details=details, time=now)
    return get(tx, int(key[0]))


def get(tx: Session, number: int) -> Hunt:
    row = tx.scalar(select(HuntRow).where(HuntRow.number == number).execution_options(populate_existing=True))
    if row is None:
        raise NotFound("there is no such hunt")
    return _hunt(row)


def find(tx: Session, *, limit: int = 100) -> list[Hunt]:
    """Latest first."""
    statement = select(HuntRow).order_by(HuntRow.number.desc()).limit(limit)
    return [_hunt(row) for row in tx.scalars(statement.execution_options(populate_existing=True))]


def next_one(tx: Session) -> Hunt | None:
    """The one to work on: running before waiting, oldest first."""
    statement = select(HuntRow).where(HuntRow.state.in_(("running", "waiting"))).order_by(HuntRow.state, HuntRow.number)
    row = tx.scalars(statement.limit(1).execution_options(populate_existing=True)).first()
    return None if row is None else _hunt(row)


def change(tx: Session, number: int, **values: Any) -> None:
    update_rows(tx, HuntRow, HuntRow.number == number, **values)


def cancel(tx: Session, number: int, *, actor: str, now: Micros) -> None:
    hunt = get(tx, number)
    if hunt.state not in ("waiting", "running"):
        raise Conflict(f"the hunt is {hunt.state}")
    change(tx, number, state="cancelled", finished=now)
    ledger.append(tx, actor=actor, action="indicators.hunt_cancelled", object=f"hunt:{number}", time=now)


def _hunt(row: HuntRow) -> Hunt:
    return Hunt(**{name: getattr(row, name) for name in _FIELDS})
