"""pySigma's parsed detections to the tree that is evaluated (`predicates`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sigma.conditions import ConditionAND
from sigma.exceptions import SigmaError
from sigma.modifiers import (
    SigmaCaseSensitiveModifier,
    SigmaContainsModifier,
    SigmaEndswithModifier,
    SigmaStartswithModifier,
)
from sigma.rule import SigmaDetection, SigmaDetectionItem
from sigma.types import (
    Placeholder,
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaQueryExpression,
    SigmaRegularExpression,
    SigmaRegularExpressionFlag,
    SigmaString,
    SigmaTimestampPart,
    SigmaType,
    SpecialChars,
)

from detections.sigma import condition, modifiers
from detections.sigma.predicates import (
    And,
    AnyTextTest,
    BoolTest,
    CidrTest,
    CompareTest,
    KeywordTest,
    Node,
    Not,
    NumberTest,
    Or,
    PresenceTest,
    ReferenceTest,
    RegexTest,
    Test,
    Tests,
    TextTest,
    TimePartTest,
    matcher,
)
from detections.sigma.regex import Regex
from detections.sigma.text import Part, Pattern, Wild
from model.errors import RuleError

modifiers.install()

_FLAGS = {
    SigmaRegularExpressionFlag.IGNORECASE: re.IGNORECASE,
    SigmaRegularExpressionFlag.MULTILINE: re.MULTILINE,
    SigmaRegularExpressionFlag.DOTALL: re.DOTALL,
}
_WILD = {SpecialChars.WILDCARD_MULTI: Wild.MANY, SpecialChars.WILDCARD_SINGLE: Wild.ONE}
_ANCHORS = (SigmaStartswithModifier, SigmaEndswithModifier)


class Inactive(Exception):
    """The rule is right but cannot run here: a placeholder nothing resolves, a query in a foreign language."""


def rule_tree(
    detections: Mapping[str, SigmaDetection], conditions: list[str], tests: Tests
) -> tuple[Node, dict[str, Node]]:
    """The tree of all conditions (a list of them means any) and, for explanations, of each detection."""
    parts = {name: detection_tree(d, tests, name) for name, d in detections.items()}
    trees = [_condition_tree(condition.parse(text, list(parts)), parts, text) for text in conditions]
    return (trees[0] if len(trees) == 1 else Or(trees, "any of the conditions")), parts


def _condition_tree(tree: condition.Tree, parts: Mapping[str, Node], label: str = "") -> Node:
    if isinstance(tree, condition.Name):
        return parts[tree.name]
    if isinstance(tree, condition.Of):
        nodes = [parts[name] for name in tree.names]
        label = f"{'all' if tree.every else '1'} of {tree.pattern}"
        return And(nodes, label) if tree.every else Or(nodes, label)
    if isinstance(tree, condition.Negation):
        return Not(_condition_tree(tree.part, parts), "not")
    nodes = [_condition_tree(part, parts) for part in tree.parts]
    return And(nodes, label or "and") if tree.every else Or(nodes, label or "or")


def map_tree(definition: Any, tests: Tests) -> Node:
    """A detection as written in YAML (map: all of; list: any of), e.g. a taxonomy's `when`. Raises RuleError."""
    try:
        return detection_tree(SigmaDetection.from_definition(definition), tests)
    except SigmaError as error:
        raise RuleError(str(error)) from error


def detection_tree(detection: SigmaDetection, tests: Tests, label: str = "") -> Node:
    if not detection.detection_items:
        raise RuleError(f"the detection {label} is empty", hint="a processing pipeline may have dropped its items")
    nodes = [
        detection_tree(item, tests) if isinstance(item, SigmaDetection) else item_tree(item, tests)
        for item in detection.detection_items
    ]
    return And(nodes, label) if detection.item_linking is ConditionAND else Or(nodes, label)


def item_tree(item: SigmaDetectionItem, tests: Tests) -> Node:
    """One `field|modifiers: values` line."""
    values = item.value or [SigmaNull()]
    nodes = [_value_tree(item, value, tests) for value in values]
    if item.value_linking is not ConditionAND:
        nodes = _joined(nodes, tests)
    every = item.value_linking is ConditionAND
    label = "" if len(nodes) == 1 else f"{item.field or 'keywords'}: {'all' if every else 'any'} of {len(nodes)} values"
    linked = nodes[0] if len(nodes) == 1 else And(nodes, label) if every else Or(nodes, label)
    return Not(linked, "neq") if item.negated else linked


def _joined(nodes: list[Node], tests: Tests) -> list[Node]:
    """Several patterns on one field, of which any is enough, as one test."""
    texts = [n for n in nodes if isinstance(n, TextTest)]
    if len(texts) < 2 or len({t.pattern.cased for t in texts}) > 1:
        return nodes
    rest = [n for n in nodes if not isinstance(n, TextTest)]
    return [tests.share(AnyTextTest(texts)), *rest]


def _value_tree(item: SigmaDetectionItem, value: SigmaType, tests: Tests) -> Node:
    if isinstance(value, SigmaExpansion):  # windash, base64offset: any of its forms, whatever links the list
        forms = _joined([_value_tree(item, inner, tests) for inner in value.values], tests)
        return forms[0] if len(forms) == 1 else Or(forms, f"{item.field or 'keywords'}: any form")
    if isinstance(value, SigmaQueryExpression):
        raise Inactive(f"holds a query in another language ({value.expr[:60]!r}) that only its own backend can run")
    _check_placeholders(value)
    return tests.share(_keyword_test(item, value) if item.field is None else _field_test(item, item.field, value))


def _check_placeholders(value: SigmaType) -> None:
    text = value.regexp if isinstance(value, SigmaRegularExpression) else value
    if isinstance(text, SigmaString):
        names = [p.name for p in text.s if isinstance(p, Placeholder)]
        if names:
            raise Inactive(
                f"unresolved placeholder %{names[0]}%: give its values in a processing pipeline (value_placeholders)"
            )


def _field_test(item: SigmaDetectionItem, field: str, value: SigmaType) -> Test:
    if isinstance(value, SigmaString):
        return _text_test(field, value)
    if isinstance(value, SigmaTimestampPart):
        return TimePartTest(field, value.timestamp_part.name.lower(), "eq", value.number)
    if isinstance(value, SigmaNumber):
        return NumberTest(field, value.number)
    if isinstance(value, SigmaBool):
        return BoolTest(field, value.boolean)
    if isinstance(value, SigmaNull):
        return PresenceTest(field, present=False, wanted="null")
    if isinstance(value, SigmaExists):
        return PresenceTest(field, present=value.exists, wanted="exists" if value.exists else "does not exist")
    if isinstance(value, SigmaRegularExpression):
        return RegexTest(field, _regex(value))
    if isinstance(value, SigmaCIDRExpression):
        return CidrTest(field, value.network)
    if isinstance(value, SigmaCompareExpression):
        operator, number = value.op.name.lower(), value.number
        if isinstance(number, SigmaTimestampPart):
            return TimePartTest(field, number.timestamp_part.name.lower(), operator, number.number)
        return CompareTest(field, operator, number.number)
    if isinstance(value, SigmaFieldReference):
        mode = {
            (False, False): "equals",
            (True, False): "startswith",
            (False, True): "endswith",
            (True, True): "contains",
        }
        cased = SigmaCaseSensitiveModifier in item.modifiers
        return ReferenceTest(field, value.field, mode[value.starts_with, value.ends_with], cased)
    raise RuleError(f"{field}: values of type {type(value).__name__} cannot be evaluated")


def _text_test(field: str, value: SigmaString) -> Test:
    cased = isinstance(value, SigmaCasedString)
    return TextTest(field, Pattern(_parts(value), cased=cased), _written(value, cased))


def _parts(value: SigmaString) -> list[Part]:
    return [p if isinstance(p, str) else _WILD[p] for p in value.s if not isinstance(p, Placeholder)]


def _written(value: SigmaString, cased: bool) -> str:
    return repr(str(value)) + (" (cased)" if cased else "")


def _regex(value: SigmaRegularExpression) -> Regex:
    flags = 0
    for flag in value.flags:
        flags |= _FLAGS[flag]
    return Regex(value.regexp.to_plain_regex(), flags)


def _keyword_test(item: SigmaDetectionItem, value: SigmaType) -> Test:
    """Keywords are found anywhere in any value of the record, unless anchored by startswith or endswith."""
    if isinstance(value, SigmaRegularExpression):
        regex = _regex(value)
        identity = ("re", regex.pattern, int(regex.flags))
        wanted = f"keyword re /{regex.pattern}/"
        return KeywordTest(regex.search, wanted, identity, folds=False, fragment=regex.literal)
    if isinstance(value, SigmaNumber | SigmaBool) and not isinstance(value, SigmaTimestampPart):
        value = SigmaString.from_str(str(value).lower())
    if not isinstance(value, SigmaString):
        raise RuleError(
            f"a keyword cannot be {type(value).__name__.removeprefix('Sigma').lower()}", hint="name a field for it"
        )
    parts = _parts(value)
    anchored = any(m in _ANCHORS for m in item.modifiers) and SigmaContainsModifier not in item.modifiers
    if not anchored:
        parts = [Wild.MANY, *parts, Wild.MANY]
    cased = isinstance(value, SigmaCasedString)
    pattern = Pattern(parts, cased=cased)
    wanted = f"keyword {pattern}{' (cased)' if cased else ''}"
    fragment = max((p for p in pattern.parts if isinstance(p, str)), key=len, default="")
    return KeywordTest(matcher(pattern), wanted, pattern.parts, folds=not cased, fragment=fragment)
