"""Where capabilities may connect to: never to this machine itself or link-local services unless the settings say so."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from playbooks.capabilities.contract import Refused, Unreachable

MAX_ANSWER = 1_048_576


@dataclass(frozen=True, slots=True)
class Reach:
    """allow: networks that are loopback or link-local and yet meant."""

    allow: tuple[str, ...] = ()

    def check(self, host: str, port: int) -> list[str]:
        """The addresses the host has. Raises Refused when any of them is out of reach, so a name cannot hide one."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host} has no address: {error}") from None
        addresses = [str(one[4][0]).split("%")[0] for one in found]
        for address in addresses:
            one = ipaddress.ip_address(address)
            one = getattr(one, "ipv4_mapped", None) or one
            special = one.is_loopback or one.is_link_local or one.is_multicast or one.is_unspecified
            allowed = any(one in ipaddress.ip_network(network) for network in self.allow)
            if special and not allowed:
                raise Refused(
                    "target.out_of_reach",
                    f"{host} is {address}, which playbooks do not connect to; list its network in playbooks.allow_networks",
                    f"{host} 的地址 {address} 不允许剧本访问；如确有需要，请加入 playbooks.allow_networks",
                )
        return list(dict.fromkeys(addresses))

    def client(self, timeout_s: float, verify: Any = True) -> httpx.Client:
        """Connects to addresses that were checked and no others: a name that is looked up twice may change in between."""
        return httpx.Client(
            transport=_Checked(self, verify), timeout=timeout_s, follow_redirects=False, trust_env=False
        )

    def check_url(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("target.wrong", f"{url[:80]!r} is no HTTP address", f"{url[:80]!r} 不是 HTTP 地址")
        try:
            port = parts.port
        except ValueError:
            raise Refused("target.wrong", f"{url[:80]!r} has no usable port", "端口无效") from None
        self.check(parts.hostname, port or (443 if parts.scheme == "https" else 80))


def read_answer(response: httpx.Response, timeout_s: float) -> bytes:
    """At most MAX_ANSWER bytes, however much is sent. Raises httpx.ReadTimeout for what trickles on beyond the time."""
    kept, until = bytearray(), time.monotonic() + timeout_s
    for piece in response.iter_bytes(65_536):
        kept += piece
        if time.monotonic() > until:
            raise httpx.ReadTimeout(f"the answer took longer than {timeout_s:g} s")
        if len(kept) >= MAX_ANSWER:
            break
    return bytes(kept[:MAX_ANSWER])


class _Checked(httpx.HTTPTransport):
    def __init__(self, reach: Reach, verify: Any) -> None:
        super().__init__(verify=verify, trust_env=False)
        self._reach = reach

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = request.url
        port = asked.port or (443 if asked.scheme == "https" else 80)
        addresses = self._reach.check(asked.host, port)
        request.extensions = {**request.extensions, "sni_hostname": asked.host}
        for address in addresses[:-1]:
            request.url = asked.copy_with(host=address)
            try:
                return super().handle_request(request)
            except httpx.ConnectError:
                continue
        request.url = asked.copy_with(host=addresses[-1])
        return super().handle_request(request)
