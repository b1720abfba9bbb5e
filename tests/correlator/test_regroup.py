"""Incidents as people arrange them: nothing lost, an undo is the opposite arrangement, the engine goes on from it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator import Correlator
from correlator.regroup import merged, split
from correlator.scoring import BELIEF_FLOOR, belief
from model.alert import Alert
from model.errors import InputError
from model.incident import Adopted, Incident, IncidentChange
from model.times import HOUR, MINUTE
from tests.correlator.builders import alert

STREAM = [alert(n * MINUTE, f"r{n % 4}", id=f"a{n}", host=f"h{n % 3}", actor=f"10.0.0.{n % 3}") for n in range(12)]
BY_ID = {a.id: a for a in STREAM}


def members(incident: Incident) -> set[str]:
    return {m.alert_id for m in incident.members}


def stored() -> dict[str, Incident]:
    correlator = Correlator()
    correlator.feed_all(STREAM)
    return {i.id: i for i in correlator.incidents()}


def live(incidents: dict[str, Incident]) -> list[Incident]:
    return [i for i in incidents.values() if not i.merged_into]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 99)), max_size=12))
@settings(deadline=None, max_examples=60)
def test_whatever_people_arrange_every_alert_is_in_one_incident_with_one_root(
    decisions: list[tuple[bool, int, int]],
) -> None:
    incidents = stored()
    for joins, a, b in decisions:
        standing = live(incidents)
        one, other = standing[a % len(standing)], standing[b % len(standing)]
        chosen = sorted(members(one))[: b % len(one.members) + 1]
        try:
            changes = merged(one, other, BY_ID) if joins else split(one, chosen, BY_ID)
        except InputError:
            continue
        incidents |= {c.incident.id: c.incident for c in changes}
        placed = [m.alert_id for i in live(incidents) for m in i.members]
        assert sorted(placed) == sorted(BY_ID)
        for incident in live(incidents):
            kinds = [m.reason.kind for m in incident.members]
            assert kinds.count("first") == 1
            assert all(m.reason.other in members(incident) for m in incident.members if m.reason.kind != "first")


def test_a_split_taken_back_by_a_merge_holds_the_same_alerts_and_keeps_both_histories() -> None:
    before = max(live(stored()), key=lambda i: len(i.members))
    rest, own = (c.incident for c in split(before, [before.members[-1].alert_id], BY_ID))
    gone, back = (c.incident for c in merged(rest, own, BY_ID))
    assert members(back) == members(before)
    assert back.id == before.id
    assert gone.merged_into == before.id
    assert back.updated > rest.updated > before.updated


def test_an_incident_is_not_merged_with_itself_or_split_into_nothing() -> None:
    (one, *_) = live(stored())
    for decide in (
        lambda: merged(one, one, BY_ID),
        lambda: split(one, [], BY_ID),
        lambda: split(one, members(one), BY_ID),
        lambda: split(one, ["foreign"], BY_ID),
    ):
        with pytest.raises(InputError):
            decide()


def adopted(changes: list[IncidentChange], alerts: dict[str, Alert]) -> list[Adopted]:
    ids = tuple(c.incident.id for c in changes)
    return [
        Adopted(incident=c.incident, alerts=tuple(alerts[m] for m in sorted(members(c.incident))), apart=ids)
        for c in changes
    ]


def test_the_running_correlator_goes_on_from_a_split_and_does_not_merge_it_back() -> None:
    first = [alert(n * MINUTE, f"r{n}", id=f"s{n}", host="web1") for n in range(4)]
    correlator = Correlator()
    correlator.feed_all(first)
    (whole,) = correlator.incidents()
    alerts = {a.id: a for a in first}
    changes = split(whole, ["s3"], alerts)
    correlator.adopt(adopted(changes, alerts))
    correlator.feed(alert(5 * MINUTE, "r5", id="next", host="web1"))
    assert correlator.incident_of("s3") != correlator.incident_of("s0")
    assert sorted(len(i.members) for i in correlator.incidents()) in ([1, 4], [2, 3])
    again = Correlator()
    again.restore(correlator.snapshot())
    assert again.snapshot() == correlator.snapshot()


def test_the_running_correlator_goes_on_from_a_merge() -> None:
    pair = {"x": alert(0, "a", id="x", host="web1"), "y": alert(MINUTE, "b", id="y", host="db1")}
    correlator = Correlator()
    correlator.feed_all(pair.values())
    one, other = correlator.incidents()
    correlator.adopt(adopted(merged(one, other, pair), pair))
    (kept,) = correlator.incidents()
    assert members(kept) == {"x", "y"}
    correlator.feed(alert(2 * MINUTE, "c", id="z", host="db1"))
    assert correlator.incident_of("z") == one.id


def test_verdicts_move_a_rules_weight_but_never_silence_it() -> None:
    assert belief((0, 0)) == pytest.approx(1.0)
    assert belief((10, 0)) > 1.0 > belief((0, 3)) > belief((0, 10))
    assert belief((0, 10**9)) == BELIEF_FLOOR
    trusted, doubted = Correlator(), Correlator()
    doubted.believe({"rule": (0, 50)})
    for correlator in (trusted, doubted):
        correlator.feed(alert(HOUR, "rule", host="web1"))
    assert doubted.incidents()[0].score < trusted.incidents()[0].score
    assert msgspec.json.decode(doubted.snapshot())["beliefs"] == {"rule": [0, 50]}
