"""The overview, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.alerts.schemas import AlertCounts
from api.incidents.schemas import IncidentCounts, IncidentRead
from api.sources.schemas import SourceState
from api.wire import Moment, Read


class SourcesTotal(Read):
    state: SourceState
    state_zh: str
    count: int


class StageRead(Read):
    """A stage of the journey. What goes in and comes out is counted since the beginning, within the caller's units."""

    stage: Literal["collect", "keep", "detect", "correlate"]
    name: str
    name_zh: str
    total: Annotated[int, Field(description="collect: records; keep: events; detect: alerts; correlate: incidents")]
    per_second: Annotated[
        float | None, Field(description="Over the last minute or less; null until it has been watched for two seconds")
    ]
    refused: Annotated[int | None, Field(description="collect: quarantined; keep: stored already; else null")]
    lost: Annotated[int | None, Field(description="collect: dropped before they could be kept; else null")]
    seconds: Annotated[
        float | None,
        Field(
            description="Processor time spent since the pipeline beside us started; null for who does not see everything"
        ),
    ]


class OverviewRead(Read):
    time: Moment
    events_stored: Annotated[int, Field(description="Searchable now; retention deletes, totals of stages stay")]
    alerts: AlertCounts
    incidents: Annotated[IncidentCounts, Field(description="Without candidates")]
    open_incidents: Annotated[int, Field(description="New, in progress or on hold")]
    newest_incidents: Annotated[list[IncidentRead], Field(description="At most five, most recently changed first")]
    sources: list[SourcesTotal]
    quarantined: int
    dropped: int
    stages: Annotated[list[StageRead], Field(description="In the order of the journey")]
