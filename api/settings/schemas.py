"""Settings, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.wire import Read
from pipeline.settings import Place


class SettingRead(Read):
    path: Annotated[str, Field(examples=["store.retention_days"])]
    section: Annotated[str, Field(description="Empty for what belongs to no section")]
    name: str
    value: Annotated[Any, Field(description="Text, number, truth value, list or table; null when there is none")]
    default: Any
    masked: Annotated[bool, Field(description="Whether a secret in the value was replaced by asterisks")]
    place: Place
    variable: Annotated[str, Field(description="The environment variable that sets it")]
    description: str
    description_zh: str | None


class SettingsRead(Read):
    """All are read at the start; changing one means editing the file or the environment and starting again."""

    file: Annotated[str | None, Field(description="The settings file they were read from")]
    items: Annotated[list[SettingRead], Field(description="In the order of the reference page")]
