"""Exports as they go over the wire."""

from __future__ import annotations

from api.wire import Read


class ExportKindRead(Read):
    """ending: of the file. about: what is in it."""

    id: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    ending: str


class ExportKinds(Read):
    items: list[ExportKindRead]
