"""Incidents, over the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.alerts.schemas import AlertRead, EntityRead, Note
from api.attack import TacticRead, TechniqueRead
from api.wire import Moment, Page, Read, Write
from model.incident import IncidentStatus
from model.severity import Level


class IncidentRead(Read):
    id: str
    title: str
    title_zh: str
    status: IncidentStatus
    status_zh: str
    level: Level
    level_zh: str
    score: Annotated[float, Field(description="How much it asks for attention")]
    scored: Annotated[list[str], Field(description="What the score is made of, in the order in which it is counted")]
    scored_zh: list[str]
    escalated: Annotated[bool, Field(description="False for a candidate: too little so far to bother anybody")]
    created: Moment
    updated: Annotated[Moment, Field(description="When the correlator last changed it")]
    first_event: Moment
    last_event: Moment
    units: list[str]
    alert_count: int
    entity_count: int
    entities: Annotated[list[EntityRead], Field(description="The first twelve")]
    techniques: list[TechniqueRead]
    tactics: Annotated[list[TacticRead], Field(description="In order of time")]
    merged_into: Annotated[str | None, Field(description="The incident it lives on in")]
    confidence: Annotated[
        float | None,
        Field(description="0 to 1: how probable it is that this is an attack; null while nothing is known"),
    ]
    because: Annotated[list[str], Field(description="The largest reasons for the confidence, the largest first")]
    because_zh: list[str]
    related: Annotated[
        list[str], Field(description="Incidents something connects with this one too weakly to make them one")
    ]
    decided_by: Annotated[str | None, Field(description="Whose status it carries; null while it is the correlator's")]
    decided: Moment | None
    note: str
    partial: Annotated[bool, Field(description="Whether it also concerns units the caller does not see")]


class IncidentPage(Page[IncidentRead]):
    pass


class Why(Read):
    """Why an alert belongs: it opened the incident (`first`), or shares something with `other`."""

    kind: Annotated[str, Field(examples=["first", "entity", "merge"])]
    other: Annotated[str | None, Field(description="The alert it joined")]
    path: Annotated[list[str], Field(description="Keys of the entities that connect the two, in order")]
    weight: float
    text: str
    text_zh: str


class MemberRead(Read):
    alert: AlertRead
    reason: Why


class StepRead(Read):
    """One technique on one machine, at the time of its first alert."""

    time: Moment
    technique: TechniqueRead | None
    tactic: TacticRead | None
    host: str | None
    alerts: list[str]


class IncidentDetail(IncidentRead):
    entities: list[EntityRead]
    story: str
    story_zh: str
    steps: Annotated[list[StepRead], Field(description="In order of time")]
    members: Annotated[
        list[MemberRead],
        Field(description="In order of time, the newest thousand; list alerts by incident for the others"),
    ]


class IncidentChangeRead(Read):
    time: Moment
    actor: str
    kind: Annotated[str, Field(description="opened, grew, merged, split, closed, decided, reopened")]
    alert: str | None
    status: IncidentStatus
    status_zh: str
    level: Level
    score: float
    note: str


class IncidentHistory(Read):
    items: Annotated[list[IncidentChangeRead], Field(description="Oldest first")]


class StatusTotal(Read):
    status: IncidentStatus
    status_zh: str
    count: int


class IncidentCounts(Read):
    total: Annotated[int, Field(description="Without those merged into others")]
    statuses: list[StatusTotal]


class IncidentDecision(Write):
    status: Literal["new", "in_progress", "on_hold", "resolved", "closed"]
    note: Note = ""


class IncidentMerge(Write):
    other: Annotated[str, Field(max_length=200, description="The incident that lives on in this one")]
    note: Note = ""


class IncidentSplit(Write):
    alerts: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(min_length=1, max_length=1_000, description="Alerts of the incident that become one of their own"),
    ]
    note: Note = ""


class RiskShare(Read):
    incident: str
    share: float


class EntityRisk(Read):
    entity: EntityRead
    value: Annotated[float, Field(description="Its heat, 0 to 100")]
    because: Annotated[
        list[RiskShare], Field(description="The incidents it is in, the largest share first; at most five")
    ]


class EntityRisks(Read):
    at: Moment
    items: Annotated[list[EntityRisk], Field(description="The highest risk first")]


class CalibrationRead(Read):
    """What the correlator learned of this site's quiet days. Without `made` the shipped figures are used."""

    made: Annotated[Moment | None, Field(description="When it was measured last")]
    start: Annotated[Moment | None, Field(description="The first day looked at")]
    quiet_days: Annotated[int, Field(description="Days that no confirmed or unjudged incident touched")]
    shown: Annotated[int, Field(description="False incidents of the quiet days that the shipped score shows")]
    attacks: Annotated[int, Field(description="Confirmed incidents the confidence could be fitted to")]
    noise: Annotated[int, Field(description="False incidents the confidence could be fitted to")]
    escalate: Annotated[
        float, Field(description="The score from which incidents are shown; a mode may ask for a part of it")
    ]
    shipped: Annotated[float, Field(description="The same as it is shipped; what is critical is held to this one")]
    even: Annotated[float, Field(description="The score at which attack and noise are equally probable")]
    fitted: Annotated[bool, Field(description="Whether the confidence was fitted to this site")]


class AttackFlow(Read):
    """A STIX 2.1 bundle."""

    type: Literal["bundle"]
    id: str
    objects: list[dict[str, Any]]
