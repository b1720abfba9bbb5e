"""The tree of units stays a tree, and what people see follows it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from model.errors import InputError, NotFound, ScopeError
from model.estate import System, Unit, UnitKind
from store import alerts, ledger, registers, units
from store.scope import EVERYTHING, NOTHING, Scope
from store.state import State
from tests.store.state.samples import an_alert


def town(unit_id: str, parent: str = "district") -> Unit:
    return Unit(id=unit_id, name=unit_id.title(), name_zh=f"{unit_id}镇", kind=UnitKind.TOWN, parent=parent)


def test_the_root_sees_everything_and_an_unknown_unit_nothing(state: State) -> None:
    with state.reading() as tx:
        assert units.scope_of(tx, "district") == EVERYTHING
        assert units.scope_of(tx, "gone") == NOTHING


def test_a_moved_unit_takes_what_it_owns_out_of_one_scope_into_another(state: State) -> None:
    with state.transaction() as tx:
        for unit in (town("north"), town("south"), town("village", "north"), town("hamlet", "village")):
            units.add(tx, unit, actor="test")
        alerts.add(tx, [an_alert("a", unit="hamlet")])
        assert alerts.count(tx, units.scope_of(tx, "north")) == 1
        assert alerts.count(tx, units.scope_of(tx, "south")) == 0
        units.move(tx, "village", "south", actor="li.na")
        assert alerts.count(tx, units.scope_of(tx, "north")) == 0
        assert alerts.count(tx, units.scope_of(tx, "south")) == 1
        assert [one.id for one in units.ancestors(tx, "hamlet", EVERYTHING)] == ["district", "south", "village"]
        assert [one.id for one in units.ancestors(tx, "hamlet", units.scope_of(tx, "village"))] == ["village"]
        (moved,) = ledger.records(tx, EVERYTHING, action="unit.moved").items
        assert (moved.actor, moved.object, moved.details) == ("li.na", "unit:village", {"from": "north", "to": "south"})


@given(
    moves=st.lists(st.tuples(st.integers(0, 6), st.integers(-1, 6)), max_size=25),
    parents=st.lists(st.integers(-1, 6), min_size=7, max_size=7),
)
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_sequence_of_moves_leaves_a_tree_in_which_every_unit_is_reached_from_the_root(
    state: State, moves: list[tuple[int, int]], parents: list[int]
) -> None:
    def name(n: int) -> str:
        return "district" if n < 0 else f"u{n}"

    with state.transaction() as tx:
        above: dict[str, str] = {}
        for n, parent in enumerate(parents):
            above[name(n)] = name(min(parent, n - 1))
            units.add(tx, town(name(n), above[name(n)]), actor="test")
        for moved, to in moves:
            target, on_the_way = name(to), {name(to)}
            while target != "district":
                target = above[target]
                on_the_way.add(target)
            if name(moved) in on_the_way:
                with pytest.raises(InputError, match="below"):
                    units.move(tx, name(moved), name(to), actor="test")
            else:
                units.move(tx, name(moved), name(to), actor="test")
                above[name(moved)] = name(to)
        tree = units.tree(tx, EVERYTHING)
        assert {unit.id: unit.parent for unit in tree} == {"district": "", **above}
        seen: set[str] = {""}
        for unit in tree:
            assert unit.parent in seen, "parents come before children"
            seen.add(unit.id)
        for unit in tree[1:]:
            below = {u for u in above if unit.id in {a.id for a in units.ancestors(tx, u, EVERYTHING)} | {u}}
            assert units.scope_of(tx, unit.id).units == below
        tx.rollback()


@pytest.mark.parametrize(
    "bad",
    [
        town("", "district"),
        town(" x", "district"),
        town("x" * 129),
        town("x", "absent"),
        town("x", ""),
        town("x", "x"),
        town("district", "district"),
        Unit(id="x", name="", name_zh="镇", kind=UnitKind.TOWN, parent="district"),
    ],
)
def test_a_unit_that_cannot_stand_in_the_tree_is_refused(state: State, bad: Unit) -> None:
    with state.transaction() as tx:
        with pytest.raises(InputError):
            units.add(tx, bad, actor="test")
        assert len(units.tree(tx, EVERYTHING)) == 1


def test_the_tree_is_limited_in_depth(state: State) -> None:
    with state.transaction() as tx:
        parent = "district"
        for n in range(units.MAX_DEPTH - 1):
            units.add(tx, town(f"u{n}", parent), actor="test")
            parent = f"u{n}"
        with pytest.raises(InputError, match="levels"):
            units.add(tx, town("one more", parent), actor="test")


def test_a_list_is_imported_in_any_order_and_a_second_time_changes_nothing(state: State) -> None:
    wanted = [town("hamlet", "village"), town("village", "north"), town("north")]
    with state.transaction() as tx:
        assert units.import_list(tx, wanted, actor="test") == 3
        assert units.import_list(tx, wanted, actor="test") == 0
        assert [unit.id for unit in units.tree(tx, EVERYTHING)] == ["district", "north", "village", "hamlet"]
        root = Unit(id="district", name="Harbour", name_zh="港口区", kind=UnitKind.DISTRICT)
        assert units.import_list(tx, [root, town("hamlet", "north")], actor="test") == 2
        assert units.get(tx, "district", EVERYTHING).name_zh == "港口区"
        assert units.get(tx, "hamlet", EVERYTHING).parent == "north"


def test_a_list_with_mistakes_changes_nothing_and_names_them_all(state: State) -> None:
    wanted = [town("good"), town("a", "b"), town("b", "a"), town("orphan", "absent"), town("")]
    with state.transaction() as tx:
        with pytest.raises(InputError) as caught:
            units.import_list(tx, wanted, actor="test")
        for name in ("unit a:", "unit b:", "unit orphan:", "unit ''"):
            assert name in str(caught.value)
        assert len(units.tree(tx, EVERYTHING)) == 1
        assert ledger.head(tx).sequence == 0


def test_people_change_units_within_their_scope_only(state: State) -> None:
    with state.transaction() as tx:
        units.import_list(tx, [town("north"), town("south"), town("village", "north")], actor="test")
        north = units.scope_of(tx, "north")
        units.rename(tx, "village", name="V", name_zh="村", actor="x", scope=north)
        units.add(tx, town("new", "village"), actor="x", scope=north)
        with pytest.raises(NotFound):
            units.rename(tx, "south", name="S", name_zh="南", actor="x", scope=north)
        with pytest.raises(ScopeError):
            units.move(tx, "village", "south", actor="x", scope=north)
        with pytest.raises(ScopeError):
            units.add(tx, town("other", "south"), actor="x", scope=north)
        with pytest.raises(NotFound):
            units.remove(tx, "south", actor="x", scope=north)


def test_a_unit_is_removed_only_when_nothing_hangs_on_it_and_what_it_recorded_stays(state: State) -> None:
    with state.transaction() as tx:
        units.import_list(tx, [town("north"), town("village", "north")], actor="test")
        system = System(id="s", name="S", name_zh="系统", unit="village")
        registers.put_system(tx, system, actor="test")
        alerts.add(tx, [an_alert("a", unit="village")])
        for unit in ("north", "village", "district"):
            with pytest.raises(InputError):
                units.remove(tx, unit, actor="test")
        registers.remove_system(tx, "s", EVERYTHING, actor="test")
        units.remove(tx, "village", actor="test")
        assert alerts.count(tx, EVERYTHING) == 1
        assert alerts.count(tx, units.scope_of(tx, "north")) == 0


def test_a_cycle_in_a_damaged_database_ends_no_program(state: State) -> None:
    with state.transaction() as tx:
        units.import_list(tx, [town("a"), town("b", "a")], actor="test")
        tx.execute(text("UPDATE units SET parent = 'b' WHERE id = 'a'"))
        assert units.scope_of(tx, "a").units == {"a", "b"}
        assert len(units.ancestors(tx, "a", EVERYTHING)) <= units.MAX_DEPTH + 1
        assert units.tree(tx, Scope(frozenset({"a"})))[0].id == "a"
