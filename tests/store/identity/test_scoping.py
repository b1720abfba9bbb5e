"""Nothing of identity is read without a Scope, and accounts are seen within units only."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from model.errors import NotFound, ScopeError
from model.estate import Unit, UnitKind
from store import feed, units
from store.identity import accounts, tables
from store.scope import NOTHING, Scope
from store.scoping import Guarded
from store.state import State

NOW = 1_800_000_000_000_000
ROWS = sorted(
    (
        row
        for row in vars(tables).values()
        if isinstance(row, type) and issubclass(row, Guarded) and row.__module__ == tables.__name__
    ),
    key=lambda row: row.__name__,
)


@pytest.mark.parametrize("row", ROWS)
def test_a_read_without_a_scope_is_refused(state: State, row: type) -> None:
    with pytest.raises(ScopeError), state.reading() as tx:
        tx.scalars(select(row))


def test_accounts_outside_the_scope_are_not_found_or_listed(state: State) -> None:
    with state.transaction() as tx:
        for unit in ("education", "health"):
            units.add(
                tx, Unit(id=unit, name=unit, name_zh=unit, kind=UnitKind.DEPARTMENT, parent="district"), actor="t"
            )
        ours = accounts.add(tx, name="ours", display_name="o", unit="education", now=NOW, actor="t")
        theirs = accounts.add(tx, name="theirs", display_name="t", unit="health", now=NOW, actor="t")
        education = units.scope_of(tx, "education")
        assert [a.id for a in accounts.find(tx, education).items] == [ours.id]
        assert accounts.find(tx, NOTHING).items == []
        with pytest.raises(NotFound):
            accounts.get(tx, theirs.id, education)
        with pytest.raises(NotFound):
            accounts.change(tx, theirs.id, education, actor="t", now=NOW, version=None, disabled=True)
        with pytest.raises(NotFound):
            accounts.unlock(tx, theirs.id, education, actor="t", now=NOW)
        with pytest.raises(ScopeError):
            accounts.add(tx, name="new", display_name="n", unit="health", now=NOW, actor="t", scope=education)


def test_no_feed_is_seen_from_nowhere(state: State) -> None:
    with state.reading() as tx:
        assert feed.since(tx, 0, NOTHING, kinds=frozenset({"alert", "incident"})) == []
        assert feed.since(tx, 0, Scope(frozenset({"x"})), kinds=frozenset()) == []
        assert (feed.first(tx), feed.last(tx)) == (0, 0)
