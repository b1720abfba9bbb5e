"""The approvals inbox."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.access import Caller, noun, require
from api.approvals.schemas import ApprovalDecision, ApprovalPage, ApprovalRead
from api.approvals.views import approval_view
from api.core import core_of
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit
from model.execution import ApprovalStatus
from store import approvals

router = noun("approvals")

Reader = Annotated[Caller, Depends(require("executions:read"))]
Decider = Annotated[Caller, Depends(require("approvals:decide"))]


@router.get("", operation_id="list_approvals", response_model=ApprovalPage)
def list_approvals(
    caller: Reader,
    tx: Reading,
    status: ApprovalStatus | None = None,
    execution: Key | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ApprovalPage:
    """What playbooks ask of the caller's units, newest first."""
    found = approvals.find(tx, caller.scope, status=status, execution=execution, limit=limit, cursor=cursor)
    return ApprovalPage(items=[approval_view(one) for one in found.items], cursor=found.cursor)


@router.get("/{approval_id}", operation_id="get_approval", response_model=ApprovalRead)
def get_approval(approval_id: str, caller: Reader, tx: Reading) -> ApprovalRead:
    """One question, with who answered it how."""
    return approval_view(approvals.get(tx, approval_id, caller.scope))


@router.post(
    "/{approval_id}/decision", operation_id="decide_approval", response_model=ApprovalRead, responses=declares(409)
)
def decide_approval(
    approval_id: str, body: ApprovalDecision, caller: Decider, request: Request, tx: Writing
) -> ApprovalRead:
    """Say yes or no. Nobody approves what they asked for themselves; where two persons are needed, both decide here."""
    decided = approvals.decide(
        tx,
        approval_id,
        caller.scope,
        granted=body.granted,
        comment=body.comment,
        answers=body.answers,
        actor=caller.actor,
        now=core_of(request).clock(),
    )
    return approval_view(decided)
