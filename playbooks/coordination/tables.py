"""The data of this folder, read with checks. Whatever has a date says from when to when it holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from model.coordination import Mode, Operator
from model.errors import InputError
from model.severity import Grade, Level

T = TypeVar("T")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """deadline_minutes: 0 is at once, None is timely. valid_to: empty is still. verify, verify_en: what has to be checked, or empty."""

    id: str
    operators: tuple[Operator, ...]
    to: str
    to_en: str
    what: Literal["oral", "initial", "personal_information", "summary"]
    starts: Literal["known_at", "handled_at"]
    deadline_minutes: int | None
    basis: str
    basis_en: str
    valid_from: str
    valid_to: str
    verify: str
    verify_en: str
    grade_at_least: Grade | None = None
    flag: str = ""

    def holds(self, day: str) -> bool:
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


class Measure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """at: grade → the smallest value that gives it. verify: whether the figures have still to be checked."""

    name: str
    zh: str
    en: str
    unit: str
    at: dict[int, float]
    verify: bool


class SubCategory(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    zh: str


class Category(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    zh: str
    en: str
    sub: tuple[SubCategory, ...]


class ModeRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a mode changes; the members are described in `modes.yml`."""

    mode: Mode
    zh: str
    en: str
    case_from_level: Level
    sign_minutes: int
    handle_hours: int
    zero_report_hours: int
    brief_hours: int
    on_duty: int
    lead: bool
    escalate: float
    thresholds: dict[str, dict[str, float]]


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    after_minutes: int
    zh: str
    en: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    minus: int
    zh: str
    en: str


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    ladder: tuple[Rung, ...]
    full: int
    marks: dict[str, Mark]
    zero_remind_minutes: int


FLAGS = ("suspected_crime", "personal_information", "network_data", "public_security_case", "product_defect")


@cache
def raw(name: str) -> Mapping[str, Any]:
    text = files("playbooks.coordination").joinpath(f"{name}.yml").read_text("utf-8")
    document: Mapping[str, Any] = yaml.safe_load(text)
    return document


def _read(value: Any, kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise InputError(str(error), where=f"{name}.yml") from error


@cache
def report_rules() -> tuple[Rule, ...]:
    return _read(raw("report-rules")["rules"], tuple[Rule, ...], "report-rules")


def rule_of(name: str) -> Rule:
    for rule in report_rules():
        if rule.id == name:
            return rule
    raise InputError(f"there is no reporting rule {name[:40]!r}", hint="GET /api/v1/clocks/rules lists them")


def at_once_grace_minutes() -> int:
    return int(raw("report-rules")["at_once_grace_minutes"])


@cache
def measures() -> Mapping[str, Measure]:
    listed = _read(raw("incident-grades")["measures"], tuple[Measure, ...], "incident-grades")
    return {one.name: one for one in listed}


@cache
def categories() -> tuple[Category, ...]:
    return _read(raw("incident-categories")["categories"], tuple[Category, ...], "incident-categories")


@cache
def codes() -> Mapping[str, tuple[str, str]]:
    """Code → its name in Chinese and English; a sub-category without an English name has its category's."""
    found = {one.code: (one.zh, one.en) for one in categories()}
    return found | {sub.code: (f"{one.zh}·{sub.zh}", one.en) for one in categories() for sub in one.sub}


@cache
def mode_rules() -> Mapping[Mode, ModeRule]:
    return {one.mode: one for one in _read(raw("modes")["modes"], tuple[ModeRule, ...], "modes")}


@cache
def policy() -> Policy:
    document = raw("notice-policy")
    return _read(
        {name: document[name] for name in ("ladder", "full", "marks", "zero_remind_minutes")}, Policy, "notice-policy"
    )
