"""The samples beside this file, and the directory dump as the ZIP a collector makes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def zipped(names: list[str], *, content: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(f"20260901_{name}", sample(name))
        for name, data in (content or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


DIRECTORY = ["users.json", "groups.json", "computers.json", "domains.json"]
EVERY = {
    "nmap": sample("nmap.xml"),
    "nessus": sample("nessus.xml"),
    "openvas": sample("openvas.xml"),
    "trivy": sample("trivy.json"),
    "cyclonedx": sample("cyclonedx.json"),
    "bloodhound": zipped(DIRECTORY),
}
