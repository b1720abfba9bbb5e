"""Random trees of units, random rows, random readers: nobody ever sees a row of a unit outside their subtree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from model.entity import Entity, EntityKind
from model.errors import NotFound
from model.estate import Asset, AssetKind, DataClass, DataSet, System, Unit, UnitKind
from model.incident import IncidentChange
from model.inventory import DataAccess, DataGrant, Service, Zone
from model.times import Micros
from store import alerts, feed, incidents, inventory, ledger, quarantine, registers, sources, units
from store.contract import TimeRange
from store.incident_views import PARTIAL_TITLE
from store.ledger.chain import OPENED
from store.scope import EVERYTHING, Scope
from store.state import State, open_state
from tests.store.state.samples import Bad, an_alert, an_incident

ALL_TIME = TimeRange(0, 2**62)


@pytest.fixture(scope="module")
def shared_state() -> Iterator[State]:
    with TemporaryDirectory() as folder, open_state(Path(folder) / "state.db") as opened:
        yield opened


def marked(unit: str) -> str:
    """A text that names its unit between signs no other text has, so that a leak is found in whatever holds it."""
    return f"«{unit}»"


def seen_units(value: object, all_units: set[str]) -> set[str]:
    text = repr(msgspec.to_builtins(value, enc_hook=repr))
    return {unit for unit in all_units if marked(unit) in text}


@st.composite
def estates(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, Any]]:
    """Parent of each unit but the root, and how many rows of which unit."""
    names = [f"u{n}" for n in range(draw(st.integers(1, 7)))]
    parents = {name: draw(st.sampled_from(["district", *names[:n]])) for n, name in enumerate(names)}
    everyone = ["district", *names, "unregistered"]
    return parents, {
        "alerts": draw(st.lists(st.sampled_from(everyone), min_size=1, max_size=12)),
        "incidents": draw(st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True), max_size=4)),
        "registered": draw(st.lists(st.sampled_from(everyone[:-1]), max_size=4)),
    }


def subtree(parents: dict[str, str], root: str) -> set[str]:
    if root == "district":
        return {"district", *parents}
    found = {root}
    for _ in parents:
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def fill(tx: Session, parents: dict[str, str], rows: dict[str, Any]) -> None:
    units.import_list(
        tx,
        [
            Unit(id=unit, name=marked(unit), name_zh=marked(unit), kind=UnitKind.TOWN, parent=parent)
            for unit, parent in parents.items()
        ],
        actor="test",
    )
    stored = [
        an_alert(
            f"a{n}",
            unit=unit,
            time=1_000 + n,
            rule=f"rule {marked(unit)}",
            entities=(
                Entity(kind=EntityKind.HOST, value=f"host {marked(unit)}"),
                Entity(kind=EntityKind.IP, value="::1"),
            ),
            tactics=(f"tactic {marked(unit)}",),
        )
        for n, unit in enumerate(rows["alerts"])
    ]
    alerts.add(tx, stored)
    for n, alert in enumerate(stored):
        status = alerts.AlertStatus.ACKNOWLEDGED
        alerts.decide(tx, [alert.id], EVERYTHING, actor=marked(alert.unit), status=status, note=f"n{n}", time=5)
    changes = []
    for number, picks in enumerate(rows["incidents"]):
        members = list(dict.fromkeys(stored[pick % len(stored)].id for pick in picks))
        of = [alert for member in members for alert in stored if alert.id == member]
        entities = tuple(dict.fromkeys(entity for alert in of for entity in alert.entities))
        tactics = tuple(dict.fromkeys(tactic for alert in of for tactic in alert.tactics))
        involved = tuple(dict.fromkeys(alert.unit for alert in of))
        incident = an_incident(
            f"i{number}",
            tuple(members),
            units=involved,
            entities=entities,
            tactics=tactics,
            title=" ".join(marked(unit) for unit in involved),
        )
        changes.append(IncidentChange(kind="opened", incident=incident, alert_id=members[0]))
    incidents.apply(tx, changes)
    for n, unit in enumerate(rows["alerts"]):
        bad = Bad(position=n, message=marked(unit), data=marked(unit).encode(), reason=f"reason {marked(unit)}")
        quarantine.add(tx, marked(unit), unit, [bad], fingerprint="f")
        sources.record(tx, marked(unit), unit, events=1, first_event=n, last_event=n)
        if unit != "unregistered":
            sources.put(tx, sources.Source(name=marked(unit), kind="x", unit=unit, settings={}), actor="test")
    for n, unit in enumerate(rows["registered"]):
        named = {"name": marked(unit), "unit": unit}
        registers.put_system(tx, System(id=f"s{n}", name_zh=marked(unit), **named), actor="test")
        asset = Asset(id=f"h{n}", kind=AssetKind.SERVER, addresses=(marked(unit),), hostnames=("h",), **named)
        registers.put_asset(tx, asset, actor="test")
        data_set = DataSet(id=f"d{n}", name_zh=marked(unit), data_class=DataClass.OPEN, **named)
        registers.put_data_set(tx, data_set, actor="test")
        zone = Zone(id=f"z{n}", name_zh=marked(unit), networks=(marked(unit),), **named)
        service = Service(id=f"v{n}", asset=f"h{n}", product=marked(unit), **named)
        grant = DataGrant(id=f"g{n}", holder=f"v{n}", access=DataAccess.STORES, data_set=f"d{n}", unit=unit)
        inventory.put_all(tx, [zone, service, grant], actor="test")


def readings(tx: Session, scope: Scope) -> Iterator[tuple[str, object]]:
    """Every read the state offers, with every filter that could reach across."""
    yield "alerts.find", alerts.find(tx, scope, limit=1_000).items
    yield "alerts.find entity", alerts.find(tx, scope, alerts.Filter(entity="ip:::1", within=ALL_TIME)).items
    for n in range(4):
        yield "alerts.find incident", alerts.find(tx, scope, alerts.Filter(incident=f"i{n}")).items
    yield "alerts.count_by_rule", alerts.count_by_rule(tx, scope)
    yield "incidents.find", incidents.find(tx, scope, incidents.Filter(within=ALL_TIME)).items
    yield "incidents.find entity", incidents.find(tx, scope, incidents.Filter(entity="ip:::1")).items
    for item in incidents.find(tx, scope).items:
        yield "incidents.history", incidents.history(tx, item.incident.id, scope)
    yield "quarantine.find", quarantine.find(tx, scope, limit=1_000).items
    yield "quarantine.counts", quarantine.counts(tx, scope)
    yield "sources.find", sources.find(tx, scope)
    yield "sources.health", sources.health(tx, scope)
    yield "units.tree", units.tree(tx, scope)
    for unit in units.tree(tx, scope):
        yield "units.ancestors", units.ancestors(tx, unit.id, scope)
    yield "registers.find_systems", registers.find_systems(tx, scope)
    yield "registers.find_assets", registers.find_assets(tx, scope, name="h")
    yield "registers.find_data_sets", registers.find_data_sets(tx, scope)
    yield "inventory.load_estate", inventory.load_estate(tx, scope)
    for kind in inventory.KINDS:
        yield f"inventory.find {kind.plural}", inventory.find(tx, kind.record, scope)
        yield f"inventory.find {kind.plural} text", inventory.find(tx, kind.record, scope, text="h", limit=3)
    yield "ledger.records", ledger.records(tx, scope, limit=1_000).items


def by_id(tx: Session, scope: Scope) -> Iterator[tuple[str, str, object]]:
    """Every row fetched by its id: the unit it belongs to, and what the reader got (None for NotFound)."""

    def attempt(read: Any, *key: object) -> object:
        try:
            return read(tx, *key, scope)
        except NotFound:
            return None

    for stored in alerts.find(tx, EVERYTHING, limit=1_000).items:
        yield "alerts.get", stored.alert.unit, attempt(alerts.get, stored.alert.id)
        yield "alerts.history", stored.alert.unit, attempt(alerts.history, stored.alert.id)
    for held in quarantine.find(tx, EVERYTHING, limit=1_000).items:
        yield "quarantine.get", held.unit, attempt(quarantine.get, held.id)
    for source in sources.find(tx, EVERYTHING):
        yield "sources.get", source.unit, attempt(sources.get, source.name)
    for unit in units.tree(tx, EVERYTHING):
        yield "units.get", unit.id, attempt(units.get, unit.id)
    for system in registers.find_systems(tx, EVERYTHING):
        yield "registers.get_system", system.unit, attempt(registers.get_system, system.id)
    for asset in registers.find_assets(tx, EVERYTHING):
        yield "registers.get_asset", asset.unit, attempt(registers.get_asset, asset.id)
    for data_set in registers.find_data_sets(tx, EVERYTHING):
        yield "registers.get_data_set", data_set.unit, attempt(registers.get_data_set, data_set.id)
    for kind in inventory.KINDS:
        for one in inventory.find(tx, kind.record, EVERYTHING):
            found = inventory.find(tx, kind.record, scope, ids=[one.id])
            yield f"inventory.find {kind.plural} id", one.unit, found or None
    for record in ledger.records(tx, EVERYTHING, limit=1_000).items:
        yield "ledger.get", record.unit, attempt(ledger.get, record.sequence)
        yield "ledger.prove_inclusion", record.unit, attempt(ledger.prove_inclusion, record.sequence)


@contextmanager
def undone(state: State) -> Iterator[Session]:
    """A transaction that is never kept, so that every example begins with an empty state."""
    with state.transaction() as tx:
        yield tx
        tx.rollback()


@given(estate=estates(), data=st.data())
@settings(deadline=None, max_examples=40)
def test_no_read_of_the_state_shows_a_row_from_outside_the_scope(
    shared_state: State, estate: tuple[dict[str, str], dict[str, Any]], data: st.DataObject
) -> None:
    parents, rows = estate
    reader = data.draw(st.sampled_from(["district", *parents]))
    everyone = {"district", *parents, "unregistered"}
    with undone(shared_state) as tx:
        fill(tx, parents, rows)
        scope = units.scope_of(tx, reader)
        allowed = subtree(parents, reader) | ({"unregistered"} if reader == "district" else set())
        assert {unit for unit in everyone if scope.allows(unit)} == allowed
        shown: set[str] = set()
        for name, result in readings(tx, scope):
            found = seen_units(result, everyone)
            assert found <= allowed, f"{name} showed {reader} rows of {found - allowed}"
            shown |= found
        for name, unit, result in by_id(tx, scope):
            assert (result is not None) == (unit in allowed), f"{name} of {unit} by {reader}"
            assert seen_units(result, everyone) <= allowed, name
        assert {unit for unit in rows["alerts"] if unit in allowed} <= shown
        assert alerts.count(tx, scope) == sum(unit in allowed for unit in rows["alerts"])
        assert sum(alerts.count_by_level(tx, scope).values()) == alerts.count(tx, scope)
        incidents_agree(tx, scope, allowed)
        told = feed.since(tx, 0, scope, kinds=frozenset({"alert", "incident"}), limit=10_000)
        for change in told:
            (alerts if change.kind == "alert" else incidents).get(tx, change.object, scope)
        assert {c.object for c in told if c.kind == "alert"} == {
            stored.alert.id for stored in alerts.find(tx, scope, limit=1_000).items
        }


def incidents_agree(tx: Session, scope: Scope, allowed: set[str]) -> None:
    """Seen when one of its units is the reader's; whole when all are; counts and filters say the same."""
    seen = {item.incident.id: item for item in incidents.find(tx, scope).items}
    for whole in incidents.find(tx, EVERYTHING).items:
        involved = set(whole.incident.units)
        assert (whole.incident.id in seen) == bool(involved & allowed)
        if whole.incident.id not in seen:
            with pytest.raises(NotFound):
                incidents.get(tx, whole.incident.id, scope)
            continue
        item = seen[whole.incident.id]
        assert item == incidents.get(tx, whole.incident.id, scope)
        assert item.partial == (not involved <= allowed)
        if item.partial:
            assert item.incident.title == PARTIAL_TITLE
            mine = {stored.alert.id for stored in alerts.find(tx, scope, limit=1_000).items}
            assert {m.alert_id for m in item.incident.members} == mine & {m.alert_id for m in whole.incident.members}
            assert {m.reason.other for m in item.incident.members} <= mine | {""}
        else:
            assert item == whole
    assert incidents.count(tx, scope) == len(seen)
    assert sum(incidents.count_by_status(tx, scope).values()) == len(seen)
    for stored in alerts.find(tx, EVERYTHING, limit=1_000).items:
        through = incidents.of_alert(tx, stored.alert.id, scope)
        assert through == [] or stored.alert.unit in allowed
        filtered = incidents.find(tx, scope, incidents.Filter(alert=stored.alert.id)).items
        assert filtered == [] or stored.alert.unit in allowed


@given(estate=estates(), data=st.data())
@settings(deadline=None, max_examples=25)
def test_paging_through_a_scope_gives_every_alert_once_newest_first(
    shared_state: State, estate: tuple[dict[str, str], dict[str, Any]], data: st.DataObject
) -> None:
    parents, rows = estate
    reader = data.draw(st.sampled_from(["district", *parents]))
    limit = data.draw(st.integers(1, 5))
    times: list[Micros] = data.draw(st.lists(st.integers(0, 3), min_size=len(rows["alerts"]), max_size=20))
    with undone(shared_state) as tx:
        fill(tx, parents, {**rows, "alerts": ["district"], "incidents": [], "registered": []})
        stored = [
            an_alert(f"p{n}", unit=u, time=t) for n, (u, t) in enumerate(zip(rows["alerts"], times, strict=False))
        ]
        alerts.add(tx, stored)
        scope = units.scope_of(tx, reader)
        got, cursor = [], None
        while True:
            page = alerts.find(tx, scope, alerts.Filter(source="test", rule="rule-1"), limit=limit, cursor=cursor)
            got += [item.alert for item in page.items]
            cursor = page.cursor
            if cursor is None:
                break
            assert len(page.items) == limit
        wanted = [alert for alert in stored if scope.allows(alert.unit)]
        assert got == sorted(wanted, key=lambda alert: (alert.time, alert.id), reverse=True)


def test_the_ledgers_opening_belongs_to_the_root(state: State) -> None:
    with state.transaction() as tx:
        units.add(tx, Unit(id="t", name="T", name_zh="镇", kind=UnitKind.TOWN, parent="district"), actor="test")
        mine = ledger.records(tx, units.scope_of(tx, "t")).items
    assert [record.action for record in mine] == ["unit.added"]
    assert OPENED not in {record.action for record in mine}
