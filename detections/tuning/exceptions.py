"""Exceptions at work: which of them, if any, hides an alert.

An exception is a Sigma filter, read as filters always are: its condition says what is kept, so `not selection` hides what
the selection matches. It acts on alerts after matching, not inside the rule, so that what it hides is counted, can be
listed, and still feeds correlations; a critical alert is never hidden, whatever made it critical since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml
from sigma.filters import SigmaFilter

from detections.sigma import documents
from detections.sigma.alerts import alert_of
from detections.sigma.build import Inactive, rule_tree
from detections.sigma.correlation import CorrelationMatch
from detections.sigma.fields import PLAIN
from detections.sigma.parse import parse
from detections.sigma.predicates import Node, Tests, leaves
from detections.sigma.rules import CompiledRule, Match
from detections.sigma.ruleset import RuleSet
from detections.sigma.taxonomy import LogSource
from detections.sigma.values import View
from model.alert import Alert
from model.errors import RuleError
from model.event import Event
from model.rule_exception import RuleException
from model.severity import Level
from model.times import Micros

MAX_BYTES = 64 * 1024
_SPECIAL = re.compile(r"[\\*?]")
MAX_RULES = 100
Covers: TypeAlias = Callable[[str], bool]
"""Whether a unit is one the exception acts for."""


@dataclass(frozen=True, slots=True)
class CompiledFilter:
    """keeps: holds for what stays visible. fields: every field it looks at."""

    rules: tuple[str, ...]
    logsource: LogSource
    keeps: Node
    fields: tuple[str, ...]
    title: str


def compile_filter(text: str) -> CompiledFilter:
    """Raises RuleError with every mistake and its line."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RuleError(f"an exception is at most {MAX_BYTES} bytes of YAML")
    found = list(documents.parse(text.encode("utf-8", "backslashreplace"), "exception"))
    if any(isinstance(one, RuleError) for one in found):
        raise RuleError("; ".join(str(one) for one in found if isinstance(one, RuleError)))
    if len(found) != 1:
        raise RuleError(f"an exception is one YAML document, {len(found)} are given")
    assert isinstance(found[0], documents.Document)
    if "filter" not in found[0].data:
        raise RuleError("an exception is a Sigma filter", hint="a document with a `filter:` section")
    parsed = parse(found[0])
    if parsed.problems:
        raise RuleError("; ".join(f"line {p.line}: {p.reason}" for p in parsed.problems))
    sigma = parsed.sigma
    if not isinstance(sigma, SigmaFilter):
        raise RuleError(f"an exception is a Sigma filter, this is a {parsed.kind}")
    if isinstance(sigma.filter.rules, str) or not sigma.filter.rules:
        raise RuleError("an exception names the rules it is for, not `any`", hint="filter: {rules: [id of a rule]}")
    if len(sigma.filter.rules) > MAX_RULES:
        raise RuleError(f"an exception is for at most {MAX_RULES} rules")
    try:
        tree, _ = rule_tree(sigma.filter.detections, sigma.filter.condition, Tests())
    except Inactive as error:
        raise RuleError(str(error)) from None
    used = list(leaves(tree))
    if any(leaf.field is None for leaf in used):
        raise RuleError("an exception looks at fields, not at keywords anywhere in the record")
    ls = sigma.logsource
    return CompiledFilter(
        tuple(str(r.reference).lower() for r in sigma.filter.rules),
        LogSource(ls.product, ls.category, ls.service),
        tree,
        tuple(dict.fromkeys(leaf.field for leaf in used if leaf.field)),
        parsed.title,
    )


def check_against(
    compiled: CompiledFilter, rules: RuleSet, detectors: Mapping[str, CompiledRule] = MappingProxyType({})
) -> tuple[CompiledRule, ...]:
    """The rules it is for. Raises RuleError when one is not loaded, or the filter cannot say anything about its alerts.

    detectors: built-in ones by id; a filter sees of theirs what it sees of a correlation's, the values they group by.
    """
    by_name = {name: rule for rule in rules.rules for name in (rule.id, rule.name) if name} | dict(detectors)
    groups = {c.rule.id: c.group_by for c in rules.correlations}
    out = []
    for reference in compiled.rules:
        rule = by_name.get(reference)
        if rule is None:
            raise RuleError(f"no active rule has the id or name {reference!r}")
        if rule.id in groups:
            foreign = [name for name in compiled.fields if name not in groups[rule.id]]
            if foreign:
                raise RuleError(
                    f"{rule.title} speaks of many events, which share only {', '.join(groups[rule.id]) or 'nothing'};"
                    f" {', '.join(foreign)} may differ between them",
                    hint="use the fields it groups by, or make the exception for a rule it counts",
                )
        elif rule.id not in detectors and not compiled.logsource.covers(rule.logsource):
            raise RuleError(
                f"the exception's log source ({compiled.logsource}) is not that of {rule.title} ({rule.logsource})"
            )
        out.append(rule)
    return tuple(out)


def literal(value: str | int) -> str | int:
    """A value as a filter writes it when it means just itself: wildcards and backslashes in it are signs like others."""
    return _SPECIAL.sub(r"\\\g<0>", value) if isinstance(value, str) else value


def write_filter(
    title: str, rules: Sequence[CompiledRule], selection: Mapping[str, Sequence[Any]], logsource: LogSource
) -> str:
    """A Sigma filter that hides what has one of the values in every field. Field names may carry modifiers (`|cidr`)."""
    wanted = {name: list(values) if len(values) != 1 else values[0] for name, values in selection.items()}
    source = {k: v for k, v in zip(("product", "category", "service"), logsource, strict=True) if v}
    document = {
        "title": title,
        "logsource": source or {"category": "any"},
        "filter": {"rules": [rule.id for rule in rules], "selection": wanted, "condition": "not selection"},
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


class Exceptions:
    """Those in force, ready to judge alerts. Built anew whenever one is made, changed or ended."""

    def __init__(self, rules: RuleSet, given: Iterable[tuple[RuleException, Covers]]) -> None:
        """What no longer compiles (its rule is gone, say) hides nothing."""
        self._rules = rules
        self._by_rule: dict[str, list[tuple[RuleException, CompiledFilter, Covers]]] = {}
        for exception, covers in given:
            try:
                compiled = compile_filter(exception.filter)
            except RuleError:
                continue
            for rule_id in exception.rules:
                self._by_rule.setdefault(rule_id, []).append((exception, compiled, covers))

    def __len__(self) -> int:
        return len({one.id for known in self._by_rule.values() for one, _, _ in known})

    def hides(self, alert: Alert, match: Match | CorrelationMatch, event: Event, now: Micros) -> RuleException | None:
        """The first that hides this alert of `match`, found in `event`."""
        known = self._by_rule.get(alert.rule.id)
        if not known or alert.rule.level is Level.CRITICAL:
            return None
        return self._first(known, alert, view_of(self._rules, match, event), now)

    def hides_match(self, match: Match | CorrelationMatch, event: Event, now: Micros) -> bool:
        """The same before there is an alert: for rules tried over stored events."""
        return match.rule.id in self._by_rule and self.hides(alert_of(match, event, now), match, event, now) is not None

    def matches_stored(self, alert: Alert, rule: CompiledRule, event: Event | None, now: Micros) -> bool | None:
        """Whether one is about an alert made earlier, whatever its level; None when its event is not kept any more."""
        known = self._by_rule.get(alert.rule.id)
        if not known:
            return False
        view = stored_view(self._rules, rule, alert.matched, event)
        return None if view is None else self._first(known, alert, view, now) is not None

    @staticmethod
    def _first(
        known: Sequence[tuple[RuleException, CompiledFilter, Covers]], alert: Alert, view: View, now: Micros
    ) -> RuleException | None:
        about = {entity.key for entity in alert.entities}
        for exception, compiled, covers in known:
            if (
                now < exception.expires
                and covers(alert.unit)
                and (not exception.entities or about.intersection(exception.entities))
                and not compiled.keeps.evaluate(view)
            ):
                return exception
        return None


def view_of(rules: RuleSet, match: Match | CorrelationMatch, event: Event) -> View:
    """What a filter sees: the event as the rule read it; of a correlation, what its events have in common."""
    if isinstance(match, CorrelationMatch):
        return View(dict(match.group), PLAIN)
    return View(event, rules.fields_of(match, event))


def stored_view(rules: RuleSet, rule: CompiledRule, matched: Mapping[str, Any], event: Event | None) -> View | None:
    """The same for an alert made earlier; None when its event is not kept any more."""
    if rule.correlation:
        return View(dict(matched), PLAIN)
    return None if event is None else View(event, rules.fields_of(Match(rule), event))
