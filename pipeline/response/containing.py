"""What carries out an action the correlator proposes: commands of the platform's own actuators, for a playbook or a person.

In:  an action, and the register that says what its target's networks, addresses and accounts are.
Out: verbs with their arguments. Nothing is done here; guard, approval and ledger stand where a command is run.
Not: what no actuator can do (a patch, a right in a directory, a device switched to local control): that stays a person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network

from correlator.capability.defence import Act
from correlator.capability.register import Register
from correlator.capability.words import ActionKind
from model.inventory import ANY_SERVICE, ZoneKind
from playbooks.capabilities.flows import MOST_PAIRS
from playbooks.capabilities.guard import WIDEST


@dataclass(frozen=True, slots=True)
class Order:
    """A command of type `fengsui-cmd`."""

    verb: str
    arguments: Mapping[str, str]


def orders(act: Act, register: Register, *, lasts_s: int | None = None) -> list[Order]:
    """Empty when a person has to do it. lasts_s: None leaves it to the actuator's own."""
    lasts = {} if lasts_s is None else {"duration_s": str(lasts_s)}
    if act.kind is ActionKind.BLOCK_FLOW:
        conduit = register.record("conduit", act.id)
        if conduit is None:
            return []
        source, target = _networks(register, conduit.source), _networks(register, conduit.target)
        if not source or not target or len(source) * len(target) > MOST_PAIRS:
            return []
        service = "*" if act.detail in ("", ANY_SERVICE) else act.detail
        told = {"source": " ".join(source), "target": " ".join(target), "service": service}
        return [Order("conduit.close", told | lasts)]
    if act.kind is ActionKind.ISOLATE_HOST:
        asset = register.record("asset", act.id)
        return [Order("firewall.deny", {"address": one} | lasts) for one in (asset.addresses if asset else ())]
    if act.kind is ActionKind.DISABLE_ACCOUNT and register.record("account", act.id) is not None:
        return [Order("account.disable", {"account": register.record("account", act.id).name} | lasts)]
    return []


def units_told(act: Act, register: Register) -> frozenset[str]:
    """Units whose networks the orders of a conduit name; those of any other action are its target's own."""
    conduit = register.record("conduit", act.id) if act.kind is ActionKind.BLOCK_FLOW else None
    zones = [register.record("zone", one) for one in (conduit.source, conduit.target)] if conduit is not None else []
    return frozenset(zone.unit for zone in zones if zone is not None)


def _networks(register: Register, zone_id: str) -> list[str]:
    """Of a zone: its networks, or the addresses of the machines that stand in it. None of the Internet, which is no network
    to close, and none wider than the guard lets anybody block."""
    zone = register.record("zone", zone_id)
    if zone is None or zone.kind is ZoneKind.INTERNET:
        return []
    if zone.networks:
        return list(zone.networks) if _all_narrow(zone.networks) else []
    found: dict[str, None] = {}
    for asset in register.records("asset"):
        if zone_id in register.zones(asset.id):
            found.update(dict.fromkeys(asset.addresses))
            if len(found) > MOST_PAIRS:
                return []
    return sorted(found)


def _all_narrow(networks: Iterable[str]) -> bool:
    known = [ip_network(one, strict=False) for one in networks]
    return all(one.prefixlen >= WIDEST[one.version] for one in known)
