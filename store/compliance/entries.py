"""What people put into a ledger: papers, passages of gates, exceptions, tasks, reviews. Every one is an audit record."""

from __future__ import annotations

import secrets
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.compliance import Document, GateException, Passage, Review, Task, TaskState, is_day
from model.errors import InputError, NotFound
from model.times import Micros, day_of
from store import ledger, registers
from store.compliance_tables import ComplianceEntryRow
from store.encoding import to_plain
from store.rows import insert_rows, update_rows
from store.scope import Scope
from store.scoping import scoped

T = TypeVar("T", Document, GateException, Passage, Review, Task)
MOST = 20_000


def documents(tx: Session, scope: Scope, *, system: str | None = None) -> list[Document]:
    return _find(tx, scope, "document", Document, system)


def exceptions(tx: Session, scope: Scope, *, system: str | None = None) -> list[GateException]:
    return _find(tx, scope, "exception", GateException, system)


def passages(tx: Session, scope: Scope, *, system: str | None = None) -> list[Passage]:
    return _find(tx, scope, "passage", Passage, system)


def tasks(tx: Session, scope: Scope, *, system: str | None = None) -> list[Task]:
    return _find(tx, scope, "task", Task, system)


def reviews(tx: Session, scope: Scope, *, system: str | None = None) -> list[Review]:
    """Oldest first."""
    return _find(tx, scope, "review", Review, system)


def put_document(tx: Session, document: Document, *, actor: str, scope: Scope, now: Micros) -> Document:
    """Register a paper. Its unit, id and registration come from here, never from who hands it in."""
    _day(document.dated, "dated", now, past=True)
    _day(document.until, "until", now)
    if not document.dated:
        raise InputError("a paper needs the day it bears", where=document.title)
    made = msgspec.structs.replace(
        document,
        id=secrets.token_hex(8),
        unit=_unit(tx, document.system, scope),
        added=now,
        added_by=actor,
        withdrawn=0,
    )
    _put(tx, "document", made.id, made, actor, now, "compliance.document_added")
    return made


def withdraw_document(tx: Session, document_id: str, *, actor: str, scope: Scope, now: Micros) -> Document:
    """It proves nothing any more, and stays readable."""
    held = _one(tx, scope, "document", document_id, Document)
    made = msgspec.structs.replace(held, withdrawn=now)
    _put(tx, "document", made.id, made, actor, now, "compliance.document_withdrawn")
    return made


def put_exception(tx: Session, exception: GateException, *, actor: str, scope: Scope, now: Micros) -> GateException:
    """Raises InputError when it has no end, or when who enters it also signs it."""
    _day(exception.until, "until", now)
    if not exception.until or exception.until < day_of(now):
        raise InputError("an exception ends on a day to come", where=exception.artefact)
    if not exception.approver or exception.approver == actor or exception.approver == actor.removeprefix("account:"):
        raise InputError("an exception is signed by somebody else than who enters it", where=exception.artefact)
    made = msgspec.structs.replace(
        exception, id=secrets.token_hex(8), unit=_unit(tx, exception.system, scope), added=now, added_by=actor
    )
    _put(tx, "exception", made.id, made, actor, now, "compliance.exception_added")
    return made


def put_passage(tx: Session, passage: Passage, *, actor: str, scope: Scope, now: Micros) -> Passage:
    """Whether the gate may be passed was judged before (`compliance.three_sync.gates.check_passage`)."""
    _day(passage.day, "day", now, past=True)
    made = msgspec.structs.replace(passage, unit=_unit(tx, passage.system, scope), person=actor, time=now)
    _put(tx, "passage", f"{made.system}:{made.gate}", made, actor, now, "compliance.gate_passed")
    return made


def put_task(tx: Session, task: Task, *, actor: str, scope: Scope, now: Micros) -> Task:
    """Add a line to the plan (no id), or change one. Raises InputError when it is done without proof."""
    _day(task.due, "due", now)
    if not task.owner or not task.due:
        raise InputError("a task has an owner and a day it is due", where=task.title)
    unit = _unit(tx, task.system, scope)
    if task.id:
        held = _one(tx, scope, "task", task.id, Task)
        if held.system != task.system:
            raise InputError("a task stays with its system", where=task.id)
    if task.state in (TaskState.DONE, TaskState.ACCEPTED):
        proofs = {one.id for one in documents(tx, scope, system=task.system) if not one.withdrawn}
        if task.proof not in proofs:
            raise InputError("what is done is proved by a registered paper of the system", where=task.title)
    action = "compliance.task_changed" if task.id else "compliance.task_added"
    made = msgspec.structs.replace(task, id=task.id or secrets.token_hex(8), unit=unit, changed=now, changed_by=actor)
    _put(tx, "task", made.id, made, actor, now, action)
    return made


def put_review(tx: Session, review: Review, *, actor: str, scope: Scope, now: Micros) -> Review:
    made = msgspec.structs.replace(review, unit=_unit(tx, review.system, scope), person=actor, time=now)
    _put(tx, "review", secrets.token_hex(8), made, actor, now, f"compliance.item_{made.basis}")
    return made


def _find(tx: Session, scope: Scope, kind: str, wanted: type[T], system: str | None) -> list[T]:
    statement = scoped(
        select(ComplianceEntryRow).where(ComplianceEntryRow.kind == kind), scope, ComplianceEntryRow.unit
    )
    if system is not None:
        statement = statement.where(ComplianceEntryRow.system == system)
    rows = tx.scalars(statement.order_by(ComplianceEntryRow.number).limit(MOST))
    return [msgspec.convert({**row.body, **_numbered(kind, row.number)}, wanted) for row in rows]


def _numbered(kind: str, number: int) -> dict[str, int]:
    return {"number": number} if kind == "review" else {}


def _one(tx: Session, scope: Scope, kind: str, entry_id: str, wanted: type[T]) -> T:
    statement = select(ComplianceEntryRow).where(ComplianceEntryRow.kind == kind, ComplianceEntryRow.id == entry_id)
    row = tx.scalar(scoped(statement, scope, ComplianceEntryRow.unit))
    if row is None:
        raise NotFound(f"there is no {kind} {entry_id[:40]!r} within your units")
    return msgspec.convert({**row.body, **_numbered(kind, row.number)}, wanted)


def _unit(tx: Session, system: str, scope: Scope) -> str:
    return registers.get_system(tx, system, scope).unit


def _put(tx: Session, kind: str, entry_id: str, entry: Any, actor: str, now: Micros, action: str) -> None:
    body = to_plain(entry)
    where = (ComplianceEntryRow.kind == kind) & (ComplianceEntryRow.id == entry_id)
    if not update_rows(tx, ComplianceEntryRow, where, body=body, time=now, actor=actor):
        row = {"kind": kind, "id": entry_id, "unit": entry.unit, "system": entry.system, "body": body}
        insert_rows(tx, ComplianceEntryRow, [row | {"time": now, "actor": actor}])
    ledger.append(
        tx, actor=actor, action=action, object=f"system:{entry.system}", unit=entry.unit, details=body, time=now
    )


def _day(text: str, name: str, now: Micros, *, past: bool = False) -> None:
    if text and not is_day(text):
        raise InputError(f"{text!r} is no day", where=name, hint="write 2026-11-23")
    if past and text > day_of(now):
        raise InputError(f"{text} is still to come", where=name)
