"""What follows from what is held. Kept up to date by deltas: adding or taking back costs what is affected, not what exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from correlator.capability import kernel
from correlator.capability.facts import Fact, Key
from correlator.capability.graph import Graph, Ints, nats

NEVER = int(kernel.NEVER)
NO_LIMIT = int(kernel.MOST)


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """The steps that lead to `fact`, each after those it rests on, none twice. p: product over the steps and the held
    facts it starts from."""

    fact: int
    steps: tuple[int, ...]
    held: tuple[int, ...]
    p: float
    actions: int


class Closure:
    """held: fact to how sure it is (0 to 1). Facts held at no certainty at all do not count.

    fewest: whether cheapest means fewest actions; else it means likeliest. limit: facts beyond this cost are left out.
    """

    def __init__(
        self,
        graph: Graph,
        held: Mapping[Key, float] | Mapping[Fact, float],
        *,
        fewest: bool = False,
        limit: int = NO_LIMIT,
        without: Sequence[int] = (),
    ) -> None:
        self.graph = graph
        self.fewest = fewest
        self.limit = limit
        self.held: dict[int, int] = {}
        self.sure: dict[int, float] = {}
        self._cost: Ints = np.zeros(0, np.int64)
        self._best: NDArray[np.int32] = np.zeros(0, np.int32)
        graph.flush()
        self._alive = graph.alive
        self._own_alive = bool(len(without))
        if self._own_alive:
            self._alive = graph.alive.copy()
            self._alive[list(without)] = 0
        facts = [self._hold(key, certainty) for key, certainty in held.items() if certainty > 0]
        self._fit()
        self._put(facts)

    # -- change

    def add_fact(self, key: Key, certainty: float = 1.0) -> None:
        """Hold it, with what follows."""
        fact = self._hold(key, certainty)
        self._fit()
        self._lose([fact])

    def remove_fact(self, key: Key) -> None:
        """Hold it no longer, with what followed from it alone."""
        fact = self.graph.find(key)
        if self.held.pop(fact, None) is not None:
            del self.sure[fact]
            self._lose([fact])

    def update(self, added: Sequence[tuple[int, int]], removed: Sequence[tuple[int, int]]) -> None:
        """Follow the graph, from which `removed` ranges of steps were taken and to which `added` ones came."""
        self._fit()
        lose: list[int] = []
        for start, stop in removed:
            heads = self.graph.head[start:stop]
            lose += [int(f) for f, s in zip(heads, range(start, stop), strict=True) if self._best[f] == s]
        self._lose(lose)
        gain = sorted({int(f) for start, stop in added for f in self.graph.head[start:stop]})
        if gain:
            self._regain(np.array(gain, np.int64))

    def copy(self) -> Closure:
        """One of its own, for trying what `cut` and `restore` do; it no longer follows the graph's changes."""
        other = object.__new__(Closure)
        other.graph, other.fewest, other.limit = self.graph, self.fewest, self.limit
        other.held, other.sure = dict(self.held), dict(self.sure)
        other._cost, other._best = self._cost.copy(), self._best.copy()
        other._alive, other._own_alive = self._alive.copy(), True
        return other

    def without(self, steps: Sequence[int]) -> Closure:
        """The same without these steps; this one stays as it is."""
        other = self.copy()
        other.cut(steps)
        return other

    def cut(self, steps: Sequence[int]) -> None:
        """Go on without these steps. Of a copy only."""
        assert self._own_alive
        gone = np.array(steps, np.int64)
        self._alive[gone] = 0
        heads = self.graph.head[gone]
        self._lose([int(fact) for fact in np.unique(heads[self._best[heads] == gone])])

    def restore(self, steps: Sequence[int]) -> None:
        """Take steps back in that were cut."""
        assert self._own_alive
        back = np.array(steps, np.int64)
        self._alive[back] = self.graph.alive[back]
        if len(back):
            self._regain(np.unique(self.graph.head[back]).astype(np.int64))

    def _hold(self, key: Key, certainty: float) -> int:
        fact = self.graph.fact(key)
        self.held[fact] = 1 if self.fewest else nats(certainty)
        self.sure[fact] = min(1.0, certainty)
        return fact

    def _fit(self) -> None:
        """The graph may have grown since."""
        self.graph.flush()
        if not self._own_alive:
            self._alive = self.graph.alive
        elif len(self._alive) < len(self.graph.alive):
            grown = self.graph.alive.copy()
            grown[: len(self._alive)] &= self._alive
            self._alive = grown
        size = len(self.graph.first_use)
        if len(self._cost) < size:
            cost, best = np.full(size, NEVER, np.int64), np.full(size, kernel.NONE, np.int32)
            cost[: len(self._cost)], best[: len(self._best)] = self._cost, self._best
            self._cost, self._best = cost, best

    def _put(self, facts: Sequence[int]) -> None:
        for fact in facts:
            if self.held[fact] < self._cost[fact]:
                self._cost[fact], self._best[fact] = self.held[fact], kernel.SEED
        self._settle(np.array(sorted(set(facts)), np.int64))

    def _lose(self, facts: Sequence[int]) -> None:
        if not facts:
            return
        graph = self.graph
        asked = np.array(list(dict.fromkeys(facts)), np.int64)
        new = asked[self._cost[asked] >= NEVER]
        out = np.empty(len(self._cost), np.int64)
        count = kernel.lost(asked, self._cost, self._best, graph.head, graph.first_use, graph.next_use, out)
        self._regain(np.concatenate([out[:count], new]))

    def _regain(self, facts: Ints) -> None:
        graph = self.graph
        for fact, spent in self.held.items():
            if spent < self._cost[fact]:
                self._cost[fact], self._best[fact] = spent, kernel.SEED
        kernel.regain(
            facts,
            self.limit,
            self._cost,
            self._best,
            self._weight,
            self._alive,
            graph.body,
            graph.first_step,
            graph.next_step,
        )
        self._settle(facts[self._cost[facts] < NEVER])

    def _settle(self, queue: Ints) -> None:
        if not len(queue):
            return
        graph = self.graph
        kernel.settle(
            queue, self.limit, self._cost, self._best, self._weight, self._alive,
            graph.head, graph.body, graph.first_use, graph.next_use,
        )  # fmt: skip

    @property
    def _weight(self) -> NDArray[np.int32]:
        return self.graph.by_actions if self.fewest else self.graph.likely

    # -- read

    def __contains__(self, key: Key) -> bool:
        return self.cost(self.graph.find(key)) < NEVER

    def cost(self, fact: int) -> int:
        """NEVER for what does not follow."""
        return int(self._cost[fact]) if 0 <= fact < len(self._cost) else NEVER

    def best(self, fact: int) -> int:
        """The step it comes from; negative for what is held, or does not follow."""
        return int(self._best[fact])

    def alive(self, step: int) -> bool:
        return bool(self._alive[step])

    def holds(self, step: int) -> bool:
        """Whether it can be taken: all it rests on follows."""
        return self.alive(step) and all(self.cost(fact) < NEVER for fact in self.graph.premises(step))

    def numbers(self) -> Ints:
        """Of the facts that follow, in order of number."""
        return np.flatnonzero(self._cost < NEVER)

    def facts(self) -> set[Fact]:
        return {self.graph[int(number)] for number in self.numbers()}

    def derivation(self, fact: int) -> Derivation:
        """The cheapest one. Raises KeyError for what does not follow."""
        if self.cost(fact) >= NEVER:
            raise KeyError(fact)
        order: dict[int, None] = {}
        held: dict[int, None] = {}
        stack = [(fact, False)]
        while stack:
            at, ready = stack.pop()
            step = self.best(at)
            if step < 0:
                held[at] = None
            elif ready:
                order[step] = None
            elif step not in order:
                stack.append((at, True))
                stack += [(other, False) for other in self.graph.premises(step)]
        p = float(np.prod(self.graph.p[list(order)], initial=1.0))
        for at in held:
            p *= self.sure[at]
        actions = sum(self.graph.rule_of(step).action for step in order)
        return Derivation(fact=fact, steps=tuple(order), held=tuple(sorted(held)), p=p, actions=actions)

    def beliefs(self, damping: float = 0.5) -> NDArray[np.float64]:
        """How likely each fact is, by number, 0 for what does not follow. See `kernel.likelihood`."""
        graph = self.graph
        belief = np.zeros(len(self._cost))
        for fact, certainty in self.sure.items():
            belief[fact] = certainty
        following = self.numbers()
        order = following[np.argsort(self._cost[following], kind="stable")]
        if not len(following):
            return belief
        miss = 1.0
        for certainty in self.sure.values():
            miss *= 1.0 - certainty
        kernel.likelihood(
            order,
            self._cost,
            belief,
            graph.p,
            self._alive,
            graph.body,
            graph.first_step,
            graph.next_step,
            damping,
            1.0 - miss,
        )
        return belief

    def behind(self, targets: Iterable[int], most: int) -> tuple[Ints, bool]:
        """The facts from which targets can follow, nearest first; whether there are more than `most`."""
        graph = self.graph
        seen, out = np.zeros(len(self._cost), np.uint8), np.empty(max(most, 1) + 1, np.int64)
        wanted = np.array(sorted(set(targets))[:most], np.int64)
        count = kernel.backward(
            wanted, most + 1, self._cost, self._alive, graph.body, graph.first_step, graph.next_step, seen, out
        )
        return out[: min(count, most)], count > most
