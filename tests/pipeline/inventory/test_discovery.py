"""What events show of the estate, beside what is registered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.inventory import read_estate
from model.discovery import Discovery, DiscoveryKind, DiscoveryState, SeenKind
from model.errors import Conflict, InputError, NotFound
from model.estate import Asset, AssetKind, Unit, UnitKind
from model.inventory import Conduit, Estate, Service, Zone, ZoneKind
from model.times import DAY, HOUR, MINUTE
from pipeline.inventory.deciding import accept, compare, ignore, reopen
from pipeline.inventory.example import example
from pipeline.inventory.noticing import Noticing, unpack
from pipeline.inventory.observing import Observing
from store import discovery, inventory, ledger, units
from store.scope import EVERYTHING, Scope
from store.state import State, open_state

T = 1_790_000_000_000_000


def event(at: int = 0, **fields: Any) -> dict[str, Any]:
    plain = {name.replace("__", "."): value for name, value in fields.items()}
    return {
        "@timestamp": T + at,
        "event.id": f"e{at}",
        "fengsui.unit": "north",
        "event.dataset": "network.flow",
    } | plain


def flow(client: str, server: str, port: int, at: int = 0, **more: Any) -> dict[str, Any]:
    return event(
        at,
        **{
            "source.ip": client,
            "destination.ip": server,
            "destination.port": port,
            "network.transport": "tcp",
            "destination.packets": 9,
            "destination.bytes": 900,
        },
        **more,
    )


EVENTS = [
    flow("10.0.1.5", "10.0.2.7", 443, network__protocol="tls"),
    flow("10.0.1.5", "10.0.2.7", 443, MINUTE),
    flow("8.8.8.8", "10.0.2.7", 443, 2),
    flow("10.0.1.5", "10.0.2.8", 22, destination__packets=0, destination__bytes=0),
    flow("10.0.1.5", "10.0.2.9", 50_000),
    event(3, event__dataset="network.arp", source__ip="10.0.1.5", source__mac="00-16-3E-00-00-05"),
    event(4, event__dataset="network.tls", destination__ip="10.0.2.7", tls__client__server_name="Portal.Example"),
    event(
        5,
        event__dataset="network.http",
        source__ip="10.0.1.5",
        destination__ip="10.0.2.7",
        destination__port=443,
        network__transport="tcp",
        fengsui__http__response__server="nginx/1.24.0 (Debian)",
        user_agent__original="curl/8.1",
    ),
    event(6, event__dataset="network.dhcp", fengsui__dhcp__assigned_ip="10.0.1.9", fengsui__dhcp__host_name="PC-9"),
    event(7, event__dataset="network.mqtt", source__ip="10.0.8.1", fengsui__mqtt__client_id="smoke-1"),
    event(8, event__dataset="windows.security", host__name="DC1", host__ip=["10.0.2.2", "fe80::1", 7]),
]


def test_events_show_machines_services_names_devices_programs_and_who_talks() -> None:
    seen = unpack(Noticing(()).select(EVENTS))
    told = {(one.kind, one.address, one.key): one for one in seen}
    assert {key for key in told if key[0] is SeenKind.SERVICE} == {(SeenKind.SERVICE, "10.0.2.7", "tcp/443")}
    assert told[SeenKind.SERVICE, "10.0.2.7", "tcp/443"].detail == "tls"
    assert told[SeenKind.HOST, "10.0.1.5", ""].last == T + MINUTE
    assert (SeenKind.HOST, "10.0.2.8", "") not in told, "what did not answer is no machine"
    assert (SeenKind.HOST, "8.8.8.8", "") not in told
    assert told[SeenKind.MAC, "10.0.1.5", "00:16:3e:00:00:05"].first == T + 3
    assert told[SeenKind.NAME, "10.0.2.7", "portal.example"].detail == "tls"
    assert told[SeenKind.NAME, "10.0.1.9", "pc-9"].detail == "dhcp"
    assert told[SeenKind.NAME, "10.0.2.2", "dc1"].detail == "log"
    assert told[SeenKind.SOFTWARE, "10.0.2.7", "tcp/443 nginx"].detail == "1.24.0"
    assert told[SeenKind.SOFTWARE, "10.0.1.5", "client curl"].detail == "8.1"
    assert (SeenKind.DEVICE, "10.0.8.1", "smoke-1") in told
    pairs = {one.key: one.detail for one in seen if one.kind is SeenKind.PAIR}
    assert pairs == {"10.0.1.0/24>tcp/443": "10.0.1.5", "outside>tcp/443": "8.8.8.8"}


HOSTILE = st.one_of(
    st.none(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3), st.binary()
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "source.ip",
                        "destination.ip",
                        "destination.port",
                        "network.transport",
                        "network.protocol",
                        "host.ip",
                    ),
                    *("source.mac", "user_agent.original", "tls.client.server_name", "dns.resolved_ip", "host.name"),
                    *("fengsui.http.response.server", "fengsui.ssh.server.version", "device.id", "destination.bytes"),
                    *("fengsui.modbus.unit_id", "fengsui.dhcp.host_name"),
                ]
            ),
            HOSTILE,
        ),
        max_size=6,
    ),
    st.sampled_from(
        ["network.flow", "network.http", "network.ssh", "network.dhcp", "network.modbus", "network.dns", "x"]
    ),
)
@settings(deadline=None, max_examples=80)
def test_no_value_of_an_event_stops_it(fields: list[dict[str, Any]], dataset: str) -> None:
    events = [event(n, event__dataset=dataset) | some for n, some in enumerate(fields)]
    for one in unpack(Noticing(()).select(events)):
        assert len(one.key) <= 200


@pytest.fixture
def state(tmp_path: Path) -> State:
    opened = open_state(tmp_path / "state.db")
    with opened.transaction() as tx:
        two = [Unit(id=u, name=u, name_zh=u, kind=UnitKind.TOWN, parent="district") for u in ("north", "south")]
        units.import_list(tx, two, actor="test")
        inventory.put_all(
            tx,
            [
                Zone(id="desks", name="d", name_zh="d", unit="north", networks=("10.0.1.0/24",)),
                Zone(id="servers", name="s", name_zh="s", unit="north", networks=("10.0.2.0/24",)),
                Zone(id="net", name="i", name_zh="i", unit="north", kind=ZoneKind.INTERNET),
                Conduit(id="c", source="net", target="servers", unit="north", services=("tcp/443",)),
                Asset(id="web", name="web", kind=AssetKind.SERVER, unit="north", addresses=("10.0.2.7",)),
                Asset(id="pc-9", name="pc-9", kind=AssetKind.WORKSTATION, unit="north", addresses=("10.0.1.8",)),
                Service(
                    id="web:tcp/443", name="w", asset="web", unit="north", port=443, product="nginx", version="1.18"
                ),
            ],
            actor="test",
        )
    return opened


def observed(state: State, events: list[dict[str, Any]]) -> dict[str, Discovery]:
    observing = Observing()
    observing.hold(Noticing(()).select(events))
    with state.transaction() as tx:
        observing.remember(tx)
        compare(tx, T + HOUR)
        return {one.id: one for one in discovery.find(tx, EVERYTHING)}


def test_differences_to_the_register_are_found_once_and_go_away_by_themselves(state: State) -> None:
    found = observed(state, [*EVENTS, flow("10.0.1.5", "10.0.2.7", 8080)])
    assert set(found) == {
        "unregistered_host:10.0.1.5",
        "unregistered_host:10.0.8.1",
        "unregistered_host:10.0.2.2",
        "unregistered_host:10.0.2.9",
        "unregistered_service:web:tcp/8080",
        "unregistered_conduit:desks>servers",
        "changed_version:web:tcp/443",
        "changed_address:10.0.1.9",
    }
    assert found["changed_address:10.0.1.9"].asset == "pc-9"
    assert found["unregistered_conduit:desks>servers"].facts["services"] == ["tcp/443", "tcp/8080"]
    assert found["unregistered_host:10.0.1.5"].facts["zone"] == "desks"
    with state.transaction() as tx:
        service = Service(id="w2", name="w", asset="web", unit="north", port=8080)
        inventory.put(tx, service, actor="li.na")
        compare(tx, T + HOUR)
        assert discovery.get(tx, "unregistered_service:web:tcp/8080", EVERYTHING).state is DiscoveryState.RESOLVED
        assert compare(tx, T + HOUR) == 0


def test_accepting_makes_the_register_say_what_was_seen(state: State) -> None:
    found = observed(state, [*EVENTS, flow("10.0.1.5", "10.0.2.2", 389)])
    with state.transaction() as tx:
        accept(tx, list(found), EVERYTHING, actor="li.na", now=T + HOUR)
        estate = inventory.load_estate(tx, EVERYTHING)
        assets = {asset.id: asset for asset in estate.assets}
        assert assets["dc1"].addresses == ("10.0.2.2",)
        assert assets["10.0.1.5"].identifiers == ("00:16:3e:00:00:05",)
        assert assets["pc-9"].addresses == ("10.0.1.9", "10.0.1.8")
        services = {service.id: service for service in estate.services}
        assert services["dc1:tcp/389"].port == 389
        assert services["web:tcp/443"].version == "1.24.0"
        assert {c.source: c.services for c in estate.conduits}["desks"] == ("tcp/389", "tcp/443")
        assert compare(tx, T + HOUR) == 0, "nothing differs any more"
        assert {r.object for r in ledger.records(tx, EVERYTHING, action="discovery.accepted").items} == {
            f"discovery:{one}" for one in found
        }
        with pytest.raises(Conflict):
            accept(tx, [next(iter(found))], EVERYTHING, actor="li.na", now=T)


def test_what_is_ignored_stays_so_until_its_end_or_until_more_shows(state: State) -> None:
    found = observed(state, EVENTS)
    host, conduit = "unregistered_host:10.0.8.1", "unregistered_conduit:desks>servers"
    assert {host, conduit} <= set(found)
    with state.transaction() as tx:
        with pytest.raises(InputError, match="reason"):
            ignore(tx, [host], EVERYTHING, reason=" ", until=0, actor="x", now=T)
        with pytest.raises(InputError, match="ahead"):
            ignore(tx, [host], EVERYTHING, reason="r", until=T - 1, actor="x", now=T)
        ignore(tx, [host, conduit], EVERYTHING, reason="a test bench", until=T + DAY, actor="x", now=T)
        compare(tx, T + HOUR)
        assert discovery.get(tx, host, EVERYTHING).state is DiscoveryState.IGNORED
    after = observed(state, [flow("10.0.1.5", "10.0.2.7", 3389)])
    assert after[conduit].state is DiscoveryState.OPEN
    assert after[host].state is DiscoveryState.IGNORED
    with state.transaction() as tx:
        compare(tx, T + 2 * DAY)
        assert discovery.get(tx, host, EVERYTHING).state is DiscoveryState.OPEN
        ignore(tx, [host], EVERYTHING, reason="again", until=0, actor="x", now=T)
        reopen(tx, [host], EVERYTHING, actor="x", now=T)
        with pytest.raises(NotFound):
            accept(tx, [host], Scope(frozenset({"south"})), actor="x", now=T)


def test_a_machine_not_seen_for_long_has_vanished_unless_nothing_was_seen_since(state: State) -> None:
    assert "vanished_asset:web" not in observed(state, EVENTS)
    later = observed(state, [flow("10.0.1.5", "10.0.1.6", 80, 31 * DAY)])
    assert later["vanished_asset:web"].kind is DiscoveryKind.VANISHED_ASSET
    with state.transaction() as tx:
        accept(tx, ["vanished_asset:web"], EVERYTHING, actor="x", now=T)
        assert "web" not in {one.id for one in inventory.find(tx, Asset, EVERYTHING)}


def test_a_hardware_address_that_many_share_tells_no_machine_from_another(state: State) -> None:
    events = [
        event(n, event__dataset="network.arp", source__ip=f"10.0.1.{n}", source__mac="00-16-3E-00-00-99")
        for n in range(20, 26)
    ]
    found = observed(state, events)
    assert {one.kind for one in found.values()} == {DiscoveryKind.UNREGISTERED_HOST}
    with state.transaction() as tx:
        accept(tx, ["unregistered_host:10.0.1.20"], EVERYTHING, actor="x", now=T)
        compare(tx, T + HOUR)
        assert inventory.get(tx, Asset, "10.0.1.20", EVERYTHING).identifiers == ()
        assert discovery.get(tx, "unregistered_host:10.0.1.21", EVERYTHING).state is DiscoveryState.OPEN


def test_what_is_seen_again_soon_is_not_written_again(state: State) -> None:
    observing = Observing()
    noticing = Noticing(())
    observing.hold(noticing.select(EVENTS))
    with state.transaction() as tx:
        observing.remember(tx)
    observing.dirty = False
    observing.hold(noticing.select([flow("10.0.1.5", "10.0.2.7", 443, 10 * MINUTE, network__protocol="tls")]))
    with state.transaction() as tx:
        observing.remember(tx)
        assert not observing.dirty
    observing.hold(noticing.select([flow("10.0.1.5", "10.0.2.7", 443, 40 * MINUTE, network__protocol="tls")]))
    with state.transaction() as tx:
        observing.remember(tx)
        rows = discovery.all_seen(tx, EVERYTHING, address="10.0.2.7")
        assert max(one.last for one in rows) == T + 40 * MINUTE
        assert min(one.first for one in rows) == T


def test_the_example_district_is_complete_and_points_to_nothing_that_is_missing() -> None:
    estate: Estate = read_estate(example())
    assert len(estate.systems) >= 73
    assert all(system.level_is_proposal for system in estate.systems)
    ids = {kind: {one.id for one in getattr(estate, kind)} for kind in estate.__struct_fields__}
    missing = [
        (kind.name, record.id, name, one)
        for kind in inventory.KINDS
        for record in getattr(estate, kind.plural)
        for name, points in kind.points.items()
        for one in named(record, name)
        if not any(one in ids[point] for point in points)
    ]
    assert not missing
    units_named = {one.unit for kind in inventory.KINDS for one in getattr(estate, kind.plural)}
    assert units_named <= ids["units"]
    assert msgspec.to_builtins(estate.units[0])["id"] == "district"


def named(record: Any, name: str) -> tuple[str, ...]:
    value = getattr(record, name)
    return value if isinstance(value, tuple) else (value,) if value else ()
