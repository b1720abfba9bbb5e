"""The level a worksheet leads to: the higher of business information (S) and system service (A)."""

from __future__ import annotations

from compliance.catalog import raw
from model.compliance import Degree, Grading, Harmed


def cell(harmed: Harmed | None, degree: Degree | None) -> int:
    """0 when either is not filled in."""
    return int(raw("grading.yml")["matrix"][harmed][degree]) if harmed and degree else 0


def level_of(worksheet: Grading) -> int:
    """0 while nothing is filled in."""
    return max(cell(worksheet.s_harmed, worksheet.s_degree), cell(worksheet.a_harmed, worksheet.a_degree))
