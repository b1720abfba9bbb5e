"""The formula of the index: data shipped with us, single numbers of it overruled by the settings.

A number is named by its path: `incident.critical` (points), `incident.at_most`, `status.in_progress`, `age.half_life_h`,
`criticality.5`, `mlps.3`, `trend.points`, `bands.calm`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from correlator.situation.words import Family
from model.errors import InputError

SHIPPED = Path(__file__).with_name("formula.yml")
Points = Annotated[float, msgspec.Meta(ge=0, le=99)]
Factor = Annotated[float, msgspec.Meta(ge=0, le=10)]


class FamilyFormula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at_most: Points
    points: dict[str, Points]


class Age(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    half_life_h: Annotated[float, msgspec.Meta(gt=0, le=100_000)]
    at_least: Annotated[float, msgspec.Meta(ge=0, le=1)]


class Factors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: dict[str, Factor]
    age: Age
    criticality: dict[str, Factor]
    mlps: dict[str, Factor]


class Trend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    over_h: Annotated[int, msgspec.Meta(ge=1, le=720)]
    points: Points


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """overruled: the paths the settings changed."""

    title: str
    version: int
    source: str
    license: str
    families: dict[Family, FamilyFormula]
    factors: Factors
    trend: Trend
    bands: dict[str, Annotated[float, msgspec.Meta(ge=0, le=100)]]
    overruled: tuple[str, ...] = ()

    def band(self, index: float) -> str:
        return next(name for name, edge in self.bands.items() if index >= edge)


@cache
def shipped() -> Formula:
    return msgspec.yaml.decode(SHIPPED.read_bytes(), type=Formula)


def formula(overrule: Mapping[str, float] | None = None) -> Formula:
    """The shipped formula with some of its numbers replaced. Raises InputError naming every path that is none."""
    if not overrule:
        return shipped()
    plain = msgspec.to_builtins(shipped())
    wrong = []
    for path, number in overrule.items():
        table, name = _place(plain, path)
        if name not in table or isinstance(table[name], dict):
            wrong.append(path)
        else:
            table[name] = int(number) if isinstance(table[name], int) and number == int(number) else number
    if wrong:
        raise InputError(
            f"the formula of the situation has no number called {', '.join(sorted(wrong))}",
            hint=f"known are {', '.join(paths(shipped()))}",
        )
    plain["overruled"] = sorted(overrule)
    try:
        changed = msgspec.convert(plain, Formula)
    except msgspec.ValidationError as error:
        raise InputError(f"the formula of the situation: {error}") from error
    edges = list(changed.bands.values())
    if edges != sorted(edges, reverse=True) or edges[-1] != 0:
        raise InputError("the formula of the situation: the edges of the bands fall, and the last one is 0")
    return changed


def _place(plain: dict[str, dict[str, dict[str, dict[str, float]]]], path: str) -> tuple[dict[str, float], str]:
    section, _, name = path.partition(".")
    if section in plain["families"]:
        family = plain["families"][section]
        return (family if name == "at_most" else family["points"]), name  # type: ignore[return-value]
    if section in plain["factors"]:
        return plain["factors"][section], name  # type: ignore[return-value]
    if section in ("trend", "bands"):
        return plain[section], name  # type: ignore[return-value]
    return {}, name


def numbers(of: Formula) -> dict[str, float]:
    """Every number by its path, in the order of the file."""
    found: dict[str, float] = {}
    for family, part in of.families.items():
        found[f"{family}.at_most"] = part.at_most
        found |= {f"{family}.{name}": points for name, points in part.points.items()}
    for section, table in msgspec.to_builtins(of.factors).items():
        found |= {f"{section}.{name}": factor for name, factor in table.items()}
    found |= {"trend.over_h": of.trend.over_h, "trend.points": of.trend.points}
    return found | {f"bands.{name}": edge for name, edge in of.bands.items()}


def paths(of: Formula) -> list[str]:
    return list(numbers(of))
