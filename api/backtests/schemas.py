"""Back-tests, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from api.wire import Moment, Read, Write
from pipeline.jobs import JobState

MOST_EVENTS = 5_000_000
MOST_SECONDS = 300.0


class BacktestStart(Write):
    """A loaded rule by its key, or a text; exactly one. end is exclusive."""

    rule: Annotated[str | None, Field(max_length=256, description="Key of a loaded rule")] = None
    text: Annotated[str | None, Field(max_length=200_000, description="One or more Sigma documents as YAML")] = None
    start: AwareDatetime
    end: AwareDatetime
    q: Annotated[str, Field(max_length=4_096, description="Only events this search finds")] = ""
    max_events: Annotated[int, Field(ge=1, le=MOST_EVENTS, description="Stops after so many events")] = 1_000_000
    max_seconds: Annotated[float, Field(ge=1, le=MOST_SECONDS, description="Stops after so long")] = 60.0


class BacktestDay(Read):
    day: Annotated[str, Field(examples=["2026-11-22"])]
    matches: int


class BacktestSample(Read):
    rule: str
    event_id: str
    time: Moment
    matched: dict[str, Any]
    event: dict[str, Any]


class BacktestRead(Read):
    """A back-test as far as it has come. stopped: why not all events of the range were looked at."""

    id: str
    state: JobState
    rule: str | None
    title: str | None
    start: Moment
    end: Moment
    problem: str | None
    events: int
    matches: int
    hidden: Annotated[int, Field(description="Matches that exceptions in force would keep back")]
    first: Annotated[Moment | None, Field(description="Time of the first event looked at")]
    last: Moment | None
    days: Annotated[list[BacktestDay], Field(description="Every day with a match")]
    units: Annotated[dict[str, int], Field(description="Matches by unit")]
    samples: list[BacktestSample]
    seconds: float
    cost_us: Annotated[float | None, Field(description="Microseconds the rule took per event")]
    stopped: Annotated[str | None, Field(examples=["events", "time", "cancelled"])]
