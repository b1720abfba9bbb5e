"""The activities and their controls, as shipped in `catalogs/cii.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

import msgspec

from compliance.catalog import catalog, decoded, raw
from compliance.mlps.rules import rules
from model.compliance import Day
from model.errors import InputError

FILE = "cii.yml"


class CiiControl(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    rules: tuple[str, ...] = ()
    mlps: tuple[str, ...] = ()
    probe: str = ""
    basis: str = ""


class Activity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    clause: str
    controls: Annotated[tuple[CiiControl, ...], msgspec.Meta(min_length=1)]


class Activities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    version: int
    source: str
    verify: str
    valid_from: Day
    valid_to: Day | None
    activities: tuple[Activity, ...]

    @property
    def controls(self) -> Mapping[str, CiiControl]:
        return {control.id: control for activity in self.activities for control in activity.controls}


@cache
def activities() -> Activities:
    """Raises InputError naming every contradiction."""
    from compliance.cii.probes import PROBES

    found = decoded(raw(FILE), Activities, FILE)
    known = {rule.id for rule in rules()}
    problems = []
    for one in found.controls.values():
        problems += [f"{one.id}: no rule {rule}" for rule in one.rules if rule not in known]
        problems += [f"{one.id}: no item {item}" for item in one.mlps if item not in catalog().places]
        if one.probe and one.probe not in PROBES:
            problems.append(f"{one.id}: no probe {one.probe}")
        if not (one.rules or one.mlps or one.probe):
            problems.append(f"{one.id}: nothing answers it")
    if len(found.controls) != sum(len(one.controls) for one in found.activities):
        problems.append("an id stands twice")
    if problems:
        raise InputError("; ".join(problems), where=FILE)
    return found


@cache
def control_ids() -> frozenset[str]:
    return frozenset(activities().controls)
