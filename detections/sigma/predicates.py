"""What a rule is made of once compiled: a tree of `And`, `Or`, `Not` over tests of one field or of the whole record.

Every node answers `evaluate(view)`. Tests are numbered and shared between rules, and a View remembers their results,
so a test that a hundred rules make costs one evaluation per event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network
from itertools import count
from typing import Any

from detections.sigma.regex import MAX_TEXT, Regex
from detections.sigma.text import Pattern, fold
from detections.sigma.values import BETWEEN, View, address_of, number_of, text_of, time_of


class Node:
    __slots__ = ()
    children: tuple[Node, ...] = ()

    def evaluate(self, view: View) -> bool:
        raise NotImplementedError


class And(Node):
    __slots__ = ("children", "label")

    def __init__(self, children: Sequence[Node], label: str = "") -> None:
        self.children = tuple(children)
        self.label = label

    def evaluate(self, view: View) -> bool:
        for child in self.children:  # noqa: SIM110 - a generator here costs a third of the whole evaluation
            if not child.evaluate(view):
                return False
        return True


class Or(Node):
    __slots__ = ("children", "label")

    def __init__(self, children: Sequence[Node], label: str = "") -> None:
        self.children = tuple(children)
        self.label = label

    def evaluate(self, view: View) -> bool:
        for child in self.children:  # noqa: SIM110
            if child.evaluate(view):
                return True
        return False


class Not(Node):
    __slots__ = ("children", "label")

    def __init__(self, child: Node, label: str = "") -> None:
        self.children = (child,)
        self.label = label

    def evaluate(self, view: View) -> bool:
        return not self.children[0].evaluate(view)


class Test(Node):
    """A leaf. `field` is None when it looks at the whole record. `wanted` is how its value reads in explanations."""

    __slots__ = ("field", "number", "wanted")
    __test__ = False  # not a pytest class

    def __init__(self, field: str | None, wanted: str) -> None:
        self.field = field
        self.wanted = wanted
        self.number = -1  # where a View remembers it; given by `Tests.share`

    def evaluate(self, view: View) -> bool:
        memo = view.memo
        known = memo.get(self.number)
        if known is None:
            known = memo[self.number] = self.check(view)
        return known

    def check(self, view: View) -> bool:
        raise NotImplementedError

    def found(self, view: View) -> list[Any]:
        """The values of the event that satisfy the test; [] for tests that absence satisfies."""
        raise NotImplementedError

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for tests that mean the same."""
        return (type(self).__name__, self.field, self.wanted)


class TextTest(Test):
    """A wildcard pattern on a field."""

    __slots__ = ("_check", "pattern")

    def __init__(self, field: str, pattern: Pattern, wanted: str) -> None:
        super().__init__(field, wanted)
        self.pattern = pattern
        self._check = matcher(pattern)

    def _texts(self, view: View) -> tuple[str, ...]:
        assert self.field is not None
        return view.texts(self.field) if self.pattern.cased else view.folded(self.field)

    def check(self, view: View) -> bool:
        for text in self._texts(view):  # noqa: SIM110
            if self._check(text):
                return True
        return False

    def found(self, view: View) -> list[Any]:
        assert self.field is not None
        pairs = zip(view.values(self.field), self._texts(view), strict=True)
        return [value for value, text in pairs if self._check(text)]

    @property
    def key(self) -> tuple[Any, ...]:
        return ("text", self.field, self.pattern.cased, self.pattern.parts)


class AnyTextTest(Test):
    """Any of several patterns on one field: what a list of values means, in one test instead of one per value."""

    __slots__ = ("_contains", "_ends", "_equals", "_others", "_starts", "cased", "members")

    def __init__(self, members: Sequence[TextTest]) -> None:
        """members: of one field, all cased or none."""
        shown = ", ".join(m.wanted for m in members[:5]) + (f" and {len(members) - 5} more" if len(members) > 5 else "")
        super().__init__(members[0].field, f"any of {shown}")
        self.members = tuple(members)
        self.cased = members[0].pattern.cased
        by_kind: dict[str, list[str]] = {}
        others = []
        for member in members:
            kind, literal = member.pattern.simplified() or ("", "")
            if kind in ("equals", "startswith", "endswith", "contains"):
                by_kind.setdefault(kind, []).append(literal)
            else:
                others.append(matcher(member.pattern))
        self._equals = frozenset(by_kind.get("equals", ()))
        self._starts = tuple(by_kind.get("startswith", ()))
        self._ends = tuple(by_kind.get("endswith", ()))
        self._contains = tuple(by_kind.get("contains", ()))
        self._others = tuple(others)

    def _holds(self, text: str) -> bool:
        if text in self._equals or text.endswith(self._ends) or text.startswith(self._starts):
            return True
        for literal in self._contains:
            if literal in text:
                return True
        return any(other(text) for other in self._others)

    def _texts(self, view: View) -> tuple[str, ...]:
        assert self.field is not None
        return view.texts(self.field) if self.cased else view.folded(self.field)

    def check(self, view: View) -> bool:
        return any(map(self._holds, self._texts(view)))

    def found(self, view: View) -> list[Any]:
        assert self.field is not None
        pairs = zip(view.values(self.field), self._texts(view), strict=True)
        return [value for value, text in pairs if self._holds(text)]

    @property
    def key(self) -> tuple[Any, ...]:
        return ("any text", *(m.key for m in self.members))


def matcher(pattern: Pattern) -> Callable[[str], bool]:
    """The pattern as the cheapest function that means the same."""
    simple = pattern.simplified()
    if simple is None:
        return pattern.matches
    kind, literal = simple
    if kind == "equals":
        return literal.__eq__
    if kind == "contains":
        return _Contains(literal)
    if kind == "startswith":
        return _Startswith(literal)
    return _Endswith(literal) if kind == "endswith" else _Anything(literal)


class _Literal:
    __slots__ = ("literal",)

    def __init__(self, literal: str) -> None:
        self.literal = literal

    def __call__(self, text: str) -> bool:
        raise NotImplementedError


class _Contains(_Literal):
    __slots__ = ()

    def __call__(self, text: str) -> bool:
        return self.literal in text


class _Startswith(_Literal):
    __slots__ = ()

    def __call__(self, text: str) -> bool:
        return text.startswith(self.literal)


class _Endswith(_Literal):
    __slots__ = ()

    def __call__(self, text: str) -> bool:
        return text.endswith(self.literal)


class _Anything(_Literal):
    __slots__ = ()

    def __call__(self, text: str) -> bool:  # noqa: ARG002
        return True


class ValueTest(Test):
    """Any test of one value at a time that is not a wildcard pattern."""

    __slots__ = ()

    def holds(self, value: Any) -> bool:
        raise NotImplementedError

    def check(self, view: View) -> bool:
        assert self.field is not None
        return any(self.holds(value) for value in view.values(self.field))

    def found(self, view: View) -> list[Any]:
        assert self.field is not None
        return [value for value in view.values(self.field) if self.holds(value)]


class NumberTest(ValueTest):
    """Equal as numbers, also when the event writes the number as text."""

    __slots__ = ("value",)

    def __init__(self, field: str, value: float) -> None:
        super().__init__(field, text_of(value))
        self.value = value

    def holds(self, value: Any) -> bool:
        return number_of(value) == self.value


class CompareTest(ValueTest):
    __slots__ = ("bound", "operator")

    def __init__(self, field: str, operator: str, bound: float) -> None:
        super().__init__(field, f"{operator} {text_of(bound)}")
        self.operator, self.bound = operator, bound

    def holds(self, value: Any) -> bool:
        number = number_of(value)
        return number is not None and compare(number, self.operator, self.bound)


def compare(left: float, operator: str, right: float) -> bool:
    """`lt lte gt gte eq neq`, as Sigma names them."""
    if operator == "lt":
        return left < right
    if operator == "lte":
        return left <= right
    if operator == "gt":
        return left > right
    if operator == "gte":
        return left >= right
    return left == right if operator == "eq" else left != right


class BoolTest(ValueTest):
    __slots__ = ("value",)

    def __init__(self, field: str, value: bool) -> None:
        super().__init__(field, text_of(value))
        self.value = value

    def holds(self, value: Any) -> bool:
        return value is self.value or (isinstance(value, str) and fold(value) == self.wanted)


class RegexTest(ValueTest):
    """`long_texts` counts the values longer than what a pattern is run on, over the life of the process."""

    __slots__ = ("regex",)
    long_texts = 0

    def __init__(self, field: str, regex: Regex) -> None:
        super().__init__(field, f"re /{regex.pattern}/{_flag_letters(regex.flags)}")
        self.regex = regex

    def holds(self, value: Any) -> bool:
        text = text_of(value)
        if len(text) > MAX_TEXT:
            RegexTest.long_texts += 1
        return self.regex.search(text)


def _flag_letters(flags: int) -> str:
    return "".join(letter for letter, bit in (("i", 2), ("m", 8), ("s", 16)) if flags & bit)


class CidrTest(ValueTest):
    __slots__ = ("network",)

    def __init__(self, field: str, network: IPv4Network | IPv6Network) -> None:
        super().__init__(field, f"in {network}")
        self.network = network

    def holds(self, value: Any) -> bool:
        address = address_of(value) if isinstance(value, str) else None
        return address is not None and address.version == self.network.version and address in self.network


class TimePartTest(ValueTest):
    """minute, hour, day (of month), week (ISO 8601), month or year, in UTC."""

    __slots__ = ("bound", "operator", "part")

    def __init__(self, field: str, part: str, operator: str, bound: float) -> None:
        super().__init__(field, f"{part} {operator} {text_of(bound)}")
        self.part, self.operator, self.bound = part, operator, bound

    def holds(self, value: Any) -> bool:
        time = time_of(value)
        if time is None:
            return False
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time)
        except OverflowError:
            return False
        number = moment.isocalendar().week if self.part == "week" else getattr(moment, self.part)
        return compare(number, self.operator, self.bound)


class PresenceTest(Test):
    """`exists: true` (present) or, with present=False, `exists: false` and `null`."""

    __slots__ = ("present",)

    def __init__(self, field: str, present: bool, wanted: str) -> None:
        super().__init__(field, wanted)
        self.present = present

    def check(self, view: View) -> bool:
        assert self.field is not None
        return bool(view.values(self.field)) is self.present

    def found(self, view: View) -> list[Any]:
        assert self.field is not None
        return list(view.values(self.field)) if self.present else []


class ReferenceTest(Test):
    """The field compared with another field of the same event, as text; any value with any value."""

    __slots__ = ("cased", "mode", "other")

    def __init__(self, field: str, other: str, mode: str, cased: bool) -> None:
        super().__init__(field, f"{mode} the field {other}" + (" (cased)" if cased else ""))
        self.other, self.mode, self.cased = other, mode, cased

    def _holds(self, text: str, other: str) -> bool:
        if self.mode == "equals":
            numbers = number_of(text), number_of(other)
            return text == other or (numbers[0] is not None and numbers[0] == numbers[1])
        if self.mode == "startswith":
            return text.startswith(other)
        return text.endswith(other) if self.mode == "endswith" else other in text

    def found(self, view: View) -> list[Any]:
        assert self.field is not None
        read = view.texts if self.cased else view.folded
        others = read(self.other)
        pairs = zip(view.values(self.field), read(self.field), strict=True)
        return [value for value, text in pairs if any(self._holds(text, other) for other in others)]

    def check(self, view: View) -> bool:
        return bool(self.found(view))


class KeywordTest(Test):
    """Something anywhere in the record: a pattern on folded texts, or any other test of one text.

    identity: equal for checks that mean the same; how a pattern reads is not (`*` may be itself or a wildcard).
    fragment: text that occurs wherever the check holds, '' when there is none.
    """

    __slots__ = ("_check", "_folds", "_identity", "fragment")

    def __init__(
        self, check: Callable[[str], bool], wanted: str, identity: tuple[Any, ...], *, folds: bool, fragment: str = ""
    ) -> None:
        super().__init__(None, wanted)
        self.fragment = fragment
        self._identity = identity
        self._check = check
        self._folds = folds

    def check(self, view: View) -> bool:
        if isinstance(self._check, _Contains) and BETWEEN not in self._check.literal:
            return self._check.literal in view.joined(self._folds)  # one search instead of one per value
        return any(map(self._check, view.keywords()[self._folds]))

    def found(self, view: View) -> list[Any]:
        texts, folded = view.keywords()
        return [text for text, one in zip(texts, folded if self._folds else texts, strict=True) if self._check(one)]

    @property
    def key(self) -> tuple[Any, ...]:
        return ("keyword", self._folds, self._identity)


class Tests:
    """Hands out one test object for all that mean the same, numbered."""

    __test__ = False

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Test] = {}
        self._numbers = count()

    def share(self, test: Test) -> Test:
        known = self._known.setdefault(test.key, test)
        if known.number < 0:
            known.number = next(self._numbers)
        return known


def leaves(node: Node) -> Iterator[Test]:
    if isinstance(node, Test):
        yield node
    for child in node.children:
        yield from leaves(child)
