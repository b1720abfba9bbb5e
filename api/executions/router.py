"""Runs: followed, cancelled; their effects taken back before their time."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from api.access import Caller, noun, require
from api.approvals.views import approval_view
from api.core import core_of
from api.executions.schemas import (
    EffectEnd,
    EffectPage,
    EffectRead,
    ExecutionCancel,
    ExecutionDetail,
    ExecutionPage,
    ExecutionRead,
    ExecutionStepRead,
)
from api.openapi import declares
from api.playbooks.schemas import Affected
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from model.execution import Effect, Execution, ExecutionStatus
from store import approvals, effects, executions
from store.scope import Scope

router = noun("executions")
effects_router = noun("effects")

Reader = Annotated[Caller, Depends(require("executions:read"))]
Runner = Annotated[Caller, Depends(require("playbooks:run"))]


@router.get("", operation_id="list_executions", response_model=ExecutionPage)
def list_executions(
    caller: Reader,
    tx: Reading,
    status: Annotated[list[ExecutionStatus] | None, Query(max_length=6)] = None,
    playbook: Key | None = None,
    incident: Key | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ExecutionPage:
    """Runs of the caller's units, newest first."""
    found = executions.find(
        tx, caller.scope, status=status or (), playbook=playbook, incident=incident, limit=limit, cursor=cursor
    )
    return ExecutionPage(items=[_view(one) for one in found.items], cursor=found.cursor)


@router.get("/{execution_id}", operation_id="get_execution", response_model=ExecutionDetail)
def get_execution(execution_id: str, caller: Reader, tx: Reading) -> ExecutionDetail:
    """One run with its steps, questions and effects, as far as it has come."""
    return _detail(tx, executions.get(tx, execution_id, caller.scope), caller.scope)


@router.post(
    "/{execution_id}/cancel", operation_id="cancel_execution", response_model=ExecutionRead, responses=declares(409)
)
def cancel_execution(
    execution_id: str, body: ExecutionCancel, caller: Runner, request: Request, tx: Writing
) -> ExecutionRead:
    """Stop it before its next step. What it did stays until its time, or until it is taken back."""
    now = core_of(request).clock()
    executions.cancel(tx, execution_id, caller.scope, reason=body.reason, actor=caller.actor, now=now)
    return _view(executions.get(tx, execution_id, caller.scope))


@effects_router.get("", operation_id="list_effects", response_model=EffectPage)
def list_effects(
    caller: Reader, tx: Reading, in_force: bool = False, limit: Limit = 50, cursor: Cursor = None
) -> EffectPage:
    """What playbooks changed at targets, newest first; with `in_force` only what still holds and can be taken back."""
    found = effects.find(tx, caller.scope, in_force=in_force, limit=limit, cursor=cursor)
    return EffectPage(items=[_effect(one) for one in found.items], cursor=found.cursor)


@effects_router.post("/end", operation_id="end_effect", response_model=EffectRead, responses=declares(404, 409))
def end_effect(body: EffectEnd, caller: Runner, request: Request, tx: Writing) -> EffectRead:
    """Have an effect taken back now; the platform does so within a second."""
    effects.end_now(tx, body.key, caller.scope, actor=caller.actor, now=core_of(request).clock())
    found = effects.find_one(tx, body.key)
    assert found is not None
    return _effect(found)


def _view(one: Execution) -> ExecutionRead:
    return ExecutionRead(
        id=one.id,
        unit=one.unit,
        playbook=one.playbook,
        name=one.name,
        name_zh=one.name_zh,
        status=one.status,
        reason=one.reason,
        stuck=one.stuck,
        requested_by=one.requested_by,
        incident=one.incident or None,
        cancel=one.cancel,
        created=moment(one.created),
        updated=moment(one.updated),
        ended=moment_or_none(one.ended),
    )


def _detail(tx: Reading, one: Execution, scope: Scope) -> ExecutionDetail:
    steps = [
        ExecutionStepRead(
            path=step.path,
            step=step.step,
            kind=step.kind,
            name=step.name,
            status=step.status,
            began=moment(step.began),
            ended=moment_or_none(step.ended),
            said=step.said,
        )
        for step in executions.steps(tx, one.id, scope)
    ]
    asked = approvals.find(tx, scope, execution=one.id, limit=500)
    return ExecutionDetail(
        **_view(one).model_dump(),
        inputs=one.inputs,
        values=one.values,
        steps=steps,
        effects=[_effect(effect) for effect in effects.of_execution(tx, one.id, scope)],
        approvals=[approval_view(approval) for approval in asked.items],
    )


def _effect(one: Effect) -> EffectRead:
    return EffectRead(
        key=one.key,
        execution=one.execution,
        step=one.step,
        capability=one.capability,
        actuator=one.actuator,
        text=one.text,
        text_zh=one.text_zh,
        touches=[Affected(**touched) for touched in one.touches],
        changes=one.changes,
        status=one.status,
        said=one.said,
        created=moment(one.created),
        changed=moment(one.changed),
        until=moment_or_none(one.until),
    )
