"""Reports as they go over the wire."""

from __future__ import annotations

from typing import Literal

from api.wire import Read


class ReportKindRead(Read):
    """subject: what `id` names: a system, an incident, a month, or a unit, which need not be given."""

    id: str
    zh: str
    en: str
    subject: Literal["system", "unit", "incident", "month"]
    formats: list[str]


class ReportKinds(Read):
    """The kinds the caller may make. signed: whether a key is configured, so that reports can be had with their signature."""

    items: list[ReportKindRead]
    signed: bool
