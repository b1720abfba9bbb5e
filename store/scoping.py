"""How rows are limited to what a caller may see: one column, one function, and a guard that notices when it was forgotten.

A table whose rows belong to a unit inherits `Owned` (or `Guarded`, when another table says whose they are). Reading it
goes through `scoped(statement, scope, Row.unit)`.
The session `store.state` hands out refuses every SELECT that names such a table and did not go through `scoped`,
so a read without a Scope fails the first time it runs, not the first time somebody sees a neighbour's rows.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, event, false, true
from sqlalchemy.orm import InstrumentedAttribute, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.sql.visitors import iterate

from model.errors import ScopeError
from store.base import Base
from store.scope import Scope

_APPLIED = "fengsui_scope"

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")


class Guarded:
    """Rows of this table are limited to a Scope by something other than a `unit` column of their own."""


class Owned(Guarded):
    """Rows of this table belong to `unit`. Not a foreign key: a row outlives the unit it was recorded for."""

    unit: Mapped[str] = mapped_column()


def scoped(statement: S, scope: Scope, *units: InstrumentedAttribute[str]) -> S:
    """The statement, limited to rows whose `units` columns are all within the scope.

    Name the unit column of every owned table the statement reads rows from.
    """
    for unit in units:
        statement = statement.where(within_scope(unit, scope))
    return statement.execution_options(**{_APPLIED: scope, "populate_existing": True})


def within_scope(unit: InstrumentedAttribute[str], scope: Scope) -> ColumnElement[bool]:
    """The condition alone, for subqueries of a statement that goes through `scoped`."""
    if scope.everything:
        return true()
    return unit.in_(sorted(scope.units)) if scope.units else false()


@cache
def guarded_tables() -> frozenset[FromClause]:
    return frozenset(m.local_table for m in Base.registry.mappers if issubclass(m.class_, Guarded))


class ScopedSession(Session):
    """A session that will not read owned rows without a Scope."""


@event.listens_for(ScopedSession, "do_orm_execute")
def _refuse_unscoped_reads(execution: ORMExecuteState) -> None:
    if not execution.is_select or _APPLIED in execution.execution_options:
        return
    guarded = guarded_tables()
    read = sorted({str(part) for part in iterate(execution.statement) if part in guarded})  # type: ignore[arg-type]
    if read:
        raise ScopeError(
            f"a read of {', '.join(read)} without a Scope was refused",
            hint="pass the statement through store.scoping.scoped; this is a mistake in the program, not in its use",
        )
