"""Keeping backup plans; asking for looks at repositories, and reading what they found."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.backups.schemas import (
    BackupLookAsk,
    BackupLookAsked,
    BackupLookPage,
    BackupPlanRead,
    BackupPlans,
    BackupPlanWrite,
)
from api.backups.views import look_read, plan_read
from api.core import Core, core_of
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Limit
from model.errors import NotFound
from model.recovery import BackupPlan
from pipeline.recovery import board
from pipeline.recovery.repositories import check_plan
from pipeline.recovery_settings import RepositorySettings
from store import backups

router = noun("backups")

Reader = Annotated[Caller, Depends(require("backups:read"))]
Changer = Annotated[Caller, Depends(require("backups:change"))]


@router.get("", operation_id="list_backup_plans", response_model=BackupPlans)
def list_backup_plans(caller: Reader, tx: Reading, request: Request) -> BackupPlans:
    """What protects the systems of the caller's units, and how far it can be relied on."""
    core = core_of(request)
    found = board.survey(tx, core.settings, caller.scope, core.clock())
    return BackupPlans(items=[plan_read(one) for one in found.plans])


@router.post("", status_code=201, operation_id="add_backup_plan", response_model=BackupPlanRead)
def add_backup_plan(body: BackupPlanWrite, caller: Changer, request: Request, tx: Writing) -> BackupPlanRead:
    """Say that backups of a repository protect a system, and what is expected of them."""
    return _put(tx, "", body, caller, core_of(request))


@router.get("/{plan_id}", operation_id="get_backup_plan", response_model=BackupPlanRead)
def get_backup_plan(plan_id: str, caller: Reader, tx: Reading, request: Request, response: Response) -> BackupPlanRead:
    """One plan with how it stands; its ETag is needed to change it."""
    response.headers["ETag"] = etag(backups.get_plan(tx, plan_id, caller.scope).changed)
    return _read(tx, plan_id, caller, core_of(request))


@router.put(
    "/{plan_id}", operation_id="change_backup_plan", response_model=BackupPlanRead, responses=declares(412, 428)
)
def change_backup_plan(
    plan_id: str, body: BackupPlanWrite, caller: Changer, request: Request, tx: Writing, if_match: IfMatch = None
) -> BackupPlanRead:
    """Change a plan."""
    check(if_match, backups.get_plan(tx, plan_id, caller.scope).changed)
    return _put(tx, plan_id, body, caller, core_of(request))


@router.delete("/{plan_id}", status_code=204, operation_id="remove_backup_plan", response_model=None)
def remove_backup_plan(plan_id: str, caller: Changer, request: Request, tx: Writing) -> None:
    """Take a plan away. The backups stay where they are."""
    backups.remove_plan(tx, plan_id, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())


@router.get("/repositories/{name}/looks", operation_id="list_backup_looks", response_model=BackupLookPage)
def list_backup_looks(
    name: str, caller: Reader, tx: Reading, request: Request, limit: Limit = 50, cursor: Cursor = None
) -> BackupLookPage:
    """What looks at a repository of the caller's units found, newest first."""
    _repository(core_of(request), name, caller)
    found = backups.looks(tx, caller.scope, name, limit=limit, cursor=cursor)
    return BackupLookPage(items=[look_read(one) for one in found.items], cursor=found.cursor)


@router.post(
    "/repositories/{name}/looks", status_code=202, operation_id="ask_backup_look", response_model=BackupLookAsked
)
def ask_backup_look(name: str, body: BackupLookAsk, caller: Changer, request: Request, tx: Writing) -> BackupLookAsked:
    """Have the platform look at a repository soon: list its backups, or read and check a part of their content."""
    core = core_of(request)
    one = _repository(core, name, caller)
    backups.request_look(tx, name, body.kind, unit=one.unit, actor=caller.actor, scope=caller.scope, now=core.clock())
    return BackupLookAsked(repository=name, kind=body.kind)


def _repository(core: Core, name: str, caller: Caller) -> RepositorySettings:
    one = core.settings.recovery.repositories.get(name)
    if one is None or not caller.scope.allows(one.unit):
        raise NotFound(f"there is no repository {name[:80]!r} within your units")
    return one


def _put(tx: Session, plan_id: str, body: BackupPlanWrite, caller: Caller, core: Core) -> BackupPlanRead:
    given = body.model_dump()
    plan = BackupPlan(id=plan_id, unit="", **{**given, "assets": tuple(body.assets), "required": tuple(body.required)})
    check_plan(plan, core.settings.recovery)
    made = backups.put_plan(tx, plan, actor=caller.actor, scope=caller.scope, now=core.clock())
    return _read(tx, made.id, caller, core)


def _read(tx: Session, plan_id: str, caller: Caller, core: Core) -> BackupPlanRead:
    found = board.survey(tx, core.settings, caller.scope, core.clock())
    one = next((one for one in found.plans if one.plan.id == plan_id), None)
    if one is None:
        raise NotFound(f"there is no backup plan {plan_id[:80]!r} within your units")
    return plan_read(one)
