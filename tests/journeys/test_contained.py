"""The recorded intrusion as it runs: what the correlator proposes against it, carried out, stops the attacker's next step.

A small copy of the recorded network in namespaces of its own: the portal the attacker holds, the data host he has not reached
yet, the outside he comes from, an office, and the gate between them, where nftables blocks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from collectors.inventory import read_estate
from correlator import Correlator
from correlator.capability.containment import contain
from correlator.capability.defence import Defence
from correlator.capability.facts import FOOTHOLD, Fact
from correlator.capability.register import Register
from correlator.capability.words import ActionKind
from correlator.known import Known, known
from model.alert import Alert
from model.estate import Asset, AssetKind, DataClass, DataSet
from model.incident import Incident
from model.inventory import (
    Authentication,
    Conduit,
    DataAccess,
    DataGrant,
    Estate,
    Service,
    Zone,
    ZoneKind,
)
from model.times import SECOND, parse_iso
from pipeline.inventory.example import example
from pipeline.outlook import EstateOutlook, IncidentOutlook
from pipeline.response.containing import orders
from playbooks.capabilities.contract import Job
from playbooks.capabilities.guard import Guarded, Protection, Warrant
from playbooks.capabilities.nftables import Nftables, local
from tests.collectors.iot.broker import program
from tests.journeys.recorded import replay

WAIT_S = 120.0
PORT = 8080
STOLEN = "residents"
GATE = f"fs-g{os.getpid()}"
# Of the recording; the attacker's is a documentation address (RFC 5737).
PORTAL, DATA_HOST, OFFICE, ATTACKER = "10.20.1.10", "10.20.2.20", "10.20.3.21", "203.0.113.66"
NAMESPACES = {address: f"fs-c{os.getpid()}-{n}" for n, address in enumerate((PORTAL, DATA_HOST, OFFICE, ATTACKER))}


@pytest.fixture(scope="module")
def estate() -> Estate:
    return read_estate(example(), "example.yml")


def known_of(estate: Estate) -> Known:
    return known(estate.assets, estate.zones, estate.services, estate.data_sets, estate.data_grants)


def until(step: str) -> list[Alert]:
    """The alerts there were when the step of this name ended."""
    attack = replay("district-attack")
    ended = next(parse_iso(one["end"]) for one in attack.manifest["truth"] if one["name"].startswith(step))
    return [alert for alert in attack.alerts if alert.time <= ended + SECOND]


def gravest(alerts: list[Alert], estate: Estate) -> tuple[Incident, list[Alert]]:
    """The incident with the highest score, and its alerts."""
    engine = Correlator(known=known_of(estate))
    engine.feed_all(alerts)
    incident = max(engine.incidents(), key=lambda one: one.score)
    held = {member.alert_id for member in incident.members}
    return incident, [alert for alert in alerts if alert.id in held]


def ahead(alerts: list[Alert], estate: Estate) -> IncidentOutlook:
    return EstateOutlook(estate, {}).look(alerts)


def test_the_intrusion_is_one_incident_with_the_stolen_data_within_its_reach(estate: Estate) -> None:
    attack = replay("district-attack")
    incident, alerts = gravest(attack.alerts, estate)
    began = []
    for step in attack.manifest["truth"]:
        start, end = parse_iso(step["start"]), parse_iso(step["end"]) + SECOND
        inside = [alert.time for alert in alerts if start <= alert.time <= end]
        assert inside, f"no alert of the step {step['name']!r} is in the incident"
        began.append(min(inside))
    assert began == sorted(began)
    assert incident.escalated
    found = ahead(alerts, estate)
    assert STOLEN in {one.data_set.id for one in found.blast.data}
    assert found.containment[0].verified


def test_before_the_data_is_reached_containment_keeps_the_attacker_from_it(estate: Estate) -> None:
    _, alerts = gravest(until("web shell"), estate)
    answer = ahead(alerts, estate).containment[0]
    assert answer.verified
    assert STOLEN in {goal.id for goal in answer.goals}
    assert not answer.open
    assert [(one.act.kind, one.act.id) for one in answer.actions] == [(ActionKind.ISOLATE_HOST, "portal")]


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=60)


@contextmanager
def network() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("namespaces are made as root")
    program("nft")
    try:
        ip("netns", "add", GATE)
    except subprocess.CalledProcessError:
        pytest.skip("no network namespaces here")
    try:
        ip("-n", GATE, "link", "set", "lo", "up")
        for number, (address, name) in enumerate(NAMESPACES.items()):
            gateway = f"{address.rpartition('.')[0]}.1"
            ip("netns", "add", name)
            ip("-n", GATE, "link", "add", f"v{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", GATE, "addr", "add", f"{gateway}/24", "dev", f"v{number}")
            ip("-n", GATE, "link", "set", f"v{number}", "up")
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "route", "add", "default", "via", gateway)
        forward = ["ip", "netns", "exec", GATE, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]
        if subprocess.run(forward, check=False, capture_output=True).returncode:
            pytest.skip("a namespace may not forward here")
        yield
    finally:
        for name in (GATE, *NAMESPACES.values()):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@contextmanager
def served(address: str, folder: Path) -> Iterator[None]:
    """A web server at the address, on PORT."""
    folder.mkdir()
    serve = [sys.executable, "-m", "http.server", str(PORT), "--bind", address, "--directory", str(folder)]
    process = subprocess.Popen(
        ["ip", "netns", "exec", NAMESPACES[address], *serve], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def reaches(source: str, target: str, patience_s: int = 5) -> bool:
    ask = [program("curl"), "-sf", "-m", str(patience_s), "-o", "/dev/null", f"http://{target}:{PORT}/"]
    done = subprocess.run(["ip", "netns", "exec", NAMESPACES[source], *ask], check=False, capture_output=True)
    return done.returncode == 0


def wait_for(source: str, target: str) -> None:
    end = time.monotonic() + WAIT_S
    while not reaches(source, target):
        assert time.monotonic() < end, f"{source} never reached {target}"


def addresses(register: Register, asset: str) -> tuple[str, ...]:
    return tuple(register.record("asset", asset).addresses)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_proposed_containment_stops_the_next_step_and_nobody_else(tmp_path: Path, estate: Estate) -> None:
    _, alerts = gravest(until("web shell"), estate)
    found = ahead(alerts, estate)
    proposed = found.containment[0].actions
    with network(), served(PORTAL, tmp_path / "portal"), served(DATA_HOST, tmp_path / "data"):
        wait_for(ATTACKER, PORTAL)
        wait_for(PORTAL, DATA_HOST)
        wait_for(OFFICE, DATA_HOST)
        firewall = Nftables("gate", local(["ip", "netns", "exec", GATE]))
        undo: list[Mapping[str, Any]] = []
        for one in proposed:
            assert one.act.kind is ActionKind.ISOLATE_HOST
            for address in addresses(found.register, one.act.id):
                job = Job(
                    key=f"{one.act.id} {address}",
                    type="fengsui-cmd",
                    text="firewall.deny",
                    arguments={"address": address, "duration_s": "3600"},
                )
                assert firewall.plan(job).touches[0].value == address
                undo.append(dict(firewall.apply(job).undo or {}))
        assert not reaches(PORTAL, DATA_HOST), "the attacker cannot go on from where he is"
        assert not reaches(ATTACKER, PORTAL), "nor reach what he had"
        assert reaches(OFFICE, DATA_HOST, 60), "who works there notices nothing"
        for taken in undo:
            firewall.undo(taken)
        wait_for(PORTAL, DATA_HOST)


def zoned() -> Estate:
    """The same network as the register would have it: the front zone and the office both reach the data host's service. The
    portal is not to be isolated, so that the way between the zones has to be closed."""
    zones = (
        ("dmz", ZoneKind.DMZ, "10.20.1"),
        ("server", ZoneKind.SERVER, "10.20.2"),
        ("office", ZoneKind.OFFICE, "10.20.3"),
    )
    machines = (("portal", PORTAL), ("database", DATA_HOST))
    return Estate(
        zones=tuple(
            Zone(id=one, name=one, name_zh=one, unit="district", kind=kind, networks=(f"{net}.0/24",))
            for one, kind, net in zones
        ),
        conduits=tuple(
            Conduit(id=f"{one}>server", source=one, target="server", unit="district", services=(f"tcp/{PORT}",))
            for one in ("dmz", "office")
        ),
        assets=tuple(
            Asset(
                id=one, name=one, kind=AssetKind.SERVER, unit="district", addresses=(address,), criticality=5,
            )
            for one, address in machines
        ),
        services=(
            Service(
                id="records", name="records", asset="database", unit="district", port=PORT,
                authentication=Authentication.NONE,
            ),
        ),
        data_sets=(
            DataSet(
                id=STOLEN, name=STOLEN, name_zh=STOLEN, unit="district", records=1000, data_class=DataClass.SENSITIVE,
                personal_information=True,
            ),
        ),
        data_grants=(
            DataGrant(id="g", holder="records", access=DataAccess.STORES, data_set=STOLEN, unit="district"),
        ),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_conduit_the_correlator_wants_closed_is_closed_between_the_zones_and_opened_again(tmp_path: Path) -> None:
    register = Register(zoned())
    answer = contain(Defence(register), {Fact(FOOTHOLD, "portal"): 0.95})[0]
    assert answer.verified
    assert [(one.act.kind, one.act.id) for one in answer.actions] == [(ActionKind.BLOCK_FLOW, "dmz>server")]
    given = orders(answer.actions[0].act, register, lasts_s=3600)
    assert [(one.verb, one.arguments["service"]) for one in given] == [("conduit.close", f"tcp/{PORT}")]
    job = Job(key="run/1/0.0", type="fengsui-cmd", text=given[0].verb, arguments=given[0].arguments, timeout_s=120)
    with network(), served(PORTAL, tmp_path / "portal"), served(DATA_HOST, tmp_path / "data"):
        wait_for(PORTAL, DATA_HOST)
        wait_for(OFFICE, DATA_HOST)
        gate = Guarded(Nftables("gate", local(["ip", "netns", "exec", GATE])), Protection())
        assert gate.demand(job).persons == 2, "whole networks hold people nobody looked at"
        digest = gate.plan(job).digest(job.key)
        done = gate.perform(job, Warrant(digest, ("li.wei", "wang.fang"), "correlator", 2), 1)
        assert not reaches(PORTAL, DATA_HOST), "the attacker cannot go on from where he is"
        assert reaches(OFFICE, DATA_HOST, 60), "who works there notices nothing"
        assert reaches(DATA_HOST, PORTAL, 60), "and the other way stays open"
        gate.undo(done.undo or {})
        wait_for(PORTAL, DATA_HOST)
