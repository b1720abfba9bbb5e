"""Requests that wait for their answers: bounded in number and age, told with the answer or, when none comes, without it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from model.times import Micros


class Sent(Protocol):
    """What any request that waits can say: in which packet it began, and when."""

    @property
    def first(self) -> int: ...
    @property
    def time(self) -> Micros: ...


Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One", bound=Sent)


class Asked(NamedTuple):
    """A request. side, first, time: who sent it, in which packet, when; raw: what identifies its Event."""

    facts: dict[str, Any]
    side: int
    first: int
    time: Micros
    raw: bytes

    def answered(self, time: Micros, *, success: bool | None = None) -> None:
        """Note how long the answer took and, where it says so, the outcome."""
        self.facts["event.duration"] = (time - self.time) * 1000
        if success is not None:
            self.facts["event.outcome"] = "success" if success else "failure"


class WaitingFor(Generic[Key, One]):
    """tell: makes the Event of a request that nothing more is expected for; gets it and its last packet.

    timeout_us: after which nobody answers any more; most: requests kept; weight: bytes one takes in memory, roughly.
    """

    __slots__ = ("_asked", "_most", "_tell", "_timeout_us", "_weight")

    def __init__(self, tell: Callable[[One, int], None], *, timeout_us: Micros, most: int, weight: int) -> None:
        self._tell, self._timeout_us, self._most, self._weight = tell, timeout_us, most, weight
        self._asked: dict[Key, One] = {}

    @property
    def held(self) -> int:
        """Bytes kept, roughly."""
        return len(self._asked) * self._weight

    def __contains__(self, key: Key) -> bool:
        return key in self._asked

    def get(self, key: Key) -> One | None:
        return self._asked.get(key)

    def add(self, key: Key, asked: One) -> None:
        """An older request under the same key is told, and the oldest ones when there are too many or they are too old."""
        again = self._asked.pop(key, None)
        if again is not None:
            self._tell(again, again.first)
        self.forget(asked.time)
        self._asked[key] = asked

    def take(self, key: Key) -> One | None:
        return self._asked.pop(key, None)

    def forget(self, time: Micros) -> None:
        while self._asked:
            key, asked = next(iter(self._asked.items()))
            if time - asked.time <= self._timeout_us and len(self._asked) < self._most:
                return
            del self._asked[key]
            self._tell(asked, asked.first)

    def finish(self) -> None:
        for asked in self._asked.values():
            self._tell(asked, asked.first)
        self._asked.clear()


class Waiting(WaitingFor[Key, Asked]):
    """Requests of which nothing else needs to be known."""

    __slots__ = ()
