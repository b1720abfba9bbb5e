"""Words of risk assessment (GB/T 20984-2022): what could harm which asset, how likely, how badly, and what is done about it.

Grades run from 1 (very low) to 5 (very high).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec

from model.compliance import Day, Name, Text
from model.times import Micros

Grade = Annotated[int, msgspec.Meta(ge=1, le=5)]


class Figure(StrEnum):
    """What a risk is worked out from."""

    VALUE = "value"
    FREQUENCY = "frequency"
    EASE = "ease"
    SEVERITY = "severity"


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why a figure is what it is. reason: a key of `catalogs/risk/reasons.yml`, filled with `params`. kind and ref: the record
    it comes from: an inventory kind (`assets`, `exposures`, `data_sets`, `systems`), `item`, or `alerts` of a rule id."""

    figure: Figure
    grade: Grade
    reason: str
    params: dict[str, Any] = {}
    kind: str = ""
    ref: str = ""


class Weakness(msgspec.Struct, frozen=True, kw_only=True):
    """kind: an exposure of the asset, or a control item of its system that is not met."""

    kind: Literal["exposure", "item"]
    id: str
    title_zh: str
    title_en: str
    severity: Grade
    ease: Grade
    causes: tuple[Cause, ...]


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """One threat to one asset; to a system as a whole when `asset` is empty. weaknesses: what the threat would use, the one
    that decides first; more: how many others are left out here. id stays the same while asset and threat do."""

    id: str
    system: str
    unit: str
    asset: str
    threat: str
    value: Grade
    frequency: Grade
    ease: Grade
    severity: Grade
    likelihood: Grade
    loss: Grade
    level: Grade
    causes: tuple[Cause, ...]
    weaknesses: tuple[Weakness, ...]
    more: int = 0


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts of one rule within a window that nobody judged false: how many, and the newest of them."""

    rule: str
    title: str
    title_zh: str
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    count: int
    last: Micros = 0


class Way(StrEnum):
    """What is done about a risk."""

    REDUCE = "reduce"
    TRANSFER = "transfer"
    AVOID = "avoid"
    ACCEPT = "accept"


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """Of one risk; the newest replaces the one before. measures: what is done, or to whom it is transferred, or why it is
    accepted. likelihood, loss: what is expected to remain. inherent: the level when it was decided. approver: who approved
    an acceptance, never who asked for it; until: when it ends. done: the day the measures were in place."""

    risk: str
    system: str
    unit: str
    owner: Name
    way: Way
    measures: Text
    due: Day = ""
    likelihood: Grade
    loss: Grade
    inherent: Grade
    until: Day = ""
    approver: str = ""
    approved: Micros = 0
    done: Day = ""
    proof: str = ""
    set_by: str = ""
    set_at: Micros = 0


class RiskPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A risk came to be, changed or went (level 0)."""

    number: int
    risk: str
    system: str
    unit: str
    time: Micros
    likelihood: Annotated[int, msgspec.Meta(ge=0, le=5)]
    loss: Annotated[int, msgspec.Meta(ge=0, le=5)]
    level: Annotated[int, msgspec.Meta(ge=0, le=5)]


class RiskDay(msgspec.Struct, frozen=True, kw_only=True):
    """How many risks of each grade a system had at the end of a day, very low first."""

    day: str
    system: str
    unit: str
    grades: tuple[int, int, int, int, int]
