"""What our rules and the correlator make of the recorded intrusion and of the recorded normal day."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from correlator.export import incident_object
from model.alert import Alert
from model.incident import Incident
from model.severity import Level
from model.times import SECOND, parse_iso
from pipeline.response.triggers import extension_of, fits, inputs_from
from playbooks import library
from tests.journeys.recorded import Replayed, correlated, replay

ATTACK, NORMAL, DEVICES = "district-attack", "district-normal-day", "district-devices"

# What must be told of each step, by the words its name begins with. More may be; less is a step an analyst does not see.
TOLD: dict[str, set[str]] = {
    "port scan": {"Port Scan Of One Host"},
    "web probing": {"Web Scanner Names Itself", "SQL Injection In A Request", "Path Traversal In A Request"},
    "SSH password guessing": {"SSH Password Guessing", "SSH Sign-In Succeeds After Password Guessing"},
    "web shell": {"Script Uploaded Through A Form", "Script Runs In An Upload Folder"},
    "DNS tunnel": {"DNS Tunnel: Many Long Names From One Host"},
    "lateral login": {"SSH From Outside Into A Host That Then Opens SSH Inward", "Local Account Created"},
    "MQTT": {"MQTT Client Subscribes To Everything", "One Client Commands Many Devices"},
    "Modbus": {"Modbus Addresses Read One After Another", "Modbus Device Probed And Then Switched"},
    "personal records": {"Public Data Taken Page By Page"},
    "large transfer": {"Large HTTP Upload To A Bare Outside Address"},
}

# The same for what a stranger does to field devices; by the first word of the step's name.
TOLD_OF_DEVICES: dict[str, set[str]] = {
    "video": {"Camera Sign-In Guessed", "Camera Rebooted, Upgraded Or Reset By SIP"},
    "environment": {"Environmental Station Written From Its Network", "Environmental Data With A Clock Far Off"},
    "hydrology": {"Hydrological Station Reset Or Cleared"},
    "vehicles": {"One Vehicle Terminal From Two Addresses"},
    "fire": {"Fire-Alarm Transmission Device Initialised"},
    "pictures": {"DICOM Station Not Known To The Archive", "Many Pictures Moved Out Of The Archive"},
    "messages": {"HL7 Message Rejected"},
}


@pytest.fixture(scope="module")
def attack() -> Replayed:
    return replay(ATTACK)


def during(step: dict[str, Any], alerts: list[Alert]) -> list[Alert]:
    """Alerts of the step's time. A second of grace: a flow is told when it ends."""
    start, end = parse_iso(step["start"]), parse_iso(step["end"]) + SECOND
    return [a for a in alerts if start <= a.time <= end]


def test_each_step_of_the_intrusion_is_told_by_the_rules_made_for_it(attack: Replayed) -> None:
    steps = attack.manifest["truth"]
    assert len(steps) == len(TOLD)
    for step in steps:
        told = {a.rule.title for a in during(step, attack.alerts) if a.rule.level.rank >= Level.MEDIUM.rank}
        wanted = next(titles for words, titles in TOLD.items() if step["name"].startswith(words))
        assert wanted <= told, step["name"]


def test_each_thing_a_stranger_does_to_a_field_device_is_told() -> None:
    devices = replay(DEVICES)
    steps = devices.manifest["truth"]
    assert {step["name"].partition(":")[0] for step in steps} == set(TOLD_OF_DEVICES)
    for step in steps:
        told = {a.rule.title for a in during(step, devices.alerts)}
        assert TOLD_OF_DEVICES[step["name"].partition(":")[0]] <= told, step["name"]


def test_the_intrusion_is_one_escalated_incident_when_the_register_says_which_address_is_which_host(
    attack: Replayed,
) -> None:
    shown = [i for i in correlated(attack.alerts, with_inventory=True).incidents() if i.escalated]
    assert len(shown) == 1
    members = {m.alert_id for m in shown[0].members}
    for step in attack.manifest["truth"]:
        inside = [a for a in during(step, attack.alerts) if a.id in members]
        assert inside, f"the incident holds nothing of: {step['name']}"
    assert shown[0].level is Level.CRITICAL
    assert "203.0.113.66" in shown[0].title
    assert shown[0].title_zh


def test_the_incident_tells_every_step_of_the_intrusion_in_the_order_in_which_it_happened(attack: Replayed) -> None:
    """By the incident's own `steps`: where each step of the recording's list is first told by a rule made for it."""
    shown = next(i for i in correlated(attack.alerts, with_inventory=True).incidents() if i.escalated)
    alerts = {a.id: a for a in attack.alerts}
    members = {m.alert_id for m in shown.members}
    told = incident_object(shown, alerts)["steps"]
    assert [step["t"] for step in told] == sorted(step["t"] for step in told)
    place_of = {alert: place for place, step in enumerate(told) for alert in step["alert_ids"]}
    first_places, first_times = [], []
    for step in attack.manifest["truth"]:
        titles = next(titles for words, titles in TOLD.items() if step["name"].startswith(words))
        own = [a for a in attack.alerts if a.rule.title in titles and a.id in members]
        assert {a.rule.title for a in own} == titles, step["name"]
        first_places.append(min(place_of[a.id] for a in own))
        first_times.append(min(a.time for a in own))
    assert first_places == sorted(first_places)
    assert first_times == sorted(first_times)
    assert len(set(first_times)) == len(attack.manifest["truth"])


def test_without_a_register_the_intrusion_is_at_most_three_incidents(attack: Replayed) -> None:
    """The data host's own log knows its name and the packets its address; nothing joins the two."""
    shown = [i for i in correlated(attack.alerts, with_inventory=False).incidents() if i.escalated]
    assert 1 <= len(shown) <= 3


def test_every_membership_of_the_incident_states_a_reason_that_holds(attack: Replayed) -> None:
    by_id = {a.id: a for a in attack.alerts}
    for incident in correlated(attack.alerts, with_inventory=False).incidents():
        members = {m.alert_id for m in incident.members}
        for member in incident.members:
            if member.reason.kind in ("entity", "pivot"):
                assert member.reason.other in members
                assert set(member.reason.path) <= {e.key for e in by_id[member.alert_id].entities}


def test_an_intrusion_is_a_list_a_person_can_read(attack: Replayed) -> None:
    """Under two hundred alerts for four minutes of scanners and shells, no rule more than forty of them."""
    assert len(attack.alerts) < 200
    assert max(Counter(a.rule.title for a in attack.alerts).values()) <= 40


def test_the_normal_day_raises_nothing_high_or_critical() -> None:
    day = replay(NORMAL)
    loud = Counter(a.rule.title for a in day.alerts if a.rule.level.rank >= Level.HIGH.rank)
    assert loud == Counter()


def test_the_normal_day_escalates_no_incident() -> None:
    day = replay(NORMAL)
    assert [i.title for i in correlated(day.alerts, with_inventory=True).incidents() if i.escalated] == []


def begun(incidents: list[Incident]) -> set[str]:
    """Playbooks of the library that the incidents would begin, were all of them let to."""
    found = set()
    for name, document in library.documents():
        about = extension_of(document)
        for incident in incidents:
            if fits(incident, about["trigger"]) and inputs_from(incident, about["bind"]) is not None:
                found.add(name)
    return found


@pytest.mark.parametrize("with_inventory", [True, False])
def test_the_normal_day_begins_no_playbook_and_the_intrusion_those_made_for_it(
    attack: Replayed, with_inventory: bool
) -> None:
    day = correlated(replay(NORMAL).alerts, with_inventory=with_inventory).incidents()
    assert day
    assert begun(day) == set()
    assert begun(correlated(attack.alerts, with_inventory=with_inventory).incidents()) >= {
        "brute-force-vpn",
        "data-sent-out",
        "dns-tunnel",
        "exploit-public-service",
        "plc-write-wrong-master",
        "web-shell-portal",
    }
