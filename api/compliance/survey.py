"""The data survey sheet as CSV; as a spreadsheet or a document it is a report."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from api.access import Caller, noun, require
from api.compliance.router import district_of
from api.core import core_of
from api.openapi import declares
from api.transactions import Writing
from api.wire import Plain
from compliance.reports.survey import to_csv
from pipeline.compliance.reported import data_survey
from pipeline.reporting import frame_of
from store import units
from store.ledger.canonical import sm3

router = noun("compliance")
Exporter = Annotated[Caller, Depends(require("compliance:export"))]
_CSV = {200: {"description": "The sheet", "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("/survey", operation_id="take_data_survey", response_class=Response, responses=_CSV | declares(404))  # type: ignore[operator]
def take_data_survey(
    request: Request,
    caller: Exporter,
    tx: Writing,
    unit: Annotated[str, Query(max_length=128, pattern=Plain, description="Of it and those below it")] = "",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:
    """The data survey sheet (数据摸底调查表) of the caller's units. Taking it is an audit record with its digest."""
    now, scope = core_of(request).clock(), caller.scope
    if unit:
        units.get(tx, unit, scope)
        scope = units.scope_of(tx, unit)
    frame = frame_of(tx, scope, language, caller.actor, now)
    data = to_csv(data_survey(tx, district_of(request), scope, unit or caller.identity.account.unit, now), frame)
    caller.audit_read(tx, "compliance.survey_exported", "data-survey", {"sm3": sm3(data).hex()}, now)
    return Response(
        data,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="data-survey.csv"'},
    )
