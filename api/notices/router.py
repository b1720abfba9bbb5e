"""Listing, drafting and moving notices."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import core_of
from api.notices.schemas import (
    NoticeDetail,
    NoticeDraft,
    NoticeNote,
    NoticePage,
    NoticeReview,
    NoticesDrafted,
    UnitScores,
)
from api.notices.views import detail_view, notice_view, score_view
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit
from model.coordination import NoticeKind, NoticeStatus
from model.times import DAY
from pipeline import coordination
from playbooks.coordination.notices import NoticeAction, scores
from playbooks.coordination.tables import policy
from store import notices

router = noun("notices")

Reader = Annotated[Caller, Depends(require("notices:read"))]
Drafter = Annotated[Caller, Depends(require("notices:draft"))]
Issuer = Annotated[Caller, Depends(require("notices:issue"))]
Answerer = Annotated[Caller, Depends(require("notices:answer"))]


@router.get("", operation_id="list_notices", response_model=NoticePage)
def list_notices(
    caller: Reader,
    tx: Reading,
    request: Request,
    status: Annotated[list[NoticeStatus] | None, Query(max_length=9)] = None,
    unit: Key | None = None,
    incident: Key | None = None,
    kind: NoticeKind | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> NoticePage:
    """Notices from and to the caller's units, newest first. A draft is seen by its issuer's side only."""
    found = notices.find(
        tx, caller.scope, status=status or (), unit=unit, incident=incident, kind=kind, limit=limit, cursor=cursor
    )
    now = core_of(request).clock()
    return NoticePage(items=[notice_view(one, caller, now) for one in found.items], cursor=found.cursor)


@router.get("/scores", operation_id="get_notice_scores", response_model=UnitScores)
def get_scores(
    caller: Reader,
    tx: Reading,
    request: Request,
    days: Annotated[int, Query(ge=1, le=366, description="Notices issued within so many days")] = 90,
) -> UnitScores:
    """How well units answer their notices and give their zero reports, the worst first."""
    now = core_of(request).clock()
    since = now - days * DAY
    missed = coordination.missed_zero_reports(tx, caller.scope, since)
    found = scores(notices.issued_since(tx, caller.scope, since), now, missed)
    return UnitScores(full=policy().full, items=[score_view(one) for one in found])


@router.get("/{notice_id}", operation_id="get_notice", response_model=NoticeDetail)
def get_notice(notice_id: str, caller: Reader, tx: Reading, request: Request) -> NoticeDetail:
    """One notice with its history."""
    return _detail(tx, notice_id, caller, request)


@router.post("", status_code=201, operation_id="draft_notices", response_model=NoticesDrafted)
def draft_notices(body: NoticeDraft, caller: Drafter, request: Request, tx: Writing) -> NoticesDrafted:
    """Draft the same notice to each of these units. Nobody there sees it before it is issued."""
    now = core_of(request).clock()
    made = coordination.draft_notices(
        tx,
        body.units,
        caller.scope,
        issuer=caller.identity.account.unit,
        kind=body.kind,
        colour=body.colour,
        title=body.title,
        body=body.body,
        incident=body.incident,
        sign_minutes=body.sign_minutes,
        handle_hours=body.handle_hours,
        actor=caller.actor,
        now=now,
    )
    return NoticesDrafted(items=[notice_view(one, caller, now) for one in made])


@router.post("/{notice_id}/issue", operation_id="issue_notice", response_model=NoticeDetail, responses=declares(409))
def issue_notice(notice_id: str, body: NoticeNote, caller: Issuer, request: Request, tx: Writing) -> NoticeDetail:
    """Send it to its unit; the deadlines begin to run."""
    return _act(tx, notice_id, NoticeAction.ISSUE, body.note, caller, request)


@router.post(
    "/{notice_id}/withdraw", operation_id="withdraw_notice", response_model=NoticeDetail, responses=declares(409)
)
def withdraw_notice(notice_id: str, body: NoticeNote, caller: Issuer, request: Request, tx: Writing) -> NoticeDetail:
    """Take it back, with a reason."""
    return _act(tx, notice_id, NoticeAction.WITHDRAW, body.note, caller, request)


@router.post("/{notice_id}/sign", operation_id="sign_notice", response_model=NoticeDetail, responses=declares(409))
def sign_notice(notice_id: str, body: NoticeNote, caller: Answerer, request: Request, tx: Writing) -> NoticeDetail:
    """Sign for it, as the unit it is addressed to."""
    return _act(tx, notice_id, NoticeAction.SIGN, body.note, caller, request)


@router.post("/{notice_id}/handle", operation_id="handle_notice", response_model=NoticeDetail, responses=declares(409))
def handle_notice(notice_id: str, body: NoticeNote, caller: Answerer, request: Request, tx: Writing) -> NoticeDetail:
    """Begin to handle what it asks for."""
    return _act(tx, notice_id, NoticeAction.HANDLE, body.note, caller, request)


@router.post(
    "/{notice_id}/feedback", operation_id="answer_notice", response_model=NoticeDetail, responses=declares(409)
)
def answer_notice(notice_id: str, body: NoticeNote, caller: Answerer, request: Request, tx: Writing) -> NoticeDetail:
    """Report what was found and done."""
    return _act(tx, notice_id, NoticeAction.FEEDBACK, body.note, caller, request)


@router.post("/{notice_id}/review", operation_id="review_notice", response_model=NoticeDetail, responses=declares(409))
def review_notice(notice_id: str, body: NoticeReview, caller: Issuer, request: Request, tx: Writing) -> NoticeDetail:
    """Accept the unit's answer, or return it with what is missing."""
    action = NoticeAction.ACCEPT if body.accepted else NoticeAction.RETURN
    return _act(tx, notice_id, action, body.note, caller, request)


@router.post(
    "/{notice_id}/archive", operation_id="archive_notice", response_model=NoticeDetail, responses=declares(409)
)
def archive_notice(notice_id: str, body: NoticeNote, caller: Issuer, request: Request, tx: Writing) -> NoticeDetail:
    """Close an accepted notice."""
    return _act(tx, notice_id, NoticeAction.ARCHIVE, body.note, caller, request)


def _act(
    tx: Session, notice_id: str, action: NoticeAction, note: str, caller: Caller, request: Request
) -> NoticeDetail:
    now = core_of(request).clock()
    coordination.act(tx, notice_id, caller.scope, action, actor=caller.actor, note=note, now=now)
    return _detail(tx, notice_id, caller, request)


def _detail(tx: Session, notice_id: str, caller: Caller, request: Request) -> NoticeDetail:
    known = notices.get(tx, notice_id, caller.scope)
    return detail_view(known, notices.history(tx, notice_id, caller.scope), caller, core_of(request).clock())
