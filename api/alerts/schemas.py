"""Alerts, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.attack import TacticRead, TechniqueRead
from api.wire import Moment, Page, Read, Write
from model.entity import EntityKind, Role
from model.severity import Level
from store.alerts import AlertStatus, AlertVerdict

Id = Annotated[str, Field(min_length=1, max_length=128)]
Note = Annotated[str, Field(max_length=4_000, description="For people; goes into the history and the audit trail")]


class EntityRead(Read):
    """Whom or what something is about. `key` is what lists are filtered by."""

    key: str
    kind: EntityKind
    kind_zh: str
    value: str
    role: Role
    role_zh: str


class RuleNamed(Read):
    """The rule as it stood when it spoke."""

    id: str
    title: str
    title_zh: str | None
    level: Level
    level_zh: str
    correlation: Annotated[bool, Field(description="Whether it looks at several events together")]


class AlertRead(Read):
    id: str
    rule: RuleNamed
    time: Annotated[Moment, Field(description="Of the event that completed the match")]
    first_time: Annotated[Moment, Field(description="Of the earliest event in it")]
    created: Moment
    unit: str
    source: str
    summary: str
    entities: list[EntityRead]
    techniques: list[TechniqueRead]
    tactics: list[TacticRead]
    event_count: int
    status: AlertStatus
    verdict: AlertVerdict | None
    note: str
    changed: Annotated[Moment | None, Field(description="When somebody last decided about it")]
    changed_by: str | None


class AlertPage(Page[AlertRead]):
    pass


class AlertIncident(Read):
    id: str
    title: str
    title_zh: str


class AlertDetail(AlertRead):
    event_ids: Annotated[list[str], Field(description="The events it was found in, at most a thousand")]
    matched: Annotated[
        dict[str, Any], Field(description="Fields and values that satisfied the rule; never to be shown as markup")
    ]
    tags: list[str]
    rule_key: Annotated[
        str | None, Field(description="Of the loaded rule; null when it is loaded no more, or not for the caller")
    ]
    rule_text: Annotated[
        str | None,
        Field(description="The rule as it was when it spoke, YAML; null when it is not kept, or not for the caller"),
    ]
    rule_changed: Annotated[
        bool | None,
        Field(description="Whether the loaded rule is another than the one that spoke; null when not known"),
    ]
    rule_set: Annotated[str | None, Field(description="Version of all the rules that were loaded then")]
    incidents: Annotated[list[AlertIncident], Field(description="The incidents it belongs to")]


class LevelCount(Read):
    level: Level
    level_zh: str
    count: int


class RuleCount(Read):
    rule: str
    title: str | None
    title_zh: str | None
    count: int


class StatusCount(Read):
    status: AlertStatus
    count: int


class AlertCounts(Read):
    total: int
    levels: Annotated[list[LevelCount], Field(description="Every level, worst last")]
    statuses: list[StatusCount]
    rules: Annotated[list[RuleCount], Field(description="The fifty that spoke most often")]


class PrincipalRead(Read):
    """Whom a group of alerts is about: who acted, else on whom, else who was seen."""

    key: str
    kind: EntityKind
    kind_zh: str
    value: str


class AlertGroup(Read):
    """Alerts of one rule about one entity. List them with `rule` and `principal`."""

    rule: str
    title: str | None
    title_zh: str | None
    level: Annotated[Level, Field(description="The highest of its alerts")]
    level_zh: str
    principal: Annotated[PrincipalRead | None, Field(description="Null when they are about no entity")]
    alerts: int
    open: Annotated[int, Field(description="Of those, how many nobody has decided about")]
    first_time: Moment
    last_time: Moment


class AlertGroups(Read):
    items: Annotated[list[AlertGroup], Field(description="Highest level first, then newest")]
    more: Annotated[bool, Field(description="Whether there are more groups than these")]


class AlertDecision(Write):
    status: AlertStatus
    verdict: Annotated[AlertVerdict | None, Field(description="Needed for closing")] = None
    note: Annotated[Note, Field(description="Needed for a false positive")] = ""


class AlertDecisions(AlertDecision):
    """One decision about several alerts, carried out for all or for none."""

    alerts: Annotated[list[Id], Field(min_length=1, max_length=500)]
    expected: Annotated[AlertStatus, Field(description="The status all of them have now, as the caller saw it")]


class AlertsDecided(Read):
    decided: int


class AlertChangeRead(Read):
    time: Moment
    actor: str
    status: AlertStatus
    verdict: AlertVerdict | None
    note: str


class AlertHistory(Read):
    items: Annotated[list[AlertChangeRead], Field(description="Oldest first")]
