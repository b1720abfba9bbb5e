"""Exceptions: previewed, made, extended and ended; what each kept back."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.exceptions import preview as previewing
from api.exceptions.filters import exception_of, micros
from api.exceptions.schemas import (
    ExceptionAdd,
    ExceptionExtend,
    ExceptionPreview,
    ExceptionPreviewAsk,
    ExceptionRead,
    Exceptions,
    HiddenPage,
    HiddenRead,
)
from api.openapi import declares
from api.ranges import time_range
from api.rules.library import Library, library_of
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from model.errors import InputError
from model.rule_exception import ExceptionState
from model.times import LATEST, Micros
from store import exceptions
from store.exceptions import Hidden, Kept

router = noun("exceptions")

Reader = Annotated[Caller, Depends(require("exceptions:read"))]
Changer = Annotated[Caller, Depends(require("exceptions:change"))]


@router.get("", operation_id="list_exceptions", response_model=Exceptions)
def list_exceptions(
    caller: Reader,
    request: Request,
    tx: Reading,
    state: ExceptionState | None = None,
    rule: Annotated[Key | None, Query(description="Id of a rule")] = None,
) -> Exceptions:
    """Exceptions of the caller's units, newest first, with what each kept back."""
    core = core_of(request)
    now = core.clock()
    found = exceptions.find(tx, caller.scope, now=now, state=state, rule=rule)
    library = library_of(core)
    return Exceptions(items=[_view(kept, library, now) for kept in found])


@router.post("", status_code=201, operation_id="add_exception", response_model=ExceptionRead, responses=declares(404))
def add_exception(
    body: ExceptionAdd, caller: Changer, request: Request, response: Response, tx: Writing
) -> ExceptionRead:
    """Keep an exception; it acts on alerts made from now on. A critical alert is never hidden."""
    core = core_of(request)
    now, library = core.clock(), library_of(core)
    wanted = exception_of(body, library, tx, caller, expires=micros(body.expires))
    made = exceptions.add(tx, wanted, caller.scope, actor=caller.actor, now=now)
    response.headers["Location"] = f"/api/v1/exceptions/{made.id}"
    return _view(exceptions.get(tx, made.id, caller.scope), library, now)


@router.post("/preview", operation_id="preview_exception", response_model=ExceptionPreview, responses=declares(404))
def preview_exception(body: ExceptionPreviewAsk, caller: Changer, request: Request, tx: Reading) -> ExceptionPreview:
    """What it would have hidden of the alerts kept, attacks among them. Keeps nothing."""
    core = core_of(request)
    within = time_range(body.start, body.end)
    assert within is not None
    if within.start >= within.end:
        raise InputError("the range ends before it starts")
    library = library_of(core)
    wanted = exception_of(body, library, tx, caller, expires=LATEST)
    return previewing.preview(wanted, library, core, tx, caller.scope, within)


@router.get("/{exception_id}", operation_id="get_exception", response_model=ExceptionRead)
def get_exception(exception_id: str, caller: Reader, request: Request, tx: Reading) -> ExceptionRead:
    """One exception."""
    core = core_of(request)
    return _view(exceptions.get(tx, exception_id, caller.scope), library_of(core), core.clock())


@router.get("/{exception_id}/hidden", operation_id="list_hidden_alerts", response_model=HiddenPage)
def list_hidden(exception_id: str, caller: Reader, tx: Reading, limit: Limit = 50, cursor: Cursor = None) -> HiddenPage:
    """The alerts it kept back, newest first."""
    exceptions.get(tx, exception_id, caller.scope)
    found = exceptions.hidden_alerts(tx, exception_id, caller.scope, limit=limit, cursor=cursor)
    return HiddenPage(items=[_hidden(one) for one in found.items], cursor=found.cursor)


@router.post("/{exception_id}/extend", operation_id="extend_exception", response_model=ExceptionRead)
def extend_exception(
    exception_id: str, body: ExceptionExtend, caller: Changer, request: Request, tx: Writing
) -> ExceptionRead:
    """Give it another end, also when it had expired."""
    core = core_of(request)
    now = core.clock()
    exceptions.extend(tx, exception_id, caller.scope, expires=micros(body.expires), actor=caller.actor, now=now)
    return _view(exceptions.get(tx, exception_id, caller.scope), library_of(core), now)


@router.post("/{exception_id}/end", operation_id="end_exception", response_model=ExceptionRead)
def end_exception(exception_id: str, caller: Changer, request: Request, tx: Writing) -> ExceptionRead:
    """Stop it from acting; what it hid stays listed."""
    core = core_of(request)
    now = core.clock()
    exceptions.end(tx, exception_id, caller.scope, actor=caller.actor, now=now)
    return _view(exceptions.get(tx, exception_id, caller.scope), library_of(core), now)


def _view(kept: Kept, library: Library, now: Micros) -> ExceptionRead:
    one = kept.exception
    known = [rule for rule_id in one.rules if (rule := library.rule(rule_id)) is not None]
    return ExceptionRead(
        id=one.id,
        title=one.title,
        rules=list(one.rules),
        rule_titles=[rule.title for rule in known],
        rule_titles_zh=[rule.title_zh or rule.title for rule in known],
        filter=one.filter,
        unit=one.unit,
        entities=list(one.entities),
        reason=one.reason,
        owner=one.owner,
        created=moment(one.created),
        created_by=one.created_by,
        expires=moment(one.expires),
        ended=moment_or_none(one.ended),
        ended_by=one.ended_by or None,
        state=one.state(now),
        hidden=kept.hidden,
        last_hidden=moment_or_none(kept.last_hidden),
    )


def _hidden(hidden: Hidden) -> HiddenRead:
    alert = hidden.alert
    return HiddenRead(
        id=alert.id,
        rule=alert.rule.id,
        title=alert.rule.title,
        title_zh=alert.rule.title_zh or None,
        level=alert.rule.level,
        time=moment(alert.time),
        unit=alert.unit,
        summary=alert.summary,
        event_ids=list(alert.event_ids[:100]),
        matched=alert.matched,
    )
