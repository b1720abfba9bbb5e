"""What has to be reported by when, and which grade is proposed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.coordination import Case, ClockState, Operator, ReportRecord
from model.errors import InputError
from model.severity import Grade, Level
from model.times import DAY, HOUR, MINUTE, parse_iso
from playbooks.coordination.clocks import clocks_of
from playbooks.coordination.grading import check_measures, propose
from playbooks.coordination.reports import Known, draft
from playbooks.coordination.tables import codes, measures, report_rules, rule_of

KNOWN = parse_iso("2026-11-22T08:00:00Z")
CASE = Case(incident="i", unit="u", known_at=KNOWN, occurred_at=KNOWN - DAY)


def changed(**values: object) -> Case:
    return msgspec.structs.replace(CASE, **values)


def report(rule: str, sent: int) -> ReportRecord:
    return ReportRecord(
        id=rule, incident="i", unit="u", rule=rule, channel="12387", text="", sent=sent, recorded=sent, recorded_by="x"
    )


def by_rule(
    case: Case, now: int, *sent: ReportRecord, proposed: Grade = Grade.GENERAL
) -> dict[str, tuple[str, int | None]]:
    return {one.rule.id: (one.state.value, one.due) for one in clocks_of(case, proposed, sent, now)}


def test_a_district_unit_has_four_hours_for_a_considerable_incident_from_when_it_was_known() -> None:
    case = changed(grade=Grade.CONSIDERABLE)
    assert by_rule(case, KNOWN + HOUR)["R4"] == ("running", KNOWN + 4 * HOUR)
    assert by_rule(case, KNOWN + 4 * HOUR)["R4"][0] == "running"
    assert by_rule(case, KNOWN + 4 * HOUR + 1)["R4"][0] == "overdue"


def test_an_operator_of_critical_infrastructure_has_one_hour() -> None:
    found = by_rule(changed(grade=Grade.MAJOR, operator=Operator.CII), KNOWN)
    assert found["R1"] == ("running", KNOWN + HOUR)
    assert "R4" not in found


def test_a_clock_is_met_by_a_report_and_says_when_that_was_late() -> None:
    case = changed(grade=Grade.CONSIDERABLE)
    assert by_rule(case, KNOWN + DAY, report("R4", KNOWN + HOUR))["R4"][0] == ClockState.MET
    assert by_rule(case, KNOWN + DAY, report("R4", KNOWN + 5 * HOUR))["R4"][0] == ClockState.MET_LATE
    both = (report("R4", KNOWN + 5 * HOUR), report("R4", KNOWN + HOUR))
    assert by_rule(case, KNOWN + DAY, *both)["R4"][0] == ClockState.MET


def test_before_a_grade_is_confirmed_clocks_run_by_the_proposal_or_wait_for_it() -> None:
    assert by_rule(CASE, KNOWN)["R4"][0] == ClockState.CONDITIONAL
    assert by_rule(CASE, KNOWN, proposed=Grade.CONSIDERABLE)["R4"][0] == ClockState.RUNNING
    assert {one.provisional for one in clocks_of(CASE, Grade.MAJOR, (), KNOWN) if one.rule.id == "R4"} == {True}


def test_a_general_incident_needs_no_report_once_a_person_said_so() -> None:
    assert "R4" not in by_rule(changed(grade=Grade.GENERAL), KNOWN, proposed=Grade.MAJOR)


def test_the_summary_is_due_thirty_days_after_handling_ended() -> None:
    assert "R7" not in by_rule(changed(grade=Grade.MAJOR), KNOWN)
    case = changed(grade=Grade.MAJOR, handled_at=KNOWN + 2 * DAY)
    assert by_rule(case, KNOWN + 2 * DAY)["R7"] == ("running", KNOWN + 32 * DAY)


def test_at_once_is_due_at_once_and_overdue_after_a_little_grace() -> None:
    case = changed(flags=["personal_information"])
    assert by_rule(case, KNOWN + MINUTE)["R8"] == ("running", KNOWN)
    assert by_rule(case, KNOWN + 2 * HOUR)["R8"][0] == "overdue"


def test_timely_has_no_figure_and_never_counts_as_overdue() -> None:
    case = changed(flags=["suspected_crime"])
    assert by_rule(case, KNOWN + 400 * DAY)["R6"] == ("running", None)


def test_a_rule_holds_for_what_became_known_while_it_was_in_force_by_chinas_calendar() -> None:
    graded = {"grade": Grade.CONSIDERABLE}
    first = parse_iso("2025-11-01T00:00:00+08:00")
    assert "R4" in by_rule(changed(known_at=first, **graded), first)
    assert "R4" not in by_rule(changed(known_at=first - 1, **graded), first)


def test_what_nobody_has_verified_is_marked() -> None:
    assert {rule.id for rule in report_rules() if rule.verify} == {"R2", "R4", "R11", "R12A", "R12B"}
    assert not measures()["pi_people"].verify
    assert measures()["loss_yuan"].verify
    assert all(rule.valid_from and rule.basis and rule.to_en for rule in report_rules())


@pytest.mark.parametrize(
    ("people", "grade"), [(999_999, 4), (1_000_000, 3), (10_000_000, 2), (99_999_999, 2), (100_000_000, 1)]
)
def test_a_threshold_includes_the_figure_itself(people: int, grade: int) -> None:
    assert propose({"pi_people": people}, Level.LOW).grade == grade


def test_the_gravest_ground_comes_first_and_the_level_of_alerts_is_one() -> None:
    found = propose({"loss_yuan": 5_000_000, "cii_outage_hours": 2}, Level.HIGH)
    assert found.grade is Grade.MAJOR
    assert [one.name for one in found.because] == ["cii_outage_hours", "loss_yuan", ""]


@given(st.dictionaries(st.sampled_from(sorted(measures())), st.floats(0, 1e12)), st.sampled_from(Level))
@settings(deadline=None, max_examples=60)
def test_more_harm_never_makes_an_incident_less_grave(values: dict[str, float], level: Level) -> None:
    doubled = {name: value * 2 for name, value in values.items()}
    assert propose(doubled, level).grade <= propose(values, level).grade


def test_a_measure_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="no measure"):
        check_measures({"nonsense": 1})


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_whatever_an_incident_is_called_its_report_can_be_drafted_and_carries_no_control_characters(title: str) -> None:
    known = Known(title=title, units=["南桥镇"], entities=["ip:203.0.113.5"], techniques=["T1190"], story="…")
    for rule in report_rules():
        for zh in (True, False):
            text = draft(rule, CASE, Grade.GENERAL, known, (), KNOWN, zh)
            assert all(character.isprintable() or character == "\n" for character in text)


def test_a_draft_says_what_is_known_and_marks_what_is_not() -> None:
    case = changed(category="MPRANS", measures={"pi_people": 1_200_000}, impact="挂号系统停用")
    known = Known(title="勒索", units=["区中心医院"], entities=["host:his-db"], techniques=["T1486"], story="经过")
    text = draft(rule_of("R4"), case, Grade.CONSIDERABLE, known, (), KNOWN, True)
    assert "2026-11-22 16:00（北京时间）" in text
    assert "较大（初步研判，待确认）" in text
    assert codes()["MPRANS"][0] in text
    assert "挂号系统停用" in text
    assert "已采取措施：【待补充】" in text
    assert "$" not in text
