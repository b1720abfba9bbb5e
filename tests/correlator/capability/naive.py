"""The closure by trying everything, and a derivation walked step by step: what the real ones are compared with."""

from __future__ import annotations

from collections.abc import Iterable

from correlator.capability.closure import Derivation
from correlator.capability.graph import Graph


def replay(graph: Graph, derivation: Derivation, held: Iterable[int]) -> bool:
    """Whether every step can be taken in the order given, from what is held, and the fact is reached."""
    have = set(held)
    for step in derivation.steps:
        if not graph.alive[step] or not have.issuperset(graph.premises(step)):
            return False
        have.add(int(graph.head[step]))
    return derivation.fact in have


def exhaustive(graph: Graph, held: Iterable[int], without: Iterable[int] = ()) -> set[int]:
    """The naive closure: every step, over and over, until nothing new follows."""
    have, cut = set(held), set(without)
    steps = [
        (graph.premises(step), int(graph.head[step]))
        for step in range(graph.steps)
        if graph.alive[step] and step not in cut
    ]
    grown = True
    while grown:
        before = len(have)
        have.update(head for premises, head in steps if have.issuperset(premises))
        grown = len(have) > before
    return have
