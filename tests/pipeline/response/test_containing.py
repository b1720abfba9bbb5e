"""Actions of containment as commands: what an actuator can do is said so that it can be run, the rest is a person's."""

from __future__ import annotations

import msgspec
import pytest

from correlator.capability.defence import Act
from correlator.capability.register import Register
from correlator.capability.words import ActionKind
from pipeline.response.containing import orders, units_told
from playbooks.capabilities.arguments import ARGUMENTS
from playbooks.capabilities.contract import Job
from playbooks.capabilities.guard import Guarded, Protection
from playbooks.capabilities.nftables import Nftables, local
from playbooks.capabilities.registry import VERBS
from tests.correlator.capability.district import ESTATE

REGISTER = Register(ESTATE)


@pytest.mark.parametrize(
    ("act", "verb", "told"),
    [
        (
            Act(ActionKind.BLOCK_FLOW, "dmz>server", "tcp/5432"),
            "conduit.close",
            {"source": "10.1.0.0/24", "target": "10.2.0.0/24", "service": "tcp/5432"},
        ),
        (
            Act(ActionKind.BLOCK_FLOW, "server>water", "*"),
            "conduit.close",
            {"source": "10.2.0.0/24", "target": "10.9.0.0/24", "service": "*"},
        ),
        (Act(ActionKind.ISOLATE_HOST, "jump"), "firewall.deny", {"address": "10.2.0.10"}),
        (Act(ActionKind.DISABLE_ACCOUNT, "li.wei"), "account.disable", {"account": "li.wei"}),
    ],
)
def test_what_an_actuator_can_do_is_a_command_of_its(act: Act, verb: str, told: dict[str, str]) -> None:
    found = orders(act, REGISTER, lasts_s=600)
    assert [(one.verb, dict(one.arguments)) for one in found] == [(verb, told | {"duration_s": "600"})]
    assert set(found[0].arguments) <= set(ARGUMENTS[verb])
    assert any(verb in verbs for verbs in VERBS.values())
    if verb in VERBS["nftables"]:
        job = Job(key="k", type="fengsui-cmd", text=verb, arguments=found[0].arguments)
        assert Guarded(Nftables("gate", local([])), Protection()).demand(job).persons >= 1


@pytest.mark.parametrize(
    "act",
    [
        Act(ActionKind.BLOCK_FLOW, "internet>dmz", "tcp/443"),
        Act(ActionKind.BLOCK_FLOW, "gone", "tcp/443"),
        Act(ActionKind.CLOSE_WEAKNESS, "gone"),
        Act(ActionKind.PULL_DEVICE, "pump"),
        Act(ActionKind.ISOLATE_HOST, "gone"),
        Act(ActionKind.DISABLE_ACCOUNT, "gone"),
    ],
)
def test_what_none_can_do_or_nobody_may_is_no_command(act: Act) -> None:
    assert orders(act, REGISTER) == []


def test_a_zone_without_networks_is_the_machines_in_it_and_one_too_wide_is_not_closed() -> None:
    bare = tuple(msgspec.structs.replace(one, networks=()) if one.id == "dmz" else one for one in ESTATE.zones)
    placed = tuple(msgspec.structs.replace(one, zone="dmz") if one.id == "portal" else one for one in ESTATE.assets)
    act = Act(ActionKind.BLOCK_FLOW, "dmz>server", "tcp/5432")
    found = orders(act, Register(msgspec.structs.replace(ESTATE, zones=bare, assets=placed)))
    assert [one.arguments["source"] for one in found] == ["10.1.0.10"]
    wide = tuple(msgspec.structs.replace(one, networks=("10.0.0.0/8",)) if one.id == "dmz" else one for one in bare)
    assert orders(act, Register(msgspec.structs.replace(ESTATE, zones=wide, assets=placed))) == []


def test_orders_name_the_units_whose_networks_they_hold() -> None:
    assert units_told(Act(ActionKind.BLOCK_FLOW, "dmz>server", "tcp/5432"), REGISTER) == {"district"}
    assert units_told(Act(ActionKind.ISOLATE_HOST, "jump"), REGISTER) == frozenset()
