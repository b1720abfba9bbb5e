"""Exceptions, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from api.wire import Moment, Page, Read, Write
from model.rule_exception import ExceptionState
from model.severity import Level

FieldName = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\s|][^|\x00-\x1f]*(\|[a-z0-9]+)*$")]
Value = Annotated[str, Field(max_length=1_024)] | int | bool
EntityKey = Annotated[str, Field(max_length=1_024)]
Reason = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"\S")]


class Condition(Write):
    """A field, with Sigma modifiers (`source.ip|cidr`), that has one of the values."""

    field: FieldName
    values: Annotated[list[Value], Field(min_length=1, max_length=200)]


class FilterGiven(Write):
    """What is to be hidden: conditions that must all hold, or a whole Sigma filter as YAML; exactly one of them."""

    rule: Annotated[str, Field(min_length=1, max_length=256, description="Id of the rule")]
    conditions: Annotated[list[Condition] | None, Field(min_length=1, max_length=20)] = None
    filter: Annotated[str | None, Field(max_length=60_000)] = None
    unit: Annotated[str | None, Field(max_length=128, description="Acts there and below; none means the caller's")] = (
        None
    )
    entities: Annotated[
        tuple[EntityKey, ...], Field(max_length=100, description="Acts only on alerts about one of them")
    ] = ()


class ExceptionAdd(FilterGiven):
    title: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    reason: Reason
    owner: Annotated[str, Field(max_length=200, description="Who answers for it; none means the caller")] = ""
    expires: AwareDatetime


class ExceptionPreviewAsk(FilterGiven):
    start: AwareDatetime
    end: AwareDatetime


class ExceptionExtend(Write):
    expires: AwareDatetime


class ExceptionRead(Read):
    id: str
    title: str
    rules: list[str]
    rule_titles: Annotated[list[str], Field(description="Of the rules, as far as they are loaded")]
    rule_titles_zh: list[str]
    filter: Annotated[str, Field(description="The Sigma filter, as YAML")]
    unit: str
    entities: list[str]
    reason: str
    owner: str
    created: Moment
    created_by: str
    expires: Moment
    ended: Moment | None
    ended_by: str | None
    state: ExceptionState
    hidden: Annotated[int, Field(description="Alerts it kept back")]
    last_hidden: Moment | None


class Exceptions(Read):
    items: list[ExceptionRead]


class HiddenRead(Read):
    """An alert that was kept back."""

    id: str
    rule: str
    title: str
    title_zh: str | None
    level: Level
    time: Moment
    unit: str
    summary: str
    event_ids: list[str]
    matched: dict[str, Any]


class HiddenPage(Page[HiddenRead]):
    pass


class PreviewedAlert(Read):
    id: str
    time: Moment
    unit: str
    level: Level
    summary: str
    verdict: str | None


class ExceptionPreview(Read):
    """What it would have hidden of the alerts that are kept. alerts: of the rule in the range, looked at."""

    filter: Annotated[str, Field(description="The Sigma filter as it would be kept")]
    alerts: int
    more: Annotated[bool, Field(description="Whether the range holds more than were looked at")]
    hidden: int
    critical: Annotated[int, Field(description="It matches them, but critical alerts are never hidden")]
    unknown: Annotated[int, Field(description="Their event is not kept any more")]
    confirmed: Annotated[int, Field(description="Of the hidden, judged true positive: attacks it would have hidden")]
    by_level: dict[str, int]
    by_verdict: Annotated[dict[str, int], Field(description="Of the hidden; `open` is not judged")]
    samples: list[PreviewedAlert]
    confirmed_samples: list[PreviewedAlert]
