"""Proposed filters: what dismissed alerts share and confirmed ones have not; never one that hides a confirmed alert."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detections.tuning.proposals import MAX_CONDITIONS, Sample, propose, telling_fields


def sample(dismissed: bool | None, **fields: Any) -> Sample:
    return Sample(repr((dismissed, fields)), fields, dismissed)


def test_the_field_that_sets_dismissed_alerts_apart_is_found() -> None:
    samples = [sample(True, ip="10.0.0.5", port=443, path=f"/{n}") for n in range(6)]
    samples += [sample(False, ip="203.0.113.9", port=443, path="/1")]
    best = propose(samples)[0]
    assert best.selection == {"ip": ["10.0.0.5"]}


def test_several_fields_are_joined_when_one_is_not_enough() -> None:
    samples = [sample(True, ip="10.0.0.5", user="backup") for _ in range(4)]
    samples += [sample(False, ip="10.0.0.5", user="root"), sample(False, ip="10.0.0.9", user="backup")]
    best = propose(samples)[0]
    assert best.selection == {"ip": ["10.0.0.5"], "user": ["backup"]}


def test_few_values_are_listed_and_many_are_not_a_reason() -> None:
    few = [sample(True, ip=f"10.0.0.{n % 2}") for n in range(8)]
    assert propose(few)[0].selection == {"ip": ["10.0.0.0", "10.0.0.1"]}
    many = [sample(True, ip=f"10.0.0.{n}") for n in range(20)]
    assert propose(many) == []


def test_alike_alerts_give_no_proposal() -> None:
    alike = {"ip": "10.0.0.5", "user": "root"}
    assert propose([sample(True, **alike), sample(True, **alike), sample(False, **alike)]) == []
    assert propose([sample(False, **alike)]) == []
    assert propose([]) == []


def test_bookkeeping_of_the_record_is_no_reason() -> None:
    event = {"@timestamp": 1, "event.id": "x", "log.offset": 5, "fengsui.source": "s", "source.ip": "192.0.2.1"}
    assert telling_fields(event | {"message": "m", "user.name": "u" * 1000}) == {"source.ip": "192.0.2.1"}


VALUES = st.sampled_from(["a", "b", "c", 1, 2, True, "x" * 300]) | st.lists(st.sampled_from(["a", "b"]), max_size=3)
FIELDS = st.dictionaries(st.sampled_from(["f", "g", "h", "source.ip"]), VALUES, max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([True, False, None]), FIELDS), max_size=24))
def test_no_proposal_ever_hides_a_confirmed_alert(given_: list[tuple[bool | None, dict[str, Any]]]) -> None:
    samples = [Sample(str(n), fields, dismissed) for n, (dismissed, fields) in enumerate(given_)]
    for proposal in propose(samples):
        assert 1 <= len(proposal.selection) <= MAX_CONDITIONS
        assert not any(proposal.matches(s.fields) for s in samples if s.dismissed is False)
        hidden = sum(proposal.matches(s.fields) for s in samples if s.dismissed)
        assert hidden * 2 >= sum(s.dismissed is True for s in samples)
