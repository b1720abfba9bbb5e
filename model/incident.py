"""Incident (安全事件): alerts that tell one attack, each with the reason it belongs."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from model.alert import Alert
from model.entity import Entity
from model.severity import Level
from model.times import Micros


class IncidentStatus(StrEnum):
    """Status words of the OCSF class Incident Finding."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"  # ours: the incident lives on in `Incident.merged_into`; ids are never reused

    @property
    def zh(self) -> str:
        return _STATUS_ZH[self]


_STATUS_ZH = {
    IncidentStatus.NEW: "新建",
    IncidentStatus.IN_PROGRESS: "处置中",
    IncidentStatus.ON_HOLD: "挂起",
    IncidentStatus.RESOLVED: "已处置",
    IncidentStatus.CLOSED: "已关闭",
    IncidentStatus.MERGED: "已合并",
}


class Alternative(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Another way in which the alert could have belonged; the members of `Reason`."""

    kind: str
    other: str = ""
    path: tuple[str, ...] = ()
    weight: float = 1.0


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why an alert belongs. kind: `first` (it opened the incident), what is shared (`entity`, `event`, `pivot`), what was
    near (`moment`, `neighbour`), `merge`, `again` (it opened a second attack), or `person` (an analyst put it there);
    other: the alert it joined; path: the entity keys that connect the two, in order; weight: 0 to 1, how strongly they
    speak."""

    kind: str
    other: str = ""
    path: tuple[str, ...] = ()
    weight: float = 1.0
    alternatives: tuple[Alternative, ...] = ()


class Member(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    alert_id: str
    reason: Reason


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """A value: a change makes a new Incident with the same `id` and a later `updated`.

    score: how much it asks for attention; scored: what it is made of, as `what=value`; evidence: it without what is at
    stake. confidence: 0 to 1, how probable it is that this is an attack; because: the largest reasons for that figure, the
    largest first. related: incidents something connects with this one too weakly to make them one. shown_since: when it was
    escalated, by the clock of `created`; None while it is not, and for what was escalated before this was kept.
    """

    id: str
    title: str
    title_zh: str
    status: IncidentStatus
    level: Level
    created: Micros
    updated: Micros
    first_event: Micros
    last_event: Micros
    score: float
    escalated: bool
    units: tuple[str, ...]
    members: tuple[Member, ...]
    entities: tuple[Entity, ...]
    tactics: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    merged_into: str = ""
    confidence: float | None = None
    because: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    shown_since: Micros | None = None
    evidence: float | None = None
    scored: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an incident. said: `attack` when one of its alerts was confirmed, `noise` when it was never shown or
    its alerts were dismissed, else `open`. evidence: None for those stored before it was kept."""

    first: Micros
    last: Micros
    score: float
    evidence: float | None
    level: Level
    said: Literal["attack", "noise", "open"]

    @property
    def told(self) -> float:
        return self.score if self.evidence is None else self.evidence


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as a person arranged it: these alerts, and no others. apart: incidents it may not merge with again
    but for a strong link."""

    incident: Incident
    alerts: tuple[Alert, ...]
    apart: tuple[str, ...] = ()


class IncidentChange(msgspec.Struct, frozen=True, kw_only=True):
    """What the correlator did with an alert: `opened`, `grew`, `merged`, `split` or `closed`, and the result."""

    kind: str
    incident: Incident
    alert_id: str = ""
