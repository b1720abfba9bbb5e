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


class InventoryChoice(Read):
    value: str
    title_zh: str


class InventoryField(Read):
    name: str
    title_zh: str
    type: Annotated[str, Field(description="text, texts, integer, number, boolean, time or choice")]
    choices: list[InventoryChoice]
    least: int | None
    most: int | None
    required: bool
    points_to: Annotated[list[InventoryKind], Field(description="Kinds of the records its value names")]


class InventoryKindRead(Read):
    kind: InventoryKind
    title_zh: str
    records: Annotated[int, Field(description="How many the caller may see")]
    fields: list[InventoryField]


class InventoryForm(Read):
    form: str
    title: str
    title_zh: str


class InventoryRead(Read):
    kinds: list[InventoryKindRead]
    forms: Annotated[list[InventoryForm], Field(description="Forms of files that can be imported")]


class InventoryRecord(Read):
    kind: InventoryKind
    id: str
    unit: str
    name: Annotated[str, Field(description="What to call it")]
    name_zh: str | None
    values: Annotated[dict[str, Any], Field(description="Every field by its name; times are microseconds, 0 for none")]


class InventoryRecordPage(Page[InventoryRecord]):
    total: int


class RelatedRecord(Read):
    """Records that name this one in a field."""

    field: str
    record: InventoryRecord


class InventoryRecordDetail(Read):
    record: InventoryRecord
    related: list[RelatedRecord]
    more: Annotated[bool, Field(description="Whether there are more than are listed")]


class InventoryRecordPut(Write):
    values: Annotated[
        dict[str, Any], Field(max_length=40, description="Fields to set; those left out stay as they are")
    ]


class InventoryDifference(Read):
    field: str
    before: Any
    after: Any


class InventoryChange(Read):
    kind: str
    id: str
    action: Action
    where: str
    fields: list[InventoryDifference]


class InventoryRejected(Read):
    where: str
    reason: str


class InventoryPlan(Read):
    """What a file changes. digest: for applying exactly this."""

    form: str
    scanner: str | None
    counts: dict[str, int]
    changes: Annotated[list[InventoryChange], Field(description="The first of them, unchanged ones left out")]
    rejected: Annotated[list[InventoryRejected], Field(description="The first of them")]
    passed_over: int
    digest: str
