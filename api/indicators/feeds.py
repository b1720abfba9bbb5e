"""Feeds: added, tested, polled at once, paused, with their health. Secrets go in and never come out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import Core, core_of
from api.indicators import views
from api.indicators.schemas import FeedAdd, FeedRead, Feeds, FeedTested, FeedWrite
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Plain
from model.errors import Conflict, FengsuiError
from model.times import Micros
from pipeline.intel import polling
from store.indicators import sources
from store.indicators.sources import Source

router = noun("indicator-feeds")

Reader = Annotated[Caller, Depends(require("indicators:read"))]
Keeper = Annotated[Caller, Depends(require("indicators:feeds"))]
FeedId = Annotated[str, Path(min_length=1, max_length=63, pattern=Plain)]
LINES = 50


@router.get("", operation_id="list_indicator_feeds", response_model=Feeds)
def list_indicator_feeds(_: Reader, tx: Reading) -> Feeds:
    """Every source of indicators; feeds with how they fare."""
    counts = sources.counts(tx)
    return Feeds(items=[views.feed(one, counts.get(one.id, 0)) for one in sources.find(tx)])


@router.post("", operation_id="add_indicator_feed", response_model=FeedRead, status_code=201, responses=declares(409))
def add_indicator_feed(body: FeedAdd, caller: Keeper, request: Request, tx: Writing) -> FeedRead:
    """Add a feed; it is polled right away."""
    if sources.known(tx, body.id):
        raise Conflict(f"a source is called {body.id!r} already", hint="choose another id")
    core = core_of(request)
    return _put(tx, core, body.id, body, caller.actor, core.clock())


@router.put("/{feed_id}", operation_id="change_indicator_feed", response_model=FeedRead, responses=declares(404, 409))
def change_indicator_feed(feed_id: FeedId, body: FeedWrite, caller: Keeper, request: Request, tx: Writing) -> FeedRead:
    """Change a feed. Its secret stays when none is given."""
    sources.get(tx, feed_id)
    core = core_of(request)
    return _put(tx, core, feed_id, body, caller.actor, core.clock())


def _put(tx: Session, core: Core, feed_id: str, body: FeedWrite, actor: str, now: Micros) -> FeedRead:
    sources.put(tx, _source(core, feed_id, body), actor=actor, now=now)
    return views.feed(sources.get(tx, feed_id), sources.counts(tx).get(feed_id, 0))


def _source(core: Core, feed_id: str, body: FeedWrite) -> Source:
    given: dict[str, Any] = {
        name: getattr(body, name)
        for name in ("url", "path", "collection", "user", "auth", "ca")
        if getattr(body, name) and (name != "collection" or body.kind == "taxii")
    }
    return Source(
        id=feed_id,
        kind=body.kind.value,
        name=body.name,
        settings=polling.check(core.settings, body.kind.value, given),
        secret=polling.seal(core.policy, feed_id, body.secret) if body.secret else None,
        confidence=body.confidence,
        expire_days=body.expire_days,
        decay=body.decay,
        interval_s=body.interval_s,
    )


@router.post("/{feed_id}/test", operation_id="test_indicator_feed", response_model=FeedTested, responses=declares(404))
def try_indicator_feed(feed_id: FeedId, _: Keeper, request: Request) -> FeedTested:
    """Ask the feed what it has, taking nothing in."""
    core = core_of(request)
    with core.state.reading() as tx:
        source = sources.get(tx, feed_id)
    try:
        lines = polling.test(core.settings, source, core.policy)
    except FengsuiError as error:
        return FeedTested(works=False, lines=[], error=str(error)[:1000])
    return FeedTested(works=True, lines=[line[:300] for line in lines[:LINES]], error=None)


@router.post("/{feed_id}/poll", operation_id="poll_indicator_feed", response_model=FeedRead, responses=declares(404))
def poll_indicator_feed(feed_id: FeedId, caller: Keeper, request: Request, tx: Writing) -> FeedRead:
    """Poll it as soon as the platform gets to it, whatever its interval."""
    sources.poll_soon(tx, feed_id, actor=caller.actor, now=core_of(request).clock())
    return views.feed(sources.get(tx, feed_id), sources.counts(tx).get(feed_id, 0))


@router.post("/{feed_id}/pause", operation_id="pause_indicator_feed", response_model=FeedRead, responses=declares(404))
def pause_indicator_feed(feed_id: FeedId, caller: Keeper, request: Request, tx: Writing) -> FeedRead:
    """Poll it no more; what it said stays."""
    return _switch(tx, feed_id, False, caller.actor, core_of(request).clock())


@router.post(
    "/{feed_id}/resume", operation_id="resume_indicator_feed", response_model=FeedRead, responses=declares(404)
)
def resume_indicator_feed(feed_id: FeedId, caller: Keeper, request: Request, tx: Writing) -> FeedRead:
    """Poll it again."""
    return _switch(tx, feed_id, True, caller.actor, core_of(request).clock())


def _switch(tx: Session, feed_id: str, enabled: bool, actor: str, now: Micros) -> FeedRead:
    sources.switch(tx, feed_id, enabled, actor=actor, now=now)
    return views.feed(sources.get(tx, feed_id), sources.counts(tx).get(feed_id, 0))


@router.delete("/{feed_id}", operation_id="remove_indicator_feed", status_code=204, responses=declares(404, 409))
def remove_indicator_feed(feed_id: FeedId, caller: Keeper, request: Request, tx: Writing) -> None:
    """Remove a feed nothing came from; one that spoke is paused instead, so that provenance stays."""
    sources.remove(tx, feed_id, actor=caller.actor, now=core_of(request).clock())
