"""The activities with their topics and controls, as shipped in `catalogs/cii.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

import msgspec

from compliance.catalog import Doubt, catalog, decoded, raw
from compliance.mlps.rules import rules
from model.compliance import Day
from model.errors import InputError

FILE = "cii.yml"


class CiiControl(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """verify: whether its topic is uncertain, or law or practice asks it rather than the standard."""

    id: str
    zh: str
    en: str
    evidence: Literal["automated", "mixed", "manual"]
    rules: tuple[str, ...] = ()
    mlps: tuple[str, ...] = ()
    probe: str = ""
    basis: str = ""
    basis_en: str = ""
    verify: bool = False


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sub-clause of the standard."""

    clause: str
    zh: str
    en: str
    controls: Annotated[tuple[CiiControl, ...], msgspec.Meta(min_length=1)]


class Activity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    clause: str
    topics: Annotated[tuple[Topic, ...], msgspec.Meta(min_length=1)]


class Activities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    version: int
    source: str
    verify: Doubt
    valid_from: Day
    valid_to: Day | None
    activities: tuple[Activity, ...]

    @property
    def controls(self) -> Mapping[str, CiiControl]:
        return {control.id: control for control in self._all()}

    def _all(self) -> list[CiiControl]:
        return [control for one in self.activities for topic in one.topics for control in topic.controls]


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
        found_by_us = bool(one.rules or one.probe)
        if (one.evidence == "manual" and found_by_us) or (one.evidence == "automated" and not found_by_us):
            problems.append(f"{one.id}: {one.evidence}, but what answers it is not")
    if len(found.controls) != len(found._all()):
        problems.append("an id stands twice")
    if problems:
        raise InputError("; ".join(problems), where=FILE)
    return found


@cache
def control_ids() -> frozenset[str]:
    return frozenset(activities().controls)
