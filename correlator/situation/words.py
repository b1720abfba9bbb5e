"""The words of the situation: what costs points, whom it concerns, and what came of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.times import Micros


class Family(StrEnum):
    INCIDENT = "incident"
    EXPOSURE = "exposure"
    SOURCE = "source"
    GAP = "gap"

    @property
    def zh(self) -> str:
        return {"incident": "安全事件", "exposure": "漏洞暴露", "source": "数据源异常", "gap": "合规差距"}[self.value]


class SubjectKind(StrEnum):
    DISTRICT = "district"
    UNIT = "unit"
    SYSTEM = "system"
    ZONE = "zone"


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """Something open that makes the situation worse.

    grade: which points of its family it costs (a level, a band of exposures, a state of sources, a kind of gap).
    status and last: of an incident; criticality: of the asset, None when there is none; mlps: the highest level of the
    systems concerned. number: how many alike it stands for.
    """

    family: Family
    id: str
    title: str
    title_zh: str
    grade: str
    units: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    since: Micros | None = None
    last: Micros | None = None
    status: str = ""
    criticality: int | None = None
    mlps: int = 0
    number: int = 1


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What has an index. within: ids of the units a district or unit consists of; ignored for the others."""

    kind: SubjectKind
    id: str
    name: str
    name_zh: str
    unit: str
    within: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


class Multiplier(msgspec.Struct, frozen=True):
    """name: of a section of the formula's factors; of: which entry, or how many hours for the age."""

    name: str
    of: str
    value: float


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a concern takes from the index. base: the formula's points; alone: after the multipliers, what it would cost by
    itself; points: what it costs beside the others."""

    concern: Concern
    base: float
    multipliers: tuple[Multiplier, ...]
    alone: float
    points: float


class FamilyCost(msgspec.Struct, frozen=True, kw_only=True):
    """limited: whether the family reached what it may cost together."""

    family: Family
    points: float
    count: int
    limited: bool


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """index + the points of all costs = 100, exactly to a tenth. costs: dearest first; those of nothing left out."""

    index: float
    families: tuple[FamilyCost, ...]
    costs: tuple[Cost, ...]
