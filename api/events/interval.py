"""How wide a histogram's bars are."""

from __future__ import annotations

from model.errors import InputError
from model.times import DAY, HOUR, MINUTE, SECOND, Micros
from store.contract import TimeRange

MAX_BUCKETS = 2_000
AIM = 200
"""More bars than this nobody tells apart on a screen."""

_STEPS: tuple[Micros, ...] = (
    *(n * SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 6, 12)),
    *(n * DAY for n in (1, 2, 7, 14, 30, 90, 365)),
)


def interval_of(within: TimeRange, asked_s: int | None) -> Micros:
    """The interval asked for, or the shortest of a clock's own that needs at most AIM bars. Raises InputError."""
    span = within.end - within.start
    if asked_s is None:
        return next((step for step in _STEPS if span <= step * AIM), _STEPS[-1])
    interval = asked_s * SECOND
    if span > interval * MAX_BUCKETS:
        raise InputError(
            f"the range has more than {MAX_BUCKETS} intervals of {asked_s} s", hint="use a longer interval_s"
        )
    return interval
