"""The ten phases with their controls and evidence rules, as shipped in `catalogs/public-data.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

import msgspec

from compliance.catalog import Doubt, catalog, decoded, raw
from compliance.mlps.facts import Group
from compliance.mlps.rules import Rule
from model.compliance import Day
from model.errors import InputError
from model.estate import DataClass
from model.public_data import DataFinding, LifePhase

FILE = "public-data.yml"
SET: Group = ("fengsui.data.set", "fengsui.source")
OBJECT: Group = ("fengsui.data.object", "fengsui.source")
APPROVAL: Group = ("fengsui.data.approval", "fengsui.source")
GROUPS = (SET, OBJECT, APPROVAL)
ACTIVITY_DAYS = 400


class DataRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As rules for items. findings: detectors whose alerts speak against the control."""

    findings: tuple[DataFinding, ...] = ()


class DataControl(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """formal: about records rather than about the data; not met, it makes nothing likelier by itself. mlps: items of
    classified protection of the system it lies in that answer as well; the one of its level counts."""

    id: str
    zh: str
    en: str
    harm: str
    measure_zh: str
    measure_en: str
    rules: tuple[str, ...] = ()
    mlps: tuple[str, ...] = ()
    formal: bool = False
    personal: bool = False
    classes: tuple[DataClass, ...] = ()

    def applies(self, data_class: DataClass, *, personal: bool) -> bool:
        return (personal or not self.personal) and (not self.classes or data_class in self.classes)


class FindingWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: DataFinding
    zh: str
    en: str


class Phase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """activity: a query for events that show the phase at work. Its Chinese name is `LifePhase.zh`."""

    id: LifePhase
    en: str
    basis: str
    basis_en: str
    activity: str
    controls: Annotated[tuple[DataControl, ...], msgspec.Meta(min_length=1)]
    optional: bool = False


class LifeCycle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    version: int
    source: str
    verify: Doubt
    valid_from: Day
    valid_to: Day | None
    findings: tuple[FindingWords, ...]
    phases: tuple[Phase, ...]
    rules: tuple[DataRule, ...]

    @property
    def controls(self) -> Mapping[str, DataControl]:
        return {control.id: control for phase in self.phases for control in phase.controls}


@cache
def life_cycle() -> LifeCycle:
    """Raises InputError naming every contradiction."""
    from compliance.public_data.probes import PROBES

    held = decoded(raw(FILE), LifeCycle, FILE)
    known = {rule.id for rule in held.rules}
    problems = [f"phase {one} is missing" for one in LifePhase if one not in {phase.id for phase in held.phases}]
    problems += [f"finding {one} has no words" for one in DataFinding if one not in {word.id for word in held.findings}]
    problems += [f"{one.id}: no probe {one.probe}" for one in held.rules if one.probe not in PROBES]
    listed = [control for phase in held.phases for control in phase.controls]
    if len({one.id for one in listed}) != len(listed) or len(known) != len(held.rules):
        problems.append("an id stands twice")
    problems += [f"{one.id}: no rule {rule}" for one in listed for rule in one.rules if rule not in known]
    problems += [f"{one.id}: no item {item}" for one in listed for item in one.mlps if item not in catalog().places]
    if problems:
        raise InputError("; ".join(problems), where=FILE)
    return held


@cache
def rule_named(rule_id: str) -> DataRule:
    return next(one for one in life_cycle().rules if one.id == rule_id)


@cache
def finding_named(kind: DataFinding) -> FindingWords:
    return next(one for one in life_cycle().findings if one.id is kind)


@cache
def data_questions() -> Mapping[Group, Mapping[str, int]]:
    """What has to be counted by data set, as `compliance.mlps.rules.questions`."""
    asked = {phase.activity: ACTIVITY_DAYS for phase in life_cycle().phases}
    for rule in life_cycle().rules:
        for query in filter(None, (rule.look, rule.find)):
            asked[query] = max(asked.get(query, 0), rule.window_days)
    everything = {"*": ACTIVITY_DAYS}
    return {SET: asked | everything, OBJECT: asked | everything, APPROVAL: everything}
