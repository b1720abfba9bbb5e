"""Who may have which data set: asking, deciding, revoking."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import core_of
from api.data_approvals.schemas import (
    DataApprovalAsk,
    DataApprovalDecision,
    DataApprovalEnd,
    DataApprovalPage,
    DataApprovalRead,
)
from api.data_approvals.views import approval_view
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Plain
from model.data_approvals import DataRequest, RequestState
from model.errors import InputError
from model.estate import DataSet
from model.public_data import Approval
from model.times import LATEST, Micros, from_datetime
from store import inventory, public_data, units
from store.scope import EVERYTHING

router = noun("data-approvals")

Reader = Annotated[Caller, Depends(require("data:read"))]
Asker = Annotated[Caller, Depends(require("data:request"))]
Decider = Annotated[Caller, Depends(require("data:decide"))]
ApprovalId = Annotated[str, Path(min_length=1, max_length=128, pattern=Plain)]


@router.get("", operation_id="list_data_approvals", response_model=DataApprovalPage)
def list_data_approvals(
    caller: Reader,
    tx: Reading,
    request: Request,
    state: RequestState | None = None,
    data_set: Annotated[str | None, Query(max_length=128, pattern=Plain)] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Items of a page at most")] = 50,
    cursor: Cursor = None,
) -> DataApprovalPage:
    """Requests the caller's units own or made, newest first."""
    now = core_of(request).clock()
    found = public_data.find(tx, caller.scope, state=state, data_set=data_set, now=now, limit=limit, cursor=cursor)
    return DataApprovalPage(
        items=views(tx, found.items, caller, now),
        cursor=found.cursor,
        waiting=public_data.count_waiting(tx, caller.scope),
    )


def views(tx: Session, held: list[DataRequest], caller: Caller, now: Micros) -> list[DataApprovalRead]:
    """Names of data sets are the catalogue's and shown to who asks for one, those of units to who decides."""
    wanted = {one.terms.data_set for one in held}
    named = {one.id: one for one in inventory.find(tx, DataSet, EVERYTHING, ids=sorted(wanted))}
    every = units.named(tx)
    return [approval_view(one, named.get(one.terms.data_set), every, caller, now) for one in held]


@router.post(
    "",
    status_code=201,
    operation_id="ask_data_approval",
    response_model=DataApprovalRead,
    responses=declares(404, 409),
)
def ask_data_approval(body: DataApprovalAsk, caller: Asker, request: Request, tx: Writing) -> DataApprovalRead:
    """Ask for a data set: for whom, what for, which fields, until when."""
    now = core_of(request).clock()
    terms = Approval(
        id=body.number,
        data_set=body.data_set,
        unit="",
        recipient=body.recipient,
        recipient_kind=body.recipient_kind,
        names=tuple(body.names),
        purposes=tuple(body.purposes),
        fields=tuple(body.fields),
        valid_from=now if body.valid_from is None else _micros(body.valid_from, "valid_from"),
        valid_to=_micros(body.valid_to, "valid_to"),
        masked=body.masked,
        max_rows=body.max_rows,
        onward=body.onward,
    )
    by_unit = body.by_unit or caller.identity.account.unit
    made = public_data.request(
        tx, terms, reason=body.reason, by_unit=by_unit, actor=caller.actor, scope=caller.scope, now=now
    )
    return views(tx, [made], caller, now)[0]


@router.get("/{approval_id}", operation_id="get_data_approval", response_model=DataApprovalRead)
def get_data_approval(approval_id: ApprovalId, caller: Reader, request: Request, tx: Reading) -> DataApprovalRead:
    """One request with everything that was decided about it."""
    return views(tx, [public_data.get(tx, approval_id, caller.scope)], caller, core_of(request).clock())[0]


@router.post(
    "/{approval_id}/decision",
    operation_id="decide_data_approval",
    response_model=DataApprovalRead,
    responses=declares(409),
)
def decide_data_approval(
    approval_id: ApprovalId, body: DataApprovalDecision, caller: Decider, request: Request, tx: Writing
) -> DataApprovalRead:
    """Approve or refuse. Who asked cannot; detectors judge by it from the next second on."""
    now = core_of(request).clock()
    made = public_data.decide(
        tx, approval_id, granted=body.granted, note=body.note, actor=caller.actor, scope=caller.scope, now=now
    )
    return views(tx, [made], caller, now)[0]


@router.post(
    "/{approval_id}/revocation",
    operation_id="revoke_data_approval",
    response_model=DataApprovalRead,
    responses=declares(409),
)
def revoke_data_approval(
    approval_id: ApprovalId, body: DataApprovalEnd, caller: Decider, request: Request, tx: Writing
) -> DataApprovalRead:
    """End an approval before its time; what happened until now stays approved."""
    now = core_of(request).clock()
    made = public_data.revoke(tx, approval_id, note=body.note, actor=caller.actor, scope=caller.scope, now=now)
    return views(tx, [made], caller, now)[0]


def _micros(time: datetime, where: str) -> Micros:
    try:
        return min(max(from_datetime(time), 0), LATEST)
    except OverflowError as error:
        raise InputError("there is no such time", where=where) from error
