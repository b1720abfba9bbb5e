"""Which sources there are: those of the settings file, and those added while running.

A source of the settings file is changed there; the register can only pause it. One added in the console or with
`fengsui sources add` stands in the register whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from model.errors import InputError, SettingsError
from pipeline.settings import Settings, check_source
from pipeline.source_settings import SourceSettings
from store import sources
from store.scope import EVERYTHING

_FILES = tuple(name for name, field in SourceSettings.model_fields.items() if "Path" in str(field.annotation))
"""Settings that name a file."""


@dataclass(frozen=True, slots=True)
class Known:
    """settings: None when what the register says is no longer valid; `problem` tells why. managed: added while running."""

    name: str
    kind: str
    unit: str
    enabled: bool
    settings: SourceSettings | None
    managed: bool
    problem: str = ""

    @property
    def input(self) -> str:
        """The address, file or interface it is read from."""
        found = self.settings
        return str(found.listen or found.path or found.interface or "") if found else ""


def known_sources(tx: Session, settings: Settings) -> dict[str, Known]:
    """By name, whoever owns them."""
    out = {name: Known(name, s.kind, s.unit, s.enabled, s, False) for name, s in settings.sources.items()}
    for kept in sources.find(tx, EVERYTHING):
        if kept.name in settings.sources:
            given = settings.sources[kept.name]
            found = given.model_copy(update={"enabled": kept.enabled and given.enabled})
            out[kept.name] = Known(kept.name, given.kind, given.unit, found.enabled, found, False)
            continue
        described = kept.settings | {"kind": kept.kind, "unit": kept.unit, "enabled": kept.enabled}
        try:
            checked, problem = check_source(kept.name, described), ""
        except SettingsError as error:
            checked, problem = None, "; ".join(error.problems)
        out[kept.name] = Known(kept.name, kept.kind, kept.unit, kept.enabled, checked, True, problem)
    return out


def check_added(settings: Settings, name: str, given: Mapping[str, Any]) -> SourceSettings:
    """A source as somebody describes it over HTTP. Raises SettingsError listing every mistake, InputError when it would
    read a file outside `pipeline.source_folders`: who may add sources must not be able to read what the platform can."""
    checked = check_source(name, dict(given))
    allowed = [folder.resolve() for folder in settings.pipeline.source_folders]
    for field in _FILES:
        path: Path | None = getattr(checked, field)
        if path is None:
            continue
        real = path.resolve()
        if not path.is_absolute() or not any(real.is_relative_to(folder) for folder in allowed):
            raise InputError(
                "is not below a folder sources may read",
                where=field,
                hint=f"allowed: {', '.join(map(str, allowed)) or 'none'} (pipeline.source_folders)",
            )
    return checked
