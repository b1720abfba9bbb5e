"""Warning lists: what must not be matched although a source names it, each refusal with the list it comes from.

A refused indicator is kept with its reason, so that a person can see it and overrule it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import orjson
import yaml

from detections.indicators.observables import domain as normal_domain
from model.indicator import Observable, ObservableKind

K = ObservableKind
_NAMES = frozenset({K.DOMAIN, K.HOSTNAME})
SMALL = 256
_HASHES = frozenset({K.MD5, K.SHA1, K.SHA256})


class WarningLists:
    """Loaded once. own: the district's networks, names and other values, (kind, value) as the state keeps them."""

    def __init__(self, own: Iterable[tuple[str, str]] = ()) -> None:
        self._own_networks: list[IPv4Network | IPv6Network] = []
        self._own_domains: set[str] = set()
        self._own_values: set[str] = set()
        for kind, value in own:
            if kind == "network":
                self._own_networks.append(ip_network(value, strict=False))
            else:
                (self._own_domains if kind == "domain" else self._own_values).add(value)

    def warning(self, observable: Observable) -> str:
        """Why it is not to be matched; empty when nothing speaks against it."""
        kind, value = observable.kind, observable.value
        if value in self._own_values:
            return "the district's own list"
        if kind in (K.IP, K.NETWORK):
            return self._address(ip_network(value))
        if kind in _NAMES:
            return self._name(value)
        if kind is K.URL:
            return self._url(value)
        if kind is K.EMAIL:
            return "the district's own list" if self._is_ours(value.rpartition("@")[2]) else ""
        if kind in _HASHES:
            return _hashes().get(value, "")
        if kind is K.CERTIFICATE:
            return _certificates().get(value, "")
        if kind in (K.FILE_NAME, K.USER_AGENT, K.MUTEX) and len(value) < 4:
            return f"over-broad: {len(value)} characters"
        return ""

    def _address(self, network: IPv4Network | IPv6Network) -> str:
        for mine in self._own_networks:
            if mine.version == network.version and mine.overlaps(network):
                return f"the district's own list: {mine}"
        broad = _document()["broad"]["ipv4" if network.version == 4 else "ipv6"]
        if network.prefixlen <= broad:
            return f"over-broad: {network.num_addresses} addresses"
        if network.is_loopback or network.is_link_local or network.is_unspecified or network.is_reserved:
            return "no address of the internet"
        return _networks().over(network)

    def _name(self, name: str) -> str:
        if self._is_ours(name):
            return "the district's own list"
        if "." not in name:
            return "over-broad: a top-level domain"
        found = _domains().get(name)
        return f"MISP {found}" if found else ""

    def _url(self, value: str) -> str:
        """A page on a shared host is no reason to refuse; a whole host that is listed is."""
        place, _, page = value.partition("://")[2].partition("/")
        name = place.rpartition("@")[2].rsplit(":", 1)[0].strip("[]") if not place.startswith("[") else place
        if self._is_ours(name):
            return "the district's own list"
        if page:
            return ""
        return self._name(name) if not name.replace(".", "").isdigit() else ""

    def _is_ours(self, name: str) -> bool:
        labels = name.split(".")
        return any(".".join(labels[at:]) in self._own_domains for at in range(len(labels)))


def registrable(name: str) -> str:
    """The part of a name somebody registered: one label more than its public suffix (MISP's lists of those)."""
    suffixes = _suffixes()
    labels = name.split(".")
    for at in range(len(labels)):
        if ".".join(labels[at:]) in suffixes:
            return ".".join(labels[max(0, at - 1) :])
    return ".".join(labels[-2:])


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("warning_lists.yml").read_text("utf-8"))
    return loaded


@cache
def inventory() -> list[dict[str, Any]]:
    """The lists in use: name, what it is about, version, entries."""
    out = []
    for section in ("networks", "domains_exact", "hashes", "certificates"):
        for name in _document()[section]:
            found = _list(name)
            out.append(
                {
                    "name": name,
                    "section": section,
                    "title": str(found["name"]),
                    "version": int(found["version"]),
                    "entries": len(found["list"]),
                }
            )
    return out


def _list(name: str) -> dict[str, Any]:
    folder = files("pymispwarninglists") / "data" / "misp-warninglists" / "lists"
    loaded: dict[str, Any] = orjson.loads((folder / name / "list.json").read_bytes())
    return loaded


@cache
def _domains() -> dict[str, str]:
    out: dict[str, str] = {}
    for name in _document()["domains_exact"]:
        for entry in _list(name)["list"]:
            try:
                out.setdefault(normal_domain(entry), name)
            except ValueError:
                continue
    return out


@cache
def _suffixes() -> frozenset[str]:
    out = set()
    for name in ("tlds", "second-level-tlds"):
        for entry in _list(name)["list"]:
            try:
                out.add(normal_domain(entry))
            except ValueError:
                continue
    return frozenset(out)


@cache
def _hashes() -> dict[str, str]:
    return {entry.lower(): f"MISP {name}" for name in _document()["hashes"] for entry in _list(name)["list"]}


@cache
def _certificates() -> dict[str, str]:
    return {entry.lower(): f"MISP {name}" for name in _document()["certificates"] for entry in _list(name)["list"]}


class _Networks:
    """Listed networks, those within others dropped, so that one search says whether an address is in any."""

    def __init__(self, listed: Iterable[tuple[IPv4Network | IPv6Network, str]]) -> None:
        self._ranges: dict[int, tuple[list[int], list[tuple[int, str]]]] = {4: ([], []), 6: ([], [])}
        for network, name in sorted(
            listed, key=lambda one: (one[0].version, int(one[0].network_address), one[0].prefixlen)
        ):
            starts, ends = self._ranges[network.version]
            if ends and ends[-1][0] >= int(network.broadcast_address):
                continue
            starts.append(int(network.network_address))
            ends.append((int(network.broadcast_address), name))

    def over(self, network: IPv4Network | IPv6Network) -> str:
        """The list that holds all of it; for one wider than what is listed, the list of a network within it. A single
        listed address (a public resolver) does not speak against a whole network."""
        starts, ends = self._ranges[network.version]
        first, last = int(network.network_address), int(network.broadcast_address)
        at = bisect_right(starts, last) - 1
        while at >= 0 and ends[at][0] >= first:
            if (starts[at] <= first and ends[at][0] >= last) or ends[at][0] - starts[at] + 1 >= SMALL:
                return f"MISP {ends[at][1]}"
            at -= 1
        return ""


@cache
def _networks() -> _Networks:
    listed = []
    for name in _document()["networks"]:
        for entry in _list(name)["list"]:
            try:
                listed.append((ip_network(entry, strict=False), name))
            except ValueError:
                continue
    return _Networks(listed)
