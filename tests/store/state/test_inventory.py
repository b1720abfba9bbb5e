"""The whole register of the estate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from model.errors import InputError, NotFound, ScopeError
from model.estate import Asset, AssetKind, System, Unit, UnitKind
from model.inventory import Conduit, Estate, Exposure, Right, Service, Verb, Zone, ZoneKind
from store import inventory, ledger, units
from store.scope import EVERYTHING, Scope
from store.state import State, open_state
from tests.collectors.inventory.estates import estates

NORTH = Scope(frozenset({"north"}))
ZONE = Zone(id="dmz", name="DMZ", name_zh="隔离区", unit="north", kind=ZoneKind.DMZ, networks=("10.0.1.0/24",))
HOST = Asset(
    id="web-1",
    name="web-1",
    kind=AssetKind.SERVER,
    unit="north",
    addresses=("10.0.1.7",),
    identifiers=("00:16:3e:00:00:01",),
    zone="dmz",
    os="Debian 12",
    owner="Zhang",
    firmware="1.2",
)
WEB = Service(id="web-1:tcp/443", name="portal", asset="web-1", unit="north", port=443, product="nginx")
HOLE = Exposure(id="e1", weakness="CVE-2021-44228", title="Log4j", asset="web-1", unit="north", service=WEB.id, cvss=10)
RIGHT = Right(id="r1", subject="ops", verb=Verb.ADMIN_TO, target="web-1", unit="south")
FLOW = Conduit(id="in", source="internet", target="dmz", unit="north", services=("tcp/443",))


@pytest.fixture(scope="module")
def shared_state() -> Iterator[State]:
    with TemporaryDirectory() as folder, open_state(Path(folder) / "state.db") as opened:
        yield opened


@pytest.fixture
def filled(state: State) -> State:
    with state.transaction() as tx:
        two = [Unit(id=u, name=u, name_zh=u, kind=UnitKind.TOWN, parent="district") for u in ("north", "south")]
        units.import_list(tx, two, actor="test")
        assert inventory.put_all(tx, [HOLE, WEB, HOST, FLOW, ZONE, RIGHT], actor="li.na") == 6
    return state


@given(estate=estates())
@settings(deadline=None, max_examples=10)
def test_an_estate_that_is_put_is_loaded_equal_and_putting_it_again_changes_nothing(
    shared_state: State, estate: Estate
) -> None:
    owned = _in_the_district(estate)
    records = [one for kind in inventory.KINDS for one in getattr(owned, kind.plural)]
    with shared_state.transaction() as tx:
        inventory.put_all(tx, records, actor="test")
        loaded = inventory.load_estate(tx, EVERYTHING)
        for kind in inventory.KINDS:
            assert getattr(loaded, kind.plural) == tuple(sorted(getattr(owned, kind.plural), key=lambda one: one.id))
        assert inventory.put_all(tx, records, actor="test") == 0
        tx.rollback()


def _in_the_district(estate: Estate) -> Estate:
    known = {system.id for system in estate.systems}

    def owned(record: Any) -> Any:
        values: dict[str, Any] = {"unit": "district"}
        if getattr(record, "system", "") not in known and hasattr(record, "system"):
            values["system"] = ""
        return msgspec.structs.replace(record, **values)

    return Estate(
        **{kind.plural: tuple(owned(one) for one in getattr(estate, kind.plural)) for kind in inventory.KINDS}
    )


def test_records_are_found_by_filter_and_by_text_in_pages(filled: State) -> None:
    with filled.reading() as tx:
        assert inventory.find(tx, Service, NORTH, equals={"port": 443}) == [WEB]
        assert inventory.find(tx, Service, NORTH, equals={"port": [1, 2]}) == []
        assert inventory.find(tx, Asset, NORTH, text="16:3E:00") == [HOST]
        assert inventory.find(tx, Asset, NORTH, text="0.1.") == [HOST]
        assert inventory.find(tx, Asset, NORTH, text="%") == []
        assert inventory.find(tx, Exposure, NORTH, text="log4") == [HOLE]
        assert inventory.find(tx, Right, NORTH) == []
        assert inventory.count(tx, Right, EVERYTHING, text="ops") == 1
        assert inventory.find(tx, Zone, EVERYTHING, after="dmz") == []
        with pytest.raises(NotFound):
            inventory.get(tx, Right, "r1", NORTH)


def test_each_change_is_an_audit_record_that_says_what_changed(filled: State) -> None:
    with filled.transaction() as tx:
        inventory.put(tx, msgspec.structs.replace(WEB, version="1.24"), actor="li.na", scope=NORTH)
        (said,) = ledger.records(tx, EVERYTHING, action="service.changed").items
        assert (said.object, said.details) == (f"service:{WEB.id}", {"version": "1.24"})


def test_what_says_nothing_without_a_record_is_removed_with_it_unless_another_unit_owns_it(filled: State) -> None:
    with filled.transaction() as tx:
        with pytest.raises(ScopeError, match="another unit"):
            inventory.remove(tx, Asset, "web-1", NORTH, actor="li.na")
        tx.rollback()
    with filled.transaction() as tx:
        inventory.remove(tx, Asset, "web-1", EVERYTHING, actor="li.na")
        estate = inventory.load_estate(tx, EVERYTHING)
        assert (estate.assets, estate.services, estate.exposures, estate.rights) == ((), (), (), ())
        assert estate.zones == (ZONE,)


def test_a_unit_that_owns_any_record_is_not_removed(filled: State) -> None:
    with filled.transaction() as tx, pytest.raises(InputError, match="'r1' still belongs to it"):
        units.remove(tx, "south", actor="li.na")


def test_what_cannot_be_is_refused(filled: State) -> None:
    change = msgspec.structs.replace
    with filled.transaction() as tx:
        for bad in (
            change(ZONE, trust=6),
            change(WEB, port=70_000),
            change(HOST, name=""),
            change(ZONE, unit="absent"),
        ):
            with pytest.raises(InputError):
                inventory.put(tx, bad, actor="x")
        with pytest.raises(InputError, match="system 'absent'"):
            inventory.put(tx, change(WEB, system="absent"), actor="x")
        with pytest.raises(ScopeError):
            inventory.put(tx, change(RIGHT, unit="north"), actor="x", scope=NORTH)
        inventory.put(tx, System(id="s", name="s", name_zh="s", unit="north"), actor="x")
        inventory.put(tx, change(WEB, system="s"), actor="x")
        with pytest.raises(InputError, match="belongs to it"):
            inventory.remove(tx, System, "s", EVERYTHING, actor="x")
