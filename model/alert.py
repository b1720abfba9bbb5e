"""Alert (告警): what a detection reports on one event, or on several that together mean something."""

from __future__ import annotations

from typing import Any

import msgspec

from model.clocks import Clock
from model.entity import Entity
from model.event import EventId
from model.severity import Level
from model.times import Micros


class RuleRef(msgspec.Struct, frozen=True, kw_only=True):
    """Which rule spoke, as it stood when it spoke. `title_zh` is empty when the rule has no Chinese title.

    version: digest of the rule's text, under which that text is kept; empty for what has none.
    """

    id: str
    title: str
    level: Level
    tags: tuple[str, ...] = ()
    title_zh: str = ""
    correlation: bool = False
    version: str = ""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is a digest of the rule and the events, so the same finding made twice is one alert.

    time: event time of the event that completed the match; first_time: of the earliest event in it.
    matched: the fields and values that satisfied the rule; for a correlation rule also its group-by values and
    the measured value. entities: whom or what it is about (see `model.entity`). rule_set: version of all the rules that
    were loaded together when it was made. clock: what its event says of the clock that timed it; the correlator may join it at
    another time (`correlator.clocks`), `time` stays the event's.
    """

    id: str
    rule: RuleRef
    time: Micros
    first_time: Micros
    created: Micros
    unit: str
    source: str
    event_ids: tuple[EventId, ...]
    entities: tuple[Entity, ...] = ()
    matched: dict[str, Any] = {}
    techniques: tuple[str, ...] = ()
    tactics: tuple[str, ...] = ()
    summary: str = ""
    rule_set: str = ""
    clock: Clock | None = None
