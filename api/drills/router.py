"""Planning drills, giving the signal, reading what was measured."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.backups.views import restored_read
from api.core import Core, core_of
from api.drills.schemas import (
    DrillBegin,
    DrillCancel,
    DrillDeduction,
    DrillDetail,
    DrillLine,
    DrillNotes,
    DrillPage,
    DrillParticipant,
    DrillPhase,
    DrillPlanWrite,
    DrillRead,
    DrillRecord,
    DrillSheet,
)
from api.openapi import declares
from api.playbooks.views import performing_of
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from model.errors import InputError
from model.recovery import Drill, DrillKind, DrillStatus, Participant
from model.times import LATEST, SECOND, from_datetime
from pipeline.recovery import drilling
from playbooks.recovery.scoring import table
from store import drills
from store import playbooks as kept
from store.scope import EVERYTHING

router = noun("drills")

Reader = Annotated[Caller, Depends(require("drills:read"))]
Director = Annotated[Caller, Depends(require("drills:change"))]


@router.get("", operation_id="list_drills", response_model=DrillPage)
def list_drills(
    caller: Reader,
    tx: Reading,
    status: Annotated[list[DrillStatus] | None, Query(max_length=5)] = None,
    kind: DrillKind | None = None,
    system: Key | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> DrillPage:
    """Drills of the caller's units, newest first."""
    found = drills.find(tx, caller.scope, status=status or (), kind=kind, system=system, limit=limit, cursor=cursor)
    return DrillPage(items=[DrillRead(**_about(tx, one)) for one in found.items], cursor=found.cursor)


@router.post("", status_code=201, operation_id="plan_drill", response_model=DrillDetail)
def plan_drill(body: DrillPlanWrite, caller: Director, request: Request, tx: Writing) -> DrillDetail:
    """Plan a drill. Nothing happens before it is begun."""
    core = core_of(request)
    drill = Drill(
        id="",
        title=body.title,
        unit=body.unit or caller.identity.account.unit,
        kind=body.kind,
        mode=body.mode,
        playbook=body.playbook,
        system=body.system,
        plan=body.plan,
        inputs=body.inputs,
        participants=tuple(Participant(person=one.person, role=one.role) for one in body.participants),
        scheduled=_scheduled(body),
    )
    made = drilling.plan_drill(
        tx, drill, core.settings.recovery, actor=caller.actor, scope=caller.scope, now=core.clock()
    )
    return _detail(tx, made)


@router.get("/{drill_id}", operation_id="get_drill", response_model=DrillDetail)
def get_drill(drill_id: str, caller: Reader, tx: Reading) -> DrillDetail:
    """One drill with its score sheet."""
    return _detail(tx, drills.get(tx, drill_id, caller.scope))


@router.get("/{drill_id}/record", operation_id="get_drill_record", response_model=DrillRecord, responses=declares(409))
def get_drill_record(drill_id: str, caller: Reader, tx: Reading) -> DrillRecord:
    """The record of a drill that is over, as its papers name it by digest."""
    text = drills.record_of(tx, drill_id, caller.scope)
    return DrillRecord(id=drill_id, sm3=drills.get(tx, drill_id, caller.scope).sm3, text=text)


@router.post("/{drill_id}/begin", operation_id="begin_drill", response_model=DrillDetail, responses=declares(409))
def begin_drill(drill_id: str, body: DrillBegin, caller: Director, request: Request, tx: Writing) -> DrillDetail:  # noqa: ARG001  # refuses unknown members
    """Give the signal: a rehearsal is worked out at once, an exercise runs its playbook against the test estate."""
    core = core_of(request)
    would = drilling.rehearsed(core.state, performing_of(core), drill_id, caller.scope)
    return _detail(tx, drilling.begin(tx, drill_id, would, actor=caller.actor, scope=caller.scope, now=core.clock()))


@router.post("/{drill_id}/cancel", operation_id="cancel_drill", response_model=DrillDetail, responses=declares(409))
def cancel_drill(drill_id: str, body: DrillCancel, caller: Director, request: Request, tx: Writing) -> DrillDetail:
    """Call it off; a run that is under way stops before its next step."""
    done = drilling.cancel(tx, drill_id, reason=body.reason, actor=caller.actor, scope=caller.scope, now=_now(request))
    return _detail(tx, done)


@router.put("/{drill_id}/notes", operation_id="note_drill", response_model=DrillDetail, responses=declares(409))
def note_drill(drill_id: str, body: DrillNotes, caller: Director, request: Request, tx: Writing) -> DrillDetail:
    """Write down what was seen, and which incident the exercise raised, before it is over."""
    noted = drilling.note(
        tx,
        drill_id,
        findings=body.findings,
        incident=body.incident,
        actor=caller.actor,
        scope=caller.scope,
        now=_now(request),
    )
    return _detail(tx, noted)


def _now(request: Request) -> int:
    core: Core = core_of(request)
    return core.clock()


def _scheduled(body: DrillPlanWrite) -> int:
    if body.scheduled is None:
        return 0
    try:
        at = from_datetime(body.scheduled)
    except OverflowError as error:
        raise InputError("there is no such time", where="scheduled") from error
    if not 0 < at < LATEST:
        raise InputError("there is no such time here", where="scheduled")
    return at


def _about(tx: Session, one: Drill) -> dict[str, Any]:
    known = kept.find_one(tx, one.playbook, EVERYTHING)
    return {
        "id": one.id,
        "title": one.title,
        "unit": one.unit,
        "kind": one.kind,
        "mode": one.mode,
        "status": one.status,
        "playbook": one.playbook,
        "playbook_name": known.name if known else one.playbook,
        "playbook_name_zh": known.name_zh if known else one.playbook,
        "system": one.system,
        "plan": one.plan,
        "scheduled": moment_or_none(one.scheduled or None),
        "began": moment_or_none(one.began or None),
        "ended": moment_or_none(one.ended or None),
        "execution": one.execution,
        "incident": one.incident,
        "score": one.sheet.score if one.sheet else None,
        "created": moment(one.created),
        "created_by": one.created_by,
        "participants": [DrillParticipant(person=each.person, role=each.role) for each in one.participants],
    }


def _detail(tx: Session, one: Drill) -> DrillDetail:
    return DrillDetail(
        **_about(tx, one),
        inputs=one.inputs,
        findings=one.findings,
        would=[DrillLine(**line) for line in one.would],
        sheet=_sheet(one),
        restored=restored_read(one),
        sm3=one.sm3,
        documents=list(one.documents),
    )


def _sheet(one: Drill) -> DrillSheet | None:
    if one.sheet is None:
        return None
    rules = table()
    phases, deductions = rules.phases[one.kind], rules.deductions
    return DrillSheet(
        table=one.sheet.table,
        score=one.sheet.score,
        passed=one.sheet.passed,
        pass_from=rules.passing,
        phases=[
            DrillPhase(
                id=line.id,
                zh=phases[line.id].zh if line.id in phases else line.id,
                en=phases[line.id].en if line.id in phases else line.id,
                took_s=None if line.took is None else line.took / SECOND,
                goal_s=line.goal / SECOND,
                points=line.points,
                lost=line.lost,
            )
            for line in one.sheet.phases
        ],
        deductions=[
            DrillDeduction(
                rule=line.rule,
                zh=deductions[line.rule].zh if line.rule in deductions else line.rule,
                en=deductions[line.rule].en if line.rule in deductions else line.rule,
                count=line.count,
                lost=line.lost,
                evidence=list(line.evidence),
            )
            for line in one.sheet.deductions
        ],
    )
