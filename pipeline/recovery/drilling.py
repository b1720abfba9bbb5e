"""Drills, from plan to record: begun against the test estate, scored from the run's own records, proof for the gates."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from model.compliance import Document
from model.errors import Conflict, InputError, NotFound
from model.proof import Verdict
from model.recovery import BackupPlan, Drill, DrillKind, DrillMode, DrillStatus
from model.times import MINUTE, Micros, day_of, now_us
from pipeline.platform import Platform
from pipeline.recovery.repositories import check_plan
from pipeline.recovery_settings import RecoverySettings
from pipeline.response import desk
from pipeline.response.performing import Performing
from pipeline.response.rehearsal import Would, rehearse
from playbooks.library import playbook_id
from playbooks.recovery import scoring
from playbooks.recovery.scoring import Course
from playbooks.variables import VariableError
from store import approvals, backups, drills, effects, executions, incidents, notices, registers
from store import compliance as ledgers
from store import playbooks as kept
from store.ledger.canonical import sm3
from store.scope import EVERYTHING, Scope
from store.state import State

ACTOR = "recovery"
LOOK_S = 1.0
RESTORE_DRILL = playbook_id("backup-restore-drill")
GATES: Mapping[DrillKind, tuple[str, ...]] = {
    DrillKind.RESTORE: ("restore_drill",),
    DrillKind.RESPONSE: ("emergency_drill", "yearly_drill"),
}
"""Artefacts of the gates (`compliance/catalogs/gates.yml`) a passed exercise proves."""
MAX_WOULD = 200


def inputs_of(plan: BackupPlan) -> dict[str, str]:
    """Of the restore drill, as a backup plan has it."""
    return {
        "__repository__": plan.repository,
        "__host__": plan.host,
        "__path__": plan.path,
        "__tag__": plan.tag,
        "__include__": plan.include,
        "__required__": "\n".join(plan.required),
        "__probe__": plan.probe,
    }


def plan_drill(
    tx: Session, drill: Drill, recovery: RecoverySettings, *, actor: str, scope: Scope, now: Micros
) -> Drill:
    """Keep a planned drill. A restore drill takes playbook, inputs, system and unit from its backup plan; one of a response
    its unit from its system. Raises InputError, NotFound, ScopeError."""
    if drill.kind is DrillKind.RESTORE:
        if not drill.plan:
            raise InputError("a restore drill is of a backup plan", where="plan")
        plan = backups.get_plan(tx, drill.plan, scope)
        check_plan(plan, recovery)
        taken: dict[str, Any] = {
            "playbook": RESTORE_DRILL,
            "inputs": inputs_of(plan),
            "system": plan.system,
            "unit": plan.unit,
        }
    else:
        kept.get(tx, drill.playbook, scope)
        taken = {"plan": ""}
        if drill.system:
            taken["unit"] = registers.get_system(tx, drill.system, scope).unit
    made = msgspec.structs.replace(
        drill, **taken, id=drills.new_id(), status=DrillStatus.PLANNED, created=now, created_by=actor, changed=now
    )
    drills.add(tx, made, actor=actor, scope=scope)
    return made


def begin(tx: Session, identifier: str, would: list[Would], *, actor: str, scope: Scope, now: Micros) -> Drill:
    """Give the signal. would: of `rehearsed`; a rehearsal is over with it, an exercise asks for its run.

    Raises Conflict when it has begun, or when the playbook cannot go through.
    """
    drill = drills.get(tx, identifier, scope)
    if drill.status is not DrillStatus.PLANNED:
        raise Conflict("the drill has begun", where=f"drill {identifier}")
    lines = tuple(_line(one) for one in would[:MAX_WOULD])
    if drill.mode is DrillMode.REHEARSAL:
        sheet = scoring.score_rehearsal(lines)
        status = DrillStatus.PASSED if sheet.passed else DrillStatus.FAILED
        ended = msgspec.structs.replace(drill, would=lines, sheet=sheet, status=status, began=now, ended=now)
        return _close(tx, ended, actor=actor, now=now)
    problems = [str(one["text"]) for one in lines if one["kind"] == "problem"]
    if problems:
        raise Conflict(
            f"the playbook would not go through: {'; '.join(problems)[:500]}", hint="hold a rehearsal and correct it"
        )
    execution = desk.ask_for(
        tx, drill.playbook, scope, inputs=drill.inputs, actor=actor, now=now, unit=drill.unit, incident=drill.incident
    )
    begun = msgspec.structs.replace(drill, would=lines, status=DrillStatus.RUNNING, began=now, execution=execution)
    drills.change(tx, begun, actor=actor, action="drill.begun", now=now, scope=scope)
    return begun


def rehearsed(state: State, performing: Performing, identifier: str, scope: Scope) -> list[Would]:
    """What the drill's playbook would do. Raises InputError when an input does not fit."""
    with state.reading() as tx:
        drill = drills.get(tx, identifier, scope)
        digest = kept.get(tx, drill.playbook, EVERYTHING).digest
    try:
        return rehearse(performing, digest, drill.inputs)
    except VariableError as error:
        raise InputError(error.message, where=f"inputs.{error.name}") from None


def cancel(tx: Session, identifier: str, *, reason: str, actor: str, scope: Scope, now: Micros) -> Drill:
    """Call it off; a run that is under way is cancelled, and the drill ends with it."""
    drill = drills.get(tx, identifier, scope)
    if drill.status.over:
        raise Conflict("the drill is over", where=f"drill {identifier}")
    noted = msgspec.structs.replace(drill, findings=_joined(drill.findings, reason))
    if drill.status is DrillStatus.RUNNING:
        executions.cancel(tx, drill.execution, EVERYTHING, reason=reason, actor=actor, now=now)
        drills.change(tx, noted, actor=actor, action="drill.cancelling", now=now, scope=scope)
        return noted
    ended = msgspec.structs.replace(noted, status=DrillStatus.CANCELLED, ended=now)
    drills.change(tx, ended, actor=actor, action="drill.cancelled", now=now, scope=scope)
    return ended


def note(tx: Session, identifier: str, *, findings: str, incident: str, actor: str, scope: Scope, now: Micros) -> Drill:
    """What the director saw, and the incident the exercise raised, while it runs."""
    drill = drills.get(tx, identifier, scope)
    if incident:
        incidents.get(tx, incident, scope)
    noted = msgspec.structs.replace(drill, findings=findings, incident=incident or drill.incident)
    drills.change(tx, noted, actor=actor, action="drill.noted", now=now, scope=scope)
    return noted


def settle(tx: Session, drill: Drill, now: Micros) -> Drill | None:
    """Bring a drill whose run is over to its record; None while it is not."""
    run = executions.get(tx, drill.execution, EVERYTHING)
    if not run.status.over:
        return None
    course = _course(tx, drill)
    restored = scoring.restored_of(course)
    sheet = scoring.score(course)
    status = DrillStatus.PASSED if sheet.passed else DrillStatus.FAILED
    if run.cancel:
        status = DrillStatus.CANCELLED
    ended = msgspec.structs.replace(drill, status=status, ended=run.ended or now, sheet=sheet, restored=restored)
    return _close(tx, ended, actor=ACTOR, now=now)


def _course(tx: Session, drill: Drill) -> Course:
    detected = told = rto = rpo = 0
    if drill.incident:
        try:
            detected = incidents.get(tx, drill.incident, EVERYTHING).incident.created
        except NotFound:
            detected = 0
        out = notices.find(tx, EVERYTHING, incident=drill.incident, limit=200).items
        told = min((one.issued for one in out if one.issued), default=0)
    if drill.plan:
        try:
            plan = backups.get_plan(tx, drill.plan, EVERYTHING)
            rto, rpo = plan.rto_minutes * MINUTE, plan.rpo_minutes * MINUTE
        except NotFound:
            rto = rpo = 0
    return Course(
        drill=drill,
        run=executions.get(tx, drill.execution, EVERYTHING),
        steps=executions.steps(tx, drill.execution, EVERYTHING),
        approvals=approvals.find(tx, EVERYTHING, execution=drill.execution, limit=500).items,
        effects=effects.of_execution(tx, drill.execution, EVERYTHING),
        detected=detected,
        told=told,
        rto=rto,
        rpo=rpo,
    )


def _close(tx: Session, drill: Drill, *, actor: str, now: Micros) -> Drill:
    """The record is the text of the drill as it ended; papers bear its digest."""
    record = record_text(drill)
    digest = sm3(record.encode()).hex()
    closed = msgspec.structs.replace(drill, sm3=digest, documents=_papers(tx, drill, digest, now))
    action = f"drill.{drill.status.value}"
    drills.change(tx, closed, actor=actor, action=action, now=now, scope=EVERYTHING, record=record)
    return closed


def record_text(drill: Drill) -> str:
    """JSON with sorted keys, without what only comes to be with the record itself."""
    told = msgspec.structs.replace(drill, sm3="", documents=(), changed=0)
    return msgspec.json.format(msgspec.json.encode(told, order="sorted"), indent=2).decode()


def _papers(tx: Session, drill: Drill, digest: str, now: Micros) -> tuple[str, ...]:
    """A passed exercise of a registered system proves its gates; a rehearsal proves nothing."""
    if drill.status is not DrillStatus.PASSED or drill.mode is not DrillMode.EXERCISE or not drill.system:
        return ()
    out = []
    for artefact in GATES[drill.kind]:
        paper = Document(
            id="",
            system=drill.system,
            unit="",
            title=f"{drill.title} ({drill.id})"[:300],
            dated=day_of(drill.ended),
            sm3=digest,
            artefact=artefact,
            verdict=Verdict.MET,
            issuer="Fengsui",
        )
        try:
            out.append(ledgers.put_document(tx, paper, actor=ACTOR, scope=EVERYTHING, now=now).id)
        except NotFound:  # the system left the register meanwhile
            return ()
    return tuple(out)


def _line(one: Would) -> dict[str, Any]:
    told = {"path": one.path, "name": one.name, "kind": one.kind, "text": one.text, "text_zh": one.text_zh}
    return told | {"depth": one.depth, "persons": one.persons, "changes": one.changes}


def _joined(before: str, more: str) -> str:
    return f"{before}\n{more}".strip()


class Drilling:
    """Brings drills to their record, in the committing process."""

    def __init__(self, platform: Platform) -> None:
        self._state = platform.state
        self._look_at = 0.0

    def turn(self) -> None:
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_S
        settle_all(self._state)


def settle_all(state: State) -> list[Drill]:
    """Those that came to their end."""
    with state.reading() as tx:
        waiting = [one for one in drills.running(tx) if executions.get(tx, one.execution, EVERYTHING).status.over]
    out = []
    for one in waiting:
        with state.transaction() as tx:
            settled = settle(tx, drills.get(tx, one.id, EVERYTHING), now_us())
        if settled is not None:
            out.append(settled)
    return out
