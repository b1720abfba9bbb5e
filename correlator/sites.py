"""Which machines stand near each other: learned from addresses and from what they report at the same second.

Two machines are neighbours when private addresses of theirs lie in one small network, or when they report the same thing
at the same second far more often than chance would have it (both stand in one another's traffic). Neighbourhoods only
grow together; a neighbourhood of a thousand machines says nothing any more (`nearness`). Of a machine that the register
puts into a zone nothing is guessed: its neighbours are those of its zone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from ipaddress import IPv4Address, ip_network

import msgspec

from correlator.bounds import forget
from correlator.identity import Part
from correlator.settings import CorrelatorSettings
from model.entity import EntityKind
from model.times import HOUR, SECOND, Micros

# RFC 1918. Shared address space (RFC 6598) is left out: behind a carrier's translation nobody is anybody's neighbour.
_PRIVATE = tuple(ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
SMALL_NETWORK_BITS = 22
COINCIDENCES = 5
LIFT = 12.0
MAX_AT_ONCE = 16
MAX_RULES = 4_096


class Moment(msgspec.Struct, array_like=True):
    second: int
    machines: list[str]


class Sites(msgspec.Struct):
    """parent: union-find over machine and network keys; size: machines below a root. told: alerts of a machine; pairs:
    how often two machines said the same in the same second. placed: machine key to its place in the register; crowd: how
    many stand there."""

    parent: dict[str, str] = {}
    size: dict[str, int] = {}
    told: dict[str, int] = {}
    pairs: dict[str, int] = {}
    moments: dict[str, Moment] = {}
    since: Micros = 0
    placed: dict[str, str] = {}
    crowd: dict[str, int] = {}

    def place(self, changed: Mapping[str, str]) -> None:
        """changed: machine key to its place from now on, empty for none."""
        for key, place in changed.items():
            old = self.placed.pop(key, "")
            if old:
                self.crowd[old] -= 1
            if place:
                self.placed[key] = place
                self.crowd[place] = self.crowd.get(place, 0) + 1

    def of(self, key: str) -> str:
        """The neighbourhood's name, the key itself when it has none."""
        return self.placed.get(key) or self._root(key)

    def _root(self, key: str) -> str:
        parent = self.parent
        root = key
        while (up := parent.get(root, root)) != root:
            root = up
        while key != root:
            key, parent[key] = parent.get(key, root), root
        return root

    def nearness(self, site: str, settings: CorrelatorSettings) -> float:
        """1 in a small neighbourhood, 0 from `site_limit` machines on, the shape of an idf between."""
        size = self.crowd.get(site) or self.size.get(site, 1)
        if size <= settings.site_knee:
            return 1.0
        return max(0.0, math.log(settings.site_limit / size) / math.log(settings.site_limit / settings.site_knee))

    def learn(self, rule: str, parts: list[Part], time: Micros, settings: CorrelatorSettings) -> None:
        machines = [p for p in parts if p.kind in (EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE)]
        if not machines:
            return
        self.since = min(self.since or time, time)
        for part in machines:
            self._add(part.key, settings)
            network = small_network(part.key)
            if network:
                self._add(network, settings)
                self._join(part.key, network)
            for name in part.also:
                self._add(name, settings)
                self._join(part.key, name)
        hosts = [p for p in machines if p.kind is not EntityKind.IP]
        addresses = [p for p in machines if p.kind is EntityKind.IP]
        if len(hosts) == 1 and len(addresses) == 1 and not (addresses[0].acts or hosts[0].acts):
            self._join(hosts[0].key, addresses[0].key)
        self._together(rule, (hosts or machines)[0].key, time, settings)

    def _together(self, rule: str, machine: str, time: Micros, settings: CorrelatorSettings) -> None:
        told = self.told[machine] = self.told.pop(machine, 0) + 1
        forget(self.told, settings.max_entities)
        second = time // SECOND
        moment = self.moments.pop(rule, None)
        if moment is None or moment.second != second:
            moment = Moment(second, [])
        self.moments[rule] = moment
        forget(self.moments, MAX_RULES)
        if machine in moment.machines or len(moment.machines) >= MAX_AT_ONCE:
            return
        span = max(HOUR, time - self.since) / SECOND
        for other in moment.machines:
            if self.of(other) == self.of(machine):
                continue
            pair = "\x00".join(sorted((machine, other)))
            count = self.pairs[pair] = self.pairs.pop(pair, 0) + 1
            if count >= COINCIDENCES and count >= LIFT * told * self.told.get(other, 1) / span:
                self._join(machine, other)
        forget(self.pairs, settings.max_entities)
        moment.machines.append(machine)

    def _add(self, key: str, settings: CorrelatorSettings) -> None:
        if key in self.parent or len(self.parent) >= settings.max_entities:
            return
        self.parent[key] = key
        self.size[key] = 0 if key.startswith("net:") else 1

    def _join(self, a: str, b: str) -> None:
        if a not in self.parent or b not in self.parent:
            return
        a, b = sorted((self._root(a), self._root(b)))
        if a != b:
            self.parent[b] = a
            self.size[a] += self.size.pop(b)


def small_network(key: str) -> str:
    """`net:` and the small network of a private IPv4 address; empty for all else."""
    kind, _, value = key.partition(":")
    if kind != EntityKind.IP:
        return ""
    try:
        address = IPv4Address(value)
    except ValueError:
        return ""
    if not any(address in network for network in _PRIVATE):
        return ""
    return f"net:{int(address) >> (32 - SMALL_NETWORK_BITS)}"
