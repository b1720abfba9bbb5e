"""A column: one thing about an event that rules ask for, as a small number that stands for every value alike to them.

    field      one Sigma field under one field map
    reference  two fields, for `fieldref`
    record     all texts of the record, for keywords

`number(sight)` is the class of the event in hand. Numbers are dense, so a tuple of them says all that rules can see.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from detections.sigma.engine import keywords
from detections.sigma.engine.classes import NOTHING, Class, FieldClasses
from detections.sigma.engine.memo import Memo, values_key
from detections.sigma.engine.scanner import Blobs
from detections.sigma.fields import FieldMap, without_spaces
from detections.sigma.predicates import KeywordTest, ReferenceTest, Test
from detections.sigma.values import View
from model.event import Event

MAX_VALUES = 20_000
MAX_CLASSES = 50_000


class Sight:
    """One event while it is looked at: what several columns need is worked out once."""

    __slots__ = ("_record", "_spaced", "event")

    def __init__(self, event: Event) -> None:
        self.event = event
        self._spaced: Event | None = None
        self._record: bytes | None = None

    @property
    def record(self) -> bytes:
        """A text in which every printable piece of every text of the record occurs (see `keywords`)."""
        if self._record is None:
            self._record = keywords.written(self.event)
        return self._record

    def values(self, fields: FieldMap, name: str) -> tuple[Any, ...]:
        """As `View.values`."""
        found = fields.read_known(self.event, name)
        if not found:
            spaced = self._spaced
            if spaced is None:
                spaced = self._spaced = without_spaces(self.event) if " " in "".join(self.event) else {}
            if spaced:
                found = fields.read_known(spaced, name)
        return found


class Column:
    """classes: by number, the tests each satisfies (of those the route's rules make)."""

    __slots__ = ("classes", "fields", "memo", "name", "numbers", "tests")

    def __init__(self, fields: FieldMap, name: str, tests: Iterable[Test]) -> None:
        self.fields = fields
        self.name = name
        self.tests: Class = frozenset(t.number for t in tests)
        self.numbers: dict[Class, int] = {}
        self.classes: list[Class] = []
        self.memo: Memo[int] = Memo(MAX_VALUES)

    def number(self, sight: Sight) -> int:
        raise NotImplementedError

    def numbered(self, satisfied: Class) -> int:
        satisfied &= self.tests
        number = self.numbers.get(satisfied)
        if number is None:
            number = self.numbers[satisfied] = len(self.classes)
            self.classes.append(satisfied)
        return number


class FieldColumn(Column):
    __slots__ = ("_of", "_plain")

    def __init__(self, fields: FieldMap, name: str, tests: Iterable[Test], of: FieldClasses) -> None:
        super().__init__(fields, name, tests)
        self._of = of
        alternates = fields.alternates(name)
        # The names in front of the first conversion: most events carry one of them, with a text.
        converted = next((i for i, a in enumerate(alternates) if a.conversion), len(alternates))
        self._plain = tuple(a.names[0] for a in alternates[:converted])

    def number(self, sight: Sight) -> int:
        get = sight.event.get
        for name in self._plain:
            value = get(name)
            if value is not None:
                if type(value) is str:
                    known = self.memo.young.get(value)
                    if known is not None:
                        return known
                break
        return self.of_values(sight.values(self.fields, self.name))

    def of_values(self, values: tuple[Any, ...]) -> int:
        key = values_key(values)
        known = self.memo.get(key)
        if known is None:
            known = self.numbered(self._of.of(values))
            self.memo.put(key, known)
        return known


class ReferenceColumn(Column):
    __slots__ = ("_references", "other")

    def __init__(self, fields: FieldMap, name: str, other: str, tests: Iterable[ReferenceTest]) -> None:
        self._references = tuple(tests)
        super().__init__(fields, name, self._references)
        self.other = other

    def number(self, sight: Sight) -> int:
        mine, others = sight.values(self.fields, self.name), sight.values(self.fields, self.other)
        key: Hashable = (values_key(mine), values_key(others))
        known = self.memo.get(key)
        if known is None:
            view = View(sight.event, self.fields)
            known = self.numbered(frozenset(t.number for t in self._references if t.check(view)))
            self.memo.put(key, known)
        return known


class RecordColumn(Column):
    """Keywords. Records do not repeat, so each is scanned, once for all kinds of one event."""

    __slots__ = ("_prefilter", "nothing")

    def __init__(self, fields: FieldMap, tests: Iterable[KeywordTest], blobs: Blobs) -> None:
        listed = tuple(tests)
        super().__init__(fields, "", listed)
        self._prefilter = keywords.Prefilter(listed, blobs)
        self.nothing = self.numbered(NOTHING)

    @property
    def pieces(self) -> list[bytes]:
        """Without one of which, in any case of its letters, no keyword but those of `always` can be in a record."""
        return self._prefilter.pieces

    @property
    def always(self) -> bool:
        return bool(self._prefilter.always)

    def number(self, sight: Sight) -> int:
        tests = self._prefilter.possible(sight.record)
        if not tests:
            return self.nothing
        view = View(sight.event, self.fields)
        return self.numbered(frozenset(t.number for t in tests if t.check(view)))
