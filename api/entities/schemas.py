"""Entities, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.alerts.schemas import LevelCount
from api.attack import TacticRead, TechniqueRead
from api.incidents.schemas import IncidentRead
from api.wire import Moment, Page, Read
from model.entity import EntityKind
from model.severity import Level
from store.alerts import AlertStatus


class EntityName(Read):
    key: str
    kind: EntityKind
    kind_zh: str
    value: str


class HeatReason(Read):
    """A rule that spoke of it lately."""

    rule: str
    title: str
    title_zh: str
    level: Level
    alerts: int
    last: Moment
    sample: Annotated[str, Field(description="One of the alerts")]
    share: Annotated[float, Field(description="Of the heat, in points")]


class HotEntity(EntityName):
    """What has alerts of the last week, fading by half a day by day; repetitions count less and less."""

    heat: Annotated[float, Field(description="0 to 100")]
    reasons: Annotated[
        list[HeatReason], Field(description="Largest first, at most five; the shares of all sum up to heat")
    ]
    last: Moment
    unit: Annotated[str | None, Field(description="Of its register record")]
    name: Annotated[str | None, Field(description="Of its register record")]


class HotEntities(Read):
    items: Annotated[list[HotEntity], Field(description="Hottest first")]


class SystemNamed(Read):
    id: str
    name: str
    name_zh: str
    mlps_level: Annotated[int, Field(description="0 when not graded")]
    level_is_proposal: bool


class ZoneNamed(Read):
    id: str
    name: str
    name_zh: str
    kind: str
    trust: int


class ExposureNamed(Read):
    id: str
    weakness: str
    title: str
    cvss: float
    exploited: bool
    remote: bool
    service: str | None
    first_seen: Moment | None


class DataSetNamed(Read):
    id: str
    name: str
    name_zh: str
    data_class: str
    data_class_zh: str
    records: int
    personal_information: bool


class Register(Read):
    """What the register says of it."""

    kind: Literal["asset", "account", "data_set"]
    id: str
    name: str
    name_zh: str
    unit: str
    system: SystemNamed | None
    zone: ZoneNamed | None
    criticality: int | None
    facts: Annotated[
        dict[str, str], Field(description="More about it: kind, os, owner, firmware, addresses, hostnames, tier …")
    ]
    exposures: Annotated[list[ExposureNamed], Field(description="Open ones, worst first, at most fifty")]
    exposure_count: int
    data_sets: Annotated[list[DataSetNamed], Field(description="Of its system, or itself")]


class EntityDetail(EntityName):
    names: Annotated[list[EntityName], Field(description="Everything it goes by, itself first; all of it is looked at")]
    alerts: int
    open_alerts: int
    levels: Annotated[list[LevelCount], Field(description="Every level, worst last")]
    first_seen: Annotated[Moment | None, Field(description="Of its first alert; null when it has none")]
    last_seen: Moment | None
    heat: float
    reasons: list[HeatReason]
    record: Annotated[Register | None, Field(description="Null when it is not registered, or not for the caller")]
    incidents: Annotated[list[IncidentRead], Field(description="Most recently changed first, at most fifty")]


class PeerRead(EntityName):
    """What is in the same alerts."""

    alerts: int
    level: Level
    last: Moment


class Peers(Read):
    items: Annotated[list[PeerRead], Field(description="Most often together first, at most thirty")]


class TimelineItem(Read):
    """An alert of it."""

    alert: str
    time: Moment
    rule: str
    title: str
    title_zh: str
    level: Level
    status: AlertStatus
    unit: str
    source: str
    techniques: list[TechniqueRead]
    tactics: list[TacticRead]
    beside: Annotated[list[EntityName], Field(description="Whom else it is about, at most eight")]


class Timeline(Page[TimelineItem]):
    pass


class ActivityHour(Read):
    time: Moment
    levels: dict[Level, int]


class Activity(Read):
    items: Annotated[list[ActivityHour], Field(description="Oldest first; hours without alerts are not there")]
