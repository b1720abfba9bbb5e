"""What the law wants reported of an incident, and what was."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.clocks.schemas import (
    ClockCaseDetail,
    ClockCasePage,
    ClockCaseWrite,
    ClockStart,
    GradeConfirm,
    ReportAdd,
    ReportDraft,
    ReportingRules,
)
from api.clocks.views import case_detail, case_view, rules_view, state
from api.core import core_of
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key
from model.coordination import Case, ReportRecord
from model.errors import Conflict, InputError, ScopeError
from model.incident import Incident
from model.severity import Grade
from model.times import MINUTE, Micros, from_datetime
from pipeline import coordination
from playbooks.coordination.grading import check_measures
from playbooks.coordination.tables import codes, rule_of
from store import cases, incidents

router = noun("clocks")

Reader = Annotated[Caller, Depends(require("clocks:read"))]
Changer = Annotated[Caller, Depends(require("clocks:change"))]
Grader = Annotated[Caller, Depends(require("grades:confirm"))]
AHEAD: Micros = MINUTE
"""How far clocks of machines may differ before a time counts as in the future."""


@router.get("", operation_id="list_clocks", response_model=ClockCasePage)
def list_clocks(
    caller: Reader,
    tx: Reading,
    request: Request,
    incident: Annotated[Key | None, Query(description="Of this incident only")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Items of a page at most")] = 50,
    cursor: Cursor = None,
) -> ClockCasePage:
    """Incidents of the caller's units for which statutory clocks run, most recently known first."""
    found = cases.find(tx, caller.scope, incident=incident, limit=limit, cursor=cursor)
    now = core_of(request).clock()
    told = {
        one.incident.id: one.incident for one in incidents.by_ids(tx, [c.incident for c in found.items], caller.scope)
    }
    items = [
        case_view(one, told[one.incident], cases.reports(tx, one.incident, caller.scope), now)
        for one in found.items
        if one.incident in told
    ]
    return ClockCasePage(items=items, cursor=found.cursor)


@router.get("/rules", operation_id="get_reporting_rules", response_model=ReportingRules)
def get_rules(_: Reader) -> ReportingRules:
    """The dated rules of reporting, the measures of grades and the categories of incidents, as they stand in the data."""
    return rules_view()


@router.get("/{incident_id}", operation_id="get_clocks", response_model=ClockCaseDetail)
def get_clocks(incident_id: str, caller: Reader, tx: Reading, request: Request, response: Response) -> ClockCaseDetail:
    """One incident's clocks, why its grade is proposed, and the reports that went out."""
    return _detail(tx, incident_id, caller, request, response)


@router.post(
    "/{incident_id}",
    status_code=201,
    operation_id="start_clocks",
    response_model=ClockCaseDetail,
    responses=declares(409),
)
def start_clocks(
    incident_id: str, body: ClockStart, caller: Changer, request: Request, response: Response, tx: Writing
) -> ClockCaseDetail:
    """Start the statutory clocks of an incident; who starts them says when it became known."""
    now = core_of(request).clock()
    incident = _whole(tx, incident_id, caller)
    if cases.find_one(tx, incident_id, caller.scope) is not None:
        raise Conflict("its clocks run already", where=f"incident {incident_id}")
    known_at = _past(body.known_at, now, "known_at")
    coordination.open_case(tx, incident, known_at=known_at, actor=caller.actor, now=now)
    return _detail(tx, incident_id, caller, request, response)


@router.put("/{incident_id}", operation_id="change_clocks", response_model=ClockCaseDetail)
def change_clocks(
    incident_id: str,
    body: ClockCaseWrite,
    caller: Changer,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> ClockCaseDetail:
    """Change what an incident's clocks go by. Every change of `known_at` stands in the audit trail; giving it confirms it."""
    now = core_of(request).clock()
    _whole(tx, incident_id, caller)
    known = cases.get(tx, incident_id, caller.scope)
    check(if_match, state(known))
    changed = _changed(known, body, caller.actor, now)
    if changed != known:
        cases.put(tx, changed, actor=caller.actor, action="changed", now=now)
    return _detail(tx, incident_id, caller, request, response)


@router.post("/{incident_id}/grade", operation_id="confirm_grade", response_model=ClockCaseDetail)
def confirm_grade(
    incident_id: str,
    body: GradeConfirm,
    caller: Grader,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> ClockCaseDetail:
    """Say which grade the incident has. Saying another one than is proposed needs a reason."""
    now = core_of(request).clock()
    _whole(tx, incident_id, caller)
    known = cases.get(tx, incident_id, caller.scope)
    check(if_match, state(known))
    grade = Grade(body.grade)
    if grade != coordination.proposed(tx, known) and not body.note.strip():
        raise InputError("another grade than the proposed one needs a reason", where="note")
    graded = msgspec.structs.replace(
        known, grade=grade, grade_by=caller.actor, grade_at=now, grade_note=body.note, changed=now
    )
    cases.put(tx, graded, actor=caller.actor, action="graded", now=now)
    return _detail(tx, incident_id, caller, request, response)


@router.post("/{incident_id}/reports", status_code=201, operation_id="record_report", response_model=ClockCaseDetail)
def record_report(
    incident_id: str, body: ReportAdd, caller: Changer, request: Request, response: Response, tx: Writing
) -> ClockCaseDetail:
    """Record that a report went out, which stops its clock."""
    now = core_of(request).clock()
    _whole(tx, incident_id, caller)
    known = cases.get(tx, incident_id, caller.scope)
    sent = now if body.sent is None else _past(body.sent, now, "sent")
    if sent < known.known_at:
        raise InputError("it cannot have gone out before the incident was known", where="sent")
    report = ReportRecord(
        id=cases.new_id(),
        incident=incident_id,
        unit=known.unit,
        rule=rule_of(body.rule).id,
        channel=body.channel,
        text=body.text,
        sent=sent,
        recorded=now,
        recorded_by=caller.actor,
    )
    cases.reported(tx, report, known, now=now)
    return _detail(tx, incident_id, caller, request, response)


@router.get("/{incident_id}/drafts/{rule_id}", operation_id="get_report_draft", response_model=ReportDraft)
def get_draft(
    incident_id: str,
    rule_id: str,
    caller: Reader,
    request: Request,
    tx: Reading,
    language: Literal["zh", "en"] = "zh",
) -> ReportDraft:
    """A report under this rule, filled in from what is known; what is not says so."""
    known = cases.get(tx, incident_id, caller.scope)
    now = core_of(request).clock()
    text = coordination.report_draft(tx, known, rule_id, caller.scope, zh=language == "zh", now=now)
    return ReportDraft(rule=rule_id, text=text)


def _whole(tx: Session, incident_id: str, caller: Caller) -> Incident:
    stored = incidents.get(tx, incident_id, caller.scope)
    if stored.partial:
        raise ScopeError(f"incident {incident_id} also concerns units outside yours")
    return stored.incident


def _past(time: datetime, now: Micros, where: str) -> Micros:
    try:
        at = from_datetime(time)
    except OverflowError as error:
        raise InputError("there is no such time", where=where) from error
    if not 0 < at <= now + AHEAD:
        raise InputError("this time is not in the past", where=where)
    return at


def _changed(known: Case, body: ClockCaseWrite, actor: str, now: Micros) -> Case:
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    for name in ("known_at", "handled_at"):
        if name in given:
            given[name] = _past(given[name], now, name)
    if given.get("category") and given["category"] not in codes():
        raise InputError("there is no such category", where="category", hint="GET /api/v1/clocks/rules lists them")
    check_measures(given.get("measures", {}))
    if "known_at" in given:
        given["known_by"] = actor
    changed = msgspec.structs.replace(known, **given)
    if changed.handled_at and changed.handled_at < changed.known_at:
        raise InputError("handling cannot have ended before the incident was known", where="handled_at")
    return changed


def _detail(tx: Session, incident_id: str, caller: Caller, request: Request, response: Response) -> ClockCaseDetail:
    known = cases.get(tx, incident_id, caller.scope)
    response.headers["ETag"] = etag(state(known))
    incident = incidents.get(tx, incident_id, caller.scope).incident
    sent = cases.reports(tx, incident_id, caller.scope)
    return case_detail(known, incident, sent, core_of(request).clock())
