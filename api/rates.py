"""Token buckets in this process's memory, one per account or address."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000
"""Buckets kept; the one longest unused is forgotten, which only ever favours the forgotten."""


class Buckets:
    """per_minute: both the size of a full bucket and what flows back in a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> int:
        """0 when there was enough, else after how many seconds there will be. Called from the event loop only."""
        now = self._clock()
        level, last = self._kept.pop(key, (self._size, now))
        level = min(self._size, level + (now - last) * self._per_second)
        enough = level >= cost
        self._kept[key] = (level - cost if enough else level, now)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return 0 if enough else max(1, math.ceil((cost - level) / self._per_second))
