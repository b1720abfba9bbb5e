"""A lens: how to see, on the raw JSON of one sort of record, everything that decides which rules fire.

Records of one schema, channel and event number are asked for by the same rules. Of each such record only the names those
rules read are decoded; the rest is skipped, once a scan has shown that nothing in it could count (`guard`): no second
spelling of a name that matters, no keyword. What a lens cannot be sure of is normalised and matched whole, so results are
the same either way (tested over recordings and hostile records).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

import msgspec

from collectors.logs.jsonl.lineage import Lineage, kept_as_is, lineage
from detections.sigma.engine import Engine
from detections.sigma.engine.columns import MAX_CLASSES, Column, FieldColumn, RecordColumn, ReferenceColumn, Sight
from detections.sigma.engine.memo import Memo, text_key
from detections.sigma.engine.routes import Stage, Verdict
from detections.sigma.engine.trees import simplify
from detections.sigma.fields import FieldMap
from detections.sigma.predicates import Node, leaves
from detections.sigma.taxonomy import Kind
from detections.sigma.values import View
from model.event import Event
from pipeline.guard import USUAL_ROOTS, Guard, guard_for

MAX_NATIVES = 60
MAX_EXTRAS = 8
MAX_VALUES = 20_000
MAX_VERDICTS = 50_000
_SCALAR = str | int | None


@dataclass(slots=True)
class Seen:
    """One column through a lens. direct: its value alone decides where there is one; others decide where there is none."""

    column: Column
    direct: bool
    natives: tuple[str, ...]
    memo: Memo[int] = field(default_factory=lambda: Memo(MAX_VALUES))
    rest: Memo[int] = field(default_factory=lambda: Memo(MAX_VALUES))


class Lens:
    """decode: raw JSON to what the getters read. memos: where the classes of what `singles` reads are remembered; groups: the same
    for columns that several values decide. waits: the guard, and the schema of the records. quiet: tuples of class numbers on
    which no rule fires."""

    def __init__(
        self,
        stage: Stage,
        fixed: dict[int, int],
        seen: list[Seen],
        natives: list[str],
        sniffed: tuple[str, ...],
        needed: frozenset[str],
        guard: Guard,
    ) -> None:
        """fixed: class numbers, by place among the stage's columns, that are the same for every record."""
        self.stage = stage
        self.guard = guard
        self.waits: tuple[Guard, str] = (guard, "")
        self._fixed = fixed
        names = list(dict.fromkeys([*sniffed, *sorted(needed), *natives]))
        struct, path = _struct(names)
        self.decode: Callable[[bytes], Any] = msgspec.json.Decoder(struct).decode
        self.signature = _getter([path[name] for name in sniffed])
        # A name among those that records agree on is there, because the sample had it.
        missing = sorted(needed - set(sniffed))
        self._needed = _getter([path[name] for name in missing]) if missing else None
        self.known_by_signature = not missing
        self.key: tuple[Any, ...] = ()
        self.values = _getter([path[name] for name in natives])
        place = {name: i for i, name in enumerate(natives)}
        self.places = [tuple(place[name] for name in one.natives) for one in seen]
        self.seen = seen
        alone = [i for i, one in enumerate(seen) if one.direct or len(one.natives) == 1]
        grouped = [i for i in range(len(seen)) if i not in alone]
        self.singles = _getter([path[seen[i].natives[0]] for i in alone])
        self.memos = [seen[i].memo.young for i in alone]
        self.groups = [(seen[i].memo.young.get, attrgetter(*(path[n] for n in seen[i].natives))) for i in grouped]
        self._order = alone + grouped
        self.quiet: set[tuple[int | None, ...]] = set()

    @property
    def spent(self) -> bool:
        """Whether it tells so many classes of values apart that it should begin anew."""
        return any(len(one.column.classes) > MAX_CLASSES for one in self.seen)

    def sees_all(self, data: bytes, decoded: Any) -> bool:
        """Whether nothing in the record could count but what is decoded of it."""
        return self.guard.holds(data) and self.whole(decoded)

    def whole(self, decoded: Any) -> bool:
        """Whether the record has the names by which its schema is known."""
        return self._needed is None or None not in self._needed(decoded)

    def numbers(self, values: tuple[Any, ...], event_of: Callable[[], Event]) -> list[int]:
        """The class of every column, in the order of the key. event_of: the whole record as an Event, asked for only where
        its values have not been met."""
        sight: list[Sight] = []
        found = []
        for i in self._order:
            one, at = self.seen[i], self.places[i]
            number = self._known(one, values, at)
            if number is None:
                if not sight:
                    sight.append(Sight(event_of()))
                number = one.column.number(sight[0])
                self._keep(one, values, at, number)
            found.append(number)
        return found

    def _known(self, one: Seen, values: tuple[Any, ...], at: tuple[int, ...]) -> int | None:
        value = values[at[0]]
        if not one.direct:
            return one.memo.get(_key(values, at))
        if value is None:
            return (one.memo if len(at) == 1 else one.rest).get(_key(values, at))
        key = text_key(value) if type(value) is str else value
        known = one.memo.get(key)
        if known is None and (type(value) is str or -(2**63) <= value < 2**63):
            assert isinstance(one.column, FieldColumn)
            known = one.column.of_values((value,))
            one.memo.put(key, known)
        return known

    def _keep(self, one: Seen, values: tuple[Any, ...], at: tuple[int, ...], number: int) -> None:
        if not one.direct:
            one.memo.put(_key(values, at), number)
        elif values[at[0]] is None:
            (one.memo if len(at) == 1 else one.rest).put(_key(values, at), number)

    def verdict(self, key: tuple[int, ...]) -> Verdict:
        """Which rules fire on these classes (in the order of the key)."""
        by_seen = dict(zip(self._order, key, strict=True))
        left = iter(range(len(self.seen)))
        numbers = [
            self._fixed[place] if place in self._fixed else by_seen[next(left)]
            for place in range(len(self.stage.columns))
        ]
        fires = self.stage.decide(tuple(numbers))
        if not fires:
            if len(self.quiet) >= MAX_VERDICTS:
                self.quiet.clear()
            self.quiet.add(key)
        return fires


def _key(values: tuple[Any, ...], at: tuple[int, ...]) -> Hashable:
    """What values are remembered under; as it stands where all texts are short, which is where a hot path looks."""
    keys = [text_key(values[i]) if type(values[i]) is str else values[i] for i in at]
    return keys[0] if len(keys) == 1 else tuple(keys)


def _getter(paths: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if not paths:
        return lambda _: ()
    if len(paths) == 1:
        one = attrgetter(paths[0])
        return lambda decoded: (one(decoded),)
    return attrgetter(*paths)


def _struct(names: list[str]) -> tuple[type[msgspec.Struct], dict[str, str]]:
    """A type that decodes these names (dotted: within objects) and skips all others, and the attribute path of each."""
    tree: dict[str, Any] = {}
    for name in names:
        at = tree
        *outer, last = name.split(".")
        for part in outer:
            at = at.setdefault(part, {})
        at[last] = None
    paths: dict[str, str] = {}
    return _level(tree, "", "", paths), paths


def _level(tree: Mapping[str, Any], name: str, path: str, paths: dict[str, str]) -> type[msgspec.Struct]:
    fields: list[Any] = []
    rename = {}
    for i, (part, inner) in enumerate(tree.items()):
        attribute = f"f{i}"
        rename[attribute] = part
        if inner is None:
            paths[name + part] = path + attribute
            fields.append((attribute, _SCALAR, None))
        else:
            struct = _level(inner, f"{name}{part}.", f"{path}{attribute}.", paths)
            fields.append((attribute, struct, msgspec.field(default_factory=struct)))
    return msgspec.defstruct("Record", fields, rename=rename, gc=False)


class MoreNames(Exception):
    """The records of one signature differ in more names than were looked at (`names`)."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self.names = names


def build(document: Mapping[str, Any], event: Event, engine: Engine, sniffed: tuple[str, ...]) -> Lens | None:
    """The lens for records like this one, given raw and as the Event it becomes; None when there can be none.

    sniffed: names whose values the records have in common. Raises MoreNames when more must be.
    """
    known = lineage(document)
    if known is None:
        return None
    return _Builder(document, event, engine, sniffed, known).build()


class _Builder:
    def __init__(
        self,
        document: Mapping[str, Any],
        event: Event,
        engine: Engine,
        sniffed: tuple[str, ...],
        known: Lineage,
    ) -> None:
        self.document, self.event, self.engine = document, event, engine
        self.sniffed, self.known = sniffed, known
        self.sections = {name for name, value in document.items() if type(value) is dict}
        self.same: set[str] = set(known.heads)  # names that must be sniffed
        self.names: set[str] = set(known.absent)
        self.roots: set[str] = {name for name in known.absent if name in self.sections}
        self.pieces: set[bytes] = set()
        self.possible = not any(" " in name for name in document)
        self.views: dict[str, View] = {}
        self.truths: dict[tuple[str, int], bool | None] = {}
        self.tests = engine.routing_tests

    def build(self) -> Lens | None:
        if not self.possible:
            return None
        for kind in self.engine.router.kinds:
            self._settle(kind)
        route = self.engine.route(self.engine.router.route(self.event))
        for pin in route.pins:
            self._agree(_names(pin.fields, pin.name))
        if not self.possible or any("." in name for name in self.same) or len(self.same) > MAX_EXTRAS + 2:
            return None
        if more := self.same - set(self.sniffed):
            raise MoreNames(more)
        stage = route.stage(Sight(self.event))
        sight = Sight(self.event)
        seen: list[Seen] = []
        fixed: dict[int, int] = {}
        for place, column in enumerate(stage.columns):
            one = self._see(column)
            if isinstance(column, RecordColumn):
                fixed[place] = column.nothing
            elif one is None:
                fixed[place] = column.number(sight)
            else:
                seen.append(one)
        natives = list(dict.fromkeys(name for one in seen for name in one.natives))
        if not self.possible or len(natives) > MAX_NATIVES or self.roots & self.sections:
            return None
        if any("." in name and name.partition(".")[0] in self.roots | self.sections for name in self.document):
            return None
        if any(one.startswith(f"{other}.") for one in natives for other in natives):
            return None
        if self.names & self.document.keys():
            return None
        sections = frozenset(s for n in natives for s in n.split(".")[:-1])
        roots = (self.roots | USUAL_ROOTS) - self.sections
        guard = guard_for(frozenset(self.names), frozenset(roots), sections, frozenset(self.pieces))
        return Lens(stage, fixed, seen, natives, self.sniffed, self.known.needed, guard)

    def _settle(self, kind: Kind) -> None:
        """Make sure that whether the event is of this kind is the same for every record the lens is for."""
        view = self.views.get(kind.marks.name)
        if view is None:
            view = self.views[kind.marks.name] = View(self.event, kind.marks)
        left = simplify(kind.when, partial(self._truth, view))
        if isinstance(left, Node):
            for test in leaves(left):
                self._agree(_names(kind.marks, test.field or ""))

    def _truth(self, view: View, number: int) -> bool | None:
        """Of a test on what the heads alone decide; None for any other."""
        key = view.fields.name, number
        if key not in self.truths:
            test = self.tests[number]
            first = view.fields.alternates(test.field or "")[0].names[0]
            natives = self.known.natives(first)
            decided = self.event.get(first) is not None and (
                natives == frozenset() or (first in self.known.heads and natives == frozenset((first,)))
            )
            self.truths[key] = test.evaluate(view) if decided else None
        return self.truths[key]

    def _agree(self, names: list[str]) -> None:
        """Make sure that all records the lens is for say the same under these names."""
        for name in self._natives(names):
            first, _, rest = name.partition(".")
            second = rest.partition(".")[0]
            if name in self.document or (rest and second in self.document[first]):
                self.same.add(name)
            elif name not in self.sniffed:
                self.names.add(second or name)

    def _see(self, column: Column) -> Seen | None:
        """None for a column whose class all records share."""
        if isinstance(column, RecordColumn):
            if column.always:
                self.possible = False
            self.pieces.update(column.pieces)
            return None
        names = _names(column.fields, column.name)
        first = names[0]
        if isinstance(column, ReferenceColumn):
            names += _names(column.fields, column.other)
        natives = [name for name in self._natives(names) if name not in self.sniffed]
        if not natives:
            return None
        direct = (
            isinstance(column, FieldColumn)
            and first in natives
            and type(self.document.get(first)) in (str, int)
            and not column.fields.alternates(column.name)[0].conversion
            and kept_as_is([first])
        )
        if direct:
            natives = [first, *(n for n in natives if n != first)]
        return Seen(column, direct, tuple(natives))

    def _natives(self, names: list[str]) -> list[str]:
        """The raw names that decide the values under these; names within objects only where the sample has the object."""
        found: dict[str, None] = {}
        for name in names:
            natives = self.known.natives(name)
            if natives is None:
                self.possible = False
                return []
            for native in sorted(natives):
                root = native.partition(".")[0]
                if "." not in native or root in self.sections:
                    found[native] = None
                else:
                    self.roots.add(root)
        return list(found)


def _names(fields: FieldMap, name: str) -> list[str]:
    return list(dict.fromkeys(n for alternate in fields.alternates(name) for n in alternate.names))
