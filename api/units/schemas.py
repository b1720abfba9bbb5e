"""Units, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Plain, Read, Write
from model.estate import UnitKind

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=Plain)]


class UnitRead(Read):
    id: str
    name: str
    name_zh: str
    kind: UnitKind
    parent: Annotated[str | None, Field(description="The unit above; null for the district")]


class Units(Read):
    items: Annotated[list[UnitRead], Field(description="Parents before children")]


class UnitName(Read):
    name: str
    name_zh: str


class UnitNames(Read):
    names: Annotated[dict[str, UnitName], Field(description="By id, every unit the caller sees")]


class UnitAdd(Write):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", examples=["education"])]
    name: Name
    name_zh: Name
    kind: UnitKind
    parent: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain, examples=["district"])]


class UnitChange(Write):
    name: Name | None = None
    name_zh: Name | None = None
    parent: Annotated[str | None, Field(min_length=1, max_length=128, pattern=Plain)] = None
