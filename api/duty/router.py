"""Who is on duty, and which mode holds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import core_of
from api.duty.schemas import (
    DutyGap,
    DutyRead,
    ModeChangeRead,
    ModeRead,
    ModeSet,
    ShiftAdd,
    ShiftRead,
    ZeroReportGive,
    ZeroReportRead,
    ZeroReports,
)
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import moment, moment_or_none
from model.coordination import ModeChange, Shift, ZeroReport, ZeroStatus
from model.errors import InputError, NotFound, ScopeError
from model.times import DAY, LATEST, Micros, from_datetime
from pipeline import coordination
from playbooks.coordination import zero
from playbooks.coordination.duty import gaps, on_duty
from playbooks.coordination.tables import ModeRule, mode_rules
from store import duty

router = noun("duty")

Reader = Annotated[Caller, Depends(require("duty:read"))]
Changer = Annotated[Caller, Depends(require("duty:change"))]
Giver = Annotated[Caller, Depends(require("duty:report"))]
Switcher = Annotated[Caller, Depends(require("modes:change"))]
Days = Annotated[int, Query(ge=1, le=62, description="How many days ahead")]


@router.get("", operation_id="get_duty", response_model=DutyRead)
def get_duty(caller: Reader, tx: Reading, request: Request, days: Days = 7) -> DutyRead:
    """Who is on duty now and in the days ahead, when too few are, and what the mode asks for."""
    return _read(tx, caller, core_of(request).clock(), days)


@router.post("/shifts", status_code=201, operation_id="add_shift", response_model=ShiftRead)
def add_shift(body: ShiftAdd, caller: Changer, request: Request, tx: Writing) -> ShiftRead:
    """Put a person on the roster."""
    shift = Shift(
        id=duty.new_id(),
        unit=body.unit or caller.identity.account.unit,
        start=_micros(body.start, "start"),
        end=_micros(body.end, "end"),
        person=body.person,
        phone=body.phone,
        lead=body.lead,
        note=body.note,
    )
    duty.add(tx, shift, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return _shift(shift)


@router.delete("/shifts/{shift_id}", status_code=204, operation_id="remove_shift", response_model=None)
def remove_shift(shift_id: str, caller: Changer, request: Request, tx: Writing) -> None:
    """Take a shift off the roster."""
    duty.remove(tx, shift_id, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())


@router.put("/mode", operation_id="set_mode", response_model=DutyRead)
def set_mode(body: ModeSet, caller: Switcher, request: Request, tx: Writing) -> DutyRead:
    """Switch the whole district to another mode; only somebody of the district may."""
    if not caller.scope.everything:
        raise ScopeError("the mode is the whole district's")
    now = core_of(request).clock()
    until = 0 if body.until is None else _micros(body.until, "until")
    change = ModeChange(mode=body.mode, since=now, until=until, by=caller.actor, reason=body.reason)
    duty.set_mode(tx, change, unit=caller.identity.account.unit)
    return _read(tx, caller, now, 7)


@router.get("/zero-reports", operation_id="list_zero_reports", response_model=ZeroReports)
def list_zero_reports(caller: Reader, tx: Reading, request: Request) -> ZeroReports:
    """Zero reports of the caller's units that were due in the last week, or are."""
    now = core_of(request).clock()
    may = caller.may("duty:report")
    return ZeroReports(
        every_hours=coordination.current(tx, now)[1].zero_report_hours,
        items=[
            _zero(one, may=may and one.status in zero.OPEN)
            for one in duty.zero_reports(tx, caller.scope, since=now - 7 * DAY)
            if one.status is not ZeroStatus.DROPPED
        ],
    )


@router.post(
    "/zero-reports/{unit_id}", operation_id="give_zero_report", response_model=ZeroReportRead, responses=declares(409)
)
def give_zero_report(
    unit_id: str, body: ZeroReportGive, caller: Giver, request: Request, tx: Writing
) -> ZeroReportRead:
    """Say what happened in a unit in the hours the report is about, or that nothing did."""
    now = core_of(request).clock()
    known = duty.zero_report(tx, unit_id, _micros(body.due, "due"), caller.scope)
    if known is None:
        raise NotFound(f"no such zero report is expected of {unit_id!r} within your units")
    given = zero.reported(known, quiet=body.quiet, text=body.text, actor=caller.actor, now=now)
    duty.put_zero(tx, given, actor=caller.actor, action="reported", now=now)
    return _zero(given, may=False)


def _zero(one: ZeroReport, *, may: bool) -> ZeroReportRead:
    return ZeroReportRead(
        unit=one.unit,
        start=moment(one.start),
        due=moment(one.due),
        status=one.status,
        quiet=one.quiet,
        text=one.text,
        reported=moment_or_none(one.reported or None),
        reported_by=one.reported_by or None,
        reminded=one.reminded,
        told=one.told,
        mine=may,
    )


def _read(tx: Session, caller: Caller, now: Micros, days: int) -> DutyRead:
    held, rule = coordination.current(tx, now)
    end = now + days * DAY
    shifts = duty.find(tx, caller.scope, start=now, end=end)
    mine = [one for one in shifts if one.unit == caller.identity.account.unit]
    return DutyRead(
        mode=_mode(rule),
        since=moment(held.since) if held else None,
        until=moment(held.until) if held and held.until else None,
        reason=held.reason if held else "",
        modes=[_mode(one) for one in mode_rules().values()],
        changes=[
            ModeChangeRead(
                mode=one.mode,
                since=moment(one.since),
                until=moment_or_none(one.until or None),
                by=one.by,
                reason=one.reason,
            )
            for one in duty.mode_changes(tx)
        ],
        now=[_shift(one) for one in on_duty(shifts, now)],
        shifts=[_shift(one) for one in shifts],
        gaps=[
            DutyGap(start=moment(one.start), end=moment(one.end), have=one.have, need=one.need, lead=one.lead)
            for one in gaps(mine, now, end, rule)
        ],
    )


def _micros(time: datetime, where: str) -> Micros:
    try:
        at = from_datetime(time)
    except OverflowError as error:
        raise InputError("there is no such time", where=where) from error
    if not 0 < at < LATEST:
        raise InputError("there is no such time here", where=where)
    return at


def _shift(one: Shift) -> ShiftRead:
    return ShiftRead(
        id=one.id,
        unit=one.unit,
        start=moment(one.start),
        end=moment(one.end),
        person=one.person,
        phone=one.phone,
        lead=one.lead,
        note=one.note,
    )


def _mode(rule: ModeRule) -> ModeRead:
    return ModeRead(**{name: getattr(rule, name) for name in ModeRule.__struct_fields__})
