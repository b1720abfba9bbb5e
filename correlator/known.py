"""What the register says of names, places and stakes: which names are one machine, which machines stand together, and what
is at stake on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from correlator.identity import is_address
from correlator.stakes import NOTHING, Stake, stakes_of
from model.estate import Asset, DataSet
from model.inventory import DataGrant, Service, Zone, ZoneKind
from model.networks import Networks

T = TypeVar("T")


class Known(msgspec.Struct, frozen=True, array_like=True):
    """aliases: entity key to the key it is another name of, e.g. `ip:10.1.0.5` to `host:portal`. places: machine key to
    the place it stands in; a machine on the Internet is a place of its own. stakes: see `correlator.stakes`."""

    aliases: Mapping[str, str] = {}
    places: Mapping[str, str] = {}
    stakes: Mapping[str, Stake] = {}

    def since(self, before: Known) -> Known:
        """What has to be said to who knows `before`; see `Correlator.know`."""
        return Known(
            _changed(before.aliases, self.aliases, ""),
            _changed(before.places, self.places, ""),
            _changed(before.stakes, self.stakes, NOTHING),
        )

    def __bool__(self) -> bool:
        return bool(self.aliases or self.places or self.stakes)


def known(
    assets: Iterable[Asset],
    zones: Iterable[Zone] = (),
    services: Iterable[Service] = (),
    data_sets: Iterable[DataSet] = (),
    grants: Iterable[DataGrant] = (),
) -> Known:
    given, known_zones = list(assets), list(zones)
    return Known(
        aliases_of(given),
        places_of(given, known_zones),
        stakes_of(given, list(services), list(data_sets), list(grants)),
    )


def aliases_of(assets: Iterable[Asset]) -> dict[str, str]:
    """Every address and name of an asset, and the short form of a full one, leads to its first host name, so that a
    host's log and a packet of its address speak of one machine. What two assets claim names neither."""
    claims: dict[str, set[str]] = {}
    for asset in assets:
        if not asset.hostnames:
            continue
        names = [name.rstrip(".").casefold() for name in asset.hostnames]
        main = f"host:{names[0]}"
        full = [name for name in names if "." in name and not is_address(name)]
        short = [name.partition(".")[0] for name in full]
        hosts = (
            f"host:{name}"
            for name in [*names[1:], *(s for s in short if s != names[0]), *(n for n in names[:1] if n in full)]
        )
        for key in [*hosts, *(f"ip:{address.casefold()}" for address in asset.addresses)]:
            claims.setdefault(key, set()).add(main)
    return {key: next(iter(mains)) for key, mains in sorted(claims.items()) if len(mains) == 1}


def places_of(assets: Iterable[Asset], zones: Iterable[Zone]) -> dict[str, str]:
    """By the zone an asset names, or else the zone of its first address that is in one. Zones nobody registered are zones
    all the same: their name says who stands together."""
    networks = Networks(zones := list(zones))
    outside = {zone.id for zone in zones if zone.kind is ZoneKind.INTERNET} | {ZoneKind.INTERNET.value}
    places: dict[str, str] = {}
    for asset in assets:
        zone = asset.zone or next((found for one in asset.addresses if (found := networks.zone_of(one))), "")
        if not zone:
            continue
        main = f"host:{asset.hostnames[0].rstrip('.').casefold()}" if asset.hostnames else ""
        for key in [main] if main else [f"ip:{address.casefold()}" for address in asset.addresses]:
            place = key if zone in outside else f"zone:{zone}"
            places[key] = place if places.get(key, place) == place else ""
    return {key: place for key, place in places.items() if place}


def _changed(before: Mapping[str, T], now: Mapping[str, T], nothing: T) -> dict[str, T]:
    gone = {key: nothing for key in before if key not in now}
    return gone | {key: value for key, value in now.items() if before.get(key) != value}
