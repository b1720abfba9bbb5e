"""What arrives, and what stops arriving, shows in the posture and in its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from compliance.mlps.facts import UNIT, Group
from compliance.mlps.rules import questions, rules
from model.compliance import Basis, Review
from model.errors import InputError
from model.proof import Verdict
from model.times import DAY, HOUR
from pipeline.compliance import register
from pipeline.compliance.counting import Counts
from pipeline.compliance.desk import Desk
from pipeline.compliance_settings import ComplianceSettings
from pipeline.settings import Settings
from store import compliance as ledgers
from store import registers, sources
from store.query import parse
from store.scope import EVERYTHING
from tests.pipeline.compliance.small import Small, a_small_district

AUDITED, DETECTED, HOSTS, CLEAR = "L3-8.1.3.5-b", "L3-8.1.3.3-a", "L3-8.1.4.3-a", "L3-8.1.4.8-a"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    with a_small_district(tmp_path) as opened:
        yield opened


def test_every_query_of_an_evidence_rule_can_be_asked() -> None:
    for rule in rules():
        parse(rule.look)
        parse(rule.find)


def test_a_source_that_is_switched_off_fails_its_items_and_heals_them_when_it_returns_both_in_history(
    small: Small,
) -> None:
    small.flow()
    small.login()
    small.keep()
    assert small.verdict(DETECTED) is Verdict.MET
    assert small.verdict(HOSTS) is Verdict.MET

    small.wait()
    small.switch("sensor", "silent")
    small.keep()
    assert small.verdict(DETECTED) is Verdict.NOT_MET
    assert small.verdict(AUDITED) is Verdict.NOT_MET
    answer = small.district().postures["records"].answers["outside-attacks"]
    assert (answer.reason, answer.lost) == ("source_lost", ("sensor",))

    small.wait()
    small.switch("sensor", "ok")
    small.flow()
    small.keep()
    assert small.verdict(DETECTED) is Verdict.MET
    told = [(one.before, one.after) for one in small.history(DETECTED)]
    assert told == [
        (Verdict.UNKNOWN, Verdict.MET),
        (Verdict.MET, Verdict.NOT_MET),
        (Verdict.NOT_MET, Verdict.MET),
    ]


def test_a_paused_source_breaks_what_every_source_must_deliver(small: Small) -> None:
    small.flow()
    assert small.verdict("L3-8.1.5.4-d") is Verdict.PARTLY_MET  # kept for less than 180 days so far
    with small.state.transaction() as tx:
        sources.switch(tx, sources.get(tx, "hosts", EVERYTHING), enabled=False, actor="test")
    assert small.verdict("L3-8.1.5.4-d") is Verdict.NOT_MET


def test_one_event_changes_the_posture_of_the_system_it_concerns_and_of_no_other(small: Small) -> None:
    small.flow()
    assert small.verdict(CLEAR) is Verdict.MET
    small.flow(fengsui__credentials__cleartext=True, event__dataset="network.http")
    assert small.verdict(CLEAR) is Verdict.NOT_MET
    answer = small.district().postures["records"].answers["clear-credentials"]
    assert answer.count == 1
    assert len(answer.event_ids) == 1
    assert small.store.get(answer.event_ids[0], EVERYTHING)["destination.ip"] == "10.1.1.1"
    assert small.store.count(answer.query, EVERYTHING) == 1
    assert small.verdict(CLEAR, "pumps") is Verdict.UNKNOWN


def test_nothing_changes_and_nothing_is_sealed_when_nothing_happened(small: Small) -> None:
    small.flow()
    assert small.keep().sealed > 0
    before = small.district()
    small.wait()
    assert small.district() is before
    assert (small.keep().sealed, small.keep().changed) == (0, 0)


def figures(counts: Counts, query: str, group: Group, days: int) -> dict[str, tuple[object, ...]]:
    """Without the sample of events, which of several at the same moment may hold any."""
    found = counts.values(query, group, days)
    return {value: (one.count, one.first, one.last, dict(one.others)) for value, one in found.items()}


def test_counting_on_from_the_last_round_gives_what_counting_from_the_start_gives(small: Small) -> None:
    growing = Counts(small.store)
    for step in range(6):
        small.flow(destination__port=23 if step % 2 else 443)
        small.login(event__outcome="failure" if step % 3 else "success")
        if step == 4:
            small.store.housekeeping.compact()
        small.wait(9 * HOUR)
        growing.refresh(small.now)
        fresh = Counts(small.store)
        fresh.refresh(small.now)
        for group, asked in questions().items():
            for query, days in asked.items():
                assert figures(growing, query, group, days) == figures(fresh, query, group, days), (group, query)
        assert growing.spans() == fresh.spans()
    assert growing.values("*", UNIT, 30)["health"].count == 12


def test_a_pause_of_more_than_a_day_is_a_gap_in_the_logs(small: Small) -> None:
    small.flow()
    small.wait(3 * DAY)
    small.flow()
    answer = small.district().postures["records"].answers["log-retention"]
    assert (answer.verdict, answer.reason, answer.params["hours"]) == (Verdict.NOT_MET, "log_gap", 72)


def test_failures_without_a_lockout_are_told_and_a_lockout_answers(small: Small) -> None:
    for _ in range(5):
        small.login(event__outcome="failure")
    assert small.verdict("L3-8.1.4.1-b") is Verdict.NOT_MET
    small.login(event__code="4740", event__outcome="success", event__action="locked")
    assert small.verdict("L3-8.1.4.1-b") is Verdict.MET


def test_a_review_counts_until_the_evidence_turns(small: Small) -> None:
    small.flow()
    review = Review(
        number=0, system="records", unit="", subject=CLEAR, basis=Basis.REVIEWED, verdict=Verdict.PARTLY_MET,
        note="one gateway left", person="", time=0, evidence=Verdict.MET.value,
    )  # fmt: skip
    with small.state.transaction() as tx:
        ledgers.put_review(tx, review, actor="auditor", scope=EVERYTHING, now=small.now)
    item = next(one for one in small.district().postures["records"].items if one.id == CLEAR)
    assert (item.verdict, item.auto, item.outdated) == (Verdict.PARTLY_MET, Verdict.MET, False)
    small.flow(fengsui__credentials__cleartext=True)
    item = next(one for one in small.district().postures["records"].items if one.id == CLEAR)
    assert (item.verdict, item.outdated) == (Verdict.NOT_MET, True)


def test_a_failed_item_with_a_high_risk_case_is_one_until_somebody_lowers_it(small: Small) -> None:
    small.flow(fengsui__credentials__cleartext=True)
    found = small.district().postures["records"].conclusions["template_2025"]
    assert CLEAR in found.high
    assert "A-24" in found.major
    for subject in ("A-24", "6.4.5.1", "6.2.2.1", "6.4.1.2"):
        review = Review(
            number=0, system="records", unit="", subject=subject, basis=Basis.REVIEWED, verdict=Verdict.MET,
            note="second factor", person="", time=0,
        )  # fmt: skip
        with small.state.transaction() as tx:
            ledgers.put_review(tx, review, actor="auditor", scope=EVERYTHING, now=small.now)
    found = small.district().postures["records"].conclusions["template_2025"]
    assert CLEAR not in found.high
    assert "A-24" not in found.major


def test_the_proposed_systems_of_a_plan_are_73_and_leave_what_is_registered(small: Small) -> None:
    with small.state.transaction() as tx:
        assert register.fill_proposals(tx, actor="test", now=small.now).systems == 73
        assert register.fill_proposals(tx, actor="test", now=small.now).systems == 0
        assert len(registers.find_systems(tx, EVERYTHING)) == 75


def test_a_file_of_systems_is_taken_whole_or_not_at_all(small: Small) -> None:
    good = b"systems:\n- {id: a, name: A, name_zh: A, unit: health, level: 3, record: {owner: Li}}\n"
    bad = good + b"- {id: b, name: B, name_zh: B, unit: nowhere}\n"
    with pytest.raises(InputError, match="b: "), small.state.transaction() as tx:
        register.fill(tx, register.read_file(bad), actor="test", scope=EVERYTHING, now=small.now)
    with small.state.transaction() as tx:
        assert "a" not in {one.id for one in registers.find_systems(tx, EVERYTHING)}
        register.fill(tx, register.read_file(good), actor="test", scope=EVERYTHING, now=small.now)
        assert ledgers.get_record(tx, "a", EVERYTHING).owner == "Li"


@pytest.mark.parametrize(
    "data",
    [
        b"systems: [&a [*a]]",
        b"\xff\xfe",
        b"systems: 3",
        b"systems: []\nmore: 1",
        b"[" * 3000,
        b"systems:\n- {id: '../x', name: A, name_zh: A, unit: u}",
        b"a: &a [x,x]\nb: &b [*a,*a]\nsystems: [*b]",
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(InputError, match="register"):
        register.read_file(data)


def test_an_answer_survives_its_way_through_the_store(small: Small) -> None:
    small.flow()
    small.keep()
    answers = small.district().postures["records"].answers
    with small.state.reading() as tx:
        held = ledgers.current_evidence(tx, EVERYTHING, system="records")
    assert {rule: one.answer for (_, rule), one in held.items()} == {
        rule: msgspec.convert(msgspec.to_builtins(one), type(one)) for rule, one in answers.items()
    }


def test_where_the_template_is_silent_the_settings_decide(small: Small, tmp_path: Path) -> None:
    small.flow()
    at = small.district().postures["records"].conclusions["template_2025"]
    told = ComplianceSettings(rate_formula="half_credit", lower=1)
    other = Desk(small.state, small.store, Settings(data=tmp_path, compliance=told)).district(small.now)
    found = other.postures["records"].conclusions["template_2025"]
    assert at.partly > 0
    assert found.value > at.value
    assert (at.code, found.code) == ("not_conformant", "basic")
