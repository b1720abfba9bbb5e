from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.ranking import GRADE, OVERLAP, PAST, TRIGGER, Case, Offer, rank, techniques_of

CASE = Case(rank=3, techniques=("T1110.003", "T1078", "T1021.004"))
PLAIN = Offer(id="a", name="A", fits=True, answers=("T1110",), severity=75)


def names(*offers: Offer, case: Case = CASE) -> list[str]:
    return [one.offer.id for one in rank(case, offers)]


def test_what_neither_fits_nor_answers_a_technique_is_not_offered() -> None:
    assert names(replace(PLAIN, fits=False, answers=("T1486",)), replace(PLAIN, fits=False, answers=())) == []
    assert names(replace(PLAIN, fits=False)) == ["a"]
    assert names(replace(PLAIN, answers=())) == ["a"]


def test_a_trigger_that_fits_goes_before_a_shared_technique() -> None:
    assert names(replace(PLAIN, id="b", fits=False, answers=CASE.techniques), PLAIN) == ["a", "b"]


def test_who_answers_more_of_the_attack_and_nothing_else_goes_first() -> None:
    broad = replace(PLAIN, id="broad", answers=("T1110", "T1078", "T1021"))
    scattered = replace(PLAIN, id="scattered", answers=("T1110", "T1486", "T1565", "T1499"))
    assert names(scattered, PLAIN, broad) == ["broad", "a", "scattered"]


def test_the_grade_and_the_past_decide_between_equals() -> None:
    assert names(replace(PLAIN, id="mild", severity=10), PLAIN) == ["a", "mild"]
    failed, went_well = replace(PLAIN, id="failed", ended=4), replace(PLAIN, id="well", ended=4, succeeded=4)
    assert names(failed, PLAIN, went_well) == ["well", "a", "failed"]


def test_what_the_incident_does_not_say_is_told_and_counts() -> None:
    lacking = replace(PLAIN, id="b", lacking=("__account__",))
    found = rank(CASE, [lacking, PLAIN])
    assert [one.offer.id for one in found] == ["a", "b"]
    assert found[1].because[-1].text.endswith("account")


def test_equal_playbooks_stand_by_name() -> None:
    assert names(replace(PLAIN, id="2", name="B"), replace(PLAIN, id="1", name="C"), PLAIN) == ["a", "2", "1"]


techniques = st.lists(st.from_regex(r"T1[0-9]{3}(\.00[1-9])?", fullmatch=True), max_size=5, unique=True)


@settings(max_examples=100, deadline=None)
@given(
    case=st.builds(Case, rank=st.integers(0, 4), techniques=techniques.map(tuple)),
    offers=st.lists(
        st.builds(
            Offer,
            id=st.uuids().map(str),
            name=st.text(max_size=3),
            fits=st.booleans(),
            answers=techniques.map(tuple),
            severity=st.integers(0, 100),
            succeeded=st.integers(0, 3),
            ended=st.integers(3, 9),
        ),
        max_size=6,
    ),
)
def test_the_reasons_are_the_score_and_their_order_does_not_matter(case: Case, offers: list[Offer]) -> None:
    found = rank(case, offers)
    assert rank(case, offers[::-1]) == found
    for one in found:
        assert one.score == sum(why.points for why in one.because) <= TRIGGER + OVERLAP + GRADE + PAST
        assert all(why.text and why.text_zh for why in one.because)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_what_a_playbook_answers_is_read_from_its_answers_and_its_trigger() -> None:
    about = {"answers": {"attack": ["T1110"]}, "trigger": {"techniques": ["T1110", "T1078"]}}
    assert techniques_of(about) == ("T1110", "T1078")
    assert techniques_of({}) == ()
