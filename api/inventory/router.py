"""The register of the estate: what it holds, changing it, and taking files in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.core import core_of
from api.inventory.schemas import (
    InventoryForm,
    InventoryKind,
    InventoryPlan,
    InventoryRead,
    InventoryRecord,
    InventoryRecordDetail,
    InventoryRecordPage,
    InventoryRecordPut,
    RelatedRecord,
)
from api.inventory.views import kind_view, plan_view, record_view
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Key, Limit, Plain
from collectors.inventory import Reading as FileReading
from collectors.inventory import write_estate
from collectors.inventory.contract import FIELDS, shorten
from collectors.inventory.files import FORMS, read_file
from collectors.inventory.tables import write_csv, write_xlsx
from model.errors import InputError, NotFound, ScopeError
from model.inventory import Estate
from pipeline.inventory import Action, Plan, apply, plan_of, preview
from pipeline.inventory.plans import records_of
from store import inventory, units
from store.scope import EVERYTHING

router = noun("inventory")

Reader = Annotated[Caller, Depends(require("registers:read"))]
Changer = Annotated[Caller, Depends(require("registers:change"))]
RecordKind = Annotated[InventoryKind, Query(description="Kind of the record")]
RecordId = Annotated[str, Query(min_length=1, max_length=500, pattern=Plain, description="Id of the record")]
MAX_RELATED = 200
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


_FILE = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            "application/octet-stream": _FILE,
            "text/csv": _FILE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _FILE,
        },
    }
}


class ExportFormat(StrEnum):
    YAML = "yaml"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class GivenFile:
    """What is said of an uploaded file."""

    file: Annotated[str, Query(max_length=255, pattern=Plain, description="The file's name")] = ""
    form: Annotated[str, Query(pattern="^(|" + "|".join(FORMS) + ")$", description="Its form, when not recognised")] = (
        ""
    )
    kind: Annotated[InventoryKind | None, Query(description="What the rows of a CSV are")] = None
    unit: Annotated[str, Query(max_length=128, pattern=Plain, description="Answers for records that name no unit")] = ""
    asset: Annotated[str, Query(max_length=500, pattern=Plain, description="What an SBOM or image report runs on")] = ""

    def read(self, data: bytes) -> FileReading:
        return read_file(data, self.file or "file", form=self.form, kind=self.kind or "", asset=self.asset)


@router.get("", operation_id="get_inventory", response_model=InventoryRead)
def get_inventory(caller: Reader, tx: Reading) -> InventoryRead:
    """The kinds of records with their fields and how many there are, and the forms of files that can be imported."""
    return InventoryRead(
        kinds=[kind_view(kind, inventory.count(tx, kind.record, caller.scope)) for kind in inventory.KINDS],
        forms=[InventoryForm(form=form, title=title, title_zh=zh) for form, (title, zh) in FORMS.items()],
    )


@router.get("/records", operation_id="list_records", response_model=InventoryRecordPage)
def list_records(
    kind: RecordKind,
    caller: Reader,
    tx: Reading,
    text: Key = "",
    unit: Key = "",
    field: Annotated[Key, Query(description="Another field that must have the value")] = "",
    value: Key = "",
    open_only: Annotated[bool, Query(description="Only exposures that are not closed")] = False,
    limit: Limit = 100,
    cursor: Annotated[str | None, Query(max_length=512, pattern=Plain)] = None,
) -> InventoryRecordPage:
    """Records of a kind within the caller's units, by id."""
    wanted = inventory.kind_named(kind)
    equals: dict[str, Any] = {}
    if unit:
        equals["unit"] = unit
    if field:
        if field not in wanted.row.__table__.c or field not in wanted.fields:
            raise InputError(f"{field!r} is no field of {kind} that can be filtered by", where="field")
        equals[field] = value
    if open_only and "closed" in wanted.fields:
        equals["closed"] = 0
    found = inventory.find(
        tx, wanted.record, caller.scope, equals=equals, text=text, after=cursor or "", limit=limit + 1
    )
    return InventoryRecordPage(
        items=[record_view(one) for one in found[:limit]],
        cursor=found[limit - 1].id if len(found) > limit else None,
        total=inventory.count(tx, wanted.record, caller.scope, equals=equals, text=text),
    )


@router.get("/record", operation_id="get_record", response_model=InventoryRecordDetail, responses=declares(404))
def get_record(kind: RecordKind, id: RecordId, caller: Reader, tx: Reading) -> InventoryRecordDetail:  # noqa: A002
    """One record, and those that name it."""
    wanted = inventory.kind_named(kind)
    record = inventory.get(tx, wanted.record, id, caller.scope)
    related: list[RelatedRecord] = []
    for other in inventory.KINDS:
        for field, points in other.points.items():
            if kind in points and field in other.row.__table__.c and field not in ("member_of", "depends_on"):
                found = inventory.find(tx, other.record, caller.scope, equals={field: id}, limit=MAX_RELATED + 1)
                related += [RelatedRecord(field=field, record=record_view(one)) for one in found]
    return InventoryRecordDetail(
        record=record_view(record), related=related[:MAX_RELATED], more=len(related) > MAX_RELATED
    )


@router.put("/record", operation_id="put_record", response_model=InventoryRecord, responses=declares(404))
def put_record(
    kind: RecordKind,
    id: RecordId,  # noqa: A002
    body: InventoryRecordPut,
    caller: Changer,
    request: Request,
    tx: Writing,
) -> InventoryRecord:
    """Add a record, or set some fields of one that is there."""
    wanted = inventory.kind_named(kind)
    unknown = sorted(set(body.values) - FIELDS[kind])
    if unknown:
        raise InputError(f"unknown fields {', '.join(map(repr, unknown))}", where="values")
    reading = FileReading(form="form")
    reading.add(kind, "record", **{**body.values, "id": id})
    plan = plan_of(
        reading,
        inventory.load_estate(tx, caller.scope),
        caller.scope,
        taken=_taken(tx, wanted.record, id, caller),
        unit=caller.identity.account.unit,
        now=core_of(request).clock(),
    )
    if plan.rejected:
        raise InputError(plan.rejected[0].reason, where=f"{wanted.name} {shorten(id, 80)}")
    inventory.put_all(tx, records_of(plan.changes)[1], actor=caller.actor, scope=caller.scope)
    return record_view(inventory.get(tx, wanted.record, id, caller.scope))


@router.delete("/record", status_code=204, operation_id="remove_record", responses=declares(404))
def remove_record(kind: RecordKind, id: RecordId, caller: Changer, tx: Writing) -> Response:  # noqa: A002
    """Take a record out, with those that say nothing without it (an asset's services, a zone's conduits)."""
    inventory.remove(tx, inventory.kind_named(kind).record, id, caller.scope, actor=caller.actor)
    return Response(status_code=204)


@router.post("/preview", operation_id="preview_inventory", response_model=InventoryPlan, openapi_extra=UPLOAD)
async def preview_inventory(
    caller: Changer,
    request: Request,
    given: Annotated[GivenFile, Depends()],
) -> InventoryPlan:
    """Upload a file (the body, as it is) and see what it would change. Keeps nothing."""
    core, data = core_of(request), await request.body()

    def look() -> Plan:
        reading = given.read(data)
        with core.state.reading() as tx:
            return preview(tx, reading, caller.scope, unit=given.unit or caller.identity.account.unit, now=core.clock())

    return plan_view(await run_in_threadpool(look))


@router.post(
    "/imports",
    operation_id="import_inventory",
    response_model=InventoryPlan,
    openapi_extra=UPLOAD,
    responses=declares(409),
)
async def import_inventory(
    caller: Changer,
    request: Request,
    given: Annotated[GivenFile, Depends()],
    expect: Annotated[str, Query(max_length=64, pattern="^[0-9a-f]*$", description="`digest` of the preview")] = "",
) -> InventoryPlan:
    """Upload a file and take it in; what is rejected is left out. With `expect`, exactly as it was previewed or not at all."""
    core, data = core_of(request), await request.body()
    reading = await run_in_threadpool(given.read, data)

    def take(tx: Session) -> Plan:
        plan = apply(
            tx,
            reading,
            caller.scope,
            unit=given.unit or caller.identity.account.unit,
            now=core.clock(),
            actor=caller.actor,
            file=given.file or "file",
            data=data,
            expect=expect,
        )
        if not caller.may("units:change") and any(
            change.kind == "units" and change.action is not Action.UNCHANGED for change in plan.changes
        ):
            raise ScopeError("the file changes units", hint="import it without them, or ask the system administrator")
        return plan

    return plan_view(await core.write(take))


@router.get("/export", operation_id="export_inventory", response_class=Response, responses=FILES)
def export_inventory(
    caller: Reader,
    tx: Reading,
    format: ExportFormat = ExportFormat.YAML,  # noqa: A002
    kind: Annotated[InventoryKind | None, Query(description="The kind of record of a CSV")] = None,
    template: Annotated[bool, Query(description="Headers only")] = False,
    english: Annotated[bool, Query(description="Headers in English")] = False,
) -> Response:
    """The register within the caller's units as one file, which can be imported again; or an empty form to fill in."""
    estate = Estate() if template else inventory.load_estate(tx, caller.scope)
    if template and format is ExportFormat.YAML:
        estate = Estate(units=tuple(units.tree(tx, caller.scope)))
    writers: dict[ExportFormat, tuple[str, Callable[[], bytes]]] = {
        ExportFormat.YAML: ("application/octet-stream", lambda: write_estate(estate)),
        ExportFormat.XLSX: (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: write_xlsx(estate, zh=not english),
        ),
        ExportFormat.CSV: (
            "text/csv; charset=utf-8",
            lambda: write_csv(kind or "", getattr(estate, kind or ""), zh=not english),
        ),
    }
    if format is ExportFormat.CSV and kind is None:
        raise InputError("a CSV holds one kind of record", where="kind")
    media, write = writers[format]
    name = f"{kind or 'inventory'}{'-template' if template else ''}.{format.value}"
    return Response(write(), media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _taken(tx: Session, record: type[msgspec.Struct], record_id: str, caller: Caller) -> dict[str, frozenset[str]]:
    try:
        other: Any = inventory.get(tx, record, record_id, EVERYTHING)
    except NotFound:
        return {}
    return {} if caller.scope.allows(other.unit) else {inventory.kind_of(record).plural: frozenset({record_id})}
