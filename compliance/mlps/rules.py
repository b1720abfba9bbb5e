"""Evidence rules, read with checks: which query answers which control item, and by what measure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

import msgspec

from compliance.catalog import catalog, decoded, raw
from compliance.mlps.facts import HOST, HOST_ORIGIN, ORIGIN, TARGET, UNIT, UNIT_ORIGIN, USER_ORIGIN, Group
from model.errors import InputError
from model.proof import Verdict

By = Literal["unit", "address", "source_address", "host", "address_or_host"]
GROUPS: Mapping[str, tuple[Group, ...]] = {
    "unit": (UNIT,),
    "address": (TARGET, ORIGIN),
    "source_address": (ORIGIN,),
    "host": (HOST,),
    "address_or_host": (TARGET, ORIGIN, HOST),
}


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """least, most: the threshold in `measure`. The rest belongs to single probes, see `probes`."""

    id: str
    zh: str
    en: str
    probe: str
    look: str
    items: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    find: str = ""
    by: By = "unit"
    window_days: Annotated[int, msgspec.Meta(ge=1, le=400)] = 30
    fresh_hours: Annotated[int, msgspec.Meta(ge=1)] = 168
    least: float = 0
    most: int = 0
    measure: str = ""
    best: Verdict = Verdict.MET
    basis: str = ""
    unless_exposed: bool = False
    gap_hours: int = 24
    rules_days: int = 0
    needs: str = ""
    age_days: int = 0
    restore_days: int = 0
    sla_days: int = 0
    cvss: float = 0
    tries: int = 0
    artefact: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        return self.items + self.also


@cache
def rules() -> tuple[Rule, ...]:
    from compliance.mlps.registry import PROBES

    found = decoded(raw("evidence-rules.yml")["rules"], list[Rule], "evidence-rules.yml")
    problems = [f"{one.id}: no probe {one.probe}" for one in found if one.probe not in PROBES]
    problems += [f"{one.id}: no item {i}" for one in found for i in one.answers if i not in catalog().places]
    problems += ["two rules share an id"] if len({one.id for one in found}) != len(found) else []
    if problems:
        raise InputError("; ".join(problems), where="evidence-rules.yml")
    return tuple(found)


def rule_of(rule_id: str) -> Rule:
    found = next((one for one in rules() if one.id == rule_id), None)
    if found is None:
        raise InputError(f"there is no evidence rule {rule_id!r}")
    return found


@cache
def by_item() -> Mapping[str, tuple[Rule, ...]]:
    return {item: tuple(one for one in rules() if item in one.answers) for one in rules() for item in one.answers}


@cache
def questions() -> Mapping[Group, Mapping[str, int]]:
    """What has to be counted: by group, each query with the longest window in days it is asked for."""
    found: dict[Group, dict[str, int]] = {}

    def ask(group: Group, query: str, days: int) -> None:
        if query:
            held = found.setdefault(group, {})
            held[query] = max(held.get(query, 0), days)

    for rule in rules():
        for query in (rule.look, rule.find):
            ask(UNIT, query, rule.window_days)
            for group in GROUPS[rule.by]:
                ask(group, query, rule.window_days)
        if rule.probe == "bastion":
            ask(HOST_ORIGIN, rule.look, rule.window_days)
        if rule.probe in ("shared_accounts", "dormant", "leavers"):
            ask(USER_ORIGIN, rule.look, rule.window_days)
        if rule.probe == "unknown_devices":
            ask(UNIT_ORIGIN, rule.look, rule.window_days)
    return found
