"""Samples of auditors and their notes at rest. A sample belongs to its auditor's unit; its items keep to their own."""

from __future__ import annotations

import secrets

import msgspec
from sqlalchemy.orm import Session

from model.errors import InputError
from model.sampling import AuditNote, AuditSample
from model.times import Micros
from store.compliance.shelf import find_entries, one_entry, put_entry
from store.scope import Scope


def samples(tx: Session, scope: Scope) -> list[AuditSample]:
    """Newest first."""
    return find_entries(tx, scope, "sample", AuditSample)[::-1]


def get_sample(tx: Session, sample_id: str, scope: Scope) -> AuditSample:
    return one_entry(tx, scope, "sample", sample_id, AuditSample)


def audit_notes(tx: Session, sample_id: str, scope: Scope) -> list[AuditNote]:
    """Oldest first."""
    return [one for one in find_entries(tx, scope, "audit_note", AuditNote) if one.sample == sample_id]


def add_sample(tx: Session, sample: AuditSample, *, actor: str, scope: Scope, now: Micros) -> AuditSample:
    if not scope.allows(sample.unit):
        raise InputError("a sample belongs to the auditor's own unit", where=sample.unit)
    made = msgspec.structs.replace(sample, id=secrets.token_hex(8), made=now, made_by=actor)
    told = {"seed": made.seed, "of": made.of, "drawn": [f"{one.system} {one.item}" for one in made.drawn]}
    put_entry(tx, "sample", made.id, made, actor, now, "audit.sample_drawn", about=f"sample:{made.id}", told=told)
    return made


def add_audit_note(tx: Session, note: AuditNote, *, actor: str, scope: Scope, now: Micros) -> AuditNote:
    """Raises InputError for an item that was not drawn."""
    sample = get_sample(tx, note.sample, scope)
    if (note.system, note.item) not in {(one.system, one.item) for one in sample.drawn}:
        raise InputError("it is not in the sample", where=f"{note.system} {note.item}")
    made = msgspec.structs.replace(note, id=secrets.token_hex(8), unit=sample.unit, time=now, person=actor)
    put_entry(tx, "audit_note", made.id, made, actor, now, "audit.note_added", about=f"sample:{sample.id}")
    return made
