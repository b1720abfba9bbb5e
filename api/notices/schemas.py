"""Notices over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Moment, Page, Plain, Read, Write
from model.coordination import Colour, NoticeKind, NoticeStatus
from playbooks.coordination.notices import NoticeAction

LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Texts of several lines without other control characters."""
Words = Annotated[str, Field(max_length=10_000, pattern=LINES)]
UnitId = Annotated[str, Field(min_length=1, max_length=128, pattern=Plain)]


class NoticeRead(Read):
    """overdue: its present deadline has passed. actions: what the caller may do with it now. escalated: rungs climbed."""

    id: str
    unit: str
    issuer: str
    kind: NoticeKind
    colour: Colour | None
    title: str
    body: str
    incident: str | None
    status: NoticeStatus
    sign_by: Moment
    due: Moment
    created: Moment
    created_by: str
    issued: Moment | None
    signed: Moment | None
    signed_by: str | None
    answered: Moment | None
    answer: str
    reviewed: Moment | None
    review: str
    returns: int
    escalated: int
    overdue: bool
    actions: list[NoticeAction]


class NoticePage(Page[NoticeRead]):
    pass


class NoticeStepRead(Read):
    time: Moment
    actor: str
    action: str
    status: NoticeStatus
    note: str


class LostMark(Read):
    mark: str
    zh: str
    en: str
    minus: int


class NoticeDetail(NoticeRead):
    """steps: oldest first. lost: marks this notice costs its unit so far."""

    steps: list[NoticeStepRead]
    lost: list[LostMark]


class NoticesDrafted(Read):
    items: list[NoticeRead]


class NoticeDraft(Write):
    """units: one notice goes to each. Deadlines run from when it is issued; without a figure they are the mode's."""

    units: Annotated[list[UnitId], Field(min_length=1, max_length=200)]
    kind: NoticeKind = NoticeKind.NOTICE
    colour: Annotated[Colour | None, Field(description="Of an early warning")] = None
    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    body: Annotated[Words, Field(min_length=1)]
    incident: Annotated[str, Field(max_length=200, pattern=Plain, description="What it is about; may be empty")] = ""
    sign_minutes: Annotated[int | None, Field(ge=1, le=43_200)] = None
    handle_hours: Annotated[int | None, Field(ge=1, le=2_160)] = None


class NoticeNote(Write):
    note: Words = ""


class NoticeReview(Write):
    """accepted: false sends it back to be handled again, and needs a note."""

    accepted: bool
    note: Words = ""


class UnitScoreRead(Read):
    """score: 0 to 100, mean over its notices. lost: marks taken off, over all of them."""

    unit: str
    score: float
    notices: int
    overdue: int
    lost: list[LostMark]


class UnitScores(Read):
    full: int
    items: list[UnitScoreRead]
