"""Discoveries: listed, accepted into the register, ignored for a reason, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.discoveries.schemas import (
    DiscoveryAccept,
    DiscoveryCount,
    DiscoveryDecided,
    DiscoveryIgnore,
    DiscoveryPage,
    DiscoveryRead,
)
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Key, Limit, moment, moment_or_none
from model.discovery import Discovery, DiscoveryKind, DiscoveryState
from model.times import from_datetime
from pipeline.inventory import deciding
from store import discovery

router = noun("discoveries")

Reader = Annotated[Caller, Depends(require("registers:read"))]
Changer = Annotated[Caller, Depends(require("registers:change"))]


@router.get("", operation_id="list_discoveries", response_model=DiscoveryPage)
def list_discoveries(
    caller: Reader,
    tx: Reading,
    state: Annotated[list[DiscoveryState] | None, Query()] = None,
    kind: Annotated[list[DiscoveryKind] | None, Query()] = None,
    text: Key = "",
    limit: Limit = 100,
    cursor: Annotated[
        str | None, Query(max_length=12, pattern="^[0-9]*$", description="`cursor` of the page before")
    ] = None,
) -> DiscoveryPage:
    """What is seen and not registered, registered and not seen, or different; latest seen first."""
    start = int(cursor or 0)
    found = discovery.find(
        tx, caller.scope, states=state or (), kinds=kind or (), text=text, limit=limit + 1, offset=start
    )
    return DiscoveryPage(
        items=[_view(one) for one in found[:limit]],
        cursor=str(start + limit) if len(found) > limit else None,
        counts=[
            DiscoveryCount(state=DiscoveryState(s), kind=DiscoveryKind(k), number=n)
            for (s, k), n in sorted(discovery.counts(tx, caller.scope).items())
        ],
    )


@router.post(
    "/accept", operation_id="accept_discoveries", response_model=DiscoveryDecided, responses=declares(404, 409)
)
def accept_discoveries(body: DiscoveryAccept, caller: Changer, request: Request, tx: Writing) -> DiscoveryDecided:
    """Make the register say what was seen: add the machine, service or conduit, change the version or address, or take
    out the machine that vanished."""
    return _decided(deciding.accept(tx, body.ids, caller.scope, actor=caller.actor, now=core_of(request).clock()))


@router.post(
    "/ignore", operation_id="ignore_discoveries", response_model=DiscoveryDecided, responses=declares(404, 409)
)
def ignore_discoveries(body: DiscoveryIgnore, caller: Changer, request: Request, tx: Writing) -> DiscoveryDecided:
    """Leave the register as it is, for a reason, until an end or until more is seen."""
    return _decided(
        deciding.ignore(
            tx,
            body.ids,
            caller.scope,
            reason=body.reason,
            until=from_datetime(body.until) if body.until else 0,
            actor=caller.actor,
            now=core_of(request).clock(),
        )
    )


@router.post(
    "/reopen", operation_id="reopen_discoveries", response_model=DiscoveryDecided, responses=declares(404, 409)
)
def reopen_discoveries(body: DiscoveryAccept, caller: Changer, request: Request, tx: Writing) -> DiscoveryDecided:
    """Take back that they are ignored."""
    return _decided(deciding.reopen(tx, body.ids, caller.scope, actor=caller.actor, now=core_of(request).clock()))


def _decided(done: Sequence[Discovery]) -> DiscoveryDecided:
    return DiscoveryDecided(items=[_view(one) for one in done])


def _view(one: Discovery) -> DiscoveryRead:
    return DiscoveryRead(
        id=one.id,
        kind=one.kind,
        unit=one.unit,
        subject=one.subject,
        asset=one.asset or None,
        facts=one.facts,
        event=one.event,
        first=moment(one.first),
        last=moment(one.last),
        state=one.state,
        reason=one.reason or None,
        until=moment_or_none(one.until or None),
        decided_by=one.decided_by or None,
        decided=moment_or_none(one.decided or None),
    )
