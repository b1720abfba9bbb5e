"""Tuning, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.exceptions.schemas import Condition
from api.rules.schemas import ActivityRead
from api.wire import Read
from model.severity import Level


class NoisyRule(Read):
    """worth: alerts a day it costs, times the share that was dismissed; what the list is ordered by."""

    key: str
    id: str
    title: str
    title_zh: str | None
    level: Level
    activity: ActivityRead
    open_alerts: Annotated[int, Field(description="Nobody has judged them yet")]
    exceptions: Annotated[int, Field(description="In force for it")]
    worth: float


class NoisyRules(Read):
    items: list[NoisyRule]


class ProposedFilter(Read):
    """A filter, tried on the alerts it was made from. It is proposed only when it keeps every confirmed alert."""

    conditions: list[Condition]
    filter: str
    dismissed_hidden: int
    confirmed_kept: int
    open_hidden: Annotated[int, Field(description="Of the alerts nobody judged yet")]


class Proposals(Read):
    """dismissed, confirmed, open: alerts looked at; missing: those whose event is not kept any more."""

    rule: str
    dismissed: int
    confirmed: int
    open: int
    missing: int
    items: list[ProposedFilter]
