"""What was seen beside what is registered: unregistered, vanished, changed. A pure comparison of values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from model.discovery import Discovery, DiscoveryKind, DiscoveryState, Seen, SeenKind
from model.inventory import ANY_SERVICE, Estate, Service, ZoneKind
from model.networks import Networks
from model.times import DAY, Micros
from pipeline.inventory.matching import Register
from pipeline.inventory.noticing import OUTSIDE

VANISHED_AFTER: Final = 30 * DAY
NAME_LASTS: Final = 30 * DAY
"""How long before the last sight of an address a name it had still counts as its name (addresses are leased again)."""
MAX_LISTED: Final = 50
SHARED_FROM: Final = 4
"""A MAC with more addresses than this is a gateway's or a host of many, and tells no machine from another."""
OWN_NAMES: Final = frozenset({"dhcp", "ntlm", "log"})
"""Where a machine says its own name; names others call it by (DNS, TLS) may be shared by many."""


def reconcile(
    estate: Estate,
    seen: Sequence[Seen],
    known: Iterable[Discovery],
    *,
    now: Micros,
    vanished_after: Micros = VANISHED_AFTER,
) -> list[Discovery]:
    """The discoveries that are new, differ from how they are kept, or went away. now: for what people ignored until then;
    whether something vanished is judged by the latest sight of anything, so that an old recording empties no register."""
    found = {one.id: one for one in _Comparison(estate, seen, vanished_after).all()}
    out = []
    kept = {one.id: one for one in known}
    for one in found.values():
        before = kept.get(one.id)
        after = one if before is None else _goes_on(before, one, now)
        if after != before:
            out.append(after)
    out += [
        msgspec.structs.replace(one, state=DiscoveryState.RESOLVED)
        for one in kept.values()
        if one.id not in found and one.state is DiscoveryState.OPEN
    ]
    return out


def _goes_on(before: Discovery, now_seen: Discovery, now: Micros) -> Discovery:
    """A decision stands until its end; what shows more than was decided about is open again."""
    stands = before.state is DiscoveryState.IGNORED and (not before.until or before.until > now)
    more = set(now_seen.facts.get("services", ())) - set(before.facts.get("services", ()))
    if before.state is DiscoveryState.OPEN or (stands and not more):
        decided = {name: getattr(before, name) for name in ("state", "reason", "until", "decided_by", "decided")}
        facts = before.facts if stands else now_seen.facts
        return msgspec.structs.replace(now_seen, first=min(before.first, now_seen.first), facts=facts, **decided)
    return msgspec.structs.replace(now_seen, first=min(before.first, now_seen.first))


class _Comparison:
    def __init__(self, estate: Estate, seen: Sequence[Seen], vanished_after: Micros) -> None:
        self._estate, self._vanished_after = estate, vanished_after
        self._register = Register(estate.assets)
        self._by_address: dict[str, dict[SeenKind, list[Seen]]] = defaultdict(lambda: defaultdict(list))
        self._by_mac: dict[str, set[str]] = defaultdict(set)
        for one in seen:
            self._by_address[one.address][one.kind].append(one)
            if one.kind is SeenKind.MAC:
                self._by_mac[one.key].add(one.address)
        self._present = max((one.last for one in seen), default=0)
        self._networks = Networks(estate.zones)
        self._units = {unit.id for unit in estate.units}

    def all(self) -> Iterable[Discovery]:
        registered: dict[str, str] = {}
        for address, kinds in self._by_address.items():
            asset = self._register.find(addresses=[address])
            if asset is not None:
                registered[address] = asset
                yield from self._services(asset, kinds)
                yield from self._versions(asset, kinds)
            elif kinds.keys() - {SeenKind.NAME, SeenKind.PAIR} or _says_its_name(kinds):
                yield self._unknown_address(address, kinds)
        yield from self._vanished(registered)
        yield from self._conduits()

    def _unknown_address(self, address: str, kinds: Mapping[SeenKind, list[Seen]]) -> Discovery:
        last = max(one.last for rows in kinds.values() for one in rows)
        fresh = [one for one in kinds.get(SeenKind.NAME, ()) if one.last > last - NAME_LASTS]
        macs = [one.key for one in kinds.get(SeenKind.MAC, ()) if len(self._by_mac[one.key]) <= SHARED_FROM]
        own = [one.key for one in fresh if one.detail in OWN_NAMES]
        asset = self._register.find(identifiers=macs, names=own)
        facts: dict[str, str | list[str]] = {
            "addresses": [address],
            "hostnames": [one.key for one in sorted(fresh, key=lambda one: -one.last)][:MAX_LISTED],
            "identifiers": macs[:MAX_LISTED],
            "services": [_told(one) for one in kinds.get(SeenKind.SERVICE, ())][:MAX_LISTED],
            "software": [_told(one) for one in kinds.get(SeenKind.SOFTWARE, ())][:MAX_LISTED],
            "devices": [_told(one) for one in kinds.get(SeenKind.DEVICE, ())][:MAX_LISTED],
            "zone": self._zone_of(address),
        }
        facts = {name: value for name, value in facts.items() if value}
        rows = [one for some in kinds.values() for one in some]
        if asset is not None:
            return self._made(DiscoveryKind.CHANGED_ADDRESS, rows, address, asset, facts)
        return self._made(DiscoveryKind.UNREGISTERED_HOST, rows, address, "", facts)

    def _services(self, asset: str, kinds: Mapping[SeenKind, list[Seen]]) -> Iterable[Discovery]:
        known = {f"{one.transport}/{one.port}" for one in self._services_of.get(asset, ())}
        for one in kinds.get(SeenKind.SERVICE, ()):
            if one.key not in known:
                about = [s for s in kinds.get(SeenKind.SOFTWARE, ()) if s.key.startswith(f"{one.key} ")]
                facts: dict[str, str | list[str]] = {"services": [one.key], "protocol": one.detail}
                if about:
                    latest = max(about, key=lambda s: s.last)
                    facts |= {"product": latest.key.partition(" ")[2], "version": latest.detail}
                facts = {name: value for name, value in facts.items() if value}
                yield self._made(
                    DiscoveryKind.UNREGISTERED_SERVICE,
                    [one],
                    f"{asset}:{one.key}",
                    asset,
                    {"address": one.address, **facts},
                )

    def _versions(self, asset: str, kinds: Mapping[SeenKind, list[Seen]]) -> Iterable[Discovery]:
        for service in self._services_of.get(asset, ()):
            about = [
                one
                for one in kinds.get(SeenKind.SOFTWARE, ())
                if one.detail
                and one.key.startswith(f"{service.transport}/{service.port} ")
                and one.key.partition(" ")[2].lower() == service.product.lower()
            ]
            latest = max(about, key=lambda one: one.last, default=None)
            if latest is not None and latest.detail != service.version:
                facts: dict[str, str | list[str]] = {
                    "product": service.product,
                    "version": latest.detail,
                    "registered": service.version or "-",
                }
                yield self._made(DiscoveryKind.CHANGED_VERSION, [latest], service.id, asset, facts)

    def _vanished(self, registered: Mapping[str, str]) -> Iterable[Discovery]:
        rows: dict[str, list[Seen]] = defaultdict(list)
        for address, asset in registered.items():
            rows[asset] += [one for some in self._by_address[address].values() for one in some]
        for asset, some in rows.items():
            if max(one.last for one in some) < self._present - self._vanished_after:
                addresses: list[str] = sorted({one.address for one in some})
                yield self._made(DiscoveryKind.VANISHED_ASSET, some, asset, asset, {"addresses": addresses})

    def _conduits(self) -> Iterable[Discovery]:
        allowed: dict[tuple[str, str], set[str]] = defaultdict(set)
        for conduit in self._estate.conduits:
            allowed[conduit.source, conduit.target].update(conduit.services)
        internet = next((zone.id for zone in self._estate.zones if zone.kind is ZoneKind.INTERNET), "")
        missing: dict[tuple[str, str], list[tuple[str, Seen]]] = defaultdict(list)
        for address, kinds in self._by_address.items():
            target = self._zone_of(address)
            for one in kinds.get(SeenKind.PAIR, ()) if target else ():
                network, _, service = one.key.partition(">")
                source = internet if network == OUTSIDE else self._zone_of(one.detail)
                rule = allowed.get((source, target))
                within = source == target and rule is None
                if source and not within and not (rule and rule & {service, ANY_SERVICE}):
                    missing[source, target].append((service, one))
        for (source, target), some in missing.items():
            services = sorted({service for service, _ in some})[:MAX_LISTED]
            facts: dict[str, str | list[str]] = {"source": source, "target": target, "services": services}
            facts["examples"] = [f"{one.detail} > {one.address} {service}" for service, one in some[:5]]
            zone = next(zone for zone in self._estate.zones if zone.id == target)
            made = self._made(
                DiscoveryKind.UNREGISTERED_CONDUIT, [one for _, one in some], f"{source}>{target}", "", facts
            )
            yield msgspec.structs.replace(made, unit=zone.unit, id=f"{made.kind.value}:{source}>{target}")

    def _made(
        self,
        kind: DiscoveryKind,
        rows: Sequence[Seen],
        subject: str,
        asset: str,
        facts: dict[str, str | list[str]],
    ) -> Discovery:
        latest = max(rows, key=lambda one: one.last)
        unit = self._register.assets[asset].unit if asset else latest.unit
        return Discovery(
            id=f"{kind.value}:{subject}",
            kind=kind,
            unit=unit if unit in self._units or not self._units else "district",
            subject=subject,
            asset=asset,
            facts=facts,
            event=latest.event,
            first=min(one.first for one in rows),
            last=latest.last,
        )

    def _zone_of(self, address: str) -> str:
        asset = self._register.find(addresses=[address])
        if asset is not None and self._register.assets[asset].zone:
            return self._register.assets[asset].zone
        return self._networks.zone_of(address)

    @property
    def _services_of(self) -> Mapping[str, list[Service]]:
        if not hasattr(self, "_grouped"):
            self._grouped: dict[str, list[Service]] = defaultdict(list)
            for service in self._estate.services:
                self._grouped[service.asset].append(service)
        return self._grouped


def _says_its_name(kinds: Mapping[SeenKind, list[Seen]]) -> bool:
    """A name that only others say may stand for a machine long gone."""
    return any(one.detail in OWN_NAMES for one in kinds.get(SeenKind.NAME, ()))


def _told(one: Seen) -> str:
    return f"{one.key} {one.detail}".strip() if one.detail and one.detail not in one.key else one.key
