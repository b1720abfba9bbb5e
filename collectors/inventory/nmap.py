"""nmap's XML output (`nmap -sV -O -oX`; nmap.dtd 1.05): hosts that are up, their names and open ports with products."""

from __future__ import annotations

from typing import Final

from collectors.inventory.contract import Reading, shorten
from collectors.inventory.weaknesses import address, macs
from collectors.inventory.xml_tree import Node, subtrees
from model.estate import AssetKind

ROOTS: Final = frozenset({"nmaprun"})
SURE: Final = 85
"""Per cent from which an operating system guess is believed; nmap prints guesses of 85 and more as likely."""

KINDS: Final = {
    "general purpose": AssetKind.SERVER,
    "router": AssetKind.NETWORK_DEVICE,
    "switch": AssetKind.NETWORK_DEVICE,
    "firewall": AssetKind.NETWORK_DEVICE,
    "WAP": AssetKind.NETWORK_DEVICE,
    "broadband router": AssetKind.NETWORK_DEVICE,
    "webcam": AssetKind.IOT_DEVICE,
    "printer": AssetKind.IOT_DEVICE,
    "specialized": AssetKind.OTHER,
}
"""osclass type → kind."""


def read(data: bytes, where: str) -> Reading:
    reading = Reading(form="nmap", scanner="nmap")
    for host in subtrees(data, {"host"}, where, roots=ROOTS):
        if host.first("status").get("state") != "down":
            _host(reading, host, f"{where}:{host.line}")
    return reading


def _host(reading: Reading, host: Node, where: str) -> None:
    addresses = [a for one in host.all("address") if one.get("addrtype") != "mac" and (a := address(one.get("addr")))]
    hardware = [mac for one in host.all("address") if one.get("addrtype") == "mac" for mac in macs(one.get("addr"))]
    names = [shorten(n.get("name"), 253) for n in host.first("hostnames").all("hostname") if n.get("name")]
    if not addresses:
        reading.reject(where, "a host without an address")
        return
    asset = addresses[0]
    values = {
        "id": asset,
        "name": names[0] if names else asset,
        "addresses": addresses,
        "hostnames": list(dict.fromkeys(names)),
        "identifiers": hardware,
        **_system(host),
    }
    reading.add("assets", where, **values)
    for port in host.first("ports").all("port"):
        if port.first("state").get("state") == "open":
            _service(reading, asset, port, f"{where}, port {port.get('portid')}")


def _system(host: Node) -> dict[str, str]:
    best = max(host.first("os").all("osmatch"), key=lambda one: _number(one.get("accuracy")), default=None)
    if best is None or _number(best.get("accuracy")) < SURE:
        return {}
    kind = KINDS.get(best.first("osclass").get("type"))
    return {"os": shorten(best.get("name"), 200)} | ({"kind": kind.value} if kind else {})


def _service(reading: Reading, asset: str, port: Node, where: str) -> None:
    number, transport = _number(port.get("portid")), port.get("protocol") or "tcp"
    if not 0 < number < 65_536:
        reading.reject(where, "no port number")
        return
    said = port.first("service")
    protocol = said.get("name") if said.get("method") == "probed" or said.get("name") else ""
    if said.get("tunnel") == "ssl" and protocol == "http":
        protocol = "https"
    reading.add(
        "services",
        where,
        id=f"{asset}:{transport}/{number}",
        name=protocol or f"{transport}/{number}",
        asset=asset,
        port=number,
        transport=shorten(transport, 8),
        protocol=shorten(protocol, 60),
        product=shorten(said.get("product"), 200),
        version=shorten(said.get("version"), 100),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
