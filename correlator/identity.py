"""One thing under several names, for as long as it carries them.

A full host name and its short form are one machine as long as one domain claims the short form. An address a host was
seen with is another name of it for a day, unless two hosts claim it (DHCP, NAT): then it is nobody's. What the register
says (`aliases`) goes before what was seen. A process is one thing only under an id of its own, or as (machine, number,
second of its start); a bare number is never one.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

import msgspec

from correlator.bounds import forget
from correlator.settings import EMPTY_VALUES, KIND_WEIGHT, MACHINES, CorrelatorSettings
from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.times import Micros

MAX_VALUE_CHARS = 512
_CASED = (EntityKind.URL, EntityKind.PROCESS, EntityKind.DATA_SET)


class Part(msgspec.Struct, array_like=True):
    """An entity as this alert shows it, all its roles together. also: other names it carries at the alert's time."""

    key: str
    kind: EntityKind
    acts: bool
    suffers: bool
    also: tuple[str, ...] = ()

    @property
    def is_machine(self) -> bool:
        return self.kind in MACHINES


class Claim(msgspec.Struct, array_like=True, gc=False):
    """host: whose address it is; empty while two claim it. last: when the claim was last seen; disputed: until when it
    is nobody's."""

    host: str
    last: Micros
    disputed: Micros = 0


class Identities(msgspec.Struct):
    """domains: short host name to its domain. addresses: address key to its claim; names: host key to its addresses."""

    domains: dict[str, str] = {}
    addresses: dict[str, Claim] = {}
    names: dict[str, dict[str, None]] = {}

    def key_of(self, entity: Entity, aliases: Mapping[str, str]) -> str:
        """The key under which the index knows it: case, a trailing dot and the host's own domain make no other thing."""
        value = entity.value.strip()[:MAX_VALUE_CHARS]
        if entity.kind not in _CASED:
            value = value.rstrip(".").casefold()
        key = f"{entity.kind}:{value}"
        if key in aliases:
            return aliases[key]
        if entity.kind is not EntityKind.HOST:
            return key
        if is_address(value):
            return aliases.get(f"ip:{value}", f"ip:{value}")
        short, _, domain = value.partition(".")
        if domain and self.domains.get(short, domain) == domain:
            key = f"host:{short}"
        return aliases.get(key, key)

    def learn(self, alert: Alert, parts: list[Part], settings: CorrelatorSettings) -> None:
        """What this alert shows about names: a host's domain; a host and an address in the same role are one machine."""
        for entity in alert.entities:
            if entity.kind is EntityKind.HOST:
                short, _, domain = entity.value.strip()[:MAX_VALUE_CHARS].rstrip(".").casefold().partition(".")
                if domain and not is_address(f"{short}.{domain}"):
                    self.domains.setdefault(short, domain)
        forget(self.domains, settings.max_entities)
        hosts = [p for p in parts if p.kind is EntityKind.HOST]
        addresses = [p for p in parts if p.kind is EntityKind.IP]
        if len(hosts) == 1 and len(addresses) == 1 and (hosts[0].acts, hosts[0].suffers) == _roles(addresses[0]):
            self._claim(hosts[0].key, addresses[0].key, alert.time, settings)

    def _claim(self, host: str, address: str, time: Micros, settings: CorrelatorSettings) -> None:
        claim = self.addresses.pop(address, None)
        if claim is None or time - claim.last > settings.alias_life:
            claim = Claim(host, time)
        elif claim.host != host:
            claim = Claim(host, time, time + settings.alias_life)
        else:
            claim = Claim(host, max(claim.last, time), claim.disputed)
        self.addresses[address] = claim
        known = self.names.pop(host, {})
        known.pop(address, None)
        known[address] = None
        while len(known) > settings.max_postings:
            del known[next(iter(known))]
        self.names[host] = known
        forget(self.addresses, settings.max_entities)
        forget(self.names, settings.max_entities)

    def other_names(self, key: str, time: Micros, settings: CorrelatorSettings) -> tuple[str, ...]:
        """Names that are also this machine's at `time`."""
        if key.startswith("ip:"):
            claim = self.addresses.get(key)
            return (claim.host,) if claim is not None and _holds(claim, time, settings) else ()
        return tuple(
            address
            for address in self.names.get(key, ())
            if (claim := self.addresses.get(address)) is not None
            and claim.host == key
            and _holds(claim, time, settings)
        )

    def parts_of(self, alert: Alert, aliases: Mapping[str, str], settings: CorrelatorSettings) -> list[Part]:
        """The alert's entities without those that name nobody, strongest kinds first, bounded."""
        parts: dict[str, Part] = {}
        for entity in alert.entities:
            key = self.key_of(entity, aliases)
            kind, _, value = key.partition(":")
            if value in EMPTY_VALUES or value.startswith("127."):
                continue
            if kind == EntityKind.PROCESS and value.isdigit():
                continue
            part = parts.get(key)
            if part is None:
                part = parts[key] = Part(key, EntityKind(kind), False, False)
            part.acts |= entity.role is Role.ACTOR
            part.suffers |= entity.role is Role.TARGET
        ranked = sorted(parts.values(), key=lambda p: (-KIND_WEIGHT[p.kind][0], p.key))[: settings.max_alert_entities]
        for part in ranked:
            if part.kind is EntityKind.HOST or part.kind is EntityKind.IP:
                part.also = tuple(n for n in self.other_names(part.key, alert.time, settings) if n not in parts)
        return ranked


def _roles(part: Part) -> tuple[bool, bool]:
    return part.acts, part.suffers


def _holds(claim: Claim, time: Micros, settings: CorrelatorSettings) -> bool:
    return abs(time - claim.last) <= settings.alias_life and time >= claim.disputed


def is_address(value: str) -> bool:
    if not value or not (value[0].isdigit() or ":" in value):
        return False
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
