"""A value's class: the set of tests it satisfies, of all that any rule makes on its field. Worked out once per value.

Equal to asking each test (`Test.check`): exact values by hash, addresses by network prefix, fragments of text by one scan.
What a scan cannot decide by itself is confirmed by the test; what has no fragment is asked directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import Any, TypeAlias

from detections.sigma.engine.memo import Memo, values_key
from detections.sigma.engine.scanner import Blobs, Expressions, Fragments
from detections.sigma.predicates import (
    AnyTextTest,
    CidrTest,
    NumberTest,
    PresenceTest,
    RegexTest,
    Test,
    TextTest,
    ValueTest,
    matcher,
)
from detections.sigma.text import Wild, fold
from detections.sigma.values import address_of, number_of, text_of

Class: TypeAlias = frozenset[int]
Confirm: TypeAlias = Callable[[str], bool]
MAX_VALUES = 20_000
NOTHING: Class = frozenset()


class FieldClasses:
    """All tests on one Sigma field, whatever names events carry it under."""

    def __init__(self, tests: Iterable[Test], blobs: Blobs) -> None:
        self._exact: dict[str, list[int]] = {}
        self._exact_cased: dict[str, list[int]] = {}
        self._numbers: dict[float, list[int]] = {}
        self._networks: dict[tuple[int, int], dict[int, list[int]]] = {}
        self._always: list[int] = []  # tests any value satisfies
        self._absent: set[int] = set()
        self._direct: list[ValueTest] = []
        self._patterns: list[tuple[int, bool, Confirm]] = []  # patterns without a fragment
        self._sure: dict[bytes, list[int]] = {}
        self._unsure: dict[bytes, list[tuple[int, bool, Confirm]]] = {}
        regexes: list[RegexTest] = []
        for test in tests:
            self._add(test, regexes)
        literals = list(dict.fromkeys([*self._sure, *self._unsure]))
        self._entries = [(tuple(self._sure.get(f, ())), tuple(self._unsure.get(f, ()))) for f in literals]
        self._fragments = Fragments(literals, blobs) if literals else None
        fit = [t for t in regexes if Expressions.takes(t.regex, blobs)]
        if len(fit) < 3:
            fit = []
        self._expressions = Expressions([t.regex for t in fit], blobs) if fit else None
        self._scanned = fit
        self._direct += [t for t in regexes if t not in fit]
        self._memo: Memo[Class] = Memo(MAX_VALUES)

    def prepare(self) -> None:
        if self._fragments is not None:
            self._fragments.prepare()

    def _add(self, test: Test, regexes: list[RegexTest]) -> None:
        if isinstance(test, AnyTextTest):
            for member in test.members:
                self._add_text(test.number, member)
        elif isinstance(test, TextTest):
            self._add_text(test.number, test)
        elif isinstance(test, NumberTest):
            self._numbers.setdefault(test.value, []).append(test.number)
        elif isinstance(test, PresenceTest):
            if test.present:
                self._always.append(test.number)
            else:
                self._absent.add(test.number)
        elif isinstance(test, CidrTest):
            network = test.network
            of_size = self._networks.setdefault((network.version, network.prefixlen), {})
            of_size.setdefault(int(network.network_address), []).append(test.number)
        elif isinstance(test, RegexTest):
            if test.regex.literal:
                self._add_fragment(fold(test.regex.literal), (test.number, False, test.holds))
            else:
                regexes.append(test)
        else:
            assert isinstance(test, ValueTest)
            self._direct.append(test)

    def _add_text(self, number: int, test: TextTest) -> None:
        pattern = test.pattern
        folds = not pattern.cased
        kind, literal = pattern.simplified() or ("", "")
        if kind == "equals":
            exact = self._exact if folds else self._exact_cased
            exact.setdefault(literal, []).append(number)
        elif kind == "any" or (kind and not literal):
            self._always.append(number)
        elif kind == "contains" and folds:
            self._sure.setdefault(_bytes(literal), []).append(number)
        else:
            entry = (number, folds, matcher(pattern))
            longest = max((p for p in pattern.parts if not isinstance(p, Wild)), key=len, default="")
            if longest:
                self._add_fragment(longest if folds else fold(longest), entry)
            else:
                self._patterns.append(entry)

    def _add_fragment(self, fragment: str, entry: tuple[int, bool, Confirm]) -> None:
        self._unsure.setdefault(_bytes(fragment), []).append(entry)

    def of(self, values: tuple[Any, ...]) -> Class:
        """The tests satisfied by the values of one event ( () when it has none)."""
        key = values_key(values)
        known = self._memo.get(key)
        if known is None:
            known = self._work_out(values)
            self._memo.put(key, known)
        return known

    def _work_out(self, values: tuple[Any, ...]) -> Class:
        if not values:
            return frozenset(self._absent)
        found: set[int] = set(self._always)
        for value in values:
            self._one(value, found)
        return frozenset(found)

    def _one(self, value: Any, found: set[int]) -> None:
        text = text_of(value)
        folded = fold(text)
        found.update(self._exact.get(folded, ()))
        if self._exact_cased:
            found.update(self._exact_cased.get(text, ()))
        if self._numbers and (number := number_of(value)) is not None:
            found.update(self._numbers.get(number, ()))
        if self._fragments is not None:
            self._scan(text, folded, found)
        for number_, folds, confirm in self._patterns:
            if number_ not in found and confirm(folded if folds else text):
                found.add(number_)
        for test in self._direct:
            if test.number not in found and test.holds(value):
                found.add(test.number)
        if self._expressions is not None:
            hits = self._expressions.scan(text)
            named = self._scanned if hits is None else [self._scanned[i] for i in hits]
            found.update(t.number for t in named if t.number not in found and t.holds(value))
        if self._networks and isinstance(value, str) and (address := address_of(value)) is not None:
            self._within(address, found)

    def _scan(self, text: str, folded: str, found: set[int]) -> None:
        assert self._fragments is not None
        for index in self._fragments.scan(_bytes(folded)):
            sure, unsure = self._entries[index]
            found.update(sure)
            for number, folds, confirm in unsure:
                if number not in found and confirm(folded if folds else text):
                    found.add(number)

    def _within(self, address: IPv4Address | IPv6Address, found: set[int]) -> None:
        bits = int(address)
        for (version, prefix), networks in self._networks.items():
            if version == address.version:
                host_bits = address.max_prefixlen - prefix
                found.update(networks.get(bits >> host_bits << host_bits, ()))

    @property
    def meters(self) -> tuple[int, int, int]:
        """(misses, evictions, entries)"""
        return self._memo.misses, self._memo.evictions, len(self._memo)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
