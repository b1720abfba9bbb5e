"""Indicators, over the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Page, Plain, Read, Write
from detections.indicators.formats import Format
from model.indicator import ObservableKind
from model.severity import Level

Number = Annotated[int, Field(ge=1, lt=2**63)]
Why = Annotated[str, Field(max_length=500, pattern=Plain)]
SourceId = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")]


class IndicatorState(StrEnum):
    """active: matched; expired: its time is over; refused: a warning list holds it; revoked: withdrawn."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REFUSED = "refused"
    REVOKED = "revoked"


class IndicatorRead(Read):
    """An observable with what all its sources together say."""

    number: int
    kind: ObservableKind
    value: str
    state: IndicatorState
    level: Annotated[Level, Field(description="Level of the alerts it makes")]
    confidence: int
    valid_from: Moment | None
    valid_until: Moment | None
    sources: Annotated[int, Field(description="Sources that stand by it")]
    warning: Annotated[str | None, Field(description="Why a warning list holds it")]
    override: Annotated[str | None, Field(description="Who said that it is matched nevertheless, and why")]
    revoked_by: Annotated[str | None, Field(description="Who withdrew it by hand")]
    added: Moment
    updated: Moment


class IndicatorPage(Page[IndicatorRead]):
    pass


class Provenance(Read):
    """What one indicator of one source says."""

    source: str
    external_id: str
    name: str | None
    labels: list[str]
    confidence: int | None
    level: Level
    valid_from: Moment | None
    valid_until: Moment | None
    revoked: bool
    tlp: str | None
    created_by: str | None
    techniques: list[str]
    pattern: str | None
    modified: Moment | None
    imported: int


class SightingRead(Read):
    """How often it was in a unit's events."""

    unit: str
    events: int
    first: Moment
    last: Moment
    field: str


class ReportedRead(Read):
    """Where a source says it was seen."""

    source: str
    count: int
    first: Moment | None
    last: Moment | None
    place: str | None


class IndicatorDetail(IndicatorRead):
    said: list[Provenance]
    sightings: Annotated[list[SightingRead] | None, Field(description="Null without the permission alerts:read")]
    reported: list[ReportedRead]
    alerts: Annotated[int | None, Field(description="Alerts about its value; null without alerts:read")]
    fields: Annotated[list[str], Field(description="Event fields in which it is looked for")]


class IndicatorSummary(Read):
    active: int
    expired: int
    refused: int
    revoked: int
    sources: int
    index_version: Annotated[int, Field(description="What events are matched with")]
    state_version: Annotated[int, Field(description="What is known; larger while a new index is being built")]
    index_built: Moment | None
    index_size: int


class IndicatorAdd(Write):
    """kind left out: recognised from the value."""

    value: Annotated[str, Field(min_length=1, max_length=2048, pattern=Plain)]
    kind: ObservableKind | None = None
    name: Annotated[str, Field(max_length=500, pattern=Plain)] = ""
    labels: Annotated[
        list[Annotated[str, Field(max_length=200, pattern=Plain)]], Field(max_length=20, default_factory=list)
    ]
    confidence: Annotated[int, Field(ge=0, le=100)] = 75
    valid_until: Moment | None = None
    techniques: Annotated[
        list[Annotated[str, Field(pattern=r"^T[0-9]{4}(\.[0-9]{3})?$")]], Field(max_length=10, default_factory=list)
    ]
    tlp: Literal["clear", "green", "amber", "amber+strict", "red"] | None = None


class IndicatorReason(Write):
    why: Why = ""


# Imports.

Content = Annotated[str, Field(min_length=1, max_length=24 * 1024 * 1024, description="The document in Base64")]


class ImportDocument(Write):
    """mapping: our column to the table's, for a CSV file whose columns are not recognised."""

    content: Content
    file: Annotated[str, Field(max_length=255, pattern=Plain)] = ""
    format: Format | None = None
    mapping: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=20, default_factory=dict)]
    source: SourceId = "file"
    confidence: Annotated[int, Field(ge=0, le=100, description="For indicators that state none")] = 50


class ItemRead(Read):
    position: str
    external_id: str
    reason: str
    message: str
    value: str


class SampleRead(Read):
    position: str
    kind: ObservableKind
    value: str
    level: Level
    valid_until: Moment | None
    name: str | None
    known: Annotated[bool, Field(description="Known already, from whatever source")]


class PreviewRead(Read):
    """What an import would do. Nothing is kept."""

    format: str
    items: Annotated[int, Field(description="Indicators the document holds")]
    usable: int
    known: int
    refused: Annotated[int, Field(description="Held by a warning list: kept, not matched")]
    expired: Annotated[int, Field(description="Over already: kept, not matched")]
    rejected: int
    sightings: int
    kinds: dict[str, int]
    reasons: dict[str, int]
    sample: list[SampleRead]
    problems: list[ItemRead]


class ImportRead(Read):
    number: int
    source: str
    time: Moment
    actor: str
    file: str
    format: str
    items: int
    added: int
    updated: int
    unchanged: int
    refused: int
    rejected: int
    sightings: int
    reasons: dict[str, int]


class ImportPage(Page[ImportRead]):
    pass


class ImportDetail(ImportRead):
    problems: list[ItemRead]


# Feeds.


class FeedKind(StrEnum):
    TAXII = "taxii"
    MISP = "misp"
    FOLDER = "folder"


class FeedHealth(StrEnum):
    """waiting: not asked yet; failing: the last poll failed; paused: switched off."""

    OK = "ok"
    WAITING = "waiting"
    FAILING = "failing"
    PAUSED = "paused"


class FeedWrite(Write):
    """secret: password (with user) or token; kept sealed, never shown. `env:FENGSUI_FEED_…` names one of the environment.
    Left out, the one before stays."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=Plain)]
    kind: FeedKind
    url: Annotated[str, Field(max_length=1000, pattern=Plain)] = ""
    path: Annotated[str, Field(max_length=1000, pattern=Plain)] = ""
    collection: Annotated[str, Field(max_length=200, pattern=Plain)] = ""
    user: Annotated[str, Field(max_length=200, pattern=Plain)] = ""
    auth: Annotated[Literal["", "key"], Field(description="`key` sends the secret as it is, as MISP wants it")] = ""
    ca: Annotated[str, Field(max_length=64 * 1024, description="PEM of the authority that signed its certificate")] = ""
    secret: Annotated[str | None, Field(max_length=4096, pattern=Plain)] = None
    confidence: Annotated[int, Field(ge=0, le=100)] = 50
    expire_days: Annotated[int, Field(ge=0, le=3650, description="0: by kind of observable")] = 0
    decay: bool = False
    interval_s: Annotated[int, Field(ge=60, le=7 * 86400)] = 3600


class FeedAdd(FeedWrite):
    id: SourceId


class FeedRead(Read):
    id: str
    kind: str
    name: str
    url: str | None
    path: str | None
    collection: str | None
    user: str | None
    auth: str
    ca: Annotated[bool, Field(description="Whether an authority of its own is configured")]
    secret: Annotated[bool, Field(description="Whether a password or token is kept")]
    confidence: int
    expire_days: int
    decay: bool
    interval_s: int
    enabled: bool
    health: FeedHealth | None
    error: str | None
    failures: int
    last_poll: Moment | None
    last_success: Moment | None
    next_poll: Moment | None
    indicators: int


class Feeds(Read):
    items: list[FeedRead]


class FeedTested(Read):
    works: bool
    lines: list[str]
    error: str | None


# Warning lists.


class WarningListRead(Read):
    name: str
    section: str
    title: str
    version: int
    entries: int


class OwnValueRead(Read):
    kind: str
    value: str
    note: str
    added: Moment
    added_by: str


class WarningLists(Read):
    lists: list[WarningListRead]
    own: list[OwnValueRead]


class OwnValueWrite(Write):
    kind: Literal["network", "domain", "value"]
    value: Annotated[str, Field(min_length=1, max_length=500, pattern=Plain)]
    note: Annotated[str, Field(max_length=300, pattern=Plain)] = ""


class OwnValueRemove(Write):
    kind: Literal["network", "domain", "value"]
    value: Annotated[str, Field(min_length=1, max_length=500, pattern=Plain)]


# Retro-hunts.


class HuntState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class HuntRead(Read):
    number: int
    imported: Annotated[int | None, Field(description="Whose indicators; null for all active ones")]
    actor: str
    created: Moment
    start: Moment
    end: Moment
    state: HuntState
    progress: Annotated[float, Field(description="0 to 1")]
    observables: int
    events: int
    alerts: Annotated[int, Field(description="New alerts; what was known before makes none")]
    finished: Moment | None
    message: str | None


class Hunts(Read):
    items: list[HuntRead]


class HuntAdd(Write):
    """imported left out: all active indicators."""

    imported: Number | None = None
    start: Moment
    end: Moment
