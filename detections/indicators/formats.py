"""Any document of indicators: recognised by content, read by the format it is in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from detections.indicators import misp, stix, table
from detections.indicators.parsed import MAX_BYTES, Parsed, read_json
from model.errors import InputError


class Format(StrEnum):
    STIX = "stix"
    MISP = "misp"
    CSV = "csv"


def parse(
    data: bytes, fmt: Format | None = None, mapping: Mapping[str, str] | None = None, *, where: str = ""
) -> Parsed:
    """Raises InputError when the document as a whole cannot be used; what is wrong with single items is in the answer."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{len(data)} bytes, at most {MAX_BYTES} are read at once", where=where)
    if not data.strip():
        raise InputError("the document is empty", where=where)
    if fmt is Format.CSV or (fmt is None and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[")):
        return table.parse(data, mapping)
    document = read_json(data, where=where)
    if fmt is Format.MISP or (fmt is None and misp.is_misp(document)):
        return misp.parse(document)
    if stix.is_bundle(document):
        return stix.parse(document)
    if isinstance(document, dict) and document.get("type") == "indicator":
        return stix.parse({"objects": [document]})
    raise InputError(
        "neither a STIX bundle nor a MISP event", where=where, hint="give STIX 2.1, MISP JSON or CSV, or say the format"
    )
