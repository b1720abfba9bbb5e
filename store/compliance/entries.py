"""What people put into a ledger: papers, passages of gates, exceptions, tasks, reviews. Every one is an audit record."""

from __future__ import annotations

import secrets

import msgspec
from sqlalchemy.orm import Session

from model.compliance import Document, GateException, Passage, Review, Task, TaskState
from model.errors import InputError
from model.times import Micros, day_of
from store.compliance.shelf import check_day, find_entries, one_entry, put_entry, unit_of_system
from store.scope import Scope


def documents(tx: Session, scope: Scope, *, system: str | None = None) -> list[Document]:
    return find_entries(tx, scope, "document", Document, system)


def exceptions(tx: Session, scope: Scope, *, system: str | None = None) -> list[GateException]:
    return find_entries(tx, scope, "exception", GateException, system)


def passages(tx: Session, scope: Scope, *, system: str | None = None) -> list[Passage]:
    return find_entries(tx, scope, "passage", Passage, system)


def tasks(tx: Session, scope: Scope, *, system: str | None = None) -> list[Task]:
    return find_entries(tx, scope, "task", Task, system)


def reviews(tx: Session, scope: Scope, *, system: str | None = None) -> list[Review]:
    """Oldest first."""
    return find_entries(tx, scope, "review", Review, system)


def put_document(tx: Session, document: Document, *, actor: str, scope: Scope, now: Micros) -> Document:
    """Register a paper. Its unit, id and registration come from here, never from who hands it in."""
    check_day(document.dated, "dated", now, past=True)
    check_day(document.until, "until", now)
    if not document.dated:
        raise InputError("a paper needs the day it bears", where=document.title)
    made = msgspec.structs.replace(
        document,
        id=secrets.token_hex(8),
        unit=unit_of_system(tx, document.system, scope),
        added=now,
        added_by=actor,
        withdrawn=0,
    )
    put_entry(tx, "document", made.id, made, actor, now, "compliance.document_added")
    return made


def withdraw_document(tx: Session, document_id: str, *, actor: str, scope: Scope, now: Micros) -> Document:
    """It proves nothing any more, and stays readable."""
    held = one_entry(tx, scope, "document", document_id, Document)
    made = msgspec.structs.replace(held, withdrawn=now)
    put_entry(tx, "document", made.id, made, actor, now, "compliance.document_withdrawn")
    return made


def put_exception(tx: Session, exception: GateException, *, actor: str, scope: Scope, now: Micros) -> GateException:
    """Raises InputError when it has no end, or when who enters it also signs it."""
    check_day(exception.until, "until", now)
    if not exception.until or exception.until < day_of(now):
        raise InputError("an exception ends on a day to come", where=exception.artefact)
    if not exception.approver or exception.approver == actor or exception.approver == actor.removeprefix("account:"):
        raise InputError("an exception is signed by somebody else than who enters it", where=exception.artefact)
    made = msgspec.structs.replace(
        exception, id=secrets.token_hex(8), unit=unit_of_system(tx, exception.system, scope), added=now, added_by=actor
    )
    put_entry(tx, "exception", made.id, made, actor, now, "compliance.exception_added")
    return made


def put_passage(tx: Session, passage: Passage, *, actor: str, scope: Scope, now: Micros) -> Passage:
    """Whether the gate may be passed was judged before (`compliance.three_sync.gates.check_passage`)."""
    check_day(passage.day, "day", now, past=True)
    made = msgspec.structs.replace(passage, unit=unit_of_system(tx, passage.system, scope), person=actor, time=now)
    put_entry(tx, "passage", f"{made.system}:{made.gate}", made, actor, now, "compliance.gate_passed")
    return made


def put_task(tx: Session, task: Task, *, actor: str, scope: Scope, now: Micros) -> Task:
    """Add a line to the plan (no id), or change one. Raises InputError when it is done without proof."""
    check_day(task.due, "due", now)
    if not task.owner or not task.due:
        raise InputError("a task has an owner and a day it is due", where=task.title)
    unit = unit_of_system(tx, task.system, scope)
    if task.id:
        held = one_entry(tx, scope, "task", task.id, Task)
        if held.system != task.system:
            raise InputError("a task stays with its system", where=task.id)
    if task.state in (TaskState.DONE, TaskState.ACCEPTED):
        proofs = {one.id for one in documents(tx, scope, system=task.system) if not one.withdrawn}
        if task.proof not in proofs:
            raise InputError("what is done is proved by a registered paper of the system", where=task.title)
    action = "compliance.task_changed" if task.id else "compliance.task_added"
    made = msgspec.structs.replace(task, id=task.id or secrets.token_hex(8), unit=unit, changed=now, changed_by=actor)
    put_entry(tx, "task", made.id, made, actor, now, action)
    return made


def put_review(tx: Session, review: Review, *, actor: str, scope: Scope, now: Micros) -> Review:
    made = msgspec.structs.replace(review, unit=unit_of_system(tx, review.system, scope), person=actor, time=now)
    put_entry(tx, "review", secrets.token_hex(8), made, actor, now, f"compliance.item_{made.basis}")
    return made
