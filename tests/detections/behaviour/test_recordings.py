"""The detectors on recordings: the project's own attack and normal day, and other people's captures."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from detections.behaviour import Config, Finding
from detections.behaviour.observed import Connection, Login, Query
from model.severity import Level
from model.times import SECOND, parse_iso
from tests.detections.behaviour.kit import events_in, observed, recorded, run
from tests.journeys.recorded import RECORDINGS
from tests.shared import shared


def level(finding: Finding) -> Level:
    return finding.level or finding.rule.level


@pytest.fixture(scope="module")
def attack() -> list[Finding]:
    return run(Config(), observed(recorded("district-attack")))


def truth(step: int) -> tuple[int, int]:
    document = yaml.safe_load((RECORDINGS / "district-attack" / "recording.yml").read_text("utf-8"))
    found = document["truth"][step - 1]
    return parse_iso(found["start"]), parse_iso(found["end"]) + 2 * SECOND


@pytest.mark.parametrize(
    ("step", "detector", "about"),
    [
        (1, "port_scan", {"source.ip": "203.0.113.66", "destination.ip": "10.20.1.10"}),
        (3, "password_guessing", {"source.ip": "203.0.113.66", "host.name": "portal"}),
        (5, "dns_tunnel", {"source.ip": "10.20.1.10", "dns.question.registered_domain": "cdn-sync.example"}),
    ],
)
def test_steps_of_the_intrusion_are_found_while_they_happen(
    attack: list[Finding], step: int, detector: str, about: dict[str, str]
) -> None:
    start, end = truth(step)
    found = [f for f in attack if f.rule.name == detector and f.group == about]
    assert len(found) == 1
    assert start <= found[0].time <= end
    assert level(found[0]).rank >= Level.MEDIUM.rank


def test_the_guess_that_opened_the_forgotten_account_is_told(attack: list[Finding]) -> None:
    opened = [f for f in attack if f.rule.name == "password_guessing" and f.level is Level.HIGH]
    assert [f.group["user.name"] for f in opened] == ["weihu"]


def test_the_attack_day_is_told_in_few_words(attack: list[Finding]) -> None:
    """The tunnel is told twice: for the portal, and for the resolver that carried it."""
    assert Counter(f.rule.name for f in attack) == {"port_scan": 1, "password_guessing": 2, "dns_tunnel": 2}


def test_the_normal_day_raises_nothing_above_low() -> None:
    found = run(Config(), observed(recorded("district-normal-day")))
    assert [f.why for f in found if level(f).rank > Level.LOW.rank] == []


def test_zeeks_recorded_ftp_brute_force_gives_logins_to_judge() -> None:
    events = events_in(shared("pcaps/ftp/zeek--bruteforce.pcap"))
    seen = [one for one in observed(events) if isinstance(one, Login)]
    failures = sum(not one.success for one in seen)
    found = run(Config(), observed(events))
    assert failures >= 10
    assert {f.rule.name for f in found} & {"password_guessing", "password_spraying"}


def test_nmap_against_a_web_server_opens_connections_that_answer() -> None:
    """Version detection on an open port is many connections and no scan of ports."""
    seen = observed(events_in(shared("pcaps/http/zeek--nmap-vsn.pcap")))
    assert any(isinstance(one, Connection) for one in seen)
    assert [f.rule.name for f in run(Config(), seen)] == []


ORDINARY = ("dns", "tls", "quic", "smtp", "sip", "mqtt", "modbus", "dnp3", "opcua", "s7comm", "snmp", "kerberos")


@pytest.mark.shared
@pytest.mark.parametrize("protocol", ORDINARY)
def test_other_peoples_ordinary_captures_raise_nothing_above_low(protocol: str) -> None:
    folder = shared(f"pcaps/{protocol}")
    small = [path for path in sorted(folder.iterdir()) if path.stat().st_size < 3_000_000 and ".pcap" in path.name]
    seen = {path: observed(events_in(path)) for path in small}
    assert sum(map(len, seen.values())) > 0
    for path, observations in seen.items():
        found = run(Config(), observations)
        assert [(path.name, f.why) for f in found if level(f).rank > Level.LOW.rank] == []


def test_windows_sign_ins_are_understood() -> None:
    """OTRF's recordings hold 4624 and 4625 as native JSON."""
    folder = shared("otrf")
    seen: list[Login] = []
    for path in sorted(folder.rglob("*.zip"))[:40]:
        if path.stat().st_size < 400_000:
            seen += [one for one in observed(events_in(path)) if isinstance(one, Login)]
        if len(seen) > 20:
            break
    assert seen
    assert all(one.account and not one.account.endswith("$") for one in seen)


def test_names_asked_for_in_other_peoples_captures_are_read() -> None:
    seen = observed(events_in(shared("pcaps/dns/arkime--dns-udp.pcap")))
    assert sum(isinstance(one, Query) for one in seen) > 0
