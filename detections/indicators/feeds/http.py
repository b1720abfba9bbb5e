"""The one way feeds are fetched: bounded in time and size, and never to an address that is none of a feed's business.

The address is checked at the moment of connecting, after the name was resolved and for the address that is then used, so
that neither a name that points inward nor one that changes between check and use gets through. Redirects are not followed:
a feed that moved is configured anew.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from model.errors import InputError

CONNECT_S = 10.0
READ_S = 30.0
TOTAL_S = 300.0
"""One answer, from the first byte to the last."""
MAX_BYTES = 128 * 1024 * 1024
AGENT = "Fengsui"


@dataclass(frozen=True, slots=True)
class Access:
    """How a server is met. user and password, or token; ca: PEM text of the authority that signed its certificate; headers:
    more of them (MISP wants its key in Authorization, which `token` does with bearer=False)."""

    user: str = ""
    password: str = ""
    token: str = ""
    bearer: bool = True
    ca: str = ""


class FeedError(InputError):
    """The feed could not be asked, or answered what is none. temporary: asking again later may help."""

    code = "feed.failed"

    def __init__(self, message: str, *, where: str = "", hint: str = "", temporary: bool = True) -> None:
        super().__init__(message, where=where, hint=hint)
        self.temporary = temporary


class Guard:
    """allowed: networks that may be reached although they are loopback, link-local or no host at all."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed: list[IPv4Network | IPv6Network] = [ip_network(one, strict=False) for one in allowed]

    def check(self, text: str) -> None:
        """Raises FeedError for an address no feed has."""
        address = ip_address(text.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        address = mapped if mapped is not None else address
        if any(address.version == one.version and address in one for one in self._allowed):
            return
        if (
            address.is_loopback
            or address.is_link_local
            or address.is_unspecified
            or address.is_multicast
            or address.is_reserved
        ):
            raise FeedError(
                f"{address} is not an address feeds may be fetched from",
                hint="a system administrator can allow it with indicators.allow_networks",
                temporary=False,
            )

    def resolve(self, host: str, port: int) -> str:
        """An address of the host that is allowed; every address it has is checked first."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FeedError(f"the name {host!r} cannot be resolved: {error}") from None
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            self.check(address)
        return addresses[0]


class _Backend(httpcore.SyncBackend):
    """Connects to the address that was checked."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._guard.resolve(host, port)
        return super().connect_tcp(address, port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise FeedError("feeds are not fetched from sockets", temporary=False)


class Fetcher:
    """A session with one server. Use as a context manager."""

    def __init__(self, url: str, access: Access, guard: Guard) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise FeedError(
                "a feed's address is http:// or https:// and a host, without a name and password in it",
                where=url[:200],
                temporary=False,
            )
        self.origin = (parts.scheme, parts.hostname.lower(), parts.port)
        self._access = access
        pool = httpcore.ConnectionPool(
            ssl_context=_context(access.ca), network_backend=_Backend(guard), max_connections=2
        )
        transport = httpx.HTTPTransport()
        transport._pool = pool
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": AGENT},
            auth=(access.user, access.password) if access.user else None,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        params: Mapping[str, str] | None = None,
        missing_ok: bool = False,
    ) -> tuple[bytes, Mapping[str, str]]:
        """Body and headers (names in lower case) of an answer with 200. missing_ok: an empty body for 404."""
        parts = urlsplit(url)
        if (parts.scheme, (parts.hostname or "").lower(), parts.port) != self.origin:
            raise FeedError("the feed points to another server; configure that one", where=url[:200], temporary=False)
        headers = {"Accept": accept}
        if self._access.token:
            headers["Authorization"] = f"Bearer {self._access.token}" if self._access.bearer else self._access.token
        until = time.monotonic() + TOTAL_S
        body = bytearray()
        try:
            with self._client.stream("GET", url, headers=headers, params=params) as answer:
                if answer.status_code == 404 and missing_ok:
                    return b"", {}
                _check(answer, url)
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > MAX_BYTES:
                        raise FeedError(
                            f"the answer is longer than {MAX_BYTES} bytes", where=url[:200], temporary=False
                        )
                    if time.monotonic() > until:
                        raise FeedError(f"the answer took longer than {TOTAL_S:g} s", where=url[:200])
                return bytes(body), {name.lower(): value for name, value in answer.headers.items()}
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise FeedError(
                f"the server cannot be asked: {str(error) or type(error).__name__}", where=url[:200]
            ) from None
        except ssl.SSLError as error:
            raise FeedError(f"no secure connection: {error.reason}", where=url[:200]) from None


def _check(answer: httpx.Response, url: str) -> None:
    code = answer.status_code
    if code == 200:
        return
    if code in (401, 403):
        raise FeedError("the server refuses these credentials", where=url[:200], temporary=False)
    if 300 <= code < 400:
        place = answer.headers.get("location", "")[:200]
        raise FeedError(f"the feed has moved to {place}; redirects are not followed", where=url[:200], temporary=False)
    raise FeedError(f"the server answered {code}", where=url[:200], temporary=code >= 500 or code in (408, 429))


def _context(ca: str) -> ssl.SSLContext:
    if not ca:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cadata=ca)
    except (ssl.SSLError, ValueError) as error:
        raise FeedError(f"the certificate authority is not PEM: {error}", temporary=False) from None
