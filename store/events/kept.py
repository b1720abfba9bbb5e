"""What was worked out before and is still true: whole events by id, counts by segment, answers by question.

Nothing in a segment ever changes, so an event and a segment's counts stay true as long as they are kept; an answer is
true for the very set of segments it was found in. Segments are told apart by their paths: SQLite gives the row number of a
segment that was merged away to the next one. All three are bounded by what they weigh.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from model.event import Event

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

EVENT_BYTES = 48 << 20
ANSWER_BYTES = 32 << 20
COUNT_BUCKETS = 400_000


class Kept(Generic[K, V]):
    """The most recently used values that together weigh at most `most`. Safe in several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        if weight > self._most // 4:
            return  # one of these must not drive out everything else
        with self._lock:
            before = self._values.pop(key, None)
            self._weight += weight - (before[1] if before else 0)
            self._values[key] = (value, weight)
            while self._weight > self._most:
                _, (_, gone) = self._values.popitem(last=False)
                self._weight -= gone

    def __len__(self) -> int:
        return len(self._values)


def weight_of(event: Event) -> int:
    """About how many bytes an event takes."""
    return 100 * len(event) + sum(len(value) for value in event.values() if type(value) is str or type(value) is list)


class Once(Generic[K, V]):
    """Lets one thread work out a value while the others that want the same one wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[K, _Run] = {}

    def __call__(self, key: K, work: Callable[[], V]) -> V:
        """Raises what `work` raised, in every thread that waited for it."""
        with self._lock:
            run = self._running.get(key)
            mine = run is None
            if run is None:
                run = self._running[key] = _Run()
        if mine:
            try:
                run.value = work()
            except BaseException as error:
                run.error = error
                raise
            finally:
                with self._lock:
                    del self._running[key]
                run.done.set()
        else:
            run.done.wait()
            if run.error is not None:
                raise run.error
        value: V = run.value
        return value


class _Run:
    __slots__ = ("done", "error", "value")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.value: Any = None
        self.error: BaseException | None = None
