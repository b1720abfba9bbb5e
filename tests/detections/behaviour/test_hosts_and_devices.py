"""Detectors that learn first: rare programs, new destinations, volumes, devices; and accounts that travel."""

from __future__ import annotations

import random

import pytest

from detections.behaviour.device_silence import DeviceSilence, Heard
from detections.behaviour.impossible_travel import distance_km
from detections.behaviour.observed import AnyObservation, Observation
from model.times import SECOND
from tests.detections.behaviour.kit import at, flow, login, message, only, process, run, sighting

DAY, HOUR = 86_400, 3_600
RARE, PARENT = only("rare_process"), only("rare_parent")
DESTINATION, VOLUME = only("new_destination"), only("exfiltration")
TRAVEL, SILENCE, DEVICE = only("impossible_travel"), only("device_silence"), only("new_device")
USUAL = ["/usr/bin/tar", "/usr/bin/ssh", "/usr/sbin/cron", "/usr/bin/python#.#"]


def usual_days(days: int, hosts: list[str]) -> list[AnyObservation]:
    """Every host starts its usual programs a hundred times a day."""
    return [
        process(day * DAY + n * 860, host, USUAL[n % len(USUAL)], "/usr/sbin/sshd")
        for day in range(days)
        for n in range(100)
        for host in hosts
    ]


def test_a_program_never_seen_is_told_after_learning_not_before() -> None:
    days = usual_days(8, ["portal"])
    early = process(3 * DAY, "portal", "/tmp/x")
    late = process(8 * DAY + 5, "portal", "/tmp/y", "/usr/sbin/nginx")
    found = run(RARE, [*days, early, late])
    assert [f.group for f in found] == [{"host.name": "portal", "process.executable": "/tmp/y"}]
    assert found[0].measured["starts_seen"] == 802


def test_a_program_that_many_hosts_have_is_not_rare_on_the_next() -> None:
    hosts = ["a", "b", "c", "d"]
    seen = usual_days(8, hosts) + [process(8 * DAY + n, host, "/opt/agent/new") for n, host in enumerate(hosts)]
    found = run(RARE, seen)
    assert [f.group["host.name"] for f in found] == ["a", "b"]  # rare on two, then common


def test_an_upgrade_does_not_flood() -> None:
    seen = usual_days(8, ["portal"]) + [process(8 * DAY + n, "portal", f"/opt/v/{'x' * n}") for n in range(300)]
    found = run(RARE, seen)
    assert len(found) == found[0].limits["daily"] == 10


def test_a_known_program_started_by_a_stranger_to_it_is_told() -> None:
    seen = usual_days(8, ["portal"])
    seen += [process(n * 100, "portal", "/usr/sbin/php", "/usr/sbin/nginx") for n in range(200)]
    seen += [process(n * 50, "portal", "/bin/sh", "/usr/sbin/sshd") for n in range(200)]
    odd = process(8 * DAY + 9, "portal", "/bin/sh", "/usr/sbin/nginx")
    found = run(PARENT, [*seen, odd])
    assert [f.event_ids for f in found] == [(odd.id,)]
    assert "nginx" in found[0].why


def test_a_server_that_calls_a_new_network_is_told_once_per_network() -> None:
    clients = [flow(n * HOUR, f"203.0.113.{n % 9}", "10.20.1.10") for n in range(16 * 24)]
    calls = [flow(n * HOUR, "10.20.1.10", f"198.51.100.{n % 20}") for n in range(15 * 24)]
    new = [flow(15 * DAY + n, "10.20.1.10", f"192.0.2.{n}", 8443) for n in range(5)]
    found = run(DESTINATION, [*clients, *calls, *new])
    assert [f.group["destination.ip"] for f in found] == ["192.0.2.0"]
    assert found[0].measured["neighbourhood"] == "192.0.2.0/24"


def test_a_desktop_calls_new_places_every_day() -> None:
    calls = [flow(n * 600, "10.20.3.22", f"198.{n % 200}.{n // 200}.7") for n in range(6 * 24 * 20)]
    assert run(DESTINATION, calls) == []


def volume_days(days: int, rng: random.Random) -> list[AnyObservation]:
    return [
        flow(n * HOUR + 30, "10.20.1.10", "198.51.100.7", out=round(2e6 * rng.lognormvariate(0, 0.6)))
        for n in range(days * 24)
    ]


def test_an_hour_far_above_the_usual_is_told_with_where_it_went() -> None:
    rng = random.Random(1)
    big = [flow(10 * DAY + n, "10.20.1.10", "203.0.113.77", 8443, out=5_000_000) for n in range(60)]
    found = run(VOLUME, volume_days(10, rng) + big)
    assert len(found) == 1
    assert found[0].about["destination.ip"] == "203.0.113.77"
    assert found[0].measured["bytes"] >= found[0].limits["bytes"]
    assert found[0].measured["z"] >= 3.5


def test_usual_busy_hours_are_not_told() -> None:
    for seed in range(10):
        assert run(VOLUME, volume_days(20, random.Random(seed))) == [], seed


def test_a_backup_every_night_is_part_of_the_usual() -> None:
    rng = random.Random(2)
    seen = volume_days(20, rng)
    seen += [
        flow(day * DAY + 3 * HOUR + n, "10.20.1.10", "198.51.100.9", out=10_000_000)
        for day in range(20)
        for n in range(20)
    ]
    found = run(VOLUME, sorted(seen, key=lambda s: s.time))
    assert len(found) <= 20  # never more than once an hour; each states what is usual
    assert all(f.measured["bytes"] > 5 * f.measured["usual_bytes"] for f in found)


def test_without_a_baseline_nothing_is_claimed() -> None:
    assert run(VOLUME, [flow(n, "10.20.1.10", "203.0.113.77", out=50_000_000) for n in range(50)]) == []


BEIJING, SHANGHAI, LONDON = (39.90, 116.41, "Beijing"), (31.23, 121.47, "Shanghai"), (51.51, -0.13, "London")


def test_the_distance_is_the_great_circle() -> None:
    assert distance_km(BEIJING[:2], SHANGHAI[:2]) == pytest.approx(1067, abs=3)
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20_015, abs=2)


def test_two_far_places_within_an_hour_are_told() -> None:
    first = login(0, "203.0.113.5", "wanghao", success=True, place=BEIJING)
    second = login(HOUR, "198.51.100.5", "wanghao", success=True, place=LONDON)
    found = run(TRAVEL, [first, second])
    assert [f.event_ids for f in found] == [(first.id, second.id)]
    assert found[0].measured["speed"] > 8000
    assert "London" in found[0].why


@pytest.mark.parametrize("hours", [12.0, 30.0])
def test_a_flight_is_possible(hours: float) -> None:
    seen: list[AnyObservation] = [
        login(0, "203.0.113.5", "wanghao", success=True, place=BEIJING),
        login(hours * HOUR, "198.51.100.5", "wanghao", success=True, place=LONDON),
    ]
    assert run(TRAVEL, seen) == []


def test_a_place_used_for_days_is_usual_and_a_neighbouring_city_is_the_same() -> None:
    """A proxy in Shanghai beside the office in Beijing, every day."""
    seen: list[AnyObservation] = []
    for day in range(10):
        seen.append(login(day * DAY, "203.0.113.5", "wanghao", success=True, place=BEIJING))
        seen.append(login(day * DAY + 1800, "198.51.100.5", "wanghao", success=True, place=SHANGHAI))
    found = run(TRAVEL, seen)
    assert 1 <= len(found) <= 3
    assert max(f.time for f in found) < at(4 * DAY)


def test_failures_and_addresses_of_our_own_do_not_travel() -> None:
    seen: list[AnyObservation] = [
        login(0, "203.0.113.5", "wanghao", success=True, place=BEIJING),
        login(60, "198.51.100.5", "wanghao", success=False, place=LONDON),
        login(90, "10.20.3.4", "wanghao", success=True, place=LONDON),
    ]
    assert run(TRAVEL, seen) == []


def reports(device: str, period: float, until: float, *, jitter: float = 0.05, seed: int = 1) -> list[AnyObservation]:
    rng = random.Random(seed)
    time, seen = rng.uniform(0, period), []
    while time < until:
        seen.append(message(time, device))
        time += period * (1 + rng.uniform(-jitter, jitter))
    return seen


def test_a_device_that_falls_silent_is_told_at_the_time_it_was_due() -> None:
    seen = reports("env-01", 60, 3600) + reports("env-02", 60, 7200, seed=2) + reports("env-03", 60, 7200, seed=3)
    found = run(SILENCE, seen)
    assert [f.group for f in found] == [{"device.id": "env-01"}]
    waited = (found[0].time - found[0].first_time) / SECOND
    assert round(waited) == found[0].measured["silence_seconds"]
    assert 360 <= found[0].measured["silence_seconds"] < 420


def test_a_silent_device_is_told_again_only_after_it_came_back() -> None:
    back = [message(5400 + n * 60, "env-01") for n in range(10)]
    others = reports("env-02", 60, 12_000, seed=2)
    found = run(SILENCE, [*reports("env-01", 60, 3600), *back, *others])
    assert len(found) == 2


def test_when_the_whole_source_is_silent_it_is_told_as_one_by_the_clock() -> None:
    seen = [s for n in range(20) for s in reports(f"env-{n}", 60, 3600, seed=n)]
    found = run(SILENCE, seen, until=3 * HOUR)
    assert [f.group for f in found] == [{"fengsui.source": "broker"}]


def test_the_end_of_a_recording_is_no_silence() -> None:
    assert run(SILENCE, reports("env-01", 60, 3600)) == []


def test_irregular_devices_are_not_judged() -> None:
    rng = random.Random(5)
    time, seen = 0.0, []
    for _ in range(200):
        time += rng.expovariate(1 / 60) ** 2 / 60
        seen.append(message(time, "door-01"))
    found = run(SILENCE, [*seen, *reports("env-02", 30, time + 50_000, seed=2)])
    assert [f for f in found if f.group.get("device.id") == "door-01"] == []


def test_patience_grows_with_what_was_seen() -> None:
    detector = DeviceSilence(SILENCE)
    assert detector.patience_s(Heard(gaps=[600.0] * 30)) == 3600
    assert detector.patience_s(Heard(gaps=[300.0, 600.0, 900.0] * 10)) == 3600
    assert detector.patience_s(Heard(gaps=[550.0, 600.0, 600.0, 600.0, 4000.0] * 6)) > 7200
    assert detector.patience_s(Heard(gaps=[600.0] * 5)) is None


def machines(days: int) -> list[Observation]:
    return [sighting(n * 600, f"00-11-22-33-44-{n % 20:02X}", f"10.20.3.{n % 20 + 1}") for n in range(days * 144)]


def test_an_unknown_hardware_address_is_told_after_learning() -> None:
    new = sighting(4 * DAY, "00-AA-BB-CC-DD-EE", "10.20.3.99")
    found = run(DEVICE, [*machines(4), new])  # type: ignore[list-item]
    assert [f.group for f in found] == [{"source.mac": "00-AA-BB-CC-DD-EE", "source.ip": "10.20.3.99"}]
    assert found[0].measured["locally_administered"] is False


def test_a_random_address_is_named_as_such_and_zones_are_kept_apart() -> None:
    moved = sighting(4 * DAY, "00-11-22-33-44-01", "10.20.8.7", zone="iot")
    phone = sighting(4 * DAY + 1, "DA-A1-19-00-00-01", "10.20.3.98")
    found = run(DEVICE, [*machines(4), moved, phone])  # type: ignore[list-item]
    assert [f.group["source.mac"] for f in found] == ["DA-A1-19-00-00-01"]
    assert "chosen locally" in found[0].why


def test_where_no_hardware_address_is_seen_inside_addresses_stand_for_devices() -> None:
    known = [flow(n * 600, f"10.20.3.{n % 20 + 1}", "203.0.113.5") for n in range(4 * 144)]
    found = run(DEVICE, [*known, flow(4 * DAY, "10.20.3.99", "203.0.113.5")])
    assert [f.group for f in found] == [{"source.ip": "10.20.3.99"}]
