"""What the register says of places, what an attack teaches, and a register that changes while the engine runs."""

from __future__ import annotations

from correlator import Correlator
from correlator.known import Known, known
from model.estate import Asset, AssetKind
from model.inventory import Zone, ZoneKind
from model.severity import Level
from model.times import DAY, HOUR, MINUTE, SECOND
from tests.correlator.builders import alert


def machine(name: str, address: str, zone: str = "") -> Asset:
    return Asset(
        id=name, name=name, kind=AssetKind.SERVER, unit="district", hostnames=(name,), addresses=(address,), zone=zone
    )


def zone(name: str, network: str = "", kind: ZoneKind = ZoneKind.SERVER) -> Zone:
    return Zone(id=name, name=name, name_zh=name, unit="district", kind=kind, networks=(network,) if network else ())


def test_machines_of_one_zone_are_neighbours_though_their_addresses_are_far_apart() -> None:
    said = known([machine("web", "10.1.0.5", "servers"), machine("watch", "172.16.9.9", "servers")])
    engine = Correlator(known=said)
    engine.feed(alert(0, "dump", id="grave", host="web", level=Level.CRITICAL))
    engine.feed(alert(10 * MINUTE, "load", id="near", host="watch"))
    assert engine.incident_of("near") == engine.incident_of("grave")


def test_addresses_side_by_side_in_two_zones_are_no_neighbours() -> None:
    zones = [zone("dmz", "10.1.0.0/25"), zone("office", "10.1.0.128/25")]
    said = known([machine("web", "10.1.0.5"), machine("desk", "10.1.0.200")], zones)
    assert said.places == {"host:web": "zone:dmz", "host:desk": "zone:office"}
    engine = Correlator(known=said)
    engine.feed(alert(0, "dump", id="grave", host="web", level=Level.CRITICAL))
    engine.feed(alert(10 * MINUTE, "load", id="far", host="desk"))
    assert engine.incident_of("far") != engine.incident_of("grave")


def test_nobody_on_the_internet_is_a_neighbour() -> None:
    said = known(
        [machine("a", "203.0.113.5", "outside"), machine("b", "203.0.113.6", "outside")],
        [zone("outside", kind=ZoneKind.INTERNET)],
    )
    assert said.places == {"host:a": "host:a", "host:b": "host:b"}


def test_only_what_the_register_says_otherwise_has_to_be_told() -> None:
    before = known([machine("web", "10.1.0.5", "dmz"), machine("gone", "10.1.0.6", "dmz")])
    after = known([machine("web", "10.1.0.7", "office")])
    change = after.since(before)
    assert change == Known(
        {"ip:10.1.0.5": "", "ip:10.1.0.6": "", "ip:10.1.0.7": "host:web"}, {"host:gone": "", "host:web": "zone:office"}
    )
    engine = Correlator(known=before)
    engine.know(change)
    assert engine.known == after
    assert not after.since(engine.known)


RULES = ("scan", "shell", "dump", "move", "take")


def attack(engine: Correlator, day: int) -> bool:
    """Five unusual things of medium level in a minute: whether that is shown to somebody."""
    for n, rule in enumerate(RULES):
        engine.feed(alert(day * DAY + n * SECOND, rule, id=f"{rule} {day}", host="web"))
    held = engine.incident_of(f"take {day}")
    return any(incident.escalated for incident in engine.incidents() if incident.id == held)


def test_what_an_attack_showed_is_as_new_in_the_next_one() -> None:
    engine = Correlator()
    assert [attack(engine, day) for day in (0, 3)] == [True, True]


def test_what_was_seen_in_peace_is_less_new_in_an_attack() -> None:
    engine = Correlator()
    for n, rule in enumerate(RULES):
        engine.feed(alert(2 * n * HOUR, rule, id=f"peace {rule}", host="web"))
    assert not attack(engine, 3)


def test_what_escalates_on_three_days_of_a_fortnight_is_usual_however_grave() -> None:
    engine = Correlator()
    assert [attack(engine, day) for day in (0, 3, 6, 9)] == [True, True, True, False]
