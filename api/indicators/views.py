"""What is stored about indicators, as it goes over the wire."""

from __future__ import annotations

from typing import Any

from api.indicators.schemas import (
    FeedHealth,
    FeedRead,
    HuntRead,
    HuntState,
    ImportRead,
    IndicatorRead,
    IndicatorState,
    ItemRead,
    OwnValueRead,
    Provenance,
    ReportedRead,
    SightingRead,
    WarningListRead,
)
from api.wire import moment, moment_or_none
from model.indicator import Reject
from store.indicators.hunts import Hunt
from store.indicators.imports import Imported, Item
from store.indicators.observables import Known, Reported, Said, Sighted
from store.indicators.own import OwnValue
from store.indicators.sources import POLLED, Source


def indicator(known: Known) -> IndicatorRead:
    return IndicatorRead(
        number=known.number,
        kind=known.observable.kind,
        value=known.observable.value,
        state=IndicatorState(known.state),
        level=known.level,
        confidence=known.confidence,
        valid_from=moment_or_none(known.valid_from),
        valid_until=moment_or_none(known.valid_until),
        sources=known.sources,
        warning=known.warning or None,
        override=known.override or None,
        revoked_by=known.revoked_by or None,
        added=moment(known.added),
        updated=moment(known.updated),
    )


def said(one: Said) -> Provenance:
    return Provenance(
        source=one.source,
        external_id=one.external_id,
        name=one.name or None,
        labels=list(one.labels),
        confidence=one.confidence,
        level=one.level,
        valid_from=moment_or_none(one.valid_from),
        valid_until=moment_or_none(one.valid_until),
        revoked=one.revoked,
        tlp=one.tlp or None,
        created_by=one.created_by or None,
        techniques=list(one.techniques),
        pattern=one.pattern or None,
        modified=moment_or_none(one.modified),
        imported=one.imported,
    )


def sighting(one: Sighted) -> SightingRead:
    return SightingRead(
        unit=one.unit, events=one.events, first=moment(one.first), last=moment(one.last), field=one.field
    )


def reported(one: Reported) -> ReportedRead:
    return ReportedRead(
        source=one.source,
        count=one.count,
        first=moment_or_none(one.first),
        last=moment_or_none(one.last),
        place=one.place or None,
    )


def imported(one: Imported) -> ImportRead:
    def count(name: str) -> int:
        return one.counts.get(name, 0)

    return ImportRead(
        number=one.number,
        source=one.source,
        time=moment(one.time),
        actor=one.actor,
        file=one.file,
        format=one.format,
        items=count("items"),
        added=count("added"),
        updated=count("updated"),
        unchanged=count("unchanged"),
        refused=count("refused"),
        rejected=count("rejected"),
        sightings=count("sightings"),
        reasons=one.reasons,
    )


def item(one: Item | Reject) -> ItemRead:
    return ItemRead(
        position=one.position, external_id=one.external_id, reason=one.reason, message=one.message, value=one.value
    )


def feed(source: Source, indicators: int) -> FeedRead:
    given = source.settings
    polled = source.kind in POLLED
    return FeedRead(
        id=source.id,
        kind=source.kind,
        name=source.name,
        url=given.get("url"),
        path=given.get("path"),
        collection=given.get("collection"),
        user=given.get("user"),
        auth=given.get("auth", ""),
        ca=bool(given.get("ca")),
        secret=source.secret is not None,
        confidence=source.confidence,
        expire_days=source.expire_days,
        decay=source.decay,
        interval_s=source.interval_s,
        enabled=source.enabled,
        health=_health(source) if polled else None,
        error=source.error or None,
        failures=source.failures,
        last_poll=moment_or_none(source.last_poll),
        last_success=moment_or_none(source.last_success),
        next_poll=moment(source.next_poll) if polled and source.enabled else None,
        indicators=indicators,
    )


def _health(source: Source) -> FeedHealth:
    if not source.enabled:
        return FeedHealth.PAUSED
    if source.error:
        return FeedHealth.FAILING
    return FeedHealth.OK if source.last_success is not None else FeedHealth.WAITING


def warning_list(one: dict[str, Any]) -> WarningListRead:
    return WarningListRead(**one)


def own(one: OwnValue) -> OwnValueRead:
    return OwnValueRead(kind=one.kind, value=one.value, note=one.note, added=moment(one.added), added_by=one.added_by)


def hunt(one: Hunt) -> HuntRead:
    return HuntRead(
        number=one.number,
        imported=one.imported or None,
        actor=one.actor,
        created=moment(one.created),
        start=moment(one.start),
        end=moment(one.end),
        state=HuntState(one.state),
        progress=one.progress,
        observables=one.observables,
        events=one.events,
        alerts=one.alerts,
        finished=moment_or_none(one.finished),
        message=one.message or None,
    )
