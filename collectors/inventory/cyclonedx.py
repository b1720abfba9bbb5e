"""CycloneDX JSON (ECMA-424, 1.4 to 1.6): the programs an asset runs, the services it offers, its known vulnerabilities.

Libraries become exposures where the document says that they are vulnerable, and are counted otherwise: a register of every
library of every machine is a file of its own, not an inventory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from collectors.inventory.contract import Reading
from collectors.inventory.documents import part, parts, read_json, text
from collectors.inventory.weaknesses import judged, score
from model.errors import InputError

PROGRAMS: Final = frozenset({"application", "platform", "container"})
MAX_NESTING: Final = 20
PORTS: Final = {"http": 80, "https": 443, "ldap": 389, "ldaps": 636, "mqtt": 1883, "mqtts": 8883, "ftp": 21, "ssh": 22}
SETTLED: Final = frozenset({"resolved", "resolved_with_pedigree", "false_positive", "not_affected"})
"""States of an analysis after which a vulnerability is no exposure."""


def recognised(document: Mapping[str, Any]) -> bool:
    return document.get("bomFormat") == "CycloneDX"


def read(data: bytes, where: str, *, asset: str = "") -> Reading:
    """asset: what the components run on; else the machine that `metadata.component` names."""
    document = read_json(data, where)
    if not recognised(document):
        raise InputError("no CycloneDX document: bomFormat is missing", where=where)
    reading = Reading(form="cyclonedx", scanner="cyclonedx")
    subject = part(document, "metadata", "component")
    name = asset or text(subject, "name", 200)
    if not name:
        raise InputError("names no component it is about", where=where, hint="say which asset it runs on")
    about: dict[str, Any] = {"id": name, "name": name, "hostnames": [] if asset else [name]}
    if text(subject, "type") in ("device", "firmware") and text(subject, "version"):
        about["firmware"] = text(subject, "version", 100)
    named = {text(subject, "bom-ref"): f"{name} {text(subject, 'version', 60)}".strip()}
    _components(reading, name, document, about, named, 0)
    for number, service in enumerate(parts(document, "services"), 1):
        _service(reading, name, service, f"services[{number}]")
    vulnerable = list(parts(document, "vulnerabilities"))
    for number, found in enumerate(vulnerable, 1):
        _vulnerability(reading, name, found, named, f"vulnerabilities[{number}]")
    if vulnerable:
        reading.covered.add(name)
    reading.add("assets", "metadata.component", **about)
    return reading


def _components(
    reading: Reading, asset: str, holder: Mapping[str, Any], about: dict[str, Any], named: dict[str, str], depth: int
) -> None:
    if depth > MAX_NESTING:
        reading.reject("components", f"nested deeper than {MAX_NESTING}")
        return
    for component in parts(holder, "components"):
        name, version, kind = text(component, "name", 200), text(component, "version", 100), text(component, "type")
        if text(component, "bom-ref"):
            named[text(component, "bom-ref")] = f"{name} {version}".strip()
        if kind == "operating-system":
            about["os"] = f"{name} {version}".strip()
        elif kind == "firmware":
            about["firmware"] = f"{name} {version}".strip()
        elif kind in PROGRAMS and name:
            reading.add(
                "services",
                f"component {name}",
                id=f"{asset}:{name}",
                name=name,
                asset=asset,
                port=0,
                product=name,
                version=version,
            )
        else:
            reading.passed_over += 1
        _components(reading, asset, component, about, named, depth + 1)


def _service(reading: Reading, asset: str, service: Mapping[str, Any], where: str) -> None:
    name = text(service, "name", 200)
    if not name:
        reading.reject(where, "a service without a name")
        return
    asked = service.get("authenticated")
    values: dict[str, Any] = {"name": name, "asset": asset, "product": name, "version": text(service, "version", 100)}
    if asked is not None:
        values["authentication"] = "unknown" if asked else "none"
    endpoints = service.get("endpoints")
    known = 0
    for endpoint in endpoints[:50] if isinstance(endpoints, list) else []:
        try:
            url = urlsplit(str(endpoint)[:2_000])
            port = url.port or PORTS.get(url.scheme, 0)
        except ValueError:
            reading.reject(where, "an endpoint that is no URL")
            continue
        if port:
            known += 1
            reading.add(
                "services", where, id=f"{asset}:tcp/{port}", port=port, transport="tcp", protocol=url.scheme, **values
            )
    if not known:
        reading.add("services", where, id=f"{asset}:{name}", port=0, **values)


def _vulnerability(
    reading: Reading, asset: str, found: Mapping[str, Any], named: Mapping[str, str], where: str
) -> None:
    weakness = text(found, "id", 60)
    if not weakness:
        reading.reject(where, "a vulnerability without an id")
        return
    if text(part(found, "analysis"), "state") in SETTLED:
        reading.passed_over += 1
        return
    ratings = list(parts(found, "ratings"))
    best = max(ratings, key=lambda one: score(one.get("score")), default={})
    affected = [named.get(ref, ref) for one in parts(found, "affects") if (ref := text(one, "ref"))]
    title = text(found, "description") or weakness
    for about in affected or [""]:
        reading.add(
            "exposures",
            where,
            id=f"cyclonedx:{asset}:{about}:{weakness}" if about else f"cyclonedx:{asset}:{weakness}",
            weakness=weakness,
            title=f"{about}: {title}" if about else title,
            asset=asset,
            cvss=score(best.get("score")),
            source=reading.scanner,
            **judged(text(best, "vector")),
        )
