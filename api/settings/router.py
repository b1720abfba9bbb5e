"""GET /api/v1/settings. Units and sources, which the settings file may also describe, are nouns of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import Depends, Request
from pydantic import BaseModel

from api.access import noun, require
from api.core import core_of
from api.settings.schemas import SettingRead, SettingsRead
from api.settings.words import DESCRIPTION_ZH
from pipeline.settings import PREFIX, Settings

router = noun("settings")

Allowed = Depends(require("settings:read"))
ELSEWHERE = frozenset({"units", "sources"})
MASK = "******"
_SECRET = re.compile(r"password|secret|token|credential|(^|_)key", re.IGNORECASE)
_USER_INFO = re.compile(r"(://[^/@\s:]*):[^/@\s]+@")


@router.get("", operation_id="get_settings", response_model=SettingsRead, dependencies=[Allowed])
def get_settings(request: Request) -> SettingsRead:
    """The settings in force and where each comes from, secrets masked."""
    settings = core_of(request).settings
    return SettingsRead(file=None if settings.file is None else str(settings.file), items=list(listing(settings)))


def listing(settings: Settings) -> Iterator[SettingRead]:
    yield from _section(settings, settings, "")


def _section(settings: Settings, part: BaseModel, above: str) -> Iterator[SettingRead]:
    for name, field in type(part).model_fields.items():
        value, path = getattr(part, name), f"{above}{name}"
        if path in ELSEWHERE:
            continue
        if isinstance(value, BaseModel):
            yield from _section(settings, value, f"{path}.")
            continue
        shown, masked = mask(name, value)
        yield SettingRead(
            path=path,
            section=above.rstrip("."),
            name=name,
            value=shown,
            default=mask(name, field.get_default(call_default_factory=True))[0],
            masked=masked,
            place=settings.place_of(path),
            variable=PREFIX + path.replace(".", "__").upper(),
            description=field.description or "",
            description_zh=DESCRIPTION_ZH.get(path),
        )


def mask(name: str, value: Any) -> tuple[Any, bool]:
    """A setting's value as JSON, without secrets: texts whose name says so, and passwords inside addresses."""
    if isinstance(value, Path):
        return str(value), False
    if isinstance(value, str):
        if value and _SECRET.search(name):
            return MASK, True
        shown = _USER_INFO.sub(rf"\1:{MASK}@", value)
        return shown, shown != value
    if isinstance(value, dict):
        members = {str(key): mask(str(key), inner) for key, inner in value.items()}
        return {key: shown for key, (shown, _) in members.items()}, any(hidden for _, hidden in members.values())
    if isinstance(value, list | tuple):
        parts = [mask("", inner) for inner in value]
        return [shown for shown, _ in parts], any(hidden for _, hidden in parts)
    return value, False
