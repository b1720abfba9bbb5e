"""Observables and what is known about each: listed, read, revoked, allowed although a warning list holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound
from model.indicator import Observable, ObservableKind
from model.severity import Level
from model.times import Micros
from store import ledger
from store.encoding import plain
from store.indicators import version
from store.indicators.merge import merge
from store.indicators.tables import AssertionRow, ObservableRow, ReportedSightingRow, SightingRow
from store.paging import Listing, after, checked, cursor_of
from store.rows import update_rows
from store.scope import Scope
from store.scoping import scoped

STATES = ("active", "expired", "refused", "revoked")
_LEVELS = tuple(Level)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """state: one of STATES, as of the time asked. sources: how many stand by it."""

    number: int
    observable: Observable
    state: str
    level: Level
    confidence: int
    valid_from: Micros | None
    valid_until: Micros | None
    sources: int
    warning: str
    override: str
    revoked_by: str
    added: Micros
    updated: Micros


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One source's word."""

    source: str
    external_id: str
    name: str
    labels: tuple[str, ...]
    confidence: int | None
    level: Level
    valid_from: Micros | None
    valid_until: Micros | None
    revoked: bool
    tlp: str
    created_by: str
    techniques: tuple[str, ...]
    pattern: str
    modified: Micros | None
    imported: int


class Sighted(msgspec.Struct, frozen=True, kw_only=True):
    unit: str
    events: int
    first: Micros
    last: Micros
    field: str


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    external_id: str
    count: int
    first: Micros | None
    last: Micros | None
    place: str


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Empty members do not limit. text: part of the value. source: an id."""

    text: str = ""
    kinds: tuple[ObservableKind, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    source: str = ""
    imported: int = 0


def find(
    tx: Session, where: Filter | None = None, *, now: Micros, limit: int = 100, cursor: str | None = None
) -> Listing[Known]:
    """Latest changed first."""
    statement = select(ObservableRow).where(*_conditions(where or Filter(), now))
    if cursor is not None:
        statement = statement.where(after(cursor, ObservableRow.updated, ObservableRow.number))
    order = (ObservableRow.updated.desc(), ObservableRow.number.desc())
    rows = list(tx.scalars(statement.order_by(*order).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].updated, rows[limit - 1].number) if len(rows) > limit else None
    return Listing([_known(row, now) for row in rows[:limit]], more)


def counts(tx: Session, *, now: Micros) -> dict[str, int]:
    """Observables by state."""
    found = dict.fromkeys(STATES, 0)
    for state, number in tx.execute(select(ObservableRow.state, func.count()).group_by(ObservableRow.state)):
        if state in found:
            found[state] = number
    expired = tx.scalar(select(func.count()).where(ObservableRow.state == "active", ObservableRow.valid_until <= now))
    found["expired"] = expired or 0
    found["active"] -= found["expired"]
    return found


def get(tx: Session, number: int, *, now: Micros) -> Known:
    return _known(_row(tx, number), now)


def look_up(tx: Session, observable: Observable, *, now: Micros) -> Known | None:
    row = tx.scalar(
        select(ObservableRow).where(
            ObservableRow.kind == observable.kind.value, ObservableRow.value == plain(observable.value)
        )
    )
    return None if row is None else _known(row, now)


def said(tx: Session, number: int) -> list[Said]:
    """What each source says, the surest first."""
    rows = tx.scalars(select(AssertionRow).where(AssertionRow.observable == number).limit(500))
    found = [
        Said(
            source=row.source,
            external_id=row.external_id,
            name=row.name,
            labels=tuple(row.labels),
            confidence=row.confidence,
            level=_LEVELS[row.level],
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            revoked=row.revoked,
            tlp=row.tlp,
            created_by=row.created_by,
            techniques=tuple(row.techniques),
            pattern=row.pattern,
            modified=row.modified,
            imported=row.imported,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.revoked, -(one.confidence or 0), one.source, one.external_id))


def sighted(tx: Session, number: int, scope: Scope) -> list[Sighted]:
    """Where it was in our own events, within the scope, most events first."""
    statement = scoped(select(SightingRow).where(SightingRow.observable == number), scope, SightingRow.unit)
    return [
        Sighted(unit=row.unit, events=row.events, first=row.first, last=row.last, field=row.field)
        for row in tx.scalars(statement.order_by(SightingRow.events.desc(), SightingRow.unit))
    ]


def reported(tx: Session, number: int) -> list[Reported]:
    """Where sources say it was seen, latest first."""
    ids = select(AssertionRow.external_id).where(AssertionRow.observable == number)
    rows = tx.scalars(
        select(ReportedSightingRow)
        .where(ReportedSightingRow.indicator.in_(ids))
        .order_by(ReportedSightingRow.last.desc(), ReportedSightingRow.external_id)
        .limit(200)
    )
    return [
        Reported(
            source=row.source,
            external_id=row.external_id,
            count=row.count,
            first=row.first,
            last=row.last,
            place=row.place,
        )
        for row in rows
    ]


def revoke(tx: Session, number: int, *, actor: str, why: str, now: Micros) -> None:
    """Match it no more, whatever sources say. An audit record."""
    row = _row(tx, number)
    update_rows(tx, ObservableRow, ObservableRow.number == number, revoked_by=actor)
    _again(tx, row, actor, "indicators.revoked", why, now)


def restore(tx: Session, number: int, *, actor: str, why: str, now: Micros) -> None:
    """Take a revocation by hand back."""
    row = _row(tx, number)
    update_rows(tx, ObservableRow, ObservableRow.number == number, revoked_by="")
    _again(tx, row, actor, "indicators.restored", why, now)


def override(tx: Session, number: int, *, actor: str, why: str, now: Micros) -> None:
    """Match it although a warning list holds it. Needs a reason; an audit record."""
    row = _row(tx, number)
    if not row.warning:
        raise InputError("no warning list holds it", hint="it is matched already, or was revoked")
    if not why.strip():
        raise InputError("say why it is to be matched although a list holds it", where="why")
    update_rows(tx, ObservableRow, ObservableRow.number == number, override=f"{actor}: {plain(why)}"[:500])
    _again(tx, row, actor, "indicators.warning_overridden", why, now)


def judge_again(tx: Session, warnings: dict[int, str], *, now: Micros) -> None:
    """After lists changed: number to its warning now, empty for none."""
    merge(tx, warnings, imported=0, now=now)
    if warnings:
        version.grow(tx)


def active(tx: Session, *, since: Micros, imported: int | None = None) -> Iterator[Observable]:
    """What is matched: active ones that end after `since`. imported: only those that arrived with this import."""
    statement = select(ObservableRow.kind, ObservableRow.value).where(
        ObservableRow.state == "active",
        or_(ObservableRow.valid_until.is_(None), ObservableRow.valid_until > since),
    )
    if imported is not None:
        statement = statement.where(ObservableRow.arrived == imported)
    for kind, value in tx.execute(statement.execution_options(yield_per=10_000)):
        yield Observable(ObservableKind(kind), value)


def everything(tx: Session) -> Iterator[tuple[int, Observable, str]]:
    """Number, observable, warning of all; for judging them again."""
    statement = select(ObservableRow.number, ObservableRow.kind, ObservableRow.value, ObservableRow.warning)
    for number, kind, value, warning in tx.execute(statement.execution_options(yield_per=10_000)):
        yield number, Observable(ObservableKind(kind), value), warning


def _again(tx: Session, row: ObservableRow, actor: str, action: str, why: str, now: Micros) -> None:
    tx.expire_all()
    merge(tx, {row.number: row.warning}, imported=0, now=now)
    version.grow(tx)
    ledger.append(
        tx,
        actor=actor,
        action=action,
        object=f"observable:{row.number}",
        details={"kind": row.kind, "value": row.value, "why": plain(why)},
        time=now,
    )


def _row(tx: Session, number: int) -> ObservableRow:
    row = tx.scalar(
        select(ObservableRow).where(ObservableRow.number == number).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("there is no such indicator")
    return row


def _conditions(where: Filter, now: Micros) -> list[Any]:
    out: list[Any] = [ObservableRow.state != "new"]
    if where.text:
        escaped = plain(where.text).lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        out.append(ObservableRow.value.like(f"%{escaped}%", escape="\\"))
    if where.kinds:
        out.append(ObservableRow.kind.in_([kind.value for kind in where.kinds]))
    if where.levels:
        out.append(ObservableRow.level.in_([level.rank for level in where.levels]))
    if where.states:
        out.append(or_(*(_in_state(state, now) for state in where.states)))
    if where.source or where.imported:
        said = select(AssertionRow.observable)
        if where.source:
            said = said.where(AssertionRow.source == where.source)
        if where.imported:
            said = said.where(AssertionRow.imported == where.imported)
        out.append(ObservableRow.number.in_(said))
    return out


def _in_state(state: str, now: Micros) -> Any:
    if state == "expired":
        return (ObservableRow.state == "active") & (ObservableRow.valid_until <= now)
    if state == "active":
        open_end = or_(ObservableRow.valid_until.is_(None), ObservableRow.valid_until > now)
        return (ObservableRow.state == "active") & open_end
    return ObservableRow.state == state


def _known(row: ObservableRow, now: Micros) -> Known:
    ended = row.state == "active" and row.valid_until is not None and row.valid_until <= now
    return Known(
        number=row.number,
        observable=Observable(ObservableKind(row.kind), row.value),
        state="expired" if ended else row.state,
        level=_LEVELS[row.level],
        confidence=row.confidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        sources=row.sources,
        warning=row.warning,
        override=row.override,
        revoked_by=row.revoked_by,
        added=row.added,
        updated=row.updated,
    )


def see(tx: Session, seen: Sequence[tuple[int, str, str, int, Micros, Micros]]) -> None:
    """Count sightings: observable, unit, field, events, first, last."""
    from sqlalchemy.dialects import postgresql, sqlite

    from store.rows import table_of

    table = table_of(SightingRow)
    dialect = sqlite if tx.connection().dialect.name == "sqlite" else postgresql
    for observable, unit, field, events, first, last in seen:
        new = dialect.insert(table).values(
            observable=observable, unit=unit, field=field, events=events, first=first, last=last
        )
        tx.connection().execute(
            new.on_conflict_do_update(
                index_elements=["observable", "unit"],
                set_={
                    "events": table.c.events + new.excluded.events,
                    "first": func.min(table.c.first, new.excluded.first)
                    if dialect is sqlite
                    else func.least(table.c.first, new.excluded.first),
                    "last": func.max(table.c.last, new.excluded.last)
                    if dialect is sqlite
                    else func.greatest(table.c.last, new.excluded.last),
                },
            )
        )
