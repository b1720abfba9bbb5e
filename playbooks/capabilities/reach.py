"""Where capabilities may connect to: never to this machine itself or link-local services unless the settings say so."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from playbooks.capabilities.contract import Refused, Unreachable


@dataclass(frozen=True, slots=True)
class Reach:
    """allow: networks that are loopback or link-local and yet meant."""

    allow: tuple[str, ...] = ()

    def check(self, host: str, port: int) -> str:
        """An address the host has. Raises Refused when any of its addresses is out of reach, so a name cannot hide one."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host} has no address: {error}") from None
        addresses = [str(one[4][0]).split("%")[0] for one in found]
        for address in addresses:
            one = ipaddress.ip_address(address)
            special = one.is_loopback or one.is_link_local or one.is_multicast or one.is_unspecified
            allowed = any(one in ipaddress.ip_network(network) for network in self.allow)
            if special and not allowed:
                raise Refused(
                    "target.out_of_reach",
                    f"{host} is {address}, which playbooks do not connect to; list its network in playbooks.allow_networks",
                    f"{host} 的地址 {address} 不允许剧本访问；如确有需要，请加入 playbooks.allow_networks",
                )
        return addresses[0]

    def check_url(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("target.wrong", f"{url[:80]!r} is no HTTP address", f"{url[:80]!r} 不是 HTTP 地址")
        try:
            port = parts.port
        except ValueError:
            raise Refused("target.wrong", f"{url[:80]!r} has no usable port", "端口无效") from None
        self.check(parts.hostname, port or (443 if parts.scheme == "https" else 80))
