"""From events to what detectors look at, for the sources there are and for hostile ones."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detections.behaviour import Config, Selector
from detections.behaviour.observed import Connection, Login, Process, Query, Sighting
from detections.behaviour.selection import unpack

BASE = {"@timestamp": 1_780_000_000_000_000, "event.id": "0" * 32, "fengsui.unit": "u", "fengsui.source": "s"}


def seen(facts: dict[str, Any]) -> list[Any]:
    return unpack(Selector(Config()).select([BASE | facts]))


def test_a_zeek_connection_is_judged_by_its_own_state() -> None:
    event = {
        "event.dataset": "zeek.conn", "event.category": ["network"], "event.type": ["connection", "end"], "source.ip": "10.0.0.1",
        "destination.ip": "10.0.0.2", "destination.port": 22, "network.transport": "tcp", "conn_state": "REJ", "orig_bytes": 7,
    }  # fmt: skip
    (found,) = seen(event)
    assert isinstance(found, Connection)
    assert (found.answered, found.out) == (False, 7)
    assert seen(event | {"conn_state": "SF"})[0].answered is True
    assert seen(event | {"conn_state": "OTH"})[0].answered is None


def test_a_flow_without_a_state_is_judged_by_its_answer_and_a_refusal_by_a_firewall_counts() -> None:
    event = {
        "event.dataset": "suricata.flow", "event.category": ["network"], "event.type": ["connection", "end"],
        "source.ip": "10.0.0.1", "destination.ip": "10.0.0.2", "destination.port": 22, "network.transport": "TCP",
    }  # fmt: skip
    assert seen(event | {"destination.packets": 0})[0].answered is False
    assert seen(event | {"destination.packets": 3})[0].answered is True
    assert seen(event | {"event.type": ["connection", "end", "denied"]})[0].answered is False
    assert seen(event)[0].answered is None


def test_windows_sign_ins_carry_account_and_address_and_leave_machines_and_services_out() -> None:
    event = {
        "event.dataset": "windows.security", "event.category": ["authentication"], "event.type": ["start"], "host.name": "DC1",
        "event.outcome": "failure", "TargetUserName": "Wang.Hao", "IpAddress": "10.0.0.9", "LogonType": 3,
    }  # fmt: skip
    (found,) = seen(event)
    assert isinstance(found, Login)
    assert (found.account, found.client, found.host, found.success) == ("wang.hao", "10.0.0.9", "dc1", False)
    assert seen(event | {"TargetUserName": "DC1$"}) == []
    assert seen(event | {"LogonType": "5"}) == []
    assert seen(event | {"IpAddress": "-"})[0].client == ""


def test_one_attempt_told_in_several_lines_is_one_login() -> None:
    line = {
        "event.dataset": "syslog",
        "event.category": ["authentication"],
        "event.outcome": "failure",
        "user.name": "root",
    }
    assert len(seen(line | {"event.type": ["start"], "event.action": "ssh_login"})) == 1
    assert seen(line | {"event.type": ["info"], "event.action": "pam_authentication"}) == []
    assert seen(line | {"event.type": ["start"], "event.action": "changed_login_id"}) == []


def test_coordinates_are_read_in_every_form_ecs_has() -> None:
    line = {
        "event.dataset": "vpn", "event.category": ["authentication"], "event.type": ["start"], "event.outcome": "success",
        "user.name": "li", "source.ip": "203.0.113.5",
    }  # fmt: skip
    for form in (
        {"source.geo.location": "39.9,116.4"},
        {"source.geo.location": [116.4, 39.9]},
        {"source.geo.location.lat": 39.9, "source.geo.location.lon": 116.4},
    ):
        assert seen(line | form)[0].place[:2] == (39.9, 116.4)
    for wrong in (
        {"source.geo.location": "91,0"},
        {"source.geo.location": "nan,nan"},
        {"source.geo.location": ["x", 1]},
    ):
        assert seen(line | wrong)[0].place is None


def test_names_are_asked_by_clients_also_when_the_answer_tells_it() -> None:
    event = {
        "event.dataset": "suricata.dns", "event.category": ["network"], "event.type": ["protocol", "info"], "source.ip": "10.0.0.53",
        "source.port": 53, "destination.ip": "10.0.0.1", "destination.port": 40_000, "dns.question.name": "WWW.Example.COM.",
    }  # fmt: skip
    (found,) = seen(event)
    assert isinstance(found, Query)
    assert (found.client, found.name) == ("10.0.0.1", "www.example.com")
    assert seen(event | {"dns.question.name": "1.0.0.10.in-addr.arpa"}) == []
    assert seen(event | {"destination.port": 5353}) == []


def test_programs_and_hardware_addresses() -> None:
    start = {
        "event.category": ["process"],
        "event.type": ["start"],
        "host.name": "H",
        "event.dataset": "windows.sysmon",
    }
    (found,) = seen(start | {"process.executable": r"C:\Users\a\x1.exe", "ParentImage": r"C:\Windows\explorer.exe"})
    assert isinstance(found, Process)
    assert (found.host, found.program, found.parent) == ("h", r"~\x#.exe", r"c:\windows\explorer.exe")
    arp = {"event.dataset": "network.arp", "source.ip": "10.0.0.1", "observer.name": "sensor"}
    (met,) = seen(arp | {"source.mac": "aa:bb:cc:00:11:22"})
    assert isinstance(met, Sighting)
    assert met.mac == "AA-BB-CC-00-11-22"
    assert seen(arp | {"source.mac": "01-00-5E-00-00-01"}) == []  # a group's
    assert seen(arp | {"source.mac": "zz-bb-cc-00-11-22"}) == []


FIELDS = [
    "event.dataset", "event.category", "event.type", "event.action", "event.outcome", "source.ip", "destination.ip", "source.port",
    "destination.port", "network.transport", "dns.question.name", "dns.question.type", "dns.response_code", "user.name", "host.name",
    "source.mac", "process.executable", "source.geo.location", "source.geo.location.lat", "event.start", "event.end", "conn_state",
    "source.bytes", "fengsui.flow.part", "destination.packets", "LogonType", "fengsui.iot.device_id", "observer.name", "fengsui.source",
]  # fmt: skip
LIKELY = st.sampled_from(
    ["network", "authentication", "process", "start", "connection", "end", "protocol", "network.flow", "network.arp", "network.mqtt",
     "iot", "success", "failure", "tcp", "udp", "10.0.0.1", "a.b.example.com", "02-00-00-00-00-01"]
)  # fmt: skip
SCALAR = st.one_of(LIKELY, st.text(max_size=300), st.integers(), st.floats(), st.booleans())


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.one_of(SCALAR, st.lists(SCALAR, max_size=5))))
def test_no_event_whatever_it_holds_stops_a_worker(facts: dict[str, Any]) -> None:
    for one in seen(facts):
        assert all(len(value) <= 300 for name in one.__struct_fields__ if isinstance(value := getattr(one, name), str))
