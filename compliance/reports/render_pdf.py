"""PDF by Typst: archival (PDF/A-2b), the same bytes for the same report."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from compliance.reports.document import Report
from compliance.reports.fonts import drawn, font_file
from model.errors import StoreError

TEMPLATE = Path(__file__).with_name("report.typ")


def to_pdf(report: Report) -> bytes:
    found = _compiled(report, "pdf")
    assert isinstance(found, bytes)
    return found


def to_pictures(report: Report, *, ppi: float = 60) -> list[bytes]:
    """One PNG a page, for looking at it."""
    found = _compiled(report, "png", ppi=ppi)
    return list(found) if isinstance(found, list) else [found]


def _compiled(report: Report, kind: Any, ppi: float | None = None) -> bytes | list[bytes]:
    """The report is an input of the document and never part of its source."""
    text = msgspec.json.encode(_drawable(msgspec.to_builtins(report))).decode()
    try:
        found = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"report": text},
            format=kind,
            ppi=ppi,
            timestamp=report.made // 1_000_000,
            pdf_standards=["a-2b"] if kind == "pdf" else [],
        )
    except typst.TypstError as error:
        raise StoreError(f"the report cannot be set: {error.message[:300]}") from error
    assert found is not None
    return found


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_file().parent)])


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawn(value)
    if isinstance(value, list | tuple):
        return [_drawable(one) for one in value]
    if isinstance(value, dict):
        return {name: _drawable(one) for name, one in value.items()}
    return value
