"""Rules as trees over test numbers: simplified by what is known, and gated by what must be true for them to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from detections.sigma.predicates import And, Node, Not, Or, Test

Gate: TypeAlias = frozenset[int]
MAX_GATE = 300


def simplify(node: Node, known: Callable[[int], bool | None]) -> Node | bool:
    """The tree without the tests whose truth is known (None: not known); True or False when nothing is left to ask."""
    if isinstance(node, Test):
        truth = known(node.number)
        return node if truth is None else truth
    if isinstance(node, Not):
        inner = simplify(node.children[0], known)
        return (not inner) if isinstance(inner, bool) else node if inner is node.children[0] else Not(inner)
    every = isinstance(node, And)
    left: list[Node] = []
    for child in node.children:
        part = simplify(child, known)
        if isinstance(part, bool):
            if part is not every:
                return part
        else:
            left.append(part)
    if not left:
        return every
    if len(left) == 1:
        return left[0]
    return And(left) if every else Or(left)


def gate(node: Node, weight: Callable[[int], float]) -> tuple[float, Gate] | None:
    """The rarest set of tests of which at least one is satisfied whenever the tree holds; None when there is none.

    weight: how often a test is satisfied, 0 to 1.
    """
    if isinstance(node, Test):
        return weight(node.number), frozenset((node.number,))
    if isinstance(node, And):
        gates = [g for g in (gate(child, weight) for child in node.children) if g is not None]
        return min(gates, key=lambda g: (g[0], len(g[1])), default=None)
    if isinstance(node, Or):
        cost, numbers = 0.0, set[int]()
        for child in node.children:
            one = gate(child, weight)
            if one is None:
                return None
            cost += one[0]
            numbers |= one[1]
            if len(numbers) > MAX_GATE:
                return None
        return cost, frozenset(numbers)
    return None


class Truths(set[int]):
    """The satisfied tests, in the place of a View's memo: `Node.evaluate` then looks up and never reads an event."""

    __slots__ = ()
    get = set.__contains__


class Facts:
    """What `Node.evaluate` needs of a View when every test's truth is known."""

    __slots__ = ("memo",)

    def __init__(self, memo: Truths) -> None:
        self.memo = memo
