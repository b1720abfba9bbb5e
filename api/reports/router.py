"""Making reports as files. Every export is an audit record with the file's digest."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.core import core_of
from api.files import Makers, attached
from api.openapi import declares
from api.problems import Refusal
from api.reports.schemas import ReportKindRead, ReportKinds
from api.wire import Plain
from compliance.reports.registry import FORMS, KINDS, Kind
from model.errors import NotFound
from pipeline import reporting
from pipeline.compliance.desk import desk_of

router = noun("reports")

Exporter = Annotated[Caller, Depends(require("reports:export"))]
AT_ONCE = 2
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report as a file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (*(form.media for form in FORMS.values() if form.id != "json"), "application/zip")
        }
        | {"application/json": {"schema": {}}},
    }
}
_makers = Makers(AT_ONCE)


def _allowed(kind: Kind, caller: Caller) -> bool:
    """What a report tells leaves the platform only with whoever may see it; compliance ledgers with who may export them."""
    return caller.may(kind.permission)


@router.get("", operation_id="list_report_kinds", response_model=ReportKinds)
def list_report_kinds(caller: Exporter, request: Request) -> ReportKinds:
    """The reports the caller may make."""
    return ReportKinds(
        items=[
            ReportKindRead(
                id=one.id,
                zh=one.zh,
                en=one.en,
                subject=one.subject,
                formats=[*FORMS, *([reporting.OSCAL] if one.oscal else [])],
            )
            for one in KINDS.values()
            if _allowed(one, caller)
        ],
        signed=core_of(request).settings.reports.signing_key_file is not None,
    )


@router.get("/{kind}", operation_id="make_report", response_class=Response, responses=FILE | declares(404))
async def make_report(
    kind: Annotated[str, Path(max_length=40, pattern=Plain, description="Kind of the report")],
    caller: Exporter,
    request: Request,
    id: Annotated[  # noqa: A002 - the word clients expect
        str,
        Query(max_length=128, pattern=Plain, description="System, incident, hours, month, year or unit it is about"),
    ] = "",
    format: Literal["pdf", "docx", "xlsx", "json", "oscal"] = "pdf",  # noqa: A002 - the same
    language: Literal["zh-CN", "en"] = "zh-CN",
    signature: Annotated[bool, Query(description="An archive of the report and its signature")] = False,
) -> Response:
    """Make a report of what the caller's units show now."""
    core = core_of(request)
    known = KINDS.get(kind)
    if known is None:
        raise NotFound(f"there is no report {kind!r}", hint=f"there are {', '.join(KINDS)}")
    if not _allowed(known, caller):
        raise Refusal("permission.missing", f"this report needs the permission {known.permission}")
    wanted = reporting.Wanted(kind, id, format, language)
    reporting.check(wanted)

    def work() -> tuple[reporting.Made, bytes]:
        with _makers.turn():
            now = core.clock()
            district = desk_of(core.state, core.kept.store, core.settings).district(now)
            unit = caller.identity.account.unit
            with core.state.reading() as tx:
                held = reporting.draft(tx, district, wanted, caller.scope, actor=caller.actor, unit=unit, now=now)
            made = reporting.finish(held, core.settings)
            return made, made.with_signature() if signature else made.data

    made, data = await run_in_threadpool(work)
    await core.write(lambda tx: reporting.record(tx, made, {"address": caller.address}))
    name = f"{made.file}.zip" if signature else made.file
    return attached(data, name=name, media="application/zip" if signature else made.media, sm3=made.digest)
