"""Times in queries: `start` and `end`, half open, as the stores take them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime

from model.errors import InputError
from model.times import EARLIEST, LATEST, Micros, from_datetime
from store.contract import TimeRange

Start = Annotated[AwareDatetime | None, Query(description="Earliest time, ISO 8601 with an offset")]
End = Annotated[AwareDatetime | None, Query(description="Time to stop before, ISO 8601 with an offset")]


def time_range(start: datetime | None, end: datetime | None) -> TimeRange | None:
    """None when neither is given. What lies outside the years events can have is drawn to their edge."""
    if start is None and end is None:
        return None
    return TimeRange(_micros(start, EARLIEST), _micros(end, LATEST))


def _micros(time: datetime | None, otherwise: Micros) -> Micros:
    if time is None:
        return otherwise
    try:
        return min(max(from_datetime(time), EARLIEST), LATEST)
    except OverflowError as error:
        raise InputError("there is no such time") from error
