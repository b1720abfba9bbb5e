"""Letting reports make themselves, and downloading what was made."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import Depends, Query, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.openapi import declares
from api.problems import Refusal
from api.report_schedules.schemas import (
    KeptReportPage,
    KeptReportRead,
    ReportScheduleAdd,
    ReportScheduleRead,
    ReportSchedules,
)
from api.reports.router import FILE
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from compliance.reports.registry import FORMS, KINDS, kind_of
from model.reporting import KeptReport, ReportSchedule
from pipeline.scheduling import planned, read_kept
from store import ledger, report_schedules

router = noun("report-schedules")
kept = noun("kept-reports")

Exporter = Annotated[Caller, Depends(require("reports:export"))]
Planner = Annotated[Caller, Depends(require("reports:schedule"))]


@router.get("", operation_id="list_report_schedules", response_model=ReportSchedules)
def list_report_schedules(caller: Exporter, tx: Reading) -> ReportSchedules:
    """Reports of the caller's units that make themselves, in the order they come."""
    return ReportSchedules(
        items=[_schedule(one) for one in report_schedules.find(tx, caller.scope) if _may(one, caller)]
    )


@router.post("", status_code=201, operation_id="add_report_schedule", response_model=ReportScheduleRead)
def add_report_schedule(body: ReportScheduleAdd, caller: Planner, request: Request, tx: Writing) -> ReportScheduleRead:
    """Let a report make itself from now on."""
    now = core_of(request).clock()
    if not caller.may(kind_of(body.kind).permission):
        raise Refusal("permission.missing", f"this report needs the permission {kind_of(body.kind).permission}")
    wanted = ReportSchedule(
        id=report_schedules.new_id(),
        unit=body.unit or caller.identity.account.unit,
        kind=body.kind,
        subject=body.subject,
        form=body.format,
        language=body.language,
        cadence=body.cadence,
        month=body.month,
        day=body.day,
        hour=body.hour,
        minute=body.minute,
        next_at=0,
        created=now,
        created_by=caller.actor,
    )
    one = planned(tx, wanted, caller.scope, now)
    report_schedules.add(tx, one, actor=caller.actor, scope=caller.scope)
    return _schedule(one)


@router.post(
    "/{schedule_id}/run", status_code=202, operation_id="run_report_schedule", response_model=ReportScheduleRead
)
def run_report_schedule(schedule_id: str, caller: Planner, request: Request, tx: Writing) -> ReportScheduleRead:
    """Make it once now, beside its plan."""
    now = core_of(request).clock()
    return _schedule(report_schedules.run_now(tx, schedule_id, actor=caller.actor, scope=caller.scope, now=now))


@router.delete("/{schedule_id}", status_code=204, operation_id="remove_report_schedule", response_model=None)
def remove_report_schedule(schedule_id: str, caller: Planner, request: Request, tx: Writing) -> None:
    """Stop it; what it made stays."""
    now = core_of(request).clock()
    report_schedules.remove(tx, schedule_id, actor=caller.actor, scope=caller.scope, now=now)


@kept.get("", operation_id="list_kept_reports", response_model=KeptReportPage)
def list_kept_reports(
    caller: Exporter,
    tx: Reading,
    schedule: Annotated[Key | None, Query(description="Made by this schedule only")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> KeptReportPage:
    """Reports that made themselves, newest first; those the caller may see."""
    found = report_schedules.kept(tx, caller.scope, schedule=schedule, limit=limit, cursor=cursor)
    return KeptReportPage(items=[_kept(one) for one in found.items if _may(one, caller)], cursor=found.cursor)


@kept.get("/{report_id}", operation_id="get_kept_report", response_class=Response, responses=FILE | declares(404))
def get_kept_report(report_id: str, caller: Exporter, request: Request, tx: Writing) -> Response:
    """The file as it was made; with its signature in one archive when it was signed."""
    core = core_of(request)
    one = report_schedules.get_kept(tx, report_id, caller.scope)
    if not _may(one, caller):
        raise Refusal("permission.missing", f"this report needs the permission {kind_of(one.kind).permission}")
    data, signature = read_kept(core.settings, one)
    details: dict[str, Any] = {"report": one.id, "sm3": one.sm3, "address": caller.address}
    ledger.append(
        tx,
        actor=caller.actor,
        action="report.downloaded",
        object=f"report:{one.kind}",
        unit=one.unit,
        details=details,
        time=core.clock(),
    )
    name, media = one.file, FORMS[one.form].media
    if signature is not None:
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            archive.writestr(one.file, data)
            archive.writestr(f"{one.file}.sig.json", signature)
        data, name, media = out.getvalue(), f"{one.file}.zip", "application/zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Fengsui-SM3": one.sm3}
    return Response(data, media_type=media, headers=headers)


def _may(one: ReportSchedule | KeptReport, caller: Caller) -> bool:
    known = KINDS.get(one.kind)
    return known is not None and caller.may(known.permission)


def _schedule(one: ReportSchedule) -> ReportScheduleRead:
    kind = kind_of(one.kind)
    return ReportScheduleRead(
        id=one.id,
        unit=one.unit,
        kind=one.kind,
        zh=kind.zh,
        en=kind.en,
        subject=one.subject,
        format=one.form,
        language=one.language,
        cadence=one.cadence,
        month=one.month,
        day=one.day,
        hour=one.hour,
        minute=one.minute,
        next_at=moment(one.next_at),
        last_at=moment_or_none(one.last_at or None),
        problem=one.problem,
        created=moment(one.created),
        created_by=one.created_by,
    )


def _kept(one: KeptReport) -> KeptReportRead:
    kind = kind_of(one.kind)
    return KeptReportRead(
        id=one.id,
        unit=one.unit,
        schedule=one.schedule,
        kind=one.kind,
        zh=kind.zh,
        en=kind.en,
        subject=one.subject,
        format=one.form,
        language=one.language,
        file=one.file,
        size=one.size,
        sm3=one.sm3,
        signed=one.signed,
        made=moment(one.made),
    )
