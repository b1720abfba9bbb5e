"""Retro-hunts: indicators looked for in events that are stored already."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.indicators import views
from api.indicators.schemas import HuntAdd, HuntRead, Hunts
from api.openapi import declares
from api.transactions import Reading, Writing
from model.errors import InputError
from model.times import parse_iso
from store.indicators import hunts, imports

router = noun("indicator-hunts")

Reader = Annotated[Caller, Depends(require("indicators:read"))]
Changer = Annotated[Caller, Depends(require("indicators:change"))]
Number = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("", operation_id="list_indicator_hunts", response_model=Hunts)
def list_indicator_hunts(_: Reader, tx: Reading) -> Hunts:
    """The last hundred, latest first, with how far each has come."""
    return Hunts(items=[views.hunt(one) for one in hunts.find(tx)])


@router.post("", operation_id="add_indicator_hunt", response_model=HuntRead, status_code=201, responses=declares(404))
def add_indicator_hunt(body: HuntAdd, caller: Changer, request: Request, tx: Writing) -> HuntRead:
    """Look for indicators in a stretch of stored events. What was found before makes no second alert."""
    try:
        start, end = parse_iso(body.start), parse_iso(body.end)
    except ValueError as error:
        raise InputError(str(error)) from None
    if body.imported is not None:
        imports.get(tx, body.imported)
    now = core_of(request).clock()
    imported = body.imported or hunts.ALL
    return views.hunt(hunts.add(tx, imported=imported, start=start, end=end, actor=caller.actor, now=now))


@router.post(
    "/{number}/cancel", operation_id="cancel_indicator_hunt", response_model=HuntRead, responses=declares(404, 409)
)
def cancel_indicator_hunt(number: Number, caller: Changer, request: Request, tx: Writing) -> HuntRead:
    """Stop it; what it found stays."""
    hunts.cancel(tx, number, actor=caller.actor, now=core_of(request).clock())
    return views.hunt(hunts.get(tx, number))
