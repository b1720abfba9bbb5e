"""Trivy's JSON report (`trivy … --format json`, schema 2; verify: written from Aqua's documentation): what is vulnerable
in an image, a file system or a machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from collectors.inventory.contract import Reading
from collectors.inventory.documents import part, parts, read_json, text
from collectors.inventory.weaknesses import judged, score
from model.errors import InputError

SEVERITY: Final = {"LOW": 3.0, "MEDIUM": 5.0, "HIGH": 8.0, "CRITICAL": 9.5}
VENDORS: Final = ("nvd", "redhat", "ghsa")


def recognised(document: Mapping[str, Any]) -> bool:
    return "SchemaVersion" in document and "ArtifactName" in document


def read(data: bytes, where: str, *, asset: str = "") -> Reading:
    """asset: what the artefact runs on; else the machine of the artefact's name."""
    document = read_json(data, where)
    if not recognised(document):
        raise InputError("no report of Trivy: SchemaVersion and ArtifactName are missing", where=where)
    reading = Reading(form="trivy", scanner="trivy")
    name = asset or text(document, "ArtifactName", 200)
    if not name:
        raise InputError("names no artefact", where=where, hint="say which asset it runs on")
    reading.covered.add(name)
    system = part(document, "Metadata", "OS")
    values = {"id": name, "name": name, "hostnames": [] if asset else [name]}
    if system:
        values["os"] = f"{text(system, 'Family', 60)} {text(system, 'Name', 60)}".strip()
    reading.add("assets", "ArtifactName", **values)
    for number, result in enumerate(parts(document, "Results"), 1):
        for found in parts(result, "Vulnerabilities"):
            _vulnerability(reading, name, found, f"Results[{number}] {text(found, 'VulnerabilityID', 40)}")
        for found in parts(result, "Misconfigurations"):
            if text(found, "Status") == "FAIL":
                _misconfiguration(reading, name, found, f"Results[{number}] {text(found, 'ID', 40)}")
    return reading


def _vulnerability(reading: Reading, asset: str, found: Mapping[str, Any], where: str) -> None:
    weakness = text(found, "VulnerabilityID", 60)
    package = text(found, "PkgName", 100)
    if not weakness:
        reading.reject(where, "a vulnerability without an id")
        return
    vector, points = "", 0.0
    for vendor in VENDORS:
        given = part(found, "CVSS", vendor)
        vector = vector or text(given, "V3Vector") or text(given, "V2Vector")
        points = points or score(given.get("V3Score")) or score(given.get("V2Score"))
    installed, fixed = text(found, "InstalledVersion", 60), text(found, "FixedVersion", 60)
    title = text(found, "Title") or weakness
    reading.add(
        "exposures",
        where,
        id=f"trivy:{asset}:{package}:{weakness}",
        weakness=weakness,
        title=f"{package} {installed}: {title}" + (f" (fixed in {fixed})" if fixed else ""),
        asset=asset,
        cvss=points or SEVERITY.get(text(found, "Severity"), 0.0),
        source=reading.scanner,
        **judged(vector),
    )


def _misconfiguration(reading: Reading, asset: str, found: Mapping[str, Any], where: str) -> None:
    weakness = text(found, "AVDID", 60) or text(found, "ID", 60)
    if not weakness:
        reading.reject(where, "a misconfiguration without an id")
        return
    reading.add(
        "exposures",
        where,
        id=f"trivy:{asset}:{weakness}",
        weakness=weakness,
        title=text(found, "Title") or weakness,
        asset=asset,
        cvss=SEVERITY.get(text(found, "Severity"), 0.0),
        remote=False,
        effect="privilege",
        source=reading.scanner,
    )
