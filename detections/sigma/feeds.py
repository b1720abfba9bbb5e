"""Which rules stored telemetry feeds: the kinds of event that arrive, and the fields they carry.

A rule no kind of event arrives for, or whose condition cannot hold without a field nobody delivers, can never fire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from detections.sigma.fields import FieldMap
from detections.sigma.predicates import (
    And,
    AnyTextTest,
    Node,
    NumberTest,
    Or,
    PresenceTest,
    Test,
    TextTest,
)
from detections.sigma.ruleset import RuleSet
from detections.sigma.taxonomy import Kind
from detections.sigma.values import View
from model.event import Event

Sample: TypeAlias = Callable[[str], Iterable[Event]]
"""Events a query finds, a few."""


class Feed(StrEnum):
    FED = "fed"
    NO_SOURCE = "no_source"
    NO_FIELDS = "no_fields"


@dataclass(frozen=True, slots=True)
class RuleFeed:
    """datasets: which feed the rule. missing: fields no data set carries, without which its condition cannot hold."""

    feed: Feed
    datasets: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def datasets_by_kind(rules: RuleSet, sample: Sample) -> dict[str, frozenset[str]]:
    """For each kind of event the rules look at, by its place in the taxonomy, the data sets in which it was seen.

    Asks `sample` once for each; a kind whose marks no query can name is looked for among the newest events.
    """
    kinds = {place_of(kind): kind for program in rules.programs for kind in program.kinds}
    answers: dict[str, list[Event]] = {}
    out = {}
    for place, kind in kinds.items():
        query = query_of(kind.when, kind.marks) or "*"
        if query not in answers:
            answers[query] = list(sample(query))
        out[place] = frozenset(
            str(event.get("event.dataset", "")) for event in answers[query] if kind.covers(event, {})
        )
    return out


def place_of(kind: Kind) -> str:
    return f"{kind.logsource}: {kind.name}"


def feeds(
    rules: RuleSet, kinds: Mapping[str, frozenset[str]], fields: Mapping[str, frozenset[str]]
) -> dict[str, RuleFeed]:
    """By rule id. fields: data set to every name its events carry. A correlation is fed as its rules are."""
    out: dict[str, RuleFeed] = {}
    by_index: dict[int, RuleFeed] = {}
    for program in rules.programs:
        found = RuleFeed(Feed.NO_SOURCE)
        lacking: tuple[str, ...] = ()
        fed: dict[str, None] = {}
        for kind in program.kinds:
            for dataset in sorted(kinds.get(place_of(kind), ())):
                carried = fields.get(dataset, frozenset())
                missing = impossible(program.tree, kind.fields, carried)
                if missing is None:
                    fed[dataset] = None
                else:
                    lacking = lacking or missing
                    found = RuleFeed(Feed.NO_FIELDS, (), lacking)
        if fed:
            found = RuleFeed(Feed.FED, tuple(fed))
        out[program.rule.id] = by_index[program.rule.index] = found
    for correlation in rules.correlations:
        parts = [by_index[index] for index in correlation.rules if index in by_index]
        found = next((part for part in parts if part.feed is Feed.FED), parts[0] if parts else RuleFeed(Feed.NO_SOURCE))
        datasets = tuple(dict.fromkeys(d for part in parts for d in part.datasets))
        out[correlation.rule.id] = by_index[correlation.rule.index] = RuleFeed(found.feed, datasets, found.missing)
    return out


def impossible(node: Node, fields: FieldMap, carried: frozenset[str]) -> tuple[str, ...] | None:
    """The fields for want of which the condition can never hold; None when it may."""
    if isinstance(node, Test):
        if node.field is None or (isinstance(node, PresenceTest) and not node.present):
            return None
        if _holds_when_absent(node):
            return None
        names = {name for alternate in fields.alternates(node.field) for name in alternate.names or (node.field,)}
        known = names & carried or any(not alternate.names for alternate in fields.alternates(node.field))
        return None if known else (node.field,)
    if isinstance(node, And):
        for child in node.children:
            missing = impossible(child, fields, carried)
            if missing is not None:
                return missing
        return None
    if isinstance(node, Or):
        lacking: dict[str, None] = {}
        for child in node.children:
            missing = impossible(child, fields, carried)
            if missing is None:
                return None
            lacking.update(dict.fromkeys(missing))
        return tuple(lacking)
    return None  # what must not be there is easily not there


def _holds_when_absent(test: Test) -> bool:
    """`null`, and what is written to match nothing."""
    return test.check(View({}, _NOTHING))


_NOTHING = FieldMap("nothing", ())


def query_of(node: Node, marks: FieldMap) -> str | None:
    """A search that finds every event the condition holds for, and perhaps others; None when none can be written."""
    if isinstance(node, And):
        parts = [text for child in node.children if (text := query_of(child, marks)) is not None]
        return f"({' AND '.join(parts)})" if parts else None
    if isinstance(node, Or):
        choices = [query_of(child, marks) for child in node.children]
        if not choices or any(text is None for text in choices):
            return None
        return f"({' OR '.join(text for text in choices if text)})"
    if not isinstance(node, Test) or node.field is None:
        return None
    values = _values(node)
    names: list[str] = []
    for alternate in marks.alternates(node.field):
        if alternate.conversion:
            return None
        names += alternate.names
    if values is None or not names:
        return None
    return f"({' OR '.join(f'{_escaped(name)}:{value}' for name in names for value in values)})"


def _values(test: Test) -> list[str] | None:
    if isinstance(test, PresenceTest):
        return ["*"] if test.present else None
    if isinstance(test, NumberTest):
        return [test.wanted]
    tests = test.members if isinstance(test, AnyTextTest) else (test,) if isinstance(test, TextTest) else ()
    simple = [one.pattern.simplified() for one in tests]
    if not simple or any(found is None or found[0] != "equals" for found in simple):
        return None
    return ['"' + found[1].replace("\\", "\\\\").replace('"', '\\"') + '"' for found in simple if found]


def _escaped(name: str) -> str:
    return "".join(f"\\{c}" if c in '\\+-!(){}[]^"~*?:/&|# ' else c for c in name)
