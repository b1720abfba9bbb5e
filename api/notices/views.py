"""Notices as they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.access import Caller
from api.notices.schemas import LostMark, NoticeDetail, NoticeRead, NoticeStepRead, UnitScoreRead
from api.wire import moment, moment_or_none
from model.coordination import Notice, NoticeStep
from model.times import Micros
from pipeline.coordination import on_side
from playbooks.coordination.notices import ANSWERS, MOVES, NoticeAction, UnitScore, deductions, overdue
from playbooks.coordination.tables import policy


def notice_view(one: Notice, caller: Caller, now: Micros) -> NoticeRead:
    return NoticeRead(**_values(one, caller, now))


def detail_view(one: Notice, steps: Sequence[NoticeStep], caller: Caller, now: Micros) -> NoticeDetail:
    told = [
        NoticeStepRead(time=moment(step.time), actor=step.actor, action=step.action, status=step.status, note=step.note)
        for step in steps
    ]
    lost = {part.mark: part.minus for part in deductions(one, now)} if one.issued else {}
    return NoticeDetail(**_values(one, caller, now), steps=told, lost=_lost(lost))


def score_view(one: UnitScore) -> UnitScoreRead:
    return UnitScoreRead(unit=one.unit, score=one.score, notices=one.notices, overdue=one.overdue, lost=_lost(one.lost))


def _lost(lost: Mapping[str, int]) -> list[LostMark]:
    marks = policy().marks
    return [LostMark(mark=name, zh=marks[name].zh, en=marks[name].en, minus=minus) for name, minus in lost.items()]


def _actions(one: Notice, caller: Caller) -> list[NoticeAction]:
    return [
        action
        for action, (sources, _) in MOVES.items()
        if one.status in sources
        and caller.may("notices:answer" if action in ANSWERS else "notices:issue")
        and on_side(one, action, caller.scope)
    ]


def _values(one: Notice, caller: Caller, now: Micros) -> dict[str, Any]:
    return {
        "id": one.id,
        "unit": one.unit,
        "issuer": one.issuer,
        "kind": one.kind,
        "colour": one.colour,
        "title": one.title,
        "body": one.body,
        "incident": one.incident or None,
        "status": one.status,
        "sign_by": moment(one.sign_by),
        "due": moment(one.due),
        "created": moment(one.created),
        "created_by": one.created_by,
        "issued": moment_or_none(one.issued or None),
        "signed": moment_or_none(one.signed or None),
        "signed_by": one.signed_by or None,
        "answered": moment_or_none(one.answered or None),
        "answer": one.answer,
        "reviewed": moment_or_none(one.reviewed or None),
        "review": one.review,
        "returns": one.returns,
        "escalated": one.escalated,
        "overdue": overdue(one, now),
        "actions": _actions(one, caller),
    }
