"""The shipped catalogues, read with checks: control items, high-risk cases, triggers, dated settings.

Whatever has a date says from when to when it holds; `holding(entries, day)` picks. What nobody has confirmed in a print
carries `verify`, a text for people, all the way to the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import yaml

from model.compliance import Day, Extension
from model.errors import InputError

HERE = "compliance.catalogs"
PARTS = tuple((level, extension) for level in (2, 3) for extension in Extension if (level, extension) != (2, "bigdata"))
LEVELS_HELD = (2, 3)

T = TypeVar("T")


class Doubt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What nobody has confirmed, for people; both empty when nothing."""

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.en)


NO_DOUBT = Doubt()


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """weight: our guess (3 with a high-risk case, 2 automatic and technical, 1 else), not the official table. unit: of
    GB/T 28448-2019. case, trigger: what a failure may amount to."""

    id: str
    zh: str
    en: str
    evidence: Literal["automated", "mixed", "manual"]
    unit: str
    weight: Annotated[int, msgspec.Meta(ge=1, le=3)]
    hint: str = ""
    telemetry: tuple[str, ...] = ()
    unit_verify: bool = False
    case: str = ""
    trigger: str = ""


class ControlPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    clause: str
    category: str
    zh: str
    en: str
    items: tuple[Item, ...]
    verify: Doubt = NO_DOUBT
    note: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    version: int
    source: str
    status: str
    level: int
    extension: Extension
    valid_from: Day
    valid_to: Day | None
    controls: tuple[ControlPoint, ...]


class Category(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    zh: str
    en: str
    side: Literal["technical", "management"]


class HighRiskCase(msgspec.Struct, frozen=True, kw_only=True):
    """min_level: from which level on a failure is one. lowered_by: what may lower it, `none` when nothing does."""

    case: str
    zh: str
    en: str
    min_level: int
    lowered_by: str

    @property
    def can_be_lowered(self) -> bool:
        return not self.lowered_by.startswith("none")


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    zh: str
    en: str
    kind: Literal["item", "composite"]


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """until: one day for all; every_days: since the last time; days_after_approval: of the level."""

    id: str
    zh: str
    en: str
    basis: str
    basis_en: str
    valid_from: Day
    valid_to: Day | None
    levels: tuple[int, ...] = ()
    cii: bool = False
    verify: Doubt = NO_DOUBT
    until: Day = ""
    every_days: int = 0
    days_after_approval: int = 0
    years: int = 0
    counts_from: Day = ""
    extended_by_assessment_years: int = 0
    apply_within_months: int = 0


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item stands."""

    item: Item
    control: ControlPoint
    level: int
    extension: Extension


@cache
def raw(name: str) -> Any:
    return yaml.load(files(HERE).joinpath(name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def doubt_of(name: str) -> Doubt:
    """What is unconfirmed about a whole file."""
    return decoded(raw(name)["verify"], Doubt, name)


def decoded(value: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"does not fit: {error}", where=where) from error


def holding(entries: Iterable[T], day: str) -> list[T]:
    """Those with `valid_from` ≤ day ≤ `valid_to`; an open end holds on."""
    return [
        one
        for one in entries
        if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)  # type: ignore[attr-defined]
    ]


class Catalog:
    """All of it; build once with `catalog()`."""

    def __init__(self) -> None:
        self.parts = {
            (level, extension): decoded(
                raw(f"mlps/level{level}-{extension}.yml"), Part, f"level{level}-{extension}.yml"
            )
            for level, extension in PARTS
        }
        self.places: Mapping[str, Place] = MappingProxyType(
            {
                item.id: Place(item=item, control=control, level=part.level, extension=part.extension)
                for part in self.parts.values()
                for control in part.controls
                for item in control.items
            }
        )
        self.categories = _list("categories.yml", "categories", Category)
        self.cases = {one.case: one for one in _list("high-risk-cases.yml", "cases", HighRiskCase)}
        self.triggers = {one.code: one for one in _list("major-risk-triggers.yml", "triggers", Trigger)}
        self.deadlines = _list("deadlines.yml", "deadlines", Deadline)
        self.side = {one.code: one.side for one in self.categories}
        self._check()

    def _check(self) -> None:
        listed = sum(len(control.items) for part in self.parts.values() for control in part.controls)
        problems = [f"{listed - len(self.places)} ids stand twice"] if listed != len(self.places) else []
        for place in self.places.values():
            item = place.item
            if place.control.category not in self.side:
                problems.append(f"{item.id}: category {place.control.category}")
            if item.case and item.case not in self.cases:
                problems.append(f"{item.id}: case {item.case}")
            if item.trigger and item.trigger not in self.triggers:
                problems.append(f"{item.id}: trigger {item.trigger}")
        if problems:
            raise InputError("the catalogue contradicts itself:\n" + "\n".join(f"  - {one}" for one in problems))

    def items_for(self, level: int, extensions: Sequence[Extension]) -> list[Place]:
        """What a system of a level must fulfil, in the order of clauses. Level 1 has none here; above level 3 the items
        of level 3 are shown, because no catalogue of level 4 is held."""
        held = min(level, LEVELS_HELD[-1])
        wanted = [Extension.GENERAL, *(one for one in Extension if one in extensions and one != Extension.GENERAL)]
        parts = [self.parts[held, one] for one in wanted if (held, one) in self.parts]
        return [self.places[item.id] for part in parts for control in part.controls for item in control.items]


def _list(file: str, key: str, kind: type[T]) -> list[T]:
    return decoded(raw(file)[key], list[kind], file)  # type: ignore[valid-type]


@cache
def catalog() -> Catalog:
    return Catalog()
