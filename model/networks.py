"""Which zone an address is in: the zone with the longest network that holds it."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from model.inventory import Zone


class Networks:
    """Texts that are no network hold nothing. Of two zones with one network, the first by id has it."""

    def __init__(self, zones: Iterable[Zone] = ()) -> None:
        self._by_length: dict[tuple[int, int], dict[int, str]] = {}
        for zone in sorted(zones, key=lambda one: one.id):
            for text in zone.networks:
                try:
                    network = ip_network(text, strict=False)
                except ValueError:
                    continue
                same = self._by_length.setdefault((network.version, network.prefixlen), {})
                same.setdefault(int(network.network_address) >> (network.max_prefixlen - network.prefixlen), zone.id)
        self._lengths = sorted(self._by_length, reverse=True)

    def zone_of_first(self, addresses: Iterable[str]) -> str:
        """Of the first of the addresses that is in a network; empty when none is."""
        return next((zone for address in addresses if (zone := self.zone_of(address))), "")

    def zone_of(self, address: str) -> str:
        """Empty for what is no address, or in no network."""
        if not self._lengths:
            return ""
        try:
            found = ip_address(address)
        except ValueError:
            return ""
        number = int(found)
        for version, length in self._lengths:
            if version == found.version:
                zone = self._by_length[version, length].get(number >> (found.max_prefixlen - length))
                if zone is not None:
                    return zone
        return ""
