"""Zero reports: expected at fixed hours of the mode, reminded of once, missed by the clock, given once."""

from __future__ import annotations

import pytest

from model.coordination import Mode, ModeChange, Shift, ZeroReport, ZeroStatus
from model.errors import Conflict, InputError
from model.times import HOUR, MINUTE
from playbooks.coordination.notices import scores
from playbooks.coordination.tables import mode_rules
from playbooks.coordination.zero import pressed, reported, slot

SINCE = 1_795_000_000_000_000
WARTIME = ModeChange(mode=Mode.WARTIME, since=SINCE, until=0, by="a", reason="x")
RULE = mode_rules()[Mode.WARTIME]
EVERY = RULE.zero_report_hours * HOUR
ONE = ZeroReport(unit="town", start=SINCE, due=SINCE + EVERY, status=ZeroStatus.EXPECTED)
SHIFT = Shift(id="s", unit="town", start=SINCE, end=SINCE + EVERY * 2, person="王", phone="1", lead=False, note="")


def test_hours_are_counted_from_the_beginning_of_the_mode() -> None:
    for now in (SINCE, SINCE + EVERY - 1):
        found = slot(WARTIME, RULE, now)
        assert found is not None
        assert (found.start, found.due) == (SINCE, SINCE + EVERY)
    following = slot(WARTIME, RULE, SINCE + EVERY)
    assert following is not None
    assert following.start == SINCE + EVERY
    assert slot(None, mode_rules()[Mode.PEACETIME], SINCE) is None


def test_the_officer_on_duty_is_reminded_once_and_what_is_not_given_is_missed() -> None:
    now_slot = slot(WARTIME, RULE, SINCE)
    assert pressed(ONE, now_slot, [SHIFT], ONE.due - 31 * MINUTE) is None
    found = pressed(ONE, now_slot, [SHIFT], ONE.due - 29 * MINUTE)
    assert found is not None
    assert (found[0], found[1].told) == ("reminded", "王 1")
    assert pressed(found[1], now_slot, [SHIFT], ONE.due - MINUTE) is None
    missed = pressed(found[1], slot(WARTIME, RULE, ONE.due + 1), [], ONE.due + 1)
    assert missed is not None
    assert (missed[0], missed[1].status) == ("missed", ZeroStatus.MISSED)


def test_what_a_mode_that_is_over_asked_for_is_dropped() -> None:
    found = pressed(ONE, None, [], SINCE + HOUR)
    assert found is not None
    assert found[1].status is ZeroStatus.DROPPED


def test_a_report_is_given_once_late_when_it_is_and_says_what_happened() -> None:
    given = reported(ONE, quiet=True, text="", actor="li", now=ONE.due)
    assert given.status is ZeroStatus.REPORTED
    with pytest.raises(Conflict):
        reported(given, quiet=True, text="", actor="li", now=ONE.due)
    with pytest.raises(InputError):
        reported(ONE, quiet=False, text=" ", actor="li", now=ONE.due)
    assert reported(ONE, quiet=True, text="", actor="li", now=ONE.due + 1).status is ZeroStatus.LATE


def test_a_missed_report_costs_its_unit_marks_also_where_it_had_no_notice() -> None:
    (found,) = scores([], SINCE, {"town": 2})
    assert (found.unit, found.score, found.notices, dict(found.lost)) == ("town", 90, 0, {"zero_missed": 10})
