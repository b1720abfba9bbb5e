"""Which rules an event can possibly fire: an index on values every match of a rule must have.

A gate is a set of (field, how, text): a rule with a gate can only match an event that has one of them. `=` means the
field's value, `\\` or `/` what follows its last such separator. The index only ever leaves out rules that cannot match;
`RuleSet` without it gives the same results (tested).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from detections.sigma.predicates import And, AnyTextTest, BoolTest, Node, NumberTest, Or, TextTest
from detections.sigma.text import fold
from detections.sigma.values import View, number_of, text_of

Key: TypeAlias = tuple[str, str, str]
MAX_KEYS = 200


def gate(node: Node) -> frozenset[Key] | None:
    """The node's gate, or None when it has none."""
    if isinstance(node, And):
        gates = [g for g in map(gate, node.children) if g is not None]
        return min(gates, key=len, default=None)
    if isinstance(node, Or | AnyTextTest):
        keys: set[Key] = set()
        for child in node.members if isinstance(node, AnyTextTest) else node.children:
            one = gate(child)
            if one is None or len(keys) > MAX_KEYS:
                return None
            keys |= one
        return frozenset(keys)
    if isinstance(node, NumberTest | BoolTest) and node.field is not None:
        return frozenset({(node.field, "=", canonical(node.value))})
    if isinstance(node, TextTest) and node.field is not None:
        return _text_gate(node, node.field)
    return None


def _text_gate(test: TextTest, field: str) -> frozenset[Key] | None:
    kind, literal = test.pattern.simplified() or ("", "")
    if kind == "equals":
        return frozenset({(field, "=", canonical(literal))})
    separator = "\\" if "\\" in literal else "/"
    if kind == "endswith" and separator in literal:
        return frozenset({(field, separator, fold(literal.rpartition(separator)[2]))})
    return None


def canonical(value: Any) -> str:
    """Equal for values any of `NumberTest`, `BoolTest` and an exact `TextTest` may hold equal."""
    number = number_of(value)
    return text_of(number) if number is not None else fold(text_of(value))


class Index:
    """The rules of one kind of event by their gates."""

    def __init__(self, rules: Iterable[tuple[int, Node]], *, gated: bool = True) -> None:
        self.always: list[int] = []
        self._by: dict[tuple[str, str], dict[str, list[int]]] = {}
        for number, node in rules:
            keys = gate(node) if gated else None
            if keys is None:
                self.always.append(number)
            else:
                for field, how, text in sorted(keys):
                    self._by.setdefault((field, how), {}).setdefault(text, []).append(number)

    def candidates(self, view: View) -> Iterator[int]:
        """Rules to evaluate; one may come twice."""
        yield from self.always
        for (field, how), by_text in self._by.items():
            for text in _texts(view, field, how):
                found: Sequence[int] | None = by_text.get(text)
                if found is not None:
                    yield from found


def _texts(view: View, field: str, how: str) -> Iterator[str]:
    if how == "=":
        return map(canonical, view.values(field))
    return (text.rpartition(how)[2] for text in view.folded(field))
