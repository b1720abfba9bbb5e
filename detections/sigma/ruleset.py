"""A loaded set of rules: `match` an event, `correlator` for what spans events, `explain` for why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from detections.sigma.correlation import Correlations
from detections.sigma.correlation_rule import CorrelationRule
from detections.sigma.engine import Engine
from detections.sigma.explain import Explanation, explain_rule
from detections.sigma.fields import PLAIN, FieldMap
from detections.sigma.matched import matched_values
from detections.sigma.predicates import Node, RegexTest
from detections.sigma.report import LoadReport
from detections.sigma.rules import CompiledRule, Match
from detections.sigma.taxonomy import Kind
from detections.sigma.values import View
from model.errors import NotFound
from model.event import Event


@dataclass(slots=True)
class Program:
    """A rule with the tree that evaluates it, its detections by name, and the kinds of event it looks at."""

    rule: CompiledRule
    tree: Node
    parts: dict[str, Node]
    kinds: tuple[Kind, ...]


class RuleSet:
    """Immutable once loaded, apart from what the engine learns. Picklable, so workers can be given one."""

    def __init__(
        self, programs: Sequence[Program], correlations: Sequence[CorrelationRule], report: LoadReport
    ) -> None:
        self.programs = tuple(programs)
        self.correlations = tuple(correlations)
        self.report = report
        self.blobs: dict[str, bytes] = {}
        self._by_index = {p.rule.index: p for p in self.programs}
        self.maps: dict[str, FieldMap] = {k.fields.name: k.fields for p in self.programs for k in p.kinds}

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.programs, self.blobs)

    def __getstate__(self) -> dict[str, Any]:
        """Without the engine, which every process makes for itself."""
        return {name: value for name, value in self.__dict__.items() if name != "engine"}

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """Every active rule and correlation, by index."""
        both = [p.rule for p in self.programs] + [c.rule for c in self.correlations]
        return tuple(sorted(both, key=lambda r: r.index))

    def __len__(self) -> int:
        return len(self.programs) + len(self.correlations)

    def match(self, event: Event) -> list[Match]:
        """The rules found in the event, in the order they were loaded; also those that only feed correlations."""
        return self.engine.match(event)

    def scan(self, event: Event) -> list[Match]:
        """As `match`, by asking every rule, one after the other: what the engine must equal."""
        views: dict[str, View] = {}
        marks: dict[str, View] = {}
        covered: dict[Kind, bool] = {}
        matches = []
        for program in self.programs:
            for kind in program.kinds:
                if kind not in covered:
                    covered[kind] = kind.covers(event, marks)
                    views.setdefault(kind.fields.name, View(event, kind.fields))
                if not covered[kind]:
                    continue
                view = views[kind.fields.name]
                if program.tree.evaluate(view):
                    matches.append(Match(program.rule, matched_values(program.tree, view), kind.fields.name))
                    break
        return matches

    def kinds_of(self, event: Event) -> list[str]:
        """The kinds of event (of active rules) this one is, for people."""
        router = self.engine.router
        return [f"{router.kinds[n].logsource}: {router.kinds[n].name}" for n in router.route(event)]

    def correlator(self, *, max_groups: int = 100_000, max_items: int = 10_000) -> Correlations:
        """A fresh correlation state for one stream."""
        return Correlations(self.correlations, self.fields_of, max_groups=max_groups, max_items=max_items)

    def fields_of(self, match: Match, event: Event) -> FieldMap:
        """The field map under which a match's event was read, also for a match kept without saying it."""
        known = self.maps.get(match.via)
        if known is not None:
            return known
        program = self._by_index.get(match.rule.index)
        kinds = program.kinds if program is not None else ()
        return next((kind.fields for kind in kinds if kind.covers(event, {})), PLAIN)

    def explain(self, rule_id: str, event: Event) -> Explanation:
        """Why a rule (by id, name or title) matches the event or does not. Raises NotFound for a rule that is not active."""
        program = next(
            (p for p in self.programs if rule_id.lower() in (p.rule.id, p.rule.name.lower(), p.rule.title.lower())),
            None,
        )
        if program is None:
            raise NotFound(self._why_not_there(rule_id))
        return explain_rule(program.rule, program.tree, program.parts, program.kinds, event)

    def _why_not_there(self, rule_id: str) -> str:
        if any(rule_id.lower() in (c.rule.id, c.rule.name.lower()) for c in self.correlations):
            return f"{rule_id} is a correlation: it looks at many events, explain the rules it refers to"
        for entry in self.report.entries:
            if rule_id.lower() in (entry.id, entry.title.lower()):
                return f"the rule {rule_id} is {entry.state}: {entry.reason}"
        return f"no loaded rule has the id, name or title {rule_id!r}"

    @property
    def meters(self) -> Mapping[str, Any]:
        """What bounded evaluation had to cut short, and how much the engine had to work out, for the operator to see."""
        return {"regex_long_texts": RegexTest.long_texts} | self.engine.meters
