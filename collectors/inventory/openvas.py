"""OpenVAS / Greenbone reports in XML (GMP `get_reports`; verify: written from Greenbone's protocol description)."""

from __future__ import annotations

from typing import Any, Final

from collectors.inventory.contract import Reading, shorten
from collectors.inventory.weaknesses import address, cves, judged, macs, score
from collectors.inventory.xml_tree import Node, subtrees
from model.times import Micros, parse_iso

ROOTS: Final = frozenset({"report", "get_reports_response"})
MIN_QUALITY: Final = 30
"""Quality of detection in per cent below which a result is a guess by version alone; Greenbone hides below 70, and 30 is
its `package (remote) unreliable`."""


def read(data: bytes, where: str) -> Reading:
    """Results may stand before the hosts they are about, so hosts are told last."""
    reading = Reading(form="openvas", scanner="openvas")
    hosts: dict[str, dict[str, Any]] = {}
    services: set[str] = set()
    for node in subtrees(data, {"result", "host"}, where, roots=ROOTS):
        place = f"{where}:{node.line}"
        if node.tag == "host":
            _host(reading, node, hosts)
        else:
            _result(reading, node, place, hosts, services)
    for asset, values in hosts.items():
        reading.add("assets", f"{where}, host {asset}", **values)
    return reading


def _known(hosts: dict[str, dict[str, Any]], found: str) -> dict[str, Any]:
    return hosts.setdefault(
        found, {"id": found, "name": found, "addresses": [found], "hostnames": [], "identifiers": [], "os": ""}
    )


def _host(reading: Reading, node: Node, hosts: dict[str, dict[str, Any]]) -> None:
    found = address(node.said("ip"))
    if not found:
        return  # an error and a list of ports name a host so, without its address
    values = _known(hosts, found)
    if node.said("end") or node.said("start"):
        reading.covered.add(found)
    for detail in node.all("detail"):
        name, value = detail.said("name"), detail.said("value")
        if name == "best_os_txt":
            values["os"] = shorten(value, 200)
        elif name == "hostname" and value and not address(value):
            values["hostnames"] = list(dict.fromkeys([*values["hostnames"], shorten(value, 253)]))
            values["name"] = values["hostnames"][0]
        elif name == "MAC":
            values["identifiers"] = list(dict.fromkeys([*values["identifiers"], *macs(value)]))


def _result(reading: Reading, node: Node, where: str, hosts: dict[str, dict[str, Any]], services: set[str]) -> None:
    asset = address(node.first("host").text.split("\n")[0])
    nvt = node.first("nvt")
    if not asset:
        reading.reject(where, "a result without a host's address")
        return
    _known(hosts, asset)
    service = _service(reading, asset, node.said("port"), where, services)
    points = score(node.said("severity")) or score(nvt.said("cvss_base"))
    quality = node.said("qod", "value")
    if points <= 0 or (quality.isascii() and quality.isdigit() and int(quality[:4]) < MIN_QUALITY):
        return
    tags = dict(part.split("=", 1) for part in nvt.said("tags").split("|") if "=" in part)
    vector = nvt.said("severities", "severity", "value") or tags.get("cvss_base_vector", "")
    refs = [ref.get("id") for ref in nvt.first("refs").all("ref") if ref.get("type") == "cve"]
    known = cves(" ".join(refs) or nvt.said("cve"))
    seen = _time(node.said("modification_time")) or _time(node.said("creation_time"))
    values: dict[str, Any] = {
        "title": shorten(nvt.said("name") or node.said("name"), 300),
        "asset": asset,
        "service": service,
        "cvss": points,
        "source": reading.scanner,
        **judged(vector),
    }
    if seen:
        values |= {"first_seen": seen, "last_seen": seen}
    for weakness in known or [f"nvt:{shorten(nvt.get('oid'), 60)}"]:
        reading.add("exposures", where, id=f"openvas:{service or asset}:{weakness}", weakness=weakness, **values)


def _service(reading: Reading, asset: str, text: str, where: str, services: set[str]) -> str:
    """`443/tcp` or `general/tcp`; older reports write `https (443/tcp)`."""
    port, _, transport = text.rpartition("(")[2].rstrip(")").strip().partition("/")
    if not (port.isascii() and port.isdigit() and transport in ("tcp", "udp") and 0 < int(port[:6]) < 65_536):
        return ""
    service = f"{asset}:{transport}/{int(port)}"
    if service not in services:
        services.add(service)
        reading.add(
            "services", where, id=service, name=f"{transport}/{port}", asset=asset, port=int(port), transport=transport
        )
    return service


def _time(text: str) -> Micros:
    try:
        return parse_iso(text) if text else 0
    except ValueError:
        return 0
