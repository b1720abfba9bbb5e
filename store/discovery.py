"""What was seen of the estate and the differences to the register: kept so that a name of last week still tells a machine.

Rows of things seen are bounded per unit by the estate, not by traffic: addresses of the district, their ports and names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Index, Select, Text, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from model.discovery import Discovery, DiscoveryKind, DiscoveryState, Seen
from model.errors import NotFound
from model.times import Micros
from store.base import Base
from store.encoding import plain, to_plain
from store.rows import delete_rows, table_of
from store.scope import Scope
from store.scoping import Owned, scoped
from store.tables import Big, Json, Key

MAX_SEEN = 1_000_000


class SeenRow(Owned, Base):
    __tablename__ = "seen"
    __table_args__ = (Index("ix_seen_address", "address"), Index("ix_seen_kind_last", "kind", "last"))

    unit: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Key]
    address: Mapped[Key]
    key: Mapped[Key]
    detail: Mapped[str] = mapped_column(Text)
    first: Mapped[Big]
    last: Mapped[Big]
    event: Mapped[str]


class DiscoveryRow(Owned, Base):
    __tablename__ = "discoveries"
    __table_args__ = (Index("ix_discoveries_state", "state", "kind", "last"), Index("ix_discoveries_unit", "unit"))

    id: Mapped[Key]
    kind: Mapped[str]
    unit: Mapped[str]
    subject: Mapped[str]
    asset: Mapped[str]
    facts: Mapped[Json]
    event: Mapped[str]
    first: Mapped[Big]
    last: Mapped[Big]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[Big]
    decided_by: Mapped[str]
    decided: Mapped[Big]


def see(tx: Session, seen: Iterable[Seen]) -> None:
    """Widen the times of what is known, add the rest. In any order and as often as one likes."""
    table = table_of(SeenRow)
    postgresql = tx.get_bind().dialect.name == "postgresql"
    least, most = (func.least, func.greatest) if postgresql else (func.min, func.max)
    rows = [{name: plain(v) if isinstance(v, str) else v for name, v in to_fields(one).items()} for one in seen]
    if not rows:
        return
    insert = postgresql_insert(table) if postgresql else sqlite_insert(table)
    told = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=["unit", "kind", "address", "key"],
        set_={
            "first": least(table.c.first, told.first),
            "last": most(table.c.last, told.last),
            "detail": told.detail,
            "event": told.event,
        },
    )
    tx.connection().execute(statement, rows)


def to_fields(one: Seen) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__} | {"kind": one.kind.value}


def all_seen(tx: Session, scope: Scope, *, address: str | None = None, since: Micros = 0) -> list[Seen]:
    """By address, kind and key."""
    statement = select(*(table_of(SeenRow).c[name] for name in Seen.__struct_fields__))
    statement = statement.where(SeenRow.last >= since).limit(MAX_SEEN)
    if address is not None:
        statement = statement.where(SeenRow.address == address)
    ordered = statement.order_by(SeenRow.address, SeenRow.kind, SeenRow.key, SeenRow.unit)
    return [msgspec.convert(list(row), Seen) for row in tx.execute(scoped(ordered, scope, SeenRow.unit))]


def forget_seen(tx: Session, before: Micros) -> int:
    """Drop what was last seen before; how many rows."""
    return delete_rows(tx, SeenRow, SeenRow.last < before)


def find(
    tx: Session,
    scope: Scope,
    *,
    states: Sequence[DiscoveryState] = (),
    kinds: Sequence[DiscoveryKind] = (),
    text: str = "",
    ids: Sequence[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Discovery]:
    """Latest seen first."""
    statement = _filtered(select(DiscoveryRow), states, kinds, text)
    if ids:
        statement = statement.where(DiscoveryRow.id.in_(list(ids)))
    statement = statement.order_by(DiscoveryRow.last.desc(), DiscoveryRow.id).limit(limit).offset(offset)
    rows = tx.scalars(scoped(statement, scope, DiscoveryRow.unit))
    return [
        msgspec.convert({name: getattr(row, name) for name in Discovery.__struct_fields__}, Discovery) for row in rows
    ]


def counts(tx: Session, scope: Scope) -> dict[tuple[str, str], int]:
    """By state and kind."""
    statement = select(DiscoveryRow.state, DiscoveryRow.kind, func.count()).group_by(
        DiscoveryRow.state, DiscoveryRow.kind
    )
    return {(state, kind): n for state, kind, n in tx.execute(scoped(statement, scope, DiscoveryRow.unit))}


def get(tx: Session, discovery_id: str, scope: Scope) -> Discovery:
    found = find(tx, scope, ids=(discovery_id,))
    if not found:
        raise NotFound(f"there is no discovery {discovery_id!r} within your units")
    return found[0]


def put(tx: Session, discoveries: Sequence[Discovery], scope: Scope) -> None:
    """Insert or replace; those of units outside the scope are passed over."""
    rows = [to_plain(one) for one in discoveries if scope.allows(one.unit)]
    if not rows:
        return
    table = table_of(DiscoveryRow)
    insert = (postgresql_insert if tx.get_bind().dialect.name == "postgresql" else sqlite_insert)(table)
    changed = {name: insert.excluded[name] for name in Discovery.__struct_fields__ if name != "id"}
    tx.connection().execute(insert.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


def _filtered(
    statement: Select[tuple[DiscoveryRow]],
    states: Sequence[DiscoveryState],
    kinds: Sequence[DiscoveryKind],
    text: str,
) -> Select[tuple[DiscoveryRow]]:
    if states:
        statement = statement.where(DiscoveryRow.state.in_([state.value for state in states]))
    if kinds:
        statement = statement.where(DiscoveryRow.kind.in_([kind.value for kind in kinds]))
    if text:
        wanted = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        either = func.lower(DiscoveryRow.subject).like(wanted, escape="\\")
        statement = statement.where(either | func.lower(DiscoveryRow.asset).like(wanted, escape="\\"))
    return statement
