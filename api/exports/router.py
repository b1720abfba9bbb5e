"""Taking exports as files. Each is an audit record with the file's digest."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.core import core_of
from api.exports.schemas import ExportKindRead, ExportKinds
from api.files import Makers, attached
from api.openapi import declares
from api.wire import Plain
from compliance.exports.registry import EXPORTS
from model.errors import NotFound
from pipeline import exporting
from pipeline.compliance.desk import desk_of

router = noun("exports")

Exporter = Annotated[Caller, Depends(require("compliance:export"))]
AT_ONCE = 2
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in ("text/csv", "application/yaml", "application/zip")
        },
    }
}
_makers = Makers(AT_ONCE)


@router.get("", operation_id="list_export_kinds", response_model=ExportKinds)
def list_export_kinds(caller: Exporter) -> ExportKinds:  # noqa: ARG001 - whoever may export at all sees them
    """The exports there are."""
    return ExportKinds(
        items=[
            ExportKindRead(
                id=one.id, zh=one.zh, en=one.en, about_zh=one.about_zh, about_en=one.about_en, ending=one.ending
            )
            for one in EXPORTS.values()
        ]
    )


@router.get("/{kind}", operation_id="take_export", response_class=Response, responses=FILE | declares(404))
async def take_export(
    kind: Annotated[str, Path(max_length=40, pattern=Plain, description="Kind of the export")],
    caller: Exporter,
    request: Request,
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:
    """Take an export of what the caller's units show now."""
    core = core_of(request)
    if kind not in EXPORTS:
        raise NotFound(f"there is no export {kind!r}", hint=f"there are {', '.join(EXPORTS)}")

    def work() -> exporting.Taken:
        with _makers.turn():
            now = core.clock()
            district = desk_of(core.state, core.kept.store, core.settings).district(now)
            unit = caller.identity.account.unit
            with core.state.reading() as tx:
                held = exporting.hold(
                    tx, district, kind, language, caller.scope, actor=caller.actor, unit=unit, now=now
                )
            return exporting.take(held)

    taken = await run_in_threadpool(work)
    await core.write(lambda tx: exporting.record(tx, taken, {"address": caller.address}))
    return attached(taken.data, name=taken.file, media=taken.held.export.media, sm3=taken.digest)
