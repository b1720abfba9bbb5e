"""Coverage, over the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.attack import TacticRead, TechniqueRead
from api.wire import Moment, Read
from detections.sigma.feeds import Feed
from model.attack import Domain
from model.severity import Level


class Covered(StrEnum):
    """fired: a rule has hits in the range. ready: a rule is fed and may fire. unfed: there are rules, but what they look at
    does not arrive. off: its rules are inactive. none: no rule speaks of it."""

    FIRED = "fired"
    READY = "ready"
    UNFED = "unfed"
    OFF = "off"
    NONE = "none"


class TechniqueCovered(TechniqueRead):
    """One technique of the matrix; a technique stands in the column of each of its tactics."""

    tactics: list[str]
    parent: Annotated[str | None, Field(description="Of a sub-technique")]
    covered: Covered
    rules: Annotated[int, Field(description="Active rules that name it")]
    fed: Annotated[int, Field(description="Of those, fed by what arrives")]
    hits: Annotated[int | None, Field(description="In the range; null for who may not see alerts")]


class CoverageRead(Read):
    attack_version: str
    attack_notice: Annotated[str, Field(description="To be shown beside ATT&CK's names")]
    domain: Domain
    start: Moment
    end: Moment
    tactics: Annotated[list[TacticRead], Field(description="In the order of the matrix")]
    techniques: list[TechniqueCovered]
    untagged: Annotated[int, Field(description="Active rules that name no technique")]
    counts: dict[str, int]


class LogSourceFed(Read):
    logsource: str
    rules: int
    fed: int
    kinds: list[str]
    datasets: Annotated[list[str], Field(description="That feed it, in the range")]


class UnfedRule(Read):
    key: str
    id: str
    title: str
    title_zh: str | None
    level: Level
    logsource: Annotated[str | None, Field(description="Null for a correlation")]
    feed: Feed
    missing: Annotated[list[str], Field(description="Fields nobody delivers, without which it can never fire")]


class FeedsRead(Read):
    """What arrives, against what rules look at."""

    start: Moment
    end: Moment
    active: int
    fed: int
    no_source: int
    no_fields: int
    logsources: list[LogSourceFed]
    rules: Annotated[list[UnfedRule], Field(description="That can never fire, at most a thousand")]
    datasets: dict[str, Annotated[int, Field(description="Fields its events carry")]]
    silent_sources: Annotated[list[str], Field(description="Sources from which nothing arrived in the range")]
