"""The rules of `rules.yml`, checked when they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from correlator.capability.facts import WORDS
from model import attack

_FILE = Path(__file__).parent / "rules.yml"


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """technique_edge: where the zone faces the Internet; technique_ics: where it is of control or things."""

    id: str
    premises: tuple[str, ...] = msgspec.field(name="from")
    record: str
    gives: str
    p: float
    action: bool
    text: str
    text_zh: str
    technique: str = ""
    technique_edge: str = ""
    technique_ics: str = ""
    tactic: str = ""
    tactic_edge: str = ""

    def technique_in(self, place: str) -> str:
        """place: `edge`, `ics` or empty."""
        named = {"edge": self.technique_edge, "ics": self.technique_ics}.get(place, "")
        return named or self.technique

    def tactic_in(self, place: str) -> str:
        if place == "ics" and self.technique_ics:
            found = attack.technique(self.technique_ics)
            return found.tactics[0] if found else self.tactic
        return (self.tactic_edge if place == "edge" else "") or self.tactic


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    source: str
    rules: tuple[Rule, ...]
    protocols: dict[str, str]
    profiles: dict[str, tuple[str, ...]]


@cache
def table() -> Table:
    """Raises ValueError for a rule that names a technique ATT&CK does not have or a fact nobody knows."""
    found = msgspec.yaml.decode(_FILE.read_bytes(), type=Table)
    for rule in found.rules:
        unknown = [kind for kind in (*rule.premises, rule.gives) if kind not in WORDS]
        numbers = [n for n in (rule.technique, rule.technique_edge, rule.technique_ics) if n]
        wrong = [n for n in numbers if (known := attack.technique(n)) is None or known.id != n]
        if unknown or wrong or not 0 < rule.p <= 1 or (rule.action and not rule.technique):
            raise ValueError(f"{_FILE.name}: {rule.id}: unknown {[*unknown, *wrong]}, or p or technique missing")
    return found


@cache
def numbers() -> dict[str, int]:
    return {rule.id: number for number, rule in enumerate(table().rules)}


def rule_of(number: int) -> Rule:
    return table().rules[number]
