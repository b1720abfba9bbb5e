"""The register of the estate, over the wire: one shape for records of every kind, and a description of each kind's fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from api.wire import Page, Plain, Read, Write
from pipeline.inventory import Action

Id = Annotated[str, Field(min_length=1, max_length=500, pattern=Plain)]


class InventoryKind(StrEnum):
    SYSTEMS = "systems"
    ZONES = "zones"
    CONDUITS = "conduits"
    ASSETS = "assets"
    SERVICES = "services"
    ACCOUNTS = "accounts"
    GROUPS = "groups"
    RIGHTS = "rights"
    EXPOSURES = "exposures"
    DATA_SETS = "data_sets"
    DATA_GRANTS = "data_grants"
    CONTROLS = "controls"


class Choice(Read):
    value: str
    title_zh: str


class FieldRead(Read):
    name: str
    title_zh: str
    type: Annotated[str, Field(description="text, texts, integer, number, boolean, time or choice")]
    choices: list[Choice]
    least: int | None
    most: int | None
    required: bool
    points_to: Annotated[list[InventoryKind], Field(description="Kinds of the records its value names")]


class KindRead(Read):
    kind: InventoryKind
    title_zh: str
    records: Annotated[int, Field(description="How many the caller may see")]
    fields: list[FieldRead]


class Form(Read):
    form: str
    title: str
    title_zh: str


class InventoryRead(Read):
    kinds: list[KindRead]
    forms: Annotated[list[Form], Field(description="Forms of files that can be imported")]


class RecordRead(Read):
    kind: InventoryKind
    id: str
    unit: str
    name: Annotated[str, Field(description="What to call it")]
    name_zh: str | None
    values: Annotated[dict[str, Any], Field(description="Every field by its name; times are microseconds, 0 for none")]


class RecordPage(Page[RecordRead]):
    total: int


class Related(Read):
    """Records that name this one in a field."""

    field: str
    record: RecordRead


class RecordDetail(Read):
    record: RecordRead
    related: list[Related]
    more: Annotated[bool, Field(description="Whether there are more than are listed")]


class RecordPut(Write):
    values: Annotated[
        dict[str, Any], Field(max_length=40, description="Fields to set; those left out stay as they are")
    ]


class Difference(Read):
    field: str
    before: Any
    after: Any


class ChangeRead(Read):
    kind: str
    id: str
    action: Action
    where: str
    fields: list[Difference]


class RejectedRead(Read):
    where: str
    reason: str


class PlanRead(Read):
    """What a file changes. digest: for applying exactly this."""

    form: str
    scanner: str | None
    counts: dict[str, int]
    changes: Annotated[list[ChangeRead], Field(description="The first of them, unchanged ones left out")]
    rejected: Annotated[list[RejectedRead], Field(description="The first of them")]
    passed_over: int
    digest: str
