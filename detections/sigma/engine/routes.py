"""A route: the rules for the kinds of event an event is, and what has been learned about which of them fire.

An event's route is entered through its pins, the columns that also decide routing (channel, event number): with their
classes known, each rule is simplified, and most fall away. What is left is a `Stage`, with the columns its rules still ask
for and a memo from the tuple of their classes to a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from detections.sigma.engine.columns import Column, FieldColumn, RecordColumn, ReferenceColumn, Sight
from detections.sigma.engine.memo import Memo
from detections.sigma.engine.trees import Facts, Truths, gate, simplify
from detections.sigma.fields import FieldMap
from detections.sigma.predicates import KeywordTest, Node, PresenceTest, ReferenceTest, Test, leaves

Verdict: TypeAlias = "tuple[tuple[int, str], ...]"
"""The rules that fire, by index, each with the field map it was read under."""
Numbers: TypeAlias = "tuple[int, ...]"

MAX_VERDICTS = 50_000
MAX_STAGES = 2_000
# When gates are chosen anew from what was seen, in verdicts worked out; then at every doubling.
_FIRST_REVIEW = 64


@dataclass(frozen=True, slots=True)
class Unit:
    """One rule read under one field map."""

    index: int
    fields: FieldMap
    tree: Node


class Makers:
    """How columns are made: shared by the routes of an engine."""

    def __init__(self, field: Callable[[FieldMap, str, Iterable[Test]], FieldColumn], blobs: dict[str, bytes]) -> None:
        self.field = field
        self.blobs = blobs

    def pins(self, units: Iterable[Unit], pinned: frozenset[str]) -> list[FieldColumn]:
        """Columns for the fields in `pinned` alone."""
        fields: dict[tuple[str, str], dict[int, Test]] = {}
        maps: dict[str, FieldMap] = {}
        for unit in units:
            maps[unit.fields.name] = unit.fields
            for test in leaves(unit.tree):
                if test.field in pinned and not isinstance(test, ReferenceTest):
                    fields.setdefault((unit.fields.name, test.field), {})[test.number] = test
        return [self.field(maps[m], f, tests.values()) for (m, f), tests in fields.items()]

    def columns(self, units: Iterable[Unit]) -> list[Column]:
        """The columns the units' tests ask for, in a fixed order."""
        fields: dict[tuple[str, str], dict[int, Test]] = {}
        pairs: dict[tuple[str, str, str], dict[int, ReferenceTest]] = {}
        records: dict[str, dict[int, KeywordTest]] = {}
        maps: dict[str, FieldMap] = {}
        for unit in units:
            name = unit.fields.name
            maps[name] = unit.fields
            for test in leaves(unit.tree):
                if isinstance(test, KeywordTest):
                    records.setdefault(name, {})[test.number] = test
                elif isinstance(test, ReferenceTest):
                    pairs.setdefault((name, test.field or "", test.other), {})[test.number] = test
                else:
                    fields.setdefault((name, test.field or ""), {})[test.number] = test
        return [
            *(self.field(maps[m], f, tests.values()) for (m, f), tests in fields.items()),
            *(ReferenceColumn(maps[m], f, o, tests.values()) for (m, f, o), tests in pairs.items()),
            *(RecordColumn(maps[m], tests.values(), self.blobs) for m, tests in records.items()),
        ]


class Route:
    def __init__(self, units: Sequence[Unit], pinned: frozenset[str], makers: Makers) -> None:
        """pinned: Sigma fields that routing reads."""
        self._units = tuple(units)
        self._makers = makers
        self.pins = makers.pins(units, pinned)
        self._stages: dict[Numbers, Stage] = {}

    def stage(self, sight: Sight) -> Stage:
        key = tuple([pin.number(sight) for pin in self.pins])
        found = self._stages.get(key)
        return found if found is not None else self._enter(key)

    def _enter(self, key: Numbers) -> Stage:
        if len(self._stages) >= MAX_STAGES:
            self._stages.clear()
        known: dict[str, Callable[[int], bool | None]] = {}
        for name in {u.fields.name for u in self._units}:
            mine = [(pin, pin.classes[n]) for pin, n in zip(self.pins, key, strict=True) if pin.fields.name == name]
            asked = frozenset[int]().union(*(pin.tests for pin, _ in mine))
            holding = frozenset[int]().union(*(satisfied for _, satisfied in mine))
            known[name] = _truth(asked, holding)
        units = []
        for unit in self._units:
            tree = simplify(unit.tree, known[unit.fields.name])
            if tree is not False:
                units.append((unit, tree))
        stage = self._stages[key] = Stage(units, self._makers)
        return stage

    @property
    def stages(self) -> list[Stage]:
        return list(self._stages.values())

    def begin_anew(self, stage: Stage) -> None:
        """The next event of its sort gets a new stage, with fresh columns; whoever holds this one may go on using it."""
        self._stages = {key: one for key, one in self._stages.items() if one is not stage}


def _truth(asked: frozenset[int], holding: frozenset[int]) -> Callable[[int], bool | None]:
    return lambda number: number in holding if number in asked else None


class Stage:
    """units: by rule; one fires once, under the first of its maps that makes it."""

    def __init__(self, units: Sequence[tuple[Unit, Node | bool]], makers: Makers) -> None:
        self._units = [(unit.index, unit.fields.name, tree) for unit, tree in units]
        self.columns = makers.columns(Unit(u.index, u.fields, t) for u, t in units if not isinstance(t, bool))
        self.read = [column.number for column in self.columns]
        self.verdicts: Memo[Verdict] = Memo(MAX_VERDICTS)
        self._satisfied: Counter[tuple[str, int]] = Counter()
        self._worked_out = 0
        self._review_at = _FIRST_REVIEW
        self._maps = tuple(dict.fromkeys(name for _, name, _ in self._units))
        self._common = {
            (unit.fields.name, test.number)
            for unit, tree in units
            if not isinstance(tree, bool)
            for test in leaves(tree)
            if isinstance(test, PresenceTest)
        }
        self._choose_gates()

    @property
    def silent(self) -> bool:
        """Whether no rule is left that could fire."""
        return not self._units

    def decide(self, key: Numbers) -> Verdict:
        """The verdict on a tuple of classes, worked out if it is not known."""
        known = self.verdicts.get(key)
        if known is None:
            known = self._work_out(key)
            self.verdicts.put(key, known)
        return known

    def _work_out(self, key: Numbers) -> Verdict:
        truths = {name: Truths() for name in self._maps}
        for column, number in zip(self.columns, key, strict=True):
            truths[column.fields.name] |= column.classes[number]
        facts = {name: Facts(held) for name, held in truths.items()}
        candidates = set(self._ungated)
        for name, held in truths.items():
            gated = self._gated.get(name)
            if gated:
                for number in held:
                    candidates.update(gated.get(number, ()))
            self._satisfied.update((name, number) for number in held)
        self._worked_out += 1
        if self._worked_out == self._review_at:
            self._review_at *= 2
            self._choose_gates()
        fired: dict[int, str] = {}
        for place in sorted(candidates):
            index, name, tree = self._units[place]
            if index not in fired and (tree is True or tree.evaluate(facts[name])):  # type: ignore[union-attr, arg-type]
                fired[index] = name
        return tuple(fired.items())

    def _choose_gates(self) -> None:
        seen, satisfied, common = self._worked_out, self._satisfied, self._common

        def weighing(name: str) -> Callable[[int], float]:
            # Before anything was seen, a test on presence holds for most events and any other for few.
            return lambda n: (satisfied[name, n] + (9.0 if (name, n) in common else 0.1)) / (seen + 10)

        self._ungated: list[int] = []
        self._gated: dict[str, dict[int, list[int]]] = {}
        for place, (_, name, tree) in enumerate(self._units):
            found = None if isinstance(tree, bool) else gate(tree, weighing(name))
            if found is None:
                self._ungated.append(place)
            else:
                for number in found[1]:
                    self._gated.setdefault(name, {}).setdefault(number, []).append(place)
