"""How notices move, climb and are scored; who is missing on duty."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.coordination import Mode, ModeChange, Notice, NoticeKind, NoticeStatus, Shift
from model.errors import Conflict, InputError
from model.times import DAY, HOUR, MINUTE, parse_iso
from playbooks.coordination.duty import gaps, mode_at
from playbooks.coordination.notices import MOVES, NoticeAction, moved, overdue, rung, scores
from playbooks.coordination.tables import mode_rules

T = parse_iso("2026-11-23T00:00:00Z")  # Monday, 08:00 in China
DRAFT = Notice(
    id="n",
    unit="town",
    issuer="district",
    kind=NoticeKind.NOTICE,
    colour=None,
    title="t",
    body="b",
    incident="",
    status=NoticeStatus.DRAFTED,
    sign_by=T + HOUR,
    due=T + DAY,
    created=T,
    created_by="x",
)


def after(*steps: tuple[NoticeAction, int]) -> Notice:
    known = DRAFT
    for action, at in steps:
        known = moved(known, action, actor="p", text="x", now=at)
    return known


def test_a_notice_goes_from_draft_to_archive_by_way_of_a_return() -> None:
    known = after(
        (NoticeAction.ISSUE, T),
        (NoticeAction.SIGN, T + 1),
        (NoticeAction.HANDLE, T + 2),
        (NoticeAction.FEEDBACK, T + 3),
        (NoticeAction.RETURN, T + 4),
        (NoticeAction.HANDLE, T + 5),
        (NoticeAction.FEEDBACK, T + 6),
        (NoticeAction.ACCEPT, T + 7),
        (NoticeAction.ARCHIVE, T + 8),
    )
    assert (known.status, known.returns, known.signed) == (NoticeStatus.ARCHIVED, 1, T + 1)


@given(st.lists(st.sampled_from(NoticeAction), max_size=12))
@settings(deadline=None, max_examples=100)
def test_no_order_of_actions_archives_a_notice_nobody_signed_for(actions: list[NoticeAction]) -> None:
    known = DRAFT
    for action in actions:
        if known.status in MOVES[action][0]:
            known = moved(known, action, actor="p", text="x", now=T)
        else:
            with pytest.raises(Conflict):
                moved(known, action, actor="p", text="x", now=T)
    assert known.status not in (NoticeStatus.ACCEPTED, NoticeStatus.ARCHIVED) or known.signed


def test_feedback_and_returns_need_words() -> None:
    handling = after((NoticeAction.ISSUE, T), (NoticeAction.SIGN, T), (NoticeAction.HANDLE, T))
    with pytest.raises(InputError):
        moved(handling, NoticeAction.FEEDBACK, actor="p", text=" ", now=T)


def test_deadlines_run_from_when_the_unit_has_the_notice() -> None:
    known = after((NoticeAction.ISSUE, T + 3 * HOUR))
    assert (known.sign_by, known.due) == (T + 4 * HOUR, T + 3 * HOUR + DAY)


def test_an_unsigned_notice_climbs_the_ladder_and_a_signed_one_waits_for_its_next_deadline() -> None:
    known = after((NoticeAction.ISSUE, T))
    assert [rung(known, T + minutes * MINUTE) for minutes in (60, 61, 120, 300)] == [0, 1, 2, 3]
    signed = after((NoticeAction.ISSUE, T), (NoticeAction.SIGN, T + 2 * HOUR))
    assert not overdue(signed, T + 5 * HOUR)
    assert overdue(signed, T + DAY + 1)


def test_units_are_scored_by_what_they_missed_the_worst_first() -> None:
    late = msgspec.structs.replace(after((NoticeAction.ISSUE, T), (NoticeAction.SIGN, T + 2 * HOUR)), unit="late")
    good = after(
        (NoticeAction.ISSUE, T),
        (NoticeAction.SIGN, T + MINUTE),
        (NoticeAction.HANDLE, T + 2),
        (NoticeAction.FEEDBACK, T + 3),
    )
    found = scores([good, late, DRAFT], T + 3 * HOUR)
    assert [(one.unit, one.score, dict(one.lost)) for one in found] == [
        ("late", 90.0, {"signed_late": 10}),
        ("town", 100.0, {}),
    ]


def shift(start: int, hours: int, *, person: str = "a", lead: bool = False) -> Shift:
    end = start + hours * HOUR
    return Shift(id=person, unit="u", start=start, end=end, person=person, phone="", lead=lead, note="")


def test_peacetime_needs_somebody_in_office_hours_of_working_days_only() -> None:
    found = gaps([shift(T, 5)], T, T + 7 * DAY, mode_rules()[Mode.PEACETIME])
    assert (found[0].start, found[0].end) == (T + 5 * HOUR, T + 9 * HOUR)
    assert len(found) == 5


def test_a_major_event_needs_two_and_a_leader_round_the_clock() -> None:
    rule = mode_rules()[Mode.GUARDED]
    assert gaps([shift(T, 24), shift(T, 24, person="b", lead=True)], T, T + DAY, rule) == []
    found = gaps([shift(T, 24), shift(T, 12, person="b", lead=True)], T, T + DAY, rule)
    assert [(one.start, one.have, one.lead) for one in found] == [(T + 12 * HOUR, 1, True)]


def test_a_mode_ends_by_itself() -> None:
    change = ModeChange(mode=Mode.WARTIME, since=T, until=T + DAY, by="x", reason="r")
    held, ended = mode_at([change], T + 1), mode_at([change], T + DAY)
    assert held is not None
    assert ended is not None
    assert (held.mode, ended.mode, ended.since) == (Mode.WARTIME, Mode.PEACETIME, T + DAY)
