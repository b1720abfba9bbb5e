"""The method as data: grades, thresholds, matrices, kinds of threats. A district may bring its own file of the same form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml

from compliance.catalog import Doubt, decoded, raw
from model.compliance import Day
from model.errors import InputError
from model.inventory import Effect
from model.risk import Cause, Grade
from model.yaml_text import read_yaml

MAX_BYTES = 200_000
Row = Annotated[tuple[Grade, ...], msgspec.Meta(min_length=5, max_length=5)]
Matrix = Annotated[tuple[Row, ...], msgspec.Meta(min_length=5, max_length=5)]
Five = Annotated[tuple[float, ...], msgspec.Meta(min_length=5, max_length=5)]
Six = Annotated[tuple[Grade, ...], msgspec.Meta(min_length=6, max_length=6)]
Step = Annotated[int, msgspec.Meta(ge=-4, le=4)]


class ManyPeople(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    records: int
    grade: Grade


class ValueMethod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """mlps_level, criticality: grades by 0 to 5."""

    combine: Literal["highest", "mean"]
    data_class: dict[str, Grade]
    personal_information: Grade
    many_people: ManyPeople
    mlps_level: Six
    criticality: Six
    high_continuity: Grade


class FrequencyMethod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """per_30_days: the rate from which each grade holds, rising."""

    window_days: Annotated[int, msgspec.Meta(ge=7, le=400)]
    per_30_days: Five
    less_in_unit: Step
    less_in_district: Step


class SeverityMethod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cvss: Five
    unscored: Grade
    item: dict[Literal["low", "medium", "high"], Grade]
    partly_met: Step


class EaseMethod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    start: Grade
    remote: Step
    exploited: Step
    reach: dict[Literal["internet", "supplier", "office"], Step]
    item: Grade
    item_exposed: Step


class GradeName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    grade: Grade
    zh: str
    en: str


class Method(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    version: int
    source: str
    source_zh: str
    verify: Doubt
    valid_from: Day
    valid_to: Day | None
    value: ValueMethod
    frequency: FrequencyMethod
    severity: SeverityMethod
    ease: EaseMethod
    likelihood: Matrix
    loss: Matrix
    level: Matrix
    treat_from: Grade
    longest_acceptance_days: Annotated[int, msgspec.Meta(ge=1, le=1_100)]
    names: Annotated[tuple[GradeName, ...], msgspec.Meta(min_length=5, max_length=5)]

    def likelihood_of(self, frequency: int, ease: int) -> int:
        return self.likelihood[frequency - 1][ease - 1]

    def loss_of(self, value: int, severity: int) -> int:
        return self.loss[value - 1][severity - 1]

    def level_of(self, likelihood: int, loss: int) -> int:
        return self.level[likelihood - 1][loss - 1]


class Threat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    kind: str
    baseline: Grade
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    effects: tuple[Effect, ...]
    controls: tuple[str, ...]
    categories: tuple[str, ...]


def clamp(grade: float) -> int:
    """Rounded up into 1 to 5."""
    return max(1, min(5, int(-(-grade // 1))))


def graded(value: float, limits: Sequence[float]) -> int:
    """The highest grade whose limit the value reaches."""
    return max(1, bisect_right(limits, value))


@cache
def shipped() -> Method:
    return checked(raw("risk/method.yml"), "method.yml")


@cache
def threats() -> Mapping[str, Threat]:
    held = decoded(raw("risk/threats.yml")["threats"], list[Threat], "threats.yml")
    return {one.id: one for one in held}


@cache
def read(path: Path) -> Method:
    """A method of the district's own, once per process. Raises InputError for what is none."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES} bytes", where=str(path))
    try:
        return checked(read_yaml(data, str(path)), str(path))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"is no method: {str(error)[:300]}", where=str(path)) from error


def checked(value: Any, where: str) -> Method:
    """Raises InputError where a matrix falls although what it rests on rises: no such method could be explained."""
    found = decoded(value, Method, where)
    for name in ("likelihood", "loss", "level"):
        rows = getattr(found, name)
        across = all(a <= b for row in rows for a, b in pairwise(row))
        down = all(a <= b for upper, lower in pairwise(rows) for a, b in zip(upper, lower, strict=True))
        if not (across and down):
            raise InputError(f"{name} falls where its figures rise", where=where)
    for name, limits in (("per_30_days", found.frequency.per_30_days), ("cvss", found.severity.cvss)):
        if list(limits) != sorted(limits):
            raise InputError(f"{name} must rise", where=where)
    if [one.grade for one in found.names] != [1, 2, 3, 4, 5]:
        raise InputError("names stand from 1 to 5", where=where)
    return found


def told(cause: Cause) -> tuple[str, str]:
    """Why, in Chinese and English. A text that cannot be filled shows its key."""
    held = raw("risk/reasons.yml")["reasons"].get(cause.reason)
    try:
        return held["zh"].format(**cause.params), held["en"].format(**cause.params)
    except (KeyError, IndexError, ValueError, TypeError):
        return cause.reason, cause.reason
