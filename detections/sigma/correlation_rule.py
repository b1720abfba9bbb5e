"""A correlation rule as it is run: pySigma's parse, references resolved, numbers as they were written."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
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

from detections.sigma.rules import CompiledRule
from model.errors import RuleError
from model.event import digest
from model.times import SECOND, Micros

NUMERIC = ("value_sum", "value_avg", "value_percentile", "value_median")
OPERATORS = ("gt", "gte", "lt", "lte", "eq", "neq")
ORDERED = "temporal_ordered"
TEMPORAL = ("temporal", ORDERED)

_COMPARES = {"lt": "lt", "lte": "le", "gt": "gt", "gte": "ge", "eq": "eq", "neq": "ne"}

# A boolean condition over positions in `CorrelationRule.rules`: an int, or (and | or | not, parts).
# `not` is of a position only.
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
    tests: tuple[tuple[Callable[[Any, Any], bool], float], ...] = field(init=False, repr=False)
    waits: bool = field(init=False)
    """Whether events that leave the window can fulfil the condition: it asks for less, for a number, or for an absence."""

    def __post_init__(self) -> None:
        self.tests = tuple((getattr(operator, _COMPARES[op]), bound) for op, bound in self.bounds)
        self.waits = self.absence or any(op not in ("gt", "gte") for op, _ in self.bounds)

    @property
    def absence(self) -> bool:
        """Whether the boolean condition has a `not`."""
        return self.expression is not None and _has_not(self.expression)

    def field_for(self, name: str, rule: int) -> str:
        """The field a name of `group-by` or `field` means in events of one of the rules."""
        return self.aliases.get(name, {}).get(rule, name)


def read_correlation(
    rule: CompiledRule,
    sigma: SigmaCorrelationRule,
    written: Mapping[str, Any],
    indexes: Mapping[str, int],
    definitions: Sequence[str] = (),
) -> CorrelationRule:
    """indexes: every reference of the rule to the index of a loaded rule. definitions: what identifies the text of the
    rules referred to, in that order. Raises RuleError."""
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
        fingerprint=digest(rule.id, orjson.dumps(written, default=str, option=orjson.OPT_NON_STR_KEYS), *definitions),
    )


def _bounds(condition: Any, default: int | None) -> tuple[tuple[str, float], ...]:
    if condition is None and default is not None:
        return (("gte", default),)
    if not isinstance(condition, dict):
        raise RuleError("the correlation has no condition", hint="for example `condition: {gte: 10}`")
    bounds = []
    for op in OPERATORS:
        if op in condition:
            value = condition[op]
            if isinstance(value, str):
                try:
                    value = float(value) if "." in value else int(value)
                except ValueError:
                    value = None
            if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
                raise RuleError(f"{op}: {condition[op]!r} is not a number")
            bounds.append((op, value))
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


def _expression(node: Any, positions: Mapping[str, int], *, negative: bool = False) -> Expression:
    """The condition with every negation brought down to the rules, by De Morgan."""
    if isinstance(node, SigmaRuleReference):
        position = positions[str(node.reference)]
        return ("not", (position,)) if negative else position
    if isinstance(node, CorrelationConditionNOT):
        return _expression(node.args[0], positions, negative=not negative)
    every = isinstance(node, CorrelationConditionAND) is not negative
    return ("and" if every else "or", tuple(_expression(arg, positions, negative=negative) for arg in node.args))


def _has_not(expression: Expression) -> bool:
    return not isinstance(expression, int) and (expression[0] == "not" or any(map(_has_not, expression[1])))
