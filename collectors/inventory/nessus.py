"""Nessus v2 reports (`.nessus`, NessusClientData_v2; verify: written from Tenable's file format description)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from collectors.inventory.contract import Reading, shorten
from collectors.inventory.weaknesses import address, cves, judged, macs, score
from collectors.inventory.xml_tree import Node, subtrees
from model.times import Micros, from_datetime

ROOTS: Final = frozenset({"NessusClientData_v2"})


def read(data: bytes, where: str) -> Reading:
    reading = Reading(form="nessus", scanner="nessus")
    for host in subtrees(data, {"ReportHost"}, where, roots=ROOTS):
        _host(reading, host, f"{where}:{host.line}")
    return reading


def _host(reading: Reading, host: Node, where: str) -> None:
    told = {tag.get("name"): tag.text.strip() for tag in host.first("HostProperties").all("tag")}
    found = address(told.get("host-ip", "")) or address(host.get("name"))
    names = [
        told.get("host-fqdn", ""),
        told.get("netbios-name", ""),
        "" if found == host.get("name") else host.get("name"),
    ]
    hostnames = list(dict.fromkeys(shorten(name, 253) for name in names if name and not address(name)))
    asset = found or (hostnames[0] if hostnames else "")
    if not asset:
        reading.reject(where, "a host without an address and a name")
        return
    reading.covered.add(asset)
    reading.add(
        "assets",
        where,
        id=asset,
        name=hostnames[0] if hostnames else asset,
        addresses=[found] if found else [],
        hostnames=hostnames,
        identifiers=macs(told.get("mac-address", "")),
        os=shorten(told.get("operating-system", "").split("\n")[0], 200),
    )
    seen = _time(told.get("HOST_END", "")) or _time(told.get("HOST_START", ""))
    services: set[str] = set()
    for item in host.all("ReportItem"):
        _item(reading, asset, item, f"{where}, plugin {shorten(item.get('pluginID'), 20)}", seen, services)


def _item(reading: Reading, asset: str, item: Node, where: str, seen: Micros, services: set[str]) -> None:
    port, transport = item.get("port"), item.get("protocol") or "tcp"
    service = ""
    if port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536 and transport in ("tcp", "udp"):
        service = f"{asset}:{transport}/{int(port)}"
        if service not in services:
            services.add(service)
            name = item.get("svc_name").rstrip("?")
            reading.add(
                "services",
                where,
                id=service,
                name=shorten(name, 60) or f"{transport}/{port}",
                asset=asset,
                port=int(port),
                transport=transport,
                protocol="" if name in ("general", "unknown") else shorten(name, 60),
            )
    severity = item.get("severity")
    if severity in ("", "0"):
        return
    vector = item.said("cvss4_vector") or item.said("cvss3_vector") or item.said("cvss_vector").removeprefix("CVSS2#")
    points = max(score(item.said(name)) for name in ("cvss4_base_score", "cvss3_base_score", "cvss_base_score"))
    known = [cve for one in item.all("cve") for cve in cves(one.text)]
    values: dict[str, Any] = {
        "title": shorten(item.get("pluginName"), 300),
        "asset": asset,
        "service": service,
        "cvss": points or {"1": 3.0, "2": 5.0, "3": 8.0, "4": 9.5}.get(severity, 0.0),
        "exploited": any("CISA-KNOWN-EXPLOITED" in one.text for one in item.all("xref")),
        "source": reading.scanner,
        "remote": item.said("plugin_type") != "local",
    }
    values |= judged(vector)
    if seen:
        values |= {"first_seen": seen, "last_seen": seen}
    for weakness in known or [f"nessus:{shorten(item.get('pluginID'), 20)}"]:
        reading.add("exposures", where, id=f"nessus:{service or asset}:{weakness}", weakness=weakness, **values)


def _time(text: str) -> Micros:
    """`Mon Sep 12 10:22:01 2022`, without a zone: taken as UTC."""
    try:
        return from_datetime(datetime.strptime(text, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC))
    except ValueError:
        return 0
