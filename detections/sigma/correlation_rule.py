"""A correlation rule as it is run: pySigma's parse, references resolved, numbers as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson
from sigma.correlations import (
    CorrelationConditionAND,
    CorrelationConditionNOT,
    SigmaCorrelationRule,
    SigmaExtendedCorrelationCondition,
    SigmaRuleReference,
)

from detections.sigma.parse import OPERATORS
from detections.sigma.rules import CompiledRule
from model.errors import RuleError
from model.event import digest
from model.times import SECOND, Micros

NUMERIC = ("value_sum", "value_avg", "value_percentile", "value_median")
ORDERED = "temporal_ordered"
TEMPORAL = ("temporal", ORDERED)

# A boolean condition over positions in `CorrelationRule.rules`: an int, or (and | or | not, parts).
Expression: TypeAlias = "int | tuple[str, tuple[Expression, ...]]"


@dataclass(slots=True)
class CorrelationRule:
    """rules: indexes of the rules it refers to, in the order listed. bounds: all must hold for the measure.

    aliases: alias to (index of the rule to the field it means in that rule's events). fields: whose values are measured.
    fingerprint changes when the definition does, so that kept state is never read under another meaning.
    """

    rule: CompiledRule
    type: str
    rules: tuple[int, ...]
    timespan: Micros
    group_by: tuple[str, ...] = ()
    bounds: tuple[tuple[str, float], ...] = ()
    fields: tuple[str, ...] = ()
    percentile: float = 50.0
    expression: Expression | None = None
    aliases: dict[str, dict[int, str]] = field(default_factory=dict)
    generate: bool = False
    fingerprint: str = ""

    def field_for(self, name: str, rule: int) -> str:
        """The field a name of `group-by` or `field` means in events of one of the rules."""
        return self.aliases.get(name, {}).get(rule, name)


def read_correlation(
    rule: CompiledRule, sigma: SigmaCorrelationRule, written: Mapping[str, Any], indexes: Mapping[str, int]
) -> CorrelationRule:
    """indexes: every reference of the rule to the index of a loaded rule. Raises RuleError."""
    kind = sigma.type.name.lower()
    positions = tuple(dict.fromkeys(indexes.values()))
    expression: Expression | None = None
    if isinstance(sigma.condition, SigmaExtendedCorrelationCondition):
        expression = _expression(sigma.condition.parsed, {r: positions.index(i) for r, i in indexes.items()})
        bounds: tuple[tuple[str, float], ...] = ()
    else:
        bounds = _bounds(written.get("condition"), default=len(positions) if kind in TEMPORAL else None)
    fields = _fields(written.get("condition"), kind)
    return CorrelationRule(
        rule=rule,
        type=kind,
        rules=positions,
        timespan=sigma.timespan.seconds * SECOND,
        group_by=tuple(sigma.group_by or ()),
        bounds=bounds,
        fields=fields,
        percentile=_percentile(written.get("condition")) if kind == "value_percentile" else 50.0,
        expression=expression,
        aliases=_aliases(sigma, indexes),
        generate=sigma.generate,
        fingerprint=digest(rule.id, orjson.dumps(written, default=str, option=orjson.OPT_NON_STR_KEYS)),
    )


def _bounds(condition: Any, default: int | None) -> tuple[tuple[str, float], ...]:
    if condition is None and default is not None:
        return (("gte", default),)
    if not isinstance(condition, dict):
        raise RuleError("the correlation has no condition", hint="for example `condition: {gte: 10}`")
    bounds = []
    for operator in OPERATORS:
        if operator in condition:
            value = condition[operator]
            if isinstance(value, str):
                try:
                    value = float(value) if "." in value else int(value)
                except ValueError:
                    value = None
            if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
                raise RuleError(f"{operator}: {condition[operator]!r} is not a number")
            bounds.append((operator, value))
    return tuple(bounds)


def _fields(condition: Any, kind: str) -> tuple[str, ...]:
    written = condition.get("field") if isinstance(condition, dict) else None
    fields = [written] if isinstance(written, str) else written if isinstance(written, list) else []
    if not all(isinstance(f, str) and f for f in fields):
        raise RuleError("condition.field must be a field name or a list of them")
    if kind in NUMERIC and len(fields) != 1:
        raise RuleError(f"{kind} measures exactly one field, {len(fields)} are given")
    return tuple(fields)


def _percentile(condition: Any) -> float:
    value = condition.get("percentile") if isinstance(condition, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise RuleError(f"value_percentile needs `percentile`, a number from 0 to 100, not {value!r}")
    return value


def _aliases(sigma: SigmaCorrelationRule, indexes: Mapping[str, int]) -> dict[str, dict[int, str]]:
    aliases: dict[str, dict[int, str]] = {}
    for alias in sigma.aliases:
        fields: dict[int, str] = {}
        for reference, name in alias.mapping.items():
            index = indexes.get(str(reference.reference))
            if index is None:
                raise RuleError(f"alias {alias.alias} names {reference.reference}, which is not among the rules")
            if not isinstance(name, str):
                raise RuleError(f"alias {alias.alias}: the field for {reference.reference} must be text")
            fields[index] = name
        aliases[alias.alias] = fields
    return aliases


def _expression(node: Any, positions: Mapping[str, int]) -> Expression:
    if isinstance(node, SigmaRuleReference):
        return positions[str(node.reference)]
    kind = "and" if isinstance(node, CorrelationConditionAND) else "or"
    if isinstance(node, CorrelationConditionNOT):
        kind = "not"
    return (kind, tuple(_expression(arg, positions) for arg in node.args))
