"""The registers of systems, assets and data sets."""

from __future__ import annotations

import msgspec
import pytest

from model.errors import InputError, NotFound, ScopeError
from model.estate import Asset, AssetKind, DataClass, DataSet, System, Unit, UnitKind
from store import ledger, registers, units
from store.scope import EVERYTHING
from store.state import State

SYSTEM = System(id="portal", name="Portal", name_zh="门户网站", unit="north", mlps_level=3)
ASSET = Asset(
    id="web-1",
    name="web-1",
    kind=AssetKind.SERVER,
    unit="north",
    system="portal",
    addresses=("192.0.2.7", "2001:db8::7"),
    hostnames=("www.example.gov.cn",),
    criticality=4,
)
DATA_SET = DataSet(
    id="residents",
    name="Residents",
    name_zh="常住人口",
    unit="north",
    data_class=DataClass.SENSITIVE,
    system="portal",
    records=800_000,
    personal_information=True,
)


@pytest.fixture
def registered(state: State) -> State:
    with state.transaction() as tx:
        units.import_list(
            tx,
            [Unit(id=u, name=u, name_zh=u, kind=UnitKind.TOWN, parent="district") for u in ("north", "south")],
            actor="test",
        )
        registers.put_system(tx, SYSTEM, actor="test")
        registers.put_asset(tx, ASSET, actor="test")
        registers.put_data_set(tx, DATA_SET, actor="test")
    return state


def test_what_is_registered_is_read_back_whole(registered: State) -> None:
    with registered.reading() as tx:
        scope = units.scope_of(tx, "north")
        assert registers.get_system(tx, "portal", scope) == SYSTEM
        assert registers.get_asset(tx, "web-1", scope) == ASSET
        assert registers.get_data_set(tx, "residents", scope) == DATA_SET
        assert registers.find_systems(tx, scope, unit="north") == [SYSTEM]
        assert registers.find_data_sets(tx, scope, system="portal") == [DATA_SET]
        assert registers.find_data_sets(tx, scope, system="other") == []


@pytest.mark.parametrize("name", ["192.0.2.7", "2001:db8::7", "www.example.gov.cn", "web-1"])
def test_an_asset_is_found_by_every_name_it_goes_by(registered: State, name: str) -> None:
    with registered.reading() as tx:
        assert registers.find_assets(tx, EVERYTHING, name=name) == [ASSET]
        assert registers.find_assets(tx, units.scope_of(tx, "south"), name=name) == []


def test_a_change_replaces_what_stood_and_the_audit_trail_says_what_changed(registered: State) -> None:
    moved = msgspec.structs.replace(ASSET, unit="south", addresses=("192.0.2.8",), system="")
    with registered.transaction() as tx:
        registers.put_asset(tx, moved, actor="li.na")
        registers.put_asset(tx, moved, actor="li.na")
        assert registers.get_asset(tx, "web-1", units.scope_of(tx, "south")) == moved
        assert registers.find_assets(tx, EVERYTHING, name="192.0.2.7") == []
        assert registers.find_assets(tx, units.scope_of(tx, "north")) == []
        (said,) = ledger.records(tx, EVERYTHING, action="asset.changed").items
        assert said.details == {"unit": "south", "addresses": ["192.0.2.8"], "system": ""}


def test_what_cannot_be_is_refused(registered: State) -> None:
    change = msgspec.structs.replace
    with registered.transaction() as tx:
        for bad in (
            change(SYSTEM, mlps_level=6),
            change(SYSTEM, unit="absent"),
            change(SYSTEM, id=""),
            change(SYSTEM, name=""),
        ):
            with pytest.raises(InputError):
                registers.put_system(tx, bad, actor="x")
        for bad in (change(ASSET, criticality=9), change(ASSET, system="absent")):
            with pytest.raises(InputError):
                registers.put_asset(tx, bad, actor="x")
        with pytest.raises(InputError):
            registers.put_data_set(tx, change(DATA_SET, records=-1), actor="x")
        with pytest.raises(InputError, match="belongs to it"):
            registers.remove_system(tx, "portal", EVERYTHING, actor="x")


def test_nobody_takes_or_changes_what_another_unit_registered(registered: State) -> None:
    with registered.transaction() as tx:
        south = units.scope_of(tx, "south")
        with pytest.raises(ScopeError):
            registers.put_asset(tx, msgspec.structs.replace(ASSET, unit="south", system=""), actor="x", scope=south)
        with pytest.raises(ScopeError):
            registers.put_data_set(tx, DATA_SET, actor="x", scope=south)
        with pytest.raises(NotFound):
            registers.remove_asset(tx, "web-1", south, actor="x")
        new = Asset(id="n", name="n", kind=AssetKind.SERVER, unit="south", system="portal")
        with pytest.raises(InputError, match="within your units"):
            registers.put_asset(tx, new, actor="x", scope=south)


def test_what_is_removed_is_gone_with_its_names(registered: State) -> None:
    with registered.transaction() as tx:
        registers.remove_asset(tx, "web-1", EVERYTHING, actor="li.na")
        registers.remove_data_set(tx, "residents", EVERYTHING, actor="li.na")
        registers.remove_system(tx, "portal", EVERYTHING, actor="li.na")
        for get, key in (
            (registers.get_asset, "web-1"),
            (registers.get_data_set, "residents"),
            (registers.get_system, "portal"),
        ):
            with pytest.raises(NotFound):
                get(tx, key, EVERYTHING)
        registers.put_system(tx, SYSTEM, actor="x")
        registers.put_asset(tx, ASSET, actor="x")
        assert registers.get_asset(tx, "web-1", EVERYTHING) == ASSET
