"""Any inventory file to a Reading: which form it has is told from its bytes, not from its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from collectors.inventory import bloodhound, cyclonedx, nessus, nmap, openvas, trivy
from collectors.inventory.contract import Reading, check_size, shorten
from collectors.inventory.estate_file import decode, is_estate, read_estate_file
from collectors.inventory.machines import read_machines
from collectors.inventory.tables import read_csv, read_xlsx
from collectors.inventory.xml_tree import root_of
from model.errors import InputError

FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "estate": ("Estate (YAML or JSON)", "台账文件（YAML 或 JSON）"),
        "machines": ("List of machines (YAML or JSON)", "主机清单（YAML 或 JSON）"),
        "csv": ("Table (CSV)", "表格（CSV）"),
        "xlsx": ("Workbook (XLSX)", "工作簿（XLSX）"),
        "nmap": ("nmap XML", "nmap 扫描结果（XML）"),
        "nessus": ("Nessus v2 XML", "Nessus 扫描报告（v2 XML）"),
        "openvas": ("OpenVAS / Greenbone XML", "OpenVAS 扫描报告（XML）"),
        "trivy": ("Trivy JSON", "Trivy 扫描报告（JSON）"),
        "cyclonedx": ("CycloneDX JSON (SBOM)", "CycloneDX 软件物料清单（JSON）"),
        "bloodhound": ("BloodHound CE JSON or ZIP", "BloodHound CE 采集结果（JSON 或 ZIP）"),
    }
)
"""Form → its name in English and Chinese."""

_ROOTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"nmap": nmap.ROOTS, "nessus": nessus.ROOTS, "openvas": openvas.ROOTS}
)


def read_file(
    data: bytes, where: str = "file", *, form: str = "", kind: str = "", unit: str = "", asset: str = ""
) -> Reading:
    """form: one of FORMS, else told from the content. kind: of the rows of a CSV. unit: for records that name none.
    asset: what an SBOM or an image's report is about. Raises InputError for a file that cannot be used at all."""
    check_size(data, where)
    form = form or form_of(data, where)
    match form:
        case "estate":
            return read_estate_file(data, where, unit=unit)
        case "csv":
            return read_csv(data, where, kind=kind, unit=unit)
        case "xlsx":
            return read_xlsx(data, where, unit=unit)
        case "nmap":
            return nmap.read(data, where)
        case "nessus":
            return nessus.read(data, where)
        case "openvas":
            return openvas.read(data, where)
        case "trivy":
            return trivy.read(data, where, asset=asset)
        case "cyclonedx":
            return cyclonedx.read(data, where, asset=asset)
        case "bloodhound":
            return bloodhound.read(data, where)
        case "machines":
            return _machines(data, where)
    raise InputError(f"{form!r} is no form of inventory; expected {', '.join(FORMS)}", where=where)


def form_of(data: bytes, where: str) -> str:
    """Raises InputError when nothing is recognised."""
    head = data[:4_096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return "xlsx" if b"xl/" in data[-65_536:] or b"[Content_Types].xml" in data[:65_536] else "bloodhound"
    if head.startswith(b"<"):
        root = root_of(data)
        form = next((form for form, roots in _ROOTS.items() if root in roots), "")
        if not form:
            raise InputError(
                f"<{shorten(root, 40)}> is no report that is known", where=where, hint="see the list of forms"
            )
        return form
    if head.startswith((b"{", b"[")):
        return _form_of_document(_json_or_yaml(data, where), where)
    if _looks_like_table(head):
        return "csv"
    return _form_of_document(decode(data, where), where)


def _json_or_yaml(data: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return decode(data, where)


def _form_of_document(document: Any, where: str) -> str:
    if isinstance(document, Mapping):
        if cyclonedx.recognised(document):
            return "cyclonedx"
        if trivy.recognised(document):
            return "trivy"
        if bloodhound.recognised(document):
            return "bloodhound"
        if is_estate(document):
            return "estate"
    if isinstance(document, Mapping | list):
        return "machines"
    raise InputError("is neither an inventory nor a report that is known", where=where, hint="see the list of forms")


def _looks_like_table(head: bytes) -> bool:
    """A first line of several cells without YAML's colon."""
    line = head.partition(b"\n")[0]
    return b":" not in line and any(line.count(separator) >= 2 for separator in (b",", b";", b"\t"))


def _machines(data: bytes, where: str) -> Reading:
    reading = Reading(form="machines", scanner="machines")
    for number, asset in enumerate(read_machines(data, where), 1):
        names = list(asset.hostnames)
        reading.add(
            "assets",
            f"machine {number}",
            id=asset.id,
            name=asset.name,
            hostnames=names,
            addresses=list(asset.addresses),
        )
    return reading
