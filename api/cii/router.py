"""Critical infrastructure: what is identified, how its six activities stand, its file, assessments and permits to scan."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.cii import views
from api.cii.schemas import (
    CiiAssessmentAdd,
    CiiAssessmentRead,
    CiiDetail,
    CiiFileModel,
    CiiList,
    ScanPermitAdd,
    ScanPermitRead,
)
from api.compliance.router import SystemId, district_of
from api.core import core_of
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Plain
from compliance.cii.catalogue import activities
from compliance.mlps.posture import Said
from model.cii import CiiAssessment, CiiFile, ScanPermit
from model.times import day_of
from pipeline.compliance.critical import critical_systems
from store import compliance as ledgers

router = noun("cii")

Reader = Annotated[Caller, Depends(require("cii:read"))]
Changer = Annotated[Caller, Depends(require("cii:change"))]
Permitter = Annotated[Caller, Depends(require("cii:permit"))]
EntryId = Annotated[str, Path(min_length=1, max_length=64, pattern=Plain)]


@router.get("", operation_id="list_cii", response_model=CiiList)
def list_cii(request: Request, caller: Reader, tx: Reading) -> CiiList:
    """The systems the protection department has identified, within the caller's units."""
    found = critical_systems(tx, district_of(request), caller.scope)
    today = day_of(core_of(request).clock())
    held = activities()
    return CiiList(
        items=[views.brief(one, today) for one in found],
        catalogue=f"{held.name} v{held.version}",
        source=held.source,
        verify=held.verify.en,
        verify_zh=held.verify.zh,
    )


@router.get("/{system_id}", operation_id="get_cii", response_model=CiiDetail, responses=declares(404))
def get_cii(system_id: SystemId, request: Request, caller: Reader, tx: Reading) -> CiiDetail:
    """One system: its file, how the six activities stand with their evidence, assessments, permits, suppliers."""
    return _detail(tx, request, system_id, caller)


@router.put("/{system_id}/file", operation_id="put_cii_file", response_model=CiiFileModel, responses=declares(404))
def put_cii_file(
    system_id: SystemId, body: CiiFileModel, request: Request, caller: Changer, tx: Writing
) -> CiiFileModel:
    """Replace what the operator keeps on file."""
    wanted = msgspec.convert({**body.model_dump(mode="json"), "system": system_id, "unit": ""}, CiiFile)
    ledgers.put_cii_file(tx, wanted, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return body


@router.post(
    "/{system_id}/assessments",
    status_code=201,
    operation_id="add_cii_assessment",
    response_model=CiiAssessmentRead,
    responses=declares(404),
)
def add_cii_assessment(
    system_id: SystemId, body: CiiAssessmentAdd, request: Request, caller: Changer, tx: Writing
) -> CiiAssessmentRead:
    """Record a test and risk assessment; at least one a year is due."""
    return _put_assessment(tx, request, caller, system_id, "", body)


@router.put(
    "/{system_id}/assessments/{entry_id}",
    operation_id="change_cii_assessment",
    response_model=CiiAssessmentRead,
    responses=declares(404),
)
def change_cii_assessment(
    system_id: SystemId, entry_id: EntryId, body: CiiAssessmentAdd, request: Request, caller: Changer, tx: Writing
) -> CiiAssessmentRead:
    """Follow up an assessment: what was mended, when it was handed in."""
    return _put_assessment(tx, request, caller, system_id, entry_id, body)


def _put_assessment(
    tx: Session, request: Request, caller: Caller, system: str, entry: str, body: CiiAssessmentAdd
) -> CiiAssessmentRead:
    wanted = CiiAssessment(id=entry, system=system, unit="", **body.model_dump())
    now = core_of(request).clock()
    return views.assessment_view(
        ledgers.put_cii_assessment(tx, wanted, actor=caller.actor, scope=caller.scope, now=now)
    )


@router.post(
    "/{system_id}/permits",
    status_code=201,
    operation_id="add_scan_permit",
    response_model=ScanPermitRead,
    responses=declares(404),
)
def add_scan_permit(
    system_id: SystemId, body: ScanPermitAdd, request: Request, caller: Permitter, tx: Writing
) -> ScanPermitRead:
    """Permit active scanning of a system until a day. Without a permit in force every scan of it is refused."""
    now = core_of(request).clock()
    wanted = ScanPermit(id="", system=system_id, unit="", **{**body.model_dump(), "hosts": tuple(body.hosts)})
    made = ledgers.add_scan_permit(tx, wanted, actor=caller.actor, scope=caller.scope, now=now)
    return views.permit_view(made, day_of(now))


@router.delete(
    "/permits/{entry_id}", operation_id="revoke_scan_permit", response_model=ScanPermitRead, responses=declares(404)
)
def revoke_scan_permit(entry_id: EntryId, request: Request, caller: Permitter, tx: Writing) -> ScanPermitRead:
    """End a permit at once."""
    now = core_of(request).clock()
    made = ledgers.revoke_scan_permit(tx, entry_id, actor=caller.actor, scope=caller.scope, now=now)
    return views.permit_view(made, day_of(now))


def _detail(tx: Session, request: Request, system: str, caller: Caller) -> CiiDetail:
    district = district_of(request)
    (found,) = critical_systems(tx, district, caller.scope, named=system)
    return views.detail(found, district.said.get(system, Said()), day_of(core_of(request).clock()))
