"""Critical infrastructure and its suppliers at rest: files, assessments, permits, suppliers, lists of components."""

from __future__ import annotations

import secrets

import msgspec
from sqlalchemy.orm import Session

from model.cii import CiiAssessment, CiiFile, ComponentList, ScanPermit, Supplier
from model.errors import InputError, ScopeError
from model.times import Micros, day_of
from store import registers
from store.compliance.records import get_record, put_record
from store.compliance.shelf import check_day, find_entries, one_entry, put_entry, unit_of_system
from store.scope import EVERYTHING, Scope

MOST_COMPONENTS = 5_000


def cii_files(tx: Session, scope: Scope) -> dict[str, CiiFile]:
    """By system."""
    return {one.system: one for one in find_entries(tx, scope, "cii_file", CiiFile)}


def cii_assessments(tx: Session, scope: Scope, *, system: str | None = None) -> list[CiiAssessment]:
    """By day, oldest first."""
    return sorted(find_entries(tx, scope, "cii_assessment", CiiAssessment, system), key=lambda one: (one.dated, one.id))


def scan_permits(tx: Session, scope: Scope, *, system: str | None = None) -> list[ScanPermit]:
    return find_entries(tx, scope, "scan_permit", ScanPermit, system)


def suppliers(tx: Session, scope: Scope) -> list[Supplier]:
    """Those still supplying, by id."""
    held = find_entries(tx, scope, "supplier", Supplier)
    return sorted((one for one in held if not one.withdrawn), key=lambda one: one.id)


def component_lists(tx: Session, scope: Scope) -> list[ComponentList]:
    return find_entries(tx, scope, "components", ComponentList)


def put_cii_file(tx: Session, file: CiiFile, *, actor: str, scope: Scope, now: Micros) -> CiiFile:
    for change in file.changes:
        check_day(change.day, "changes.day", now, past=True)
        check_day(change.reported, "changes.reported", now, past=True)
    for post in file.posts:
        check_day(post.checked, "posts.checked", now, past=True)
    made = msgspec.structs.replace(file, unit=unit_of_system(tx, file.system, scope))
    put_entry(tx, "cii_file", made.system, made, actor, now, "cii.file_changed")
    return made


def put_cii_assessment(
    tx: Session, assessment: CiiAssessment, *, actor: str, scope: Scope, now: Micros
) -> CiiAssessment:
    """Add one (no id) or change it: findings are mended later. The record of the system follows the newest day."""
    check_day(assessment.dated, "dated", now, past=True)
    check_day(assessment.due, "due", now)
    check_day(assessment.submitted, "submitted", now, past=True)
    if not assessment.dated or assessment.mended > assessment.findings:
        raise InputError("an assessment has a day, and mends what it found at most", where=assessment.assessor)
    if assessment.id:
        held = one_entry(tx, scope, "cii_assessment", assessment.id, CiiAssessment)
        if held.system != assessment.system:
            raise InputError("an assessment stays with its system", where=assessment.id)
    made = msgspec.structs.replace(
        assessment,
        id=assessment.id or secrets.token_hex(8),
        unit=unit_of_system(tx, assessment.system, scope),
        added=now,
        added_by=actor,
    )
    put_entry(tx, "cii_assessment", made.id, made, actor, now, "cii.assessment_recorded")
    record = get_record(tx, made.system, scope)
    newest = cii_assessments(tx, scope, system=made.system)[-1].dated
    if newest != record.cii.assessed:
        changed = msgspec.structs.replace(record, cii=msgspec.structs.replace(record.cii, assessed=newest))
        put_record(tx, changed, actor=actor, scope=scope, now=now)
    return made


def add_scan_permit(tx: Session, permit: ScanPermit, *, actor: str, scope: Scope, now: Micros) -> ScanPermit:
    """Raises InputError for one that ended already, or ends before it begins."""
    check_day(permit.start, "start", now)
    check_day(permit.until, "until", now)
    if not permit.start or permit.until < permit.start or permit.until < day_of(now):
        raise InputError("a permit begins on a day and ends on the same or a later one, not past", where=permit.number)
    unit = unit_of_system(tx, permit.system, scope)
    made = msgspec.structs.replace(permit, id=secrets.token_hex(8), unit=unit, revoked=0, added=now, added_by=actor)
    put_entry(tx, "scan_permit", made.id, made, actor, now, "cii.permit_added")
    return made


def revoke_scan_permit(tx: Session, permit_id: str, *, actor: str, scope: Scope, now: Micros) -> ScanPermit:
    held = one_entry(tx, scope, "scan_permit", permit_id, ScanPermit)
    made = msgspec.structs.replace(held, revoked=held.revoked or now)
    put_entry(tx, "scan_permit", made.id, made, actor, now, "cii.permit_revoked")
    return made


def put_supplier(tx: Session, supplier: Supplier, *, actor: str, scope: Scope, now: Micros) -> Supplier:
    """Add or change. Its systems are registered within the scope; its unit stays what it was."""
    for system in supplier.systems:
        registers.get_system(tx, system, scope)
    days = [("signed", one.signed) for one in supplier.contracts]
    days += [("until", one.until) for one in supplier.contracts]
    days += [("until", one.until) for one in supplier.access]
    days += [("checked", one.checked) for one in supplier.people]
    days += [("code_report", one.code_report) for one in supplier.products]
    for name, day in days:
        check_day(day, name, now)
    if not scope.allows(supplier.unit):
        raise ScopeError(f"unit {supplier.unit!r} is not within your units", where=f"supplier {supplier.id}")
    _keep_unit(tx, "supplier", supplier, Supplier)
    put_entry(tx, "supplier", supplier.id, supplier, actor, now, "supplier.changed", about=f"supplier:{supplier.id}")
    return supplier


def put_components(tx: Session, held: ComponentList, *, actor: str, scope: Scope, now: Micros) -> ComponentList:
    """Replace the list of a product. The audit record tells its digest and length, not its lines."""
    one_entry(tx, scope, "supplier", held.supplier, Supplier)
    if len(held.components) > MOST_COMPONENTS:
        raise InputError(f"more than {MOST_COMPONENTS} components", where=held.id)
    made = msgspec.structs.replace(held, added=now, added_by=actor)
    told = {"product": held.product, "sm3": held.sm3, "components": len(held.components)}
    put_entry(
        tx, "components", made.id, made, actor, now, "supplier.components_listed",
        about=f"supplier:{made.supplier}", told=told,
    )  # fmt: skip
    return made


def _keep_unit(tx: Session, kind: str, entry: Supplier, wanted: type[Supplier]) -> None:
    held = next((one for one in find_entries(tx, EVERYTHING, kind, wanted) if one.id == entry.id), None)
    if held is not None and held.unit != entry.unit:
        raise ScopeError("another unit has a supplier of this id", where=f"{kind} {entry.id}", hint="choose another id")
