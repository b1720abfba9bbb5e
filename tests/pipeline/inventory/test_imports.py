"""A file meets a register: what would change, and that exactly this then changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.inventory import Reading, write_estate
from collectors.inventory.files import read_file
from model.errors import Stale
from model.estate import Asset, AssetKind, System, Unit, UnitKind
from model.inventory import Conduit, Exposure, Service, Zone
from model.times import DAY
from pipeline.inventory import Action, Plan, apply, preview
from store import inventory, ledger, units
from store.scope import EVERYTHING, Scope
from store.state import State, open_state
from tests.collectors.inventory.shared_samples import sample

NOW = 1_790_000_000_000_000
NORTH = Scope(frozenset({"north"}))
DB = Asset(
    id="db-1",
    name="人口库",
    kind=AssetKind.SERVER,
    unit="north",
    addresses=("10.20.2.10",),
    criticality=5,
    owner="张伟",
)


@pytest.fixture
def state(tmp_path: Path) -> State:
    opened = open_state(tmp_path / "state.db")
    with opened.transaction() as tx:
        two = [Unit(id=u, name=u, name_zh=u, kind=UnitKind.TOWN, parent="district") for u in ("north", "south")]
        units.import_list(tx, two, actor="test")
        inventory.put(tx, DB, actor="test")
    return opened


def planned(state: State, reading: Reading, scope: Scope = EVERYTHING, unit: str = "district") -> Plan:
    with state.reading() as tx:
        return preview(tx, reading, scope, unit=unit, now=NOW)


def done(state: State, reading: Reading, now: int = NOW, expect: str = "") -> Plan:
    with state.transaction() as tx:
        return apply(
            tx, reading, EVERYTHING, unit="district", now=now, actor="li.na", file="f", data=b"x", expect=expect
        )


def yaml(text: str) -> Reading:
    return read_file(text.encode(), form="estate")


def test_a_scanner_finds_the_registered_machine_and_fills_only_what_is_empty(state: State) -> None:
    done(state, read_file(sample("nessus.xml")))
    with state.reading() as tx:
        found = inventory.get(tx, Asset, "db-1", EVERYTHING)
        assert (found.name, found.owner, found.criticality, found.unit) == ("人口库", "张伟", 5, "north")
        assert found.os.startswith("Linux Kernel 6.1")
        assert found.hostnames == ("db-1.qinghe.example",)
        assert {one.id for one in inventory.find(tx, Service, NORTH)} == {"db-1:tcp/5432", "db-1:tcp/22"}
        holes = inventory.find(tx, Exposure, NORTH)
        assert {(one.asset, one.service, one.weakness) for one in holes} == {
            ("db-1", "db-1:tcp/5432", "CVE-2024-4317"),
            ("db-1", "db-1:tcp/22", "nessus:70658"),
        }


def test_an_exposure_not_found_again_is_closed_and_one_that_returns_is_opened(state: State) -> None:
    report = sample("nessus.xml")
    done(state, read_file(report))
    start = report.index(b'<ReportItem port="22"')
    without = report[:start] + report[report.index(b"</ReportHost>") :]
    plan = done(state, read_file(without), NOW + DAY)
    assert [(c.action, c.id) for c in plan.changes if c.kind == "exposures" and c.action is Action.CLOSED] == [
        (Action.CLOSED, "nessus:db-1:tcp/22:nessus:70658")
    ]
    with state.reading() as tx:
        closed = inventory.get(tx, Exposure, "nessus:db-1:tcp/22:nessus:70658", EVERYTHING)
        assert closed.closed == NOW + DAY
    done(state, read_file(report), NOW + 2 * DAY)
    with state.reading() as tx:
        assert inventory.get(tx, Exposure, closed.id, EVERYTHING).closed == 0


def test_another_scanner_or_another_host_closes_nothing(state: State) -> None:
    done(state, read_file(sample("nessus.xml")))
    for other in ("openvas.xml", "nmap.xml", "trivy.json"):
        plan = done(state, read_file(sample(other)), NOW + DAY)
        assert plan.counts["closed"] == 0


def test_importing_twice_changes_nothing_the_second_time(state: State) -> None:
    for name in ("nmap.xml", "nessus.xml", "openvas.xml", "trivy.json", "cyclonedx.json", "users.json"):
        first = done(state, read_file(sample(name)))
        again = done(state, read_file(sample(name)))
        assert first.counts["added"] > 0, name
        assert again.counts | {"unchanged": 0, "rejected": 0} == dict.fromkeys(again.counts, 0), (name, again.changes)


def test_a_partial_table_changes_only_the_columns_it_has(state: State) -> None:
    plan = done(state, read_file("编号,责任人\ndb-1,王芳\n".encode(), form="csv", kind="assets"))
    (change,) = plan.changes
    assert (change.action, change.fields) == (Action.CHANGED, {"owner": ("张伟", "王芳")})


def test_what_is_rejected_says_why_and_the_rest_is_taken(state: State) -> None:
    plan = done(
        state,
        yaml("""
zones:
  - {id: dmz, name: DMZ}
conduits:
  - {id: c1, source: dmz, target: nowhere}
  - {id: c2, source: dmz, target: dmz}
services:
  - {id: s1, name: s, asset: absent}
  - {id: s2, name: s, asset: db-1, port: 99999}
  - {id: s3, name: s, asset: db-1, port: 80}
exposures:
  - {id: e1, weakness: w, title: t, asset: gone, service: s1}
assets:
  - {id: a1, name: a, kind: server, unit: nowhere}
  - {id: a2, name: a, kind: server, system: unknown}
"""),
    )
    assert {(c.kind, c.id) for c in plan.changes} == {("zones", "dmz"), ("conduits", "c2"), ("services", "s3")}
    reasons = {one.where.split()[-1]: one.reason for one in plan.rejected}
    assert reasons["c1"] == "target: no zone 'nowhere' is registered or in the file"
    assert reasons["s1"] == "asset: no asset 'absent' is registered or in the file"
    assert "65535" in reasons["s2"]
    assert reasons["a1"] == "unit 'nowhere' is not registered"
    assert reasons["a2"].startswith("system: no system 'unknown'")
    with state.reading() as tx:
        assert inventory.get(tx, Service, "s3", EVERYTHING).unit == "north"
        assert [one.id for one in inventory.find(tx, Conduit, EVERYTHING)] == ["c2"]


def test_a_unit_imports_its_own_and_nothing_of_others(state: State) -> None:
    reading = yaml("""
systems: [{id: s, name: s, unit: south}, {id: n, name: n, unit: north}]
units: [{id: new, name: new, name_zh: 新, kind: town, parent: north}]
""")
    plan = planned(state, reading, NORTH, "north")
    assert [(c.kind, c.id) for c in plan.changes] == [("systems", "n")]
    assert [one.reason for one in plan.rejected] == [
        "units are imported for the whole district only",
        "unit 'south' is not within your units",
    ]
    with state.transaction() as tx:
        inventory.put(tx, System(id="taken", name="t", name_zh="t", unit="south"), actor="x")
    plan = planned(state, yaml("systems: [{id: taken, name: x, unit: north}]"), NORTH, "north")
    assert plan.rejected[0].reason == "another unit has a record 'taken'"


def test_what_was_previewed_is_applied_or_nothing(state: State) -> None:
    reading = read_file(sample("nessus.xml"))
    plan = planned(state, reading)
    with state.transaction() as tx:
        inventory.put(tx, Zone(id="z", name="z", name_zh="z", unit="north"), actor="x")
    done(state, reading, NOW + DAY, expect=plan.digest)
    with pytest.raises(Stale):
        done(state, reading, expect=plan.digest)


def test_an_import_is_one_audit_record_beside_those_of_its_records(state: State) -> None:
    done(state, read_file(sample("openvas.xml")))
    with state.reading() as tx:
        (said,) = ledger.records(tx, EVERYTHING, action="inventory.imported").items
        assert said.details["form"] == "openvas"
        assert said.details["added"] == 3
        assert said.actor == "li.na"


def test_a_whole_register_moves_to_another_platform_by_its_file(state: State, tmp_path: Path) -> None:
    for name in ("nessus.xml", "openvas.xml", "cyclonedx.json", "users.json", "groups.json"):
        done(state, read_file(sample(name)))
    with state.reading() as tx:
        estate = inventory.load_estate(tx, EVERYTHING)
    with open_state(tmp_path / "other.db") as other:
        plan = done(other, read_file(write_estate(estate)))
        assert not plan.rejected
        with other.reading() as tx:
            assert inventory.load_estate(tx, EVERYTHING) == estate
