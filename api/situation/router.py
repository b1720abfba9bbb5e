"""The situation now, why, how it moved, and by which formula."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.situation import views
from api.situation.schemas import (
    AssessmentRead,
    FormulaRead,
    NumberRead,
    ReadingRead,
    SituationHistory,
    SituationRead,
)
from api.situation.surveys import surveyed
from api.transactions import Reading
from api.wire import Plain, moment
from correlator.situation.formula import formula, numbers, shipped
from correlator.situation.words import SubjectKind
from model.errors import NotFound
from model.times import HOUR
from store import situation

router = noun("situation")

Reader = Annotated[Caller, Depends(require("overview:read"))]
HEAD_COSTS = 50
LONGEST_H = situation.KEPT // HOUR


@router.get("", operation_id="get_situation", response_model=SituationRead)
def get_situation(caller: Reader, request: Request, tx: Reading) -> SituationRead:
    """The index of the district (or of the topmost unit the caller sees) with what it goes back to, and of every part."""
    found = surveyed(request, tx, caller.scope)
    hours = found.formula.trend.over_h
    before = situation.before(tx, caller.scope, time=found.time - hours * HOUR)
    told = list(found.subjects.values())
    parts = [views.subject(*one, found.formula, before) for one in told[1:]]
    return SituationRead(
        time=moment(found.time),
        trend_hours=hours,
        head=views.assessment(*told[0], found.formula, before, most=HEAD_COSTS) if told else None,
        subjects=sorted(parts, key=lambda one: (list(SubjectKind).index(one.kind), one.index, one.key)),
    )


@router.get("/history", operation_id="get_situation_history", response_model=SituationHistory)
def get_history(
    caller: Reader,
    request: Request,
    tx: Reading,
    subject: Annotated[str, Query(max_length=256, pattern=Plain, description="A subject's key")],
    hours: Annotated[int, Query(ge=1, le=LONGEST_H, description="How far back")] = 168,
) -> SituationHistory:
    """The index of a subject, hour by hour."""
    start = core_of(request).clock() - hours * HOUR
    found = situation.history(tx, subject, caller.scope, start=start)
    return SituationHistory(
        subject=subject,
        items=[ReadingRead(time=moment(one.time), index=one.index, families=dict(one.families)) for one in found],
    )


@router.get("/formula", operation_id="get_situation_formula", response_model=FormulaRead)
def get_formula(_: Reader, request: Request) -> FormulaRead:
    """The numbers the index is counted by; settings may overrule each."""
    used = formula(core_of(request).settings.situation.weights)
    ours = numbers(shipped())
    return FormulaRead(
        title=used.title,
        version=used.version,
        source=used.source,
        numbers=[
            NumberRead(path=path, value=value, shipped=ours[path], overruled=path in used.overruled)
            for path, value in numbers(used).items()
        ],
    )


@router.get("/subjects/{kind}/{subject_id}", operation_id="get_situation_subject", response_model=AssessmentRead)
def get_subject(
    kind: SubjectKind,
    subject_id: Annotated[str, Path(max_length=256)],
    caller: Reader,
    request: Request,
    tx: Reading,
) -> AssessmentRead:
    """One unit, system or zone: its index with what it goes back to."""
    found = surveyed(request, tx, caller.scope)
    known = found.subjects.get(f"{kind}:{subject_id}")
    if known is None:
        raise NotFound(f"there is no {kind} {subject_id!r} within your units")
    before = situation.before(tx, caller.scope, time=found.time - found.formula.trend.over_h * HOUR)
    return views.assessment(*known, found.formula, before)
