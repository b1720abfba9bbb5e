"""The compiled graph follows the register; an estate from a file gives the fields of a printed incident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from correlator import Correlator
from correlator.capability.closure import Closure
from correlator.capability.facts import INSIDE, REACH, Fact
from correlator.capability.register import Register
from correlator.capability.words import ActionKind, Origin, Watch
from correlator.export import incident_object
from model.estate import Asset, Unit, UnitKind
from model.inventory import Conduit, Exposure, Right
from model.severity import Level
from pipeline import outlook
from pipeline.outlook import EstateOutlook, Outlooks, watches_of
from store import inventory, units
from store.inventory.changes import changed_since, position
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.correlator.capability.district import CENTRE, ESTATE, WATER
from tests.correlator.capability.test_blast import alert, on

START = {Fact(INSIDE, "internet"): 1.0, Fact(INSIDE, "office"): 0.5}


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = open_state(tmp_path / "state.db")
    fields = (
        "zones",
        "assets",
        "services",
        "accounts",
        "conduits",
        "rights",
        "exposures",
        "data_sets",
        "data_grants",
        "controls",
    )
    with opened.transaction() as tx:
        tree = [Unit(id="district", name="d", name_zh="区", kind=UnitKind.DISTRICT)]
        tree += [
            Unit(id=one, name=one, name_zh=one, kind=UnitKind.DEPARTMENT, parent="district") for one in (CENTRE, WATER)
        ]
        units.import_list(tx, tree, actor="test")
        inventory.put_all(tx, [one for field in fields for one in getattr(ESTATE, field)], actor="test")
    yield opened
    opened.close()


def follows(register: Register) -> set[Fact]:
    return {fact for fact in Closure(register.graph, START).facts() if fact.kind != REACH}


def test_the_graph_follows_every_change_of_the_register(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Outlooks()
    with state.reading() as tx:
        register = keeper.refresh(tx, 0)
        keeper.exposure(tx, "citizens", [Origin.INTERNET], 2, 0)
    asset = inventory_asset()
    changes = (
        lambda tx: inventory.remove(tx, Right, "session", EVERYTHING, actor="t"),
        lambda tx: inventory.put(tx, asset, actor="t"),
        lambda tx: inventory.remove(tx, Exposure, "portal-rce", EVERYTHING, actor="t"),
        lambda tx: inventory.put(tx, ESTATE.exposures[0], actor="t"),
        lambda tx: inventory.remove(tx, Asset, "jump", EVERYTHING, actor="t"),
        lambda tx: inventory.remove(tx, Conduit, "dmz>server", EVERYTHING, actor="t"),
    )
    for change in changes:
        with state.transaction() as tx:
            change(tx)
        with state.reading() as tx:
            assert keeper.refresh(tx, 0) is register
            anew = Register(inventory.load_estate(tx, EVERYTHING))
            assert follows(register) == follows(anew)
            ways = keeper.exposure(tx, "citizens", [Origin.INTERNET], 2, 0)[0].paths
            fresh = Outlooks().exposure(tx, "citizens", [Origin.INTERNET], 2, 0)[0].paths
            assert [one.p for one in ways] == [one.p for one in fresh]
    monkeypatch.setattr(outlook, "MOST_CHANGES", 0)
    with state.transaction() as tx:
        inventory.put(tx, ESTATE.conduits[1], actor="t")
    with state.reading() as tx:
        assert keeper.refresh(tx, 0) is not register


def inventory_asset() -> Asset:
    return Asset(id="spare", name="spare", kind=ESTATE.assets[0].kind, unit=CENTRE, zone="server")


def test_only_what_changed_since_is_told_and_too_much_is_not_listed(state: State) -> None:
    with state.reading() as tx:
        at = position(tx)
        assert changed_since(tx, at, 10) == set()
        assert changed_since(tx, 0, 3) is None
    with state.transaction() as tx:
        inventory.remove(tx, Exposure, "portal-rce", EVERYTHING, actor="t")
    with state.reading() as tx:
        assert changed_since(tx, at, 10) == {("exposure", "portal-rce")}


def test_an_estate_fills_the_fields_of_a_printed_incident() -> None:
    seen = [alert("a", Level.CRITICAL, [on("portal")], ("execution",))]
    ahead = EstateOutlook(ESTATE, {"T1552.001": [Watch(id="r", title="t")]}).fields(seen)
    change = Correlator().feed(seen[0])[0]
    printed = incident_object(change.incident, {"a": seen[0]}, ahead)
    assert printed["next"][0]["target"] == "postgres"
    assert printed["next"][0]["seen_by"] == ["r"]
    assert set(printed["next"][0]) >= {"technique", "target", "p", "why", "seen_by"}
    assert printed["blast"][0]["asset"] == "citizens"
    assert set(printed["blast"][0]) >= {"asset", "class", "path", "p"}
    assert printed["containment"]
    assert set(printed["containment"][0]) >= {"action", "target", "cost", "cuts"}
    assert incident_object(change.incident)["blast"] == []


def test_rules_watch_for_the_techniques_of_their_tags() -> None:
    found = watches_of(
        [("r1", "one", "", ["attack.t1190", "attack.initial-access"]), ("r2", "two", "", ["attack.t1190"])]
    )
    assert [watch.id for watch in found["T1190"]] == ["r1", "r2"]


@pytest.mark.parametrize("never", ["PORTAL", "10.1.0.0/24", "10.1.0.10", "portal.district.example"])
def test_what_must_not_be_blocked_is_not_offered_for_isolation(state: State, never: str) -> None:
    seen = [alert("a", Level.CRITICAL, [on("portal")], ("execution",))]

    def isolated(keeper: Outlooks) -> set[str]:
        with state.reading() as tx:
            answers = keeper.incident(tx, seen, {}, 0).containment
        assert answers
        return {one.act.id for answer in answers for one in answer.actions if one.act.kind is ActionKind.ISOLATE_HOST}

    assert "portal" in isolated(Outlooks())
    assert "portal" not in isolated(Outlooks([never]))
