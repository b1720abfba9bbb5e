"""Reports as they go over the wire."""

from __future__ import annotations

from typing import Literal

from api.wire import Read


class ReportKindRead(Read):
    """subject: what `id` names: a system, an incident, hours (`2026-11-23T08/PT4H`, Beijing time), a month (`2026-11`), a year
    (`2026`), or a unit, which need not be given."""

    id: str
    zh: str
    en: str
    subject: Literal["system", "unit", "incident", "hours", "month", "year", "data_set"]
    formats: list[str]


class ReportKinds(Read):
    """The kinds the caller may make. signed: whether a key is configured, so that reports can be had with their signature."""

    items: list[ReportKindRead]
    signed: bool
