"""Differences between what is seen and what is registered, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.wire import Moment, Page, Read, Write
from model.discovery import DiscoveryKind, DiscoveryState

Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=800)]], Field(min_length=1, max_length=500)]


class DiscoveryRead(Read):
    id: str
    kind: DiscoveryKind
    unit: str
    subject: str
    asset: Annotated[str | None, Field(description="The registered asset it is about")]
    facts: Annotated[dict[str, str | list[str]], Field(description="What was seen")]
    event: Annotated[str, Field(description="An event that shows it")]
    first: Moment
    last: Moment
    state: DiscoveryState
    reason: str | None
    until: Moment | None
    decided_by: str | None
    decided: Moment | None


class DiscoveryCount(Read):
    state: DiscoveryState
    kind: DiscoveryKind
    number: int


class DiscoveryPage(Page[DiscoveryRead]):
    counts: list[DiscoveryCount]


class DiscoveryDecided(Read):
    items: list[DiscoveryRead]


class DiscoveryAccept(Write):
    ids: Ids


class DiscoveryIgnore(Write):
    ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"\S")]
    until: Annotated[AwareDatetime | None, Field(description="Its end; none until more is seen")] = None
