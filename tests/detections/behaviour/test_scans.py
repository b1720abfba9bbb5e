"""Port and address scans."""

from __future__ import annotations

import random

import pytest

from detections.behaviour.walk import BENIGN, SCANNER
from model.severity import Level
from tests.detections.behaviour.kit import flow, only, run

PORTS, HOSTS = only("port_scan"), only("address_scan")


def test_the_walks_bounds_are_those_of_the_paper() -> None:
    """Four first contacts without an answer settle the matter (Jung et al. 2004, section 4.2: ln 99 / ln 4 = 3.3)."""
    assert pytest.approx(4.595, abs=0.001) == SCANNER
    assert pytest.approx(-4.595, abs=0.001) == BENIGN


def test_many_refused_ports_of_one_host_are_a_scan_and_the_finding_says_what_was_seen() -> None:
    found = run(PORTS, [flow(n, "203.0.113.9", "10.20.1.10", 1000 + n, answered=False) for n in range(40)])
    assert len(found) == 1
    finding = found[0]
    assert finding.group == {"source.ip": "203.0.113.9", "destination.ip": "10.20.1.10"}
    assert finding.measured["ports_failed"] == finding.limits["ports"] == 15
    assert finding.measured["ports"][:2] == ["1000/tcp", "1001/tcp"]
    assert "15 did not answer" in finding.why
    assert "15 个无应答" in finding.why_zh
    assert 1 <= len(finding.event_ids) <= 8


def test_a_scan_from_one_of_our_own_machines_is_worse() -> None:
    inside = run(PORTS, [flow(n, "10.20.3.9", "10.20.1.10", 1000 + n, answered=False) for n in range(20)])
    outside = run(PORTS, [flow(n, "203.0.113.9", "10.20.1.10", 1000 + n, answered=False) for n in range(20)])
    assert [f.level for f in inside] == [Level.HIGH]
    assert [f.level for f in outside] == [None]


def test_a_slow_scan_is_a_scan() -> None:
    """One port every two hours."""
    found = run(PORTS, [flow(n * 7200, "203.0.113.9", "10.20.1.10", 1000 + n, answered=False) for n in range(20)])
    assert len(found) == 1
    assert found[0].measured["seconds"] >= 14 * 7200


def test_a_client_that_retries_one_dead_service_is_no_scan() -> None:
    assert run(PORTS, [flow(n, "10.20.3.9", "10.20.1.10", 8080, answered=False) for n in range(500)]) == []


def test_a_client_of_many_services_that_answer_is_no_scan() -> None:
    rng = random.Random(4)
    seen = [flow(n, "10.20.3.9", "10.20.1.10", 1000 + n, answered=rng.random() < 0.8) for n in range(300)]
    assert run(PORTS, seen) == []


def test_a_scan_with_some_open_ports_is_still_a_scan() -> None:
    rng = random.Random(5)
    seen = [flow(n, "203.0.113.9", "10.20.1.10", n + 1, answered=rng.random() < 0.1) for n in range(200)]
    assert len(run(PORTS, seen)) == 1


def test_the_same_scan_is_told_once_a_day() -> None:
    seen = [flow(n * 60, "203.0.113.9", "10.20.1.10", 1 + n, answered=False) for n in range(2000)]  # 33 hours
    assert len(run(PORTS, seen)) == 2


def test_traceroute_and_late_answers_of_name_servers_are_no_scan() -> None:
    trace = [
        flow(n, "10.20.3.9", "203.0.113.7", 33434 + n, answered=False, transport="udp", client_port=40_000)
        for n in range(60)
    ]
    answers = [
        flow(n, "10.20.2.53", "10.20.3.9", 50_000 + n, answered=False, transport="udp", client_port=53)
        for n in range(60)
    ]
    assert run(PORTS, trace + answers) == []


def test_the_same_port_on_many_silent_hosts_is_an_address_scan() -> None:
    found = run(HOSTS, [flow(n, "10.20.3.9", f"10.20.9.{n}", 445, answered=False) for n in range(1, 60)])
    assert len(found) == 1
    assert found[0].group == {"source.ip": "10.20.3.9", "destination.port": "445"}
    assert found[0].level is Level.HIGH
    assert found[0].measured["hosts_failed"] == 15


def test_a_monitor_that_calls_many_hosts_that_answer_is_no_scan() -> None:
    rng = random.Random(6)
    seen = [flow(n, "10.20.5.10", f"10.20.{n // 250}.{n % 250}", 22, answered=rng.random() < 0.85) for n in range(1000)]
    assert run(HOSTS, seen) == []


def test_multicast_groups_are_nobody_to_answer() -> None:
    seen = [flow(n, "10.20.3.9", f"239.1.1.{n}", 1900, answered=False, transport="udp") for n in range(1, 60)]
    assert run(HOSTS, seen) == []


def test_connections_seen_in_part_say_nothing() -> None:
    assert run(PORTS, [flow(n, "203.0.113.9", "10.20.1.10", 1 + n, answered=None) for n in range(100)]) == []
