"""Listing sources with their health."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.sources.listing import listing
from api.sources.schemas import QuarantineReason, SourceDetail, Sources
from api.transactions import Reading
from api.wire import Plain
from model.errors import NotFound
from store import quarantine

router = noun("sources")

Reader = Annotated[Caller, Depends(require("sources:read"))]


@router.get("", operation_id="list_sources", response_model=Sources)
def list_sources(caller: Reader, request: Request, tx: Reading) -> Sources:
    """Every source within the caller's units: what it delivered, what it could not, how far it is behind."""
    core = core_of(request)
    return Sources(items=listing(tx, core.settings, caller.scope, now=core.clock()))


@router.get("/{name:path}", operation_id="get_source", response_model=SourceDetail)
def get_source(
    name: Annotated[str, Path(min_length=1, max_length=1_024, pattern=Plain)],
    caller: Reader,
    request: Request,
    tx: Reading,
) -> SourceDetail:
    """One source, by unit, with what could not be read and why. The name of a replayed file may contain slashes."""
    core = core_of(request)
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
    return SourceDetail(name=name, units=found, quarantine=worst)
