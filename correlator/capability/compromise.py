"""From the alerts of an incident to what the attacker holds, with how sure that is.

An alert says that something happened to a machine, not that the attacker now owns it: a scan of a portal is no foothold.
How much it says depends on its level, its tactic and the part the entity played. The numbers are working assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from correlator.capability.facts import (
    ACCESS,
    ADMIN,
    CONTROL,
    FOOTHOLD,
    INSIDE,
    PRINCIPAL,
    READ,
    TAMPER,
    Fact,
)
from correlator.capability.grounding import DEVICES
from correlator.capability.observables import given_by
from correlator.capability.register import Register
from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import Micros

CONFIRMED = 0.9
LIKELY = 0.5
LEAST = 0.05

_LEVEL = {Level.CRITICAL: 0.95, Level.HIGH: 0.75, Level.MEDIUM: 0.4, Level.LOW: 0.12, Level.INFORMATIONAL: 0.03}
_ON_TARGET = {
    "reconnaissance": 0.05,
    "resource-development": 0.05,
    "discovery": 0.2,
    "initial-access": 0.5,
    "credential-access": 0.6,
    "lateral-movement": 0.7,
}
"""How far an attack with this tactic on a machine means the machine is the attacker's; 1 for every other tactic, since one
does not execute, persist or collect on a machine without being there."""
_UNTOLD = 0.5
_ACTOR = 0.9
_MACHINES = frozenset({EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE, EntityKind.EXTERNAL})
_FIELD_TACTICS = frozenset({"impair-process-control", "inhibit-response-function"})
_RAISING = frozenset({"privilege-escalation", "credential-access"})


class Compromise(msgspec.Struct, frozen=True, kw_only=True):
    """held: what the attacker is taken to hold. evidence: the alerts each rests on; newest: the time of the last of them.
    unplaced: machines and accounts the alerts name and the register does not know."""

    held: dict[Fact, float]
    evidence: dict[Fact, tuple[str, ...]]
    newest: dict[Fact, Micros]
    unplaced: tuple[str, ...]
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]


class Names:
    """Which record of the register an entity of an alert is. A name two records go by names neither."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._assets: dict[str, str] = {}
        self._accounts: dict[str, str] = {}
        self._data: dict[str, str] = {}
        for asset in register.records("asset"):
            for name in (asset.id, asset.name, *asset.hostnames, *asset.addresses):
                _claim(self._assets, name, asset.id)
                short = name.partition(".")[0]
                if short != name and not short.isdigit():
                    _claim(self._assets, short, asset.id)
        for account in register.records("account"):
            for name in (account.id, account.name, *account.aliases):
                for way in _ways(name):
                    _claim(self._accounts, way, account.id)
        for data_set in register.records("data_set"):
            for name in (data_set.id, data_set.name, data_set.name_zh):
                _claim(self._data, name, data_set.id)

    def asset(self, value: str) -> str:
        """Empty when nobody, or more than one, goes by that name."""
        plain = value.rstrip(".").casefold()
        found = self._assets.get(plain, "")
        if not found and "." in plain and not plain.replace(".", "").isdigit():
            found = self._assets.get(plain.partition(".")[0], "")
        return found

    def account(self, value: str) -> str:
        return next((found for way in _ways(value) if (found := self._accounts.get(way, ""))), "")

    def data_set(self, value: str) -> str:
        return self._data.get(value.casefold(), "")

    def service(self, value: str) -> str:
        return value if self._register.record("service", value) is not None else ""


def _claim(names: dict[str, str], name: str, record_id: str) -> None:
    key = name.rstrip(".").casefold()
    if key and names.setdefault(key, record_id) != record_id:
        names[key] = ""


def _ways(name: str) -> Iterator[str]:
    """`DISTRICT\\li.wei`, `li.wei@district.gov` and `li.wei` are ways to write one account."""
    plain = name.casefold()
    yield plain
    if "\\" in plain:
        yield plain.rpartition("\\")[2]
    elif "@" in plain:
        yield plain.partition("@")[0]


def compromised(alerts: Iterable[Alert], register: Register, names: Names) -> Compromise:
    """Several alerts of one rule say a thing once, as loudly as the loudest; different rules add up (noisy-OR)."""
    said: dict[Fact, dict[str, float]] = {}
    evidence: dict[Fact, dict[str, None]] = {}
    newest: dict[Fact, Micros] = {}
    unplaced: dict[str, None] = {}
    tactics: dict[str, None] = {}
    techniques: dict[str, None] = {}
    for alert in sorted(alerts, key=lambda one: (one.time, one.id)):
        for tactic in alert.tactics:
            tactics.pop(tactic, None)
            tactics[tactic] = None
        techniques.update(dict.fromkeys(alert.techniques))
        for entity in alert.entities:
            found = list(_facts(alert, entity, register, names))
            if not found and _should_be_known(entity):
                unplaced[entity.key] = None
            for fact, certainty in found:
                rules = said.setdefault(fact, {})
                rules[alert.rule.id] = max(rules.get(alert.rule.id, 0.0), certainty)
                evidence.setdefault(fact, {})[alert.id] = None
                newest[fact] = max(newest.get(fact, 0), alert.time)
    held = {fact: certainty for fact, rules in said.items() if (certainty := _join(rules.values())) >= LEAST}
    return Compromise(
        held=held,
        evidence={fact: tuple(evidence[fact]) for fact in held},
        newest={fact: newest[fact] for fact in held},
        unplaced=tuple(unplaced),
        tactics=tuple(tactics),
        techniques=tuple(techniques),
    )


def _join(certainties: Iterable[float]) -> float:
    miss = 1.0
    for certainty in certainties:
        miss *= 1.0 - certainty
    return round(min(0.99, 1.0 - miss), 4)


def _should_be_known(entity: Entity) -> bool:
    return entity.kind in (EntityKind.HOST, EntityKind.DEVICE, EntityKind.USER) and entity.role is not Role.OBSERVED


def _facts(alert: Alert, entity: Entity, register: Register, names: Names) -> Iterator[tuple[Fact, float]]:
    loud = _LEVEL[alert.rule.level]
    if entity.kind in _MACHINES:
        yield from _machine(alert, entity, loud, register, names)
    elif entity.kind is EntityKind.USER:
        account = names.account(entity.value)
        if account:
            yield Fact(PRINCIPAL, account), loud * (0.7 if entity.role is not Role.OBSERVED else 0.4)
    elif entity.kind is EntityKind.DATA_SET:
        data_set = names.data_set(entity.value)
        if data_set and entity.role is not Role.ACTOR:
            if {"collection", "exfiltration"} & set(alert.tactics):
                yield Fact(READ, data_set), loud
            if "impact" in alert.tactics:
                yield Fact(TAMPER, data_set), loud
    elif entity.kind is EntityKind.SERVICE and entity.role is Role.TARGET:
        service = names.service(entity.value)
        if service:
            yield Fact(ACCESS, service), loud * _on_target(alert)


def _machine(
    alert: Alert, entity: Entity, loud: float, register: Register, names: Names
) -> Iterator[tuple[Fact, float]]:
    asset_id = names.asset(entity.value)
    certainty = loud * (_ACTOR if entity.role is Role.ACTOR else _on_target(alert))
    if not asset_id:
        zone = register.zone_of_address(entity.value) if entity.kind is EntityKind.IP else ""
        if zone and entity.role is Role.ACTOR and not _outer(register, zone):
            yield Fact(INSIDE, zone), certainty
        return
    asset = register.record("asset", asset_id)
    if asset.kind in DEVICES and entity.role is not Role.ACTOR:
        told = {given_by()[one] for one in alert.techniques if one in given_by()}
        if not told and _FIELD_TACTICS & set(alert.tactics):
            told = {CONTROL}
        if told:
            for kind in sorted(told):
                yield Fact(kind, asset_id), loud
            return
    yield Fact(FOOTHOLD, asset_id), certainty
    if _RAISING & set(alert.tactics) and entity.role is not Role.ACTOR:
        yield Fact(ADMIN, asset_id), certainty * 0.7


def _outer(register: Register, zone_id: str) -> bool:
    zone = register.record("zone", zone_id)
    return zone is not None and zone.trust == 0


def _on_target(alert: Alert) -> float:
    if not alert.tactics:
        return _UNTOLD
    return max(_ON_TARGET.get(tactic, 1.0) for tactic in alert.tactics)
