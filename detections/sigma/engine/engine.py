"""The single-event engine: work is shared between rules (routes), between values (columns) and between events (verdicts).

Equal to `RuleSet.scan`, which asks every rule of an event's log source (tested over corpus and recordings).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from detections.sigma.engine.classes import FieldClasses
from detections.sigma.engine.columns import MAX_CLASSES, FieldColumn, Sight
from detections.sigma.engine.routes import Makers, Route, Unit, Verdict
from detections.sigma.fields import FieldMap
from detections.sigma.matched import matched_values
from detections.sigma.predicates import KeywordTest, ReferenceTest, Test, leaves
from detections.sigma.rules import Match
from detections.sigma.taxonomy import Kind, Router
from detections.sigma.values import View
from model.event import Event

if TYPE_CHECKING:
    from detections.sigma.ruleset import Program


class Engine:
    """Everything is made when it is first needed. One per process; not for several threads at once."""

    def __init__(self, programs: Sequence[Program], blobs: dict[str, bytes] | None = None) -> None:
        """blobs: compiled Hyperscan databases by name, from a cache; those compiled here are added."""
        self.blobs = {} if blobs is None else blobs
        self._programs = {p.rule.index: p for p in programs}
        per_kind: dict[Kind, list[int]] = {}
        for program in programs:
            for kind in program.kinds:
                per_kind.setdefault(kind, []).append(program.rule.index)
        self.router = Router(per_kind)
        self._per_kind = list(per_kind.values())
        self._maps = {kind.fields.name: kind.fields for kind in per_kind}
        self._tests = _tests_by_field(programs)
        self._classes: dict[str, FieldClasses] = {}
        self._makers = Makers(self._column, self.blobs)
        self._routes: dict[tuple[int, ...], Route] = {}
        self.events = 0
        self._asked = 0

    def match(self, event: Event) -> list[Match]:
        """The rules found in the event, in the order they were loaded."""
        self.events += 1
        kinds = self.router.route(event)
        if not kinds:
            return []
        sight = Sight(event)
        route = self.route(kinds)
        stage = route.stage(sight)
        if stage.silent:
            return []
        key = tuple([read(sight) for read in stage.read])
        self._asked += len(key)
        verdict = stage.verdicts.young.get(key)
        if verdict is None:
            verdict = stage.decide(key)
            if any(len(column.classes) > MAX_CLASSES for column in stage.columns):
                route.begin_anew(stage)
        return self.found(verdict, event) if verdict else []

    @property
    def meters(self) -> dict[str, int]:
        """What was asked and what had to be worked out, over the life of the engine."""
        stages = [stage for route in self._routes.values() for stage in route.stages]
        columns = [column.memo for stage in stages for column in stage.columns]
        values = [one.meters for one in self._classes.values()]
        return {
            "events": self.events,
            "routes": len(self._routes),
            "stages": len(stages),
            "values_asked": self._asked,
            "values_missed": sum(memo.misses for memo in columns),
            "values_classified": sum(misses for misses, _, _ in values),
            "values_evicted": sum(memo.evictions for memo in columns) + sum(evicted for _, evicted, _ in values),
            "verdicts_missed": sum(stage.verdicts.misses for stage in stages),
            "verdicts_evicted": sum(stage.verdicts.evictions for stage in stages),
        }

    @cached_property
    def routing_tests(self) -> dict[int, Test]:
        """By number, the tests that decide of what kind an event is."""
        return {test.number: test for kind in self.router.kinds for test in leaves(kind.when)}

    def prepare(self) -> None:
        """Compile everything now instead of when it is first needed."""
        for name in self._tests:
            self._of(name).prepare()

    def found(self, verdict: Verdict, event: Event) -> list[Match]:
        views: dict[str, View] = {}
        matches = []
        for index, name in verdict:
            view = views.get(name)
            if view is None:
                view = views[name] = View(event, self._maps[name])
            program = self._programs[index]
            matches.append(Match(program.rule, matched_values(program.tree, view), name))
        return matches

    def route(self, kinds: tuple[int, ...]) -> Route:
        found = self._routes.get(kinds)
        if found is None:
            conditions = [self.router.kinds[number].when for number in kinds]
            pinned = frozenset(test.field for when in conditions for test in leaves(when) if test.field is not None)
            found = self._routes[kinds] = Route(self._units(kinds), pinned, self._makers)
        return found

    def _units(self, kinds: tuple[int, ...]) -> list[Unit]:
        """By rule, and for each rule in the order in which its log source names kinds of event."""
        routed = {self.router.kinds[number] for number in kinds}
        rules = sorted({index for number in kinds for index in self._per_kind[number]})
        units: dict[tuple[int, str], Unit] = {}
        for index in rules:
            program = self._programs[index]
            for kind in program.kinds:
                if kind in routed:
                    units.setdefault((index, kind.fields.name), Unit(index, kind.fields, program.tree))
        return list(units.values())

    def _column(self, fields: FieldMap, name: str, tests: Iterable[Test]) -> FieldColumn:
        return FieldColumn(fields, name, tests, self._of(name))

    def _of(self, name: str) -> FieldClasses:
        of = self._classes.get(name)
        if of is None:
            of = self._classes[name] = FieldClasses(self._tests[name], self.blobs)
        return of


def _tests_by_field(programs: Iterable[Program]) -> dict[str, list[Test]]:
    found: dict[str, dict[int, Test]] = {}
    for program in programs:
        for test in leaves(program.tree):
            if test.field is not None and not isinstance(test, KeywordTest | ReferenceTest):
                found.setdefault(test.field, {})[test.number] = test
    return {name: list(tests.values()) for name, tests in found.items()}
