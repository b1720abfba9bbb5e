"""The risk register: reading it, deciding what is done about a risk, approving that one is accepted."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import core_of
from api.openapi import declares
from api.risks import views
from api.risks.schemas import (
    RiskBoardRead,
    RiskCell,
    RiskDayRead,
    RiskDetail,
    RiskPointRead,
    RiskTrend,
    TreatmentSet,
)
from api.transactions import Reading, Writing
from api.wire import Key, Limit, Plain, moment
from compliance.risk.standing import Standing, State, check, stand
from model.risk import Risk, Treatment, Way
from model.times import day_of
from pipeline.compliance.risks import Risks, risk_desk_of
from store import compliance as ledgers

router = noun("risks")

Reader = Annotated[Caller, Depends(require("compliance:read"))]
Changer = Annotated[Caller, Depends(require("risks:change"))]
Approver = Annotated[Caller, Depends(require("risks:approve"))]
RiskId = Annotated[str, Path(min_length=1, max_length=64, pattern=Plain)]
GradeAsked = Annotated[int | None, Query(ge=1, le=5)]


def _risks(request: Request) -> Risks:
    core = core_of(request)
    return risk_desk_of(core.state, core.kept.store, core.settings).risks(core.clock())


@router.get("", operation_id="list_risks", response_model=RiskBoardRead)
def list_risks(
    request: Request,
    caller: Reader,
    tx: Reading,
    system: Key = "",
    unit: Key = "",
    threat: Key = "",
    state: Annotated[State | None, Query(description="How the treatment stands")] = None,
    open_only: Annotated[bool, Query(description="Only risks somebody has to act on")] = False,
    likelihood: GradeAsked = None,
    loss: GradeAsked = None,
    limit: Limit = 100,
    offset: Annotated[int, Query(ge=0, le=50_000)] = 0,
) -> RiskBoardRead:
    """The matrix, and the risks of it that are asked for, highest first."""
    found = _risks(request)
    seen = [
        one
        for one in found.standings(tx, caller.scope, core_of(request).clock())
        if (not system or one.risk.system == system)
        and (not unit or one.risk.unit == unit)
        and (not threat or one.risk.threat == threat)
        and (state is None or one.state == state)
        and (not open_only or one.open)
    ]
    counted = Counter((one.risk.likelihood, one.risk.loss) for one in seen)
    wanted = [
        one
        for one in seen
        if (likelihood is None or one.risk.likelihood == likelihood) and (loss is None or one.risk.loss == loss)
    ]
    return RiskBoardRead(
        at=moment(found.at),
        method=views.method_view(found.method),
        cells=[
            RiskCell(likelihood=row, loss=column, level=found.method.level_of(row, column), risks=counted[row, column])
            for row in range(1, 6)
            for column in range(1, 6)
        ],
        states=dict(Counter(one.state for one in seen)),
        open=sum(one.open for one in seen),
        items=[views.brief(found, one) for one in wanted[offset : offset + limit]],
        total=len(wanted),
        reach_analysed=found.reach_analysed,
    )


@router.get("/trend", operation_id="get_risk_trend", response_model=RiskTrend)
def get_risk_trend(caller: Reader, tx: Reading, system: Key = "") -> RiskTrend:
    """Risks by grade over time, a figure a day, added up over what the caller sees."""
    days: dict[str, list[int]] = {}
    for one in ledgers.risk_days(tx, caller.scope, system=system or None):
        held = days.setdefault(one.day, [0] * 5)
        for place, number in enumerate(one.grades):
            held[place] += number
    return RiskTrend(items=[RiskDayRead(day=day, grades=grades) for day, grades in sorted(days.items())])


@router.get("/{risk_id}", operation_id="get_risk", response_model=RiskDetail, responses=declares(404))
def get_risk(risk_id: RiskId, request: Request, caller: Reader, tx: Reading) -> RiskDetail:
    """One risk: every figure with its causes, what the threat would use, how it went."""
    found = _risks(request)
    return _detail(tx, found, found.one(risk_id, caller.scope), request, caller)


@router.put(
    "/{risk_id}/treatment", operation_id="set_risk_treatment", response_model=RiskDetail, responses=declares(404)
)
def set_risk_treatment(
    risk_id: RiskId, body: TreatmentSet, request: Request, caller: Changer, tx: Writing
) -> RiskDetail:
    """Decide who does what about a risk by when. An acceptance counts once somebody else has approved it."""
    found, now = _risks(request), core_of(request).clock()
    risk = found.one(risk_id, caller.scope)
    accepted = body.way is Way.ACCEPT
    treatment = Treatment(
        risk=risk.id,
        system=risk.system,
        unit=risk.unit,
        owner=body.owner,
        way=body.way,
        measures=body.measures,
        due="" if accepted else body.due,
        until=body.until if accepted else "",
        likelihood=risk.likelihood if accepted or body.likelihood is None else body.likelihood,
        loss=risk.loss if accepted or body.loss is None else body.loss,
        inherent=risk.level,
        done="" if accepted else body.done,
        proof=body.proof,
    )
    check(treatment, found.method, day_of(now))
    ledgers.put_treatment(tx, treatment, actor=caller.actor, scope=caller.scope, now=now)
    return _detail(tx, found, risk, request, caller)


@router.post(
    "/{risk_id}/approval", operation_id="approve_risk_acceptance", response_model=RiskDetail, responses=declares(404)
)
def approve_risk_acceptance(risk_id: RiskId, request: Request, caller: Approver, tx: Writing) -> RiskDetail:
    """Approve that a risk is accepted until the day it names. Not by who asked for it."""
    found, now = _risks(request), core_of(request).clock()
    risk = found.one(risk_id, caller.scope)
    ledgers.approve_treatment(tx, risk.id, actor=caller.actor, scope=caller.scope, now=now)
    return _detail(tx, found, risk, request, caller)


def _detail(tx: Session, found: Risks, risk: Risk, request: Request, caller: Caller) -> RiskDetail:
    held = ledgers.treatments(tx, caller.scope).get(risk.id)
    standing: Standing = stand(risk, held, found.method, day_of(core_of(request).clock()))
    return RiskDetail(
        risk=views.brief(found, standing),
        causes=[views.cause_view(one) for one in risk.causes],
        weaknesses=[views.weakness_view(one) for one in risk.weaknesses],
        more=risk.more,
        history=[
            RiskPointRead(time=moment(one.time), likelihood=one.likelihood, loss=one.loss, level=one.level)
            for one in ledgers.points(tx, risk.id, caller.scope)
        ],
    )
