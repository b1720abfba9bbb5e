from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.times import SECOND
from playbooks.capabilities.blocklist import BlockList
from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Touched
from playbooks.capabilities.guard import Guarded, Known, Protection, Warrant, network
from playbooks.capabilities.http_api import HttpApi
from playbooks.capabilities.reach import Reach

NOW = 1_700_000_000 * SECOND
PROTECTION = Protection(
    never=("10.9.0.0/16", "2001:db8:9::/48", "portal.example.gov.cn"),
    known=(
        Known(frozenset({"10.1.0.5", "db1"}), "population database", criticality=5),
        Known(frozenset({"10.2.0.7"}), "pump station", control=True),
        Known(frozenset({"10.3.0.8"}), "water works", criticality=3, cii=True),
        Known(frozenset({"10.4.0.9"}), "a desk", criticality=1),
    ),
    free=frozenset({"blocklist"}),
)


class Recording(BlockList):
    """Counts what would have reached a target."""

    def __init__(self) -> None:
        super().__init__("list")
        self.applied: list[str] = []

    def apply(self, job: Job) -> Result:
        self.applied.append(job.arguments["value"])
        return super().apply(job)


def job(value: str, **more: str) -> Job:
    return Job(key="run/1/0.0", type="fengsui-cmd", text="blocklist.add", arguments={"value": value, **more})


def warrant(guarded: Guarded, one: Job, *persons: str, requested_by: str = "asker", lasts: int = 60) -> Warrant:
    return Warrant(guarded.plan(one).digest(one.key), persons, requested_by, NOW + lasts * SECOND)


PROTECTED = [
    "10.9.1.1",
    "10.9.0.0/16",
    "10.9.255.0/24",
    "10.1.0.5",
    "10.1.0.0/24",
    "::ffff:10.1.0.5",
    "::ffff:10.9.0.0/112",
    "64:ff9b::a01:5",
    "2001:db8:9::1",
    "portal.example.gov.cn",
    "PORTAL.example.gov.cn.",
    "www.portal.example.gov.cn",
    " 10.1.0.5 ",
]


@pytest.mark.parametrize("value", PROTECTED)
def test_nothing_protected_is_touched_without_two_persons(value: str) -> None:
    capability = Recording()
    guarded = Guarded(capability, PROTECTION)
    one = job(value)
    assert guarded.demand(one).persons == 2
    attempts = [
        None,
        warrant(guarded, one),
        warrant(guarded, one, "boss"),
        warrant(guarded, one, "boss", "boss"),
        warrant(guarded, one, "boss", "asker"),
        warrant(guarded, one, "boss", ""),
        Warrant("another effect", ("boss", "chief"), "asker", NOW + SECOND),
        warrant(guarded, one, "boss", "chief", lasts=-1),
    ]
    for attempt in attempts:
        for resumed in (False, True):
            with pytest.raises(Refused) as refused:
                guarded.perform(one, attempt, NOW, resumed=resumed)
            assert refused.value.code in ("approval.missing", "approval.expired")
    assert capability.applied == []
    guarded.perform(one, warrant(guarded, one, "boss", "chief"), NOW)
    assert len(capability.applied) == 1


def test_an_approval_for_one_address_is_none_for_another() -> None:
    guarded = Guarded(Recording(), PROTECTION)
    given_for = warrant(guarded, job("10.9.1.1"), "boss", "chief")
    with pytest.raises(Refused, match=r"two|2 person"):
        guarded.perform(job("10.9.1.2"), given_for, NOW)
    with pytest.raises(Refused):
        guarded.perform(job("10.9.1.1", duration_s="7200"), given_for, NOW)


@pytest.mark.parametrize(
    "value", ["0.0.0.0/0", "10.0.0.0/8", "::/0", "2001::/16", "127.0.0.1", "224.0.0.1", "fe80::1", "0.0.0.0"]
)
def test_some_blocks_are_refused_whoever_asks(value: str) -> None:
    guarded = Guarded(Recording(), PROTECTION)
    with pytest.raises(Refused) as refused:
        guarded.demand(job(value))
    assert refused.value.code in ("network.too_wide", "network.special")


def test_a_limited_block_of_a_stranger_goes_by_itself_only_where_the_settings_say_so() -> None:
    guarded = Guarded(Recording(), PROTECTION)
    assert guarded.demand(job("198.51.100.7")).persons == 0
    assert guarded.demand(job("198.51.100.0/24")).persons == 2, "a whole network is looked at by two"
    assert Guarded(Recording(), Protection()).demand(job("198.51.100.7")).persons == 1


@pytest.mark.parametrize("duration", ["0", "-1", "1e9", "99999999", "soon", "١٢"])
def test_every_effect_has_an_end(duration: str) -> None:
    with pytest.raises(Refused) as refused:
        Guarded(Recording(), PROTECTION).plan(job("198.51.100.7", duration_s=duration))
    assert refused.value.code in ("argument.wrong", "duration.out_of_bounds")


def http(method: str, host: str, **more: Any) -> Job:
    return Job(key="k", type="http-api", text=f"{method} /x HTTP/1.1", target={"address": {"ipv4": [host]}}, **more)


def test_nothing_is_written_to_a_control_system() -> None:
    guarded = Guarded(HttpApi("http", Reach()), PROTECTION)
    with pytest.raises(Refused) as refused:
        guarded.demand(http("POST", "10.2.0.7"))
    assert refused.value.code == "control.write"
    assert guarded.demand(http("GET", "10.2.0.7")).persons == 0


def test_critical_infrastructure_is_scanned_only_with_a_permit() -> None:
    scan = http("GET", "10.3.0.8", activity="scan-vulnerabilities")
    with pytest.raises(Refused) as refused:
        Guarded(HttpApi("http", Reach()), PROTECTION).demand(scan)
    assert refused.value.code == "cii.scan"
    allowed = Protection(known=PROTECTION.known, permits=frozenset({"10.3.0.8"}))
    assert Guarded(HttpApi("http", Reach()), allowed).demand(scan).persons == 0


def test_an_openc2_command_to_another_firewall_protects_the_same() -> None:
    content = b'{"action": "deny", "target": {"ipv4_net": "10.9.3.0/24"}, "args": {"slpf": {}}}'
    one = Job(
        key="k",
        type="openc2-http",
        text="POST /openc2 HTTP/1.1",
        content=content,
        target={"address": {"ipv4": ["10.4.0.9"]}},
    )
    assert Guarded(HttpApi("http", Reach()), PROTECTION).demand(one).persons == 2


addresses = st.one_of(
    st.integers(0, 2**32 - 1).map(lambda number: str(ipaddress.IPv4Address(number))),
    st.tuples(st.integers(0, 2**32 - 1), st.integers(16, 32)).map(
        lambda pair: str(ipaddress.ip_network((pair[0], pair[1]), strict=False))
    ),
    st.integers(0, 2**32 - 1).map(lambda number: f"::ffff:{ipaddress.IPv4Address(number)}"),
)


@settings(max_examples=300, deadline=None)
@given(addresses)
def test_an_overlap_with_a_protected_network_is_never_missed(value: str) -> None:
    plan = Plan("blocklist", "list", "", "", True, (Touched(ObjectKind.ADDRESS, value, blocks=True),), 60)
    asked = network(value)
    assert asked is not None
    protected = [ipaddress.ip_network(one) for one in ("10.9.0.0/16", "10.1.0.5/32")]
    overlaps = any(asked.overlaps(one) for one in protected)
    try:
        persons = PROTECTION.demand(plan).persons
    except Refused:
        return
    assert persons == 2 or not overlaps
