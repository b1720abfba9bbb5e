"""Which addresses are ours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network

from detections.behaviour.catalogue import PRIVATE


class Networks:
    """`inside`: an address of the district; `outside`: a unicast address that is not. Remembers what it was asked."""

    def __init__(self, ranges: Iterable[str]) -> None:
        parsed = [ip_network(text, strict=False) for text in ranges]
        four = [n for n in parsed if isinstance(n, IPv4Network)]
        six = [n for n in parsed if isinstance(n, IPv6Network)]

        def side(text: str) -> int:
            """1 inside, -1 outside, 0 neither: multicast, broadcast, unspecified, no address."""
            try:
                address = ip_address(text)
            except ValueError:
                return 0
            if address.is_multicast or address.is_unspecified or text == "255.255.255.255":
                return 0
            if isinstance(address, IPv4Address):
                return 1 if any(address in n for n in four) else -1
            return 1 if any(address in n for n in six) else -1

        self._side = lru_cache(maxsize=65_536)(side)

    @staticmethod
    @lru_cache(maxsize=8)
    def of(own: tuple[str, ...]) -> Networks:
        return Networks((*PRIVATE, *own))

    def inside(self, address: str) -> bool:
        return self._side(address) > 0

    def outside(self, address: str) -> bool:
        return self._side(address) < 0
