"""Reading how data sets stand, where they went and what that risks; keeping their catalogue entries, papers and proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, Path, Query, Request, Response

from api.access import Caller, noun, require
from api.compliance.schemas import DocumentRead, ReviewRead
from api.compliance.views import document_view, review_view
from api.core import core_of
from api.openapi import declares
from api.public_data.schemas import (
    DataAccessPage,
    DataAssessmentRead,
    DataCatalogueRead,
    DataCatalogueWrite,
    DataDocumentAdd,
    DataReviewAdd,
    DataSetDetail,
    DataSetList,
    DestructionAdd,
    DestructionRead,
    LineageRead,
)
from api.public_data.views import (
    access_view,
    assessment_view,
    briefing,
    catalogue_view,
    detail,
    lineage_view,
    proof_view,
)
from api.ranges import End, Start, time_range
from api.transactions import Reading, Writing
from api.wire import Cursor, Plain, moment
from compliance.public_data.assessment import assess, by_concern
from compliance.public_data.lineage import is_of
from compliance.public_data.phases import life_cycle
from compliance.public_data.standing import DataStanding
from model.compliance import Basis, Document, Review
from model.data_approvals import DestructionRecord, ledger_name
from model.errors import InputError
from model.public_data import CatalogueEntry, DataRegister, Place
from model.times import DAY, LATEST, Micros, from_datetime
from pipeline.public_data import exporting, tracing
from pipeline.public_data.desk import DataSets, data_desk_of
from store import compliance as ledgers
from store import public_data, units
from store.contract import TimeRange

router = noun("public-data")

Reader = Annotated[Caller, Depends(require("data:read"))]
Changer = Annotated[Caller, Depends(require("data:change"))]
DataSetId = Annotated[str, Path(min_length=1, max_length=128, pattern=Plain)]
DAYS = 90
"""What is traced when no range is given."""
EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The lineage as a file to be saved",
        "content": {"text/csv": {"schema": {"type": "string"}}, "application/json": {"schema": {}}},
    }
}


def _data_sets(request: Request) -> DataSets:
    core = core_of(request)
    return data_desk_of(core.state, core.kept.store, core.settings).data_sets(core.clock())


def _one(request: Request, data_set: str, caller: Caller) -> DataStanding:
    return _data_sets(request).one(data_set, caller.scope)


def _within(start: datetime | None, end: datetime | None, now: Micros) -> TimeRange:
    return time_range(start, end) or TimeRange(max(0, now - DAYS * DAY), now + 1)


@router.get("", operation_id="list_data_sets", response_model=DataSetList)
def list_data_sets(request: Request, caller: Reader) -> DataSetList:
    """Every data set of the caller's units, those with alerts first: ten phases, approvals, the level of its assessment."""
    held = _data_sets(request)
    now = core_of(request).clock()
    return DataSetList(
        at=moment(held.at),
        items=[briefing(one, now) for one in by_concern(held.within(caller.scope)).values()],
        verify=life_cycle().verify.en,
        verify_zh=life_cycle().verify.zh,
        partial=list(held.district.partial),
    )


@router.get("/{data_set}", operation_id="get_data_set", response_model=DataSetDetail)
def get_data_set(data_set: DataSetId, request: Request, caller: Reader) -> DataSetDetail:
    """One data set with every control of its life and what answers it."""
    return detail(_one(request, data_set, caller), core_of(request).clock())


@router.put("/{data_set}/catalogue", operation_id="put_data_catalogue", response_model=DataCatalogueRead)
def put_data_catalogue(
    data_set: DataSetId, body: DataCatalogueWrite, request: Request, caller: Changer, tx: Writing
) -> DataCatalogueRead:
    """Say where a data set lies, which fields it has and which accounts keep it."""
    entry = CatalogueEntry(
        data_set=data_set,
        unit="",
        places=tuple(Place(kind=one.kind, name=one.name) for one in body.places),
        fields=tuple(body.fields),
        keepers=tuple(body.keepers),
    )
    now = core_of(request).clock()
    return catalogue_view(public_data.put_entry(tx, entry, actor=caller.actor, scope=caller.scope, now=now))


@router.get("/{data_set}/lineage", operation_id="get_data_lineage", response_model=LineageRead)
def get_data_lineage(
    data_set: DataSetId, request: Request, caller: Reader, tx: Reading, start: Start = None, end: End = None
) -> LineageRead:
    """Who gave what to whom, under which approval; the last ninety days unless a range is given."""
    core = core_of(request)
    held = _one(request, data_set, caller)
    within = _within(start, end, core.clock())
    found = tracing.traced(tx, core.kept.store, held.data, caller.scope, within)
    return lineage_view(found, within, tracing.query_of(held.data), units.named(tx))


@router.post(
    "/{data_set}/lineage/export", operation_id="export_data_lineage", response_class=Response, responses=EXPORTED
)
def export_data_lineage(
    data_set: DataSetId,
    request: Request,
    caller: Reader,
    tx: Writing,
    format: Annotated[Literal["csv", "json"], Query()] = "csv",  # noqa: A002 - the word clients expect
    start: Start = None,
    end: End = None,
) -> Response:
    """The lineage as a file. Taking it out is an audit record."""
    core = core_of(request)
    held, now = _one(request, data_set, caller), core.clock()
    within = _within(start, end, now)
    found = tracing.traced(tx, core.kept.store, held.data, caller.scope, within)
    written = exporting.written(found.lineage, format)
    caller.audit_read(
        tx,
        "data.lineage_exported",
        f"data_set:{data_set}",
        {"form": format, "events": found.lineage.events, "bytes": len(written)},
        now,
    )
    media = "text/csv; charset=utf-8" if format == "csv" else "application/json"
    name = f"lineage-{exporting.file_name(data_set)}.{format}"
    return Response(written, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/{data_set}/accesses", operation_id="list_data_accesses", response_model=DataAccessPage)
def list_data_accesses(
    data_set: DataSetId,
    request: Request,
    caller: Reader,
    start: Start = None,
    end: End = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Items of a page at most")] = 50,
    cursor: Cursor = None,
) -> DataAccessPage:
    """Who got at it, newest first, as audit trails tell."""
    core = core_of(request)
    data = _one(request, data_set, caller).data
    query = tracing.query_of(data)
    within = _within(start, end, core.clock())
    found = core.kept.store.search(query, caller.scope, within=within, limit=limit, cursor=cursor)
    register = DataRegister((data.entry,), (), ())
    return DataAccessPage(
        items=[access_view(one) for one in found.events if is_of(one, data_set, register)],
        cursor=found.cursor,
        query=query,
        partial=list(found.partial),
    )


@router.get("/{data_set}/assessment", operation_id="get_data_assessment", response_model=DataAssessmentRead)
def get_data_assessment(data_set: DataSetId, request: Request, caller: Reader) -> DataAssessmentRead:
    """What the controls that are not met could do, how likely, and what to do first."""
    return assessment_view(assess(_one(request, data_set, caller)))


@router.post("/{data_set}/documents", status_code=201, operation_id="add_data_document", response_model=DocumentRead)
def add_data_document(
    data_set: DataSetId, body: DataDocumentAdd, request: Request, caller: Changer, tx: Writing
) -> DocumentRead:
    """Register a dated paper by its digest, for controls of a data set's life."""
    unknown = sorted(set(body.controls) - life_cycle().controls.keys())
    if unknown:
        raise InputError(f"there is no control {', '.join(unknown)[:300]}", where="controls")
    paper = Document(
        id="",
        system=ledger_name(data_set),
        unit="",
        title=body.title,
        dated=body.dated,
        sm3=body.sm3,
        items=tuple(body.controls),
        verdict=body.verdict,
        issuer=body.issuer,
        until=body.until,
    )
    now = core_of(request).clock()
    return document_view(ledgers.put_document(tx, paper, actor=caller.actor, scope=caller.scope, now=now))


@router.post("/{data_set}/reviews", status_code=201, operation_id="add_data_review", response_model=ReviewRead)
def add_data_review(
    data_set: DataSetId, body: DataReviewAdd, request: Request, caller: Changer, tx: Writing
) -> ReviewRead:
    """Record what an interview said, or confirm or correct what evidence says, of one control."""
    held = _one(request, data_set, caller)
    control = next((one for one in held.controls if one.control.id == body.control), None)
    if control is None:
        raise InputError(f"there is no control {body.control!r}", where="control")
    review = Review(
        number=0,
        system=ledger_name(data_set),
        unit="",
        subject=body.control,
        basis=Basis.REVIEWED,
        verdict=body.verdict,
        note=body.note,
        person=caller.actor,
        time=0,
        evidence=control.weighed.auto.value if control.weighed.auto else "",
    )
    now = core_of(request).clock()
    return review_view(ledgers.put_review(tx, review, actor=caller.actor, scope=caller.scope, now=now))


@router.post(
    "/{data_set}/proofs",
    status_code=201,
    operation_id="add_destruction_proof",
    response_model=DestructionRead,
    responses=declares(409),
)
def add_destruction_proof(
    data_set: DataSetId, body: DestructionAdd, request: Request, caller: Changer, tx: Writing
) -> DestructionRead:
    """Register the certificate that data was destroyed, witnessed by another person."""
    try:
        time = min(max(from_datetime(body.time), 0), LATEST)
    except OverflowError as error:
        raise InputError("there is no such time", where="time") from error
    values = body.model_dump(exclude={"time"})
    record = msgspec.convert(values | {"data_set": data_set, "unit": "", "time": time}, DestructionRecord)
    now = core_of(request).clock()
    return proof_view(public_data.put_proof(tx, record, actor=caller.actor, scope=caller.scope, now=now))
