"""Facts and the steps between them, in arrays that grow. A step taken out stays in its place, dead, until a rebuild."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from correlator.capability import kernel
from correlator.capability.facts import Fact, Key
from correlator.capability.table import Rule, rule_of, table

Ints = NDArray[np.int64]
_SCALE = 1_000
ACTION = 10_000_000
"""In `Graph.by_actions` an action costs this much, and likelihood only decides between equal numbers of actions."""


class Graph:
    """alive, rule, head, body, owner, p, place: of each step. owner: number of the register record it comes from;
    place: 0, or 1 where the zone faces the Internet, or 2 where it is of control or things."""

    def __init__(self) -> None:
        self.facts: list[Key] = []
        self._ids: dict[Key, int] = {}
        self._staged = array("i")
        self._staged_p = array("f")
        self.steps = 0
        self.dead = 0
        self._linked = 0
        self.alive: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.rule: NDArray[np.int16] = np.zeros(0, np.int16)
        self.place: NDArray[np.int8] = np.zeros(0, np.int8)
        self.head: NDArray[np.int32] = np.zeros(0, np.int32)
        self.owner: NDArray[np.int32] = np.zeros(0, np.int32)
        self.p: NDArray[np.float32] = np.zeros(0, np.float32)
        self.body: NDArray[np.int32] = np.zeros((0, kernel.PREMISES), np.int32)
        self.likely: NDArray[np.int32] = np.zeros(0, np.int32)
        self.by_actions: NDArray[np.int32] = np.zeros(0, np.int32)
        self.next_use: NDArray[np.int32] = np.zeros((0, kernel.PREMISES), np.int32)
        self.next_step: NDArray[np.int32] = np.zeros(0, np.int32)
        self.first_use: NDArray[np.int32] = np.zeros(0, np.int32)
        self.first_step: NDArray[np.int32] = np.zeros(0, np.int32)

    # -- building

    def fact(self, key: Key) -> int:
        """Its number; a new one for a fact not seen before."""
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self.facts)
            self.facts.append(key)
        return found

    def find(self, key: Key) -> int:
        """Its number, or -1."""
        return self._ids.get(key, -1)

    def __getitem__(self, number: int) -> Fact:
        return Fact(*self.facts[number])

    def add(self, rule: int, head: int, premises: Iterable[int], p: float, owner: int, place: int = 0) -> None:
        """p: above 0, at most 1. Counts after `flush`."""
        body = (*premises, -1, -1, -1)[: kernel.PREMISES]
        self._staged.extend((rule, head, *body, owner, place))
        self._staged_p.append(p)

    @property
    def next_number(self) -> int:
        """The number the next step added will have."""
        return self.steps + len(self._staged_p)

    def flush(self) -> tuple[int, int]:
        """Make what was added count. Returns the numbers of the new steps as (start, stop)."""
        start, new = self.steps, len(self._staged_p)
        self._grow(start + new)
        stop = start + new
        if new:
            columns = np.array(self._staged, np.int32).reshape(new, 7)
            p = np.array(self._staged_p, np.float32)
            self._staged, self._staged_p = array("i"), array("f")
            self.rule[start:stop] = columns[:, 0]
            self.head[start:stop] = columns[:, 1]
            self.body[start:stop] = columns[:, 2:5]
            self.owner[start:stop] = columns[:, 5]
            self.place[start:stop] = columns[:, 6]
            self.p[start:stop] = p
            self.alive[start:stop] = 1
            actions = np.array([rule.action for rule in table().rules], bool)[columns[:, 0]]
            nats = np.rint(-np.log(np.clip(p, 1e-6, 1.0)) * _SCALE).astype(np.int32)
            self.likely[start:stop] = nats + 1 + actions * 9
            self.by_actions[start:stop] = nats // 100 + 1 + actions * ACTION
            self.steps = stop
            kernel.link(
                start, stop, self.head, self.body, self.first_use, self.next_use, self.first_step, self.next_step
            )
        return start, stop

    def kill(self, start: int, stop: int) -> None:
        self.dead += int(self.alive[start:stop].sum())
        self.alive[start:stop] = 0

    def _grow(self, steps: int) -> None:
        room = len(self.head)
        if steps > room:
            size = max(1_024, steps + steps // 16, room + room // 2)
            for name in ("alive", "rule", "place", "head", "owner", "p", "body", "likely", "by_actions"):
                setattr(self, name, _grown(getattr(self, name), size, 0))
            for name in ("next_use", "next_step"):
                setattr(self, name, _grown(getattr(self, name), size, -1))
        if len(self.facts) > len(self.first_use):
            size = max(1_024, len(self.facts) * 17 // 16, len(self.first_use) * 3 // 2)
            self.first_use = _grown(self.first_use, size, -1)
            self.first_step = _grown(self.first_step, size, -1)

    # -- reading

    def rule_of(self, step: int) -> Rule:
        return rule_of(int(self.rule[step]))

    def premises(self, step: int) -> list[int]:
        return [int(fact) for fact in self.body[step] if fact >= 0]

    def steps_giving(self, fact: int) -> list[int]:
        """Living ones, newest first."""
        out: list[int] = []
        step = int(self.first_step[fact]) if 0 <= fact < len(self.first_step) else -1
        while step >= 0:
            if self.alive[step]:
                out.append(step)
            step = int(self.next_step[step])
        return out

    def steps_using(self, fact: int) -> list[int]:
        """Living ones, newest first."""
        out: list[int] = []
        at = int(self.first_use[fact]) if 0 <= fact < len(self.first_use) else -1
        while at >= 0:
            step, slot = divmod(at, kernel.PREMISES)
            if self.alive[step]:
                out.append(step)
            at = int(self.next_use[step, slot])
        return out

    @property
    def bytes(self) -> int:
        """Of the arrays; names of facts come on top."""
        return sum(value.nbytes for value in vars(self).values() if isinstance(value, np.ndarray))


def _grown(old: Any, size: int, fill: int) -> Any:
    new = np.full((size, *old.shape[1:]), fill, old.dtype)
    new[: len(old)] = old
    return new


def nats(p: float) -> int:
    """What certainty `p` costs before any step is taken."""
    return round(-math.log(min(1.0, max(1e-6, p))) * _SCALE) + 1
