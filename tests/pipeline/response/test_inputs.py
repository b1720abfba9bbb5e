"""What an incident gives a playbook to work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from model.entity import Entity, EntityKind, Role
from model.estate import Asset, AssetKind
from model.inventory import Zone, ZoneKind
from pipeline.response.triggers import Ours, inputs_from
from store import inventory
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.store.state.samples import an_incident

BIND = {"__source__": {"entity": "ip", "role": "actor"}}


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(tmp_path / "state.db") as state:
        with state.transaction() as tx:
            portal = Asset(
                id="portal", name="portal", unit="district", kind=AssetKind.SERVER, addresses=("198.51.100.10",)
            )
            office = Zone(
                id="office", name="office", name_zh="办公网", unit="district", networks=("10.20.0.0/16", "no network")
            )
            outside = Zone(
                id="outside",
                name="outside",
                name_zh="外网",
                unit="district",
                kind=ZoneKind.INTERNET,
                networks=("0.0.0.0/0",),
            )
            inventory.put_all(tx, [portal, office, outside], actor="test")
        yield state


def chosen(state: State, *addresses: str) -> dict[str, str] | None:
    acted = tuple(Entity(kind=EntityKind.IP, value=one, role=Role.ACTOR) for one in addresses)
    with state.reading() as tx:
        return inputs_from(an_incident("i", ("a",), entities=acted), BIND, Ours(tx, EVERYTHING))


def test_an_attackers_address_is_proposed_before_a_machine_of_ours_it_acted_through(state: State) -> None:
    assert chosen(state, "198.51.100.10", "10.20.9.66", "203.0.113.66") == {"__source__": "203.0.113.66"}
    assert chosen(state, "198.51.100.10", "10.20.9.66") == {"__source__": "10.20.9.66"}
    assert chosen(state, "198.51.100.10") == {"__source__": "198.51.100.10"}


def test_without_anybody_who_acted_nothing_is_proposed(state: State) -> None:
    assert chosen(state) is None
