"""Sources: listed with their health, tried, added, changed, paused, removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import Core, core_of
from api.openapi import declares
from api.sources import managed
from api.sources.listing import listing
from api.sources.schemas import (
    QuarantineReason,
    SourceAdd,
    SourceBucket,
    SourceDetail,
    SourceHistory,
    SourceKind,
    SourceKinds,
    Sources,
    SourceTried,
    SourceTry,
    SourceWrite,
)
from api.transactions import Reading, Writing
from api.wire import Plain, moment
from model.errors import Conflict, NotFound
from model.times import HOUR, SECOND
from pipeline.source_kinds import KINDS, schema
from pipeline.watchdog import OURS
from store import quarantine, source_watch, sources

router = noun("sources")
kinds_router = noun("source-kinds")
history_router = noun("source-history")

Reader = Annotated[Caller, Depends(require("sources:read"))]
Changer = Annotated[Caller, Depends(require("sources:change"))]
Name = Annotated[str, Path(min_length=1, max_length=63, pattern=Plain)]


@router.get("", operation_id="list_sources", response_model=Sources)
def list_sources(caller: Reader, request: Request, tx: Reading) -> Sources:
    """Every source within the caller's units: what it delivered, what it could not, how far it is behind."""
    core = core_of(request)
    return Sources(items=listing(tx, core.settings, caller.scope, now=core.clock()))


@router.post("", operation_id="add_source", response_model=SourceDetail, status_code=201, responses=declares(404, 409))
def add_source(body: SourceAdd, caller: Changer, request: Request, tx: Writing) -> SourceDetail:
    """Add a source; the running platform reads it within seconds."""
    core = core_of(request)
    if body.name in core.settings.sources or body.name == OURS or sources.known(tx, body.name):
        raise Conflict(f"a source is called {body.name!r} already", hint="choose another name")
    managed.keep(tx, core, caller, body.name, body)
    return _detail(tx, core, caller, body.name)


@router.post("/test", operation_id="test_source", response_model=SourceTried, responses=declares(404, 409))
def test_source(body: SourceTry, caller: Changer, request: Request) -> SourceTried:
    """Read the beginning of a source, or listen at its address for some seconds: three parsed events and every problem.
    Nothing is stored."""
    return managed.tried(core_of(request), caller, body)


@router.put("/{name}", operation_id="change_source", response_model=SourceDetail, responses=declares(404, 409))
def change_source(name: Name, body: SourceWrite, caller: Changer, request: Request, tx: Writing) -> SourceDetail:
    """Change a source that was added while running. What was received under the old settings is kept under them."""
    core = core_of(request)
    managed.changeable(tx, core, name, caller.scope)
    managed.keep(tx, core, caller, name, body)
    return _detail(tx, core, caller, name)


@router.post("/{name}/pause", operation_id="pause_source", response_model=SourceDetail, responses=declares(404, 409))
def pause_source(name: Name, caller: Changer, request: Request, tx: Writing) -> SourceDetail:
    """Read it no more. What has arrived is still stored."""
    managed.switch(tx, core_of(request), caller, name, False)
    return _detail(tx, core_of(request), caller, name)


@router.post("/{name}/resume", operation_id="resume_source", response_model=SourceDetail, responses=declares(404, 409))
def resume_source(name: Name, caller: Changer, request: Request, tx: Writing) -> SourceDetail:
    """Read it again, from where it was left."""
    managed.switch(tx, core_of(request), caller, name, True)
    return _detail(tx, core_of(request), caller, name)


@router.delete("/{name}", operation_id="remove_source", status_code=204, responses=declares(404, 409))
def remove_source(name: Name, caller: Changer, request: Request, tx: Writing) -> None:
    """Forget its settings; what it delivered stays, and so do its counters."""
    managed.changeable(tx, core_of(request), name, caller.scope)
    sources.remove(tx, name, caller.scope, actor=caller.actor)


@kinds_router.get("", operation_id="list_source_kinds", response_model=SourceKinds)
def list_source_kinds(_: Reader, request: Request) -> SourceKinds:
    """What kinds of sources can be added, each with the settings it has."""
    folders = core_of(request).settings.pipeline.source_folders
    items = [
        SourceKind(name=n, title=k.title, title_zh=k.title_zh, schemes=list(k.schemes), settings=schema(n))
        for n, k in KINDS.items()
    ]
    return SourceKinds(items=items, folders=[str(folder) for folder in folders])


@history_router.get("", operation_id="get_source_history", response_model=SourceHistory)
def get_source_history(
    caller: Reader,
    request: Request,
    tx: Reading,
    source: Annotated[str, Query(min_length=1, max_length=1_024, pattern=Plain)],
    hours: Annotated[int, Query(ge=1, le=14 * 24, description="How far back")] = 24,
) -> SourceHistory:
    """How a source fared, in buckets of five minutes, as far as the caller's units own its records. Kept for two weeks."""
    now = core_of(request).clock()
    start = now - hours * HOUR - (now - hours * HOUR) % source_watch.BUCKET
    items = [
        SourceBucket(
            time=moment(one.time),
            events=one.events,
            bytes=one.bytes,
            quarantined=one.quarantined,
            dropped=one.dropped,
            lag_s=None if one.lag is None else one.lag / SECOND,
        )
        for one in source_watch.history(tx, source, caller.scope, start=start)
    ]
    return SourceHistory(bucket_s=source_watch.BUCKET // SECOND, start=moment(start), end=moment(now), items=items)


@router.get("/{name:path}", operation_id="get_source", response_model=SourceDetail)
def get_source(
    name: Annotated[str, Path(min_length=1, max_length=1_024, pattern=Plain)],
    caller: Reader,
    request: Request,
    tx: Reading,
) -> SourceDetail:
    """One source, by unit, with what could not be read and why. The name of a replayed file may contain slashes."""
    return _detail(tx, core_of(request), caller, name)


def _detail(tx: Session, core: Core, caller: Caller, name: str) -> SourceDetail:
    found = listing(tx, core.settings, caller.scope, now=core.clock(), name=name)
    if not found:
        raise NotFound("there is no such source within your units")
    reasons: dict[str, QuarantineReason] = {}
    for count in quarantine.counts(tx, caller.scope, source=name):
        before = reasons.get(count.reason)
        reasons[count.reason] = QuarantineReason(
            reason=count.reason,
            records=count.records + (before.records if before else 0),
            replayed=count.replayed + (before.replayed if before else 0),
        )
    worst = sorted(reasons.values(), key=lambda one: (-one.records, one.reason))
    mine = any(one.managed for one in found) and name not in core.settings.sources
    settings = sources.get(tx, name, caller.scope).settings if mine else None
    return SourceDetail(name=name, units=found, quarantine=worst, settings=settings)
