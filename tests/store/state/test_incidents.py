"""Incidents: what the correlator says, what people decide, and which of the two holds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.entity import Entity, EntityKind
from model.errors import NotFound, ScopeError, StoreError
from model.incident import IncidentChange, IncidentStatus
from model.severity import Level
from store import alerts, incidents, ledger
from store.contract import TimeRange
from store.incidents import Filter
from store.scope import EVERYTHING, Scope
from store.state import State
from tests.store.state.samples import an_alert, an_incident

NORTH = Scope(frozenset({"north"}))


def opened(incident_id: str, *members: str, **more: object) -> IncidentChange:
    return IncidentChange(kind="opened", incident=an_incident(incident_id, members, **more), alert_id=members[0])


def grew(incident_id: str, *members: str, **more: object) -> IncidentChange:
    return IncidentChange(kind="grew", incident=an_incident(incident_id, members, **more), alert_id=members[-1])


def test_what_is_applied_is_read_back_whole(state: State) -> None:
    change = grew("i", "a", "b", "c", updated=70)
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "abc"])
        assert incidents.apply(tx, [change]) == 1
        stored = incidents.get(tx, "i", EVERYTHING)
        assert stored.incident == change.incident
        assert (stored.partial, stored.decided_by, stored.decided, stored.note) == (False, "", None, "")
        assert incidents.of_alert(tx, "b", EVERYTHING) == ["i"]
        assert [a.alert.id for a in alerts.find(tx, EVERYTHING, alerts.Filter(incident="i")).items] == ["c", "b", "a"]


@given(cuts=st.lists(st.integers(0, 6), max_size=4), repeat=st.integers(0, 6))
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_changes_applied_in_any_batches_and_again_give_the_same_incident_and_history(
    state: State, cuts: list[int], repeat: int
) -> None:
    changes = [opened("i", "a0", updated=1)]
    changes += [grew("i", *[f"a{n}" for n in range(k)], updated=k) for k in range(2, 7)]
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(f"a{n}") for n in range(6)])
        edges = [0, *sorted(cuts), 6]
        for start, end in pairwise(edges):
            incidents.apply(tx, changes[start:end])
        assert incidents.apply(tx, changes[:repeat]) == 0
        assert incidents.get(tx, "i", EVERYTHING).incident == changes[-1].incident
        history = incidents.history(tx, "i", EVERYTHING)
        assert [(h.kind, h.alert, h.time) for h in history] == [
            (c.kind, c.alert_id, c.incident.updated) for c in changes
        ]
        tx.rollback()


def test_an_incident_of_an_alert_nobody_stored_is_refused_with_what_to_do(state: State) -> None:
    with state.transaction() as tx, pytest.raises(StoreError, match="store the alerts first"):
        incidents.apply(tx, [opened("i", "absent")])


def test_members_that_left_by_a_split_or_a_merge_are_gone(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "abc"])
        incidents.apply(tx, [opened("i", "a", "b", "c", updated=1), opened("j", "c", updated=1)])
        smaller = an_incident("i", ("a",), units=("south",), updated=2)
        merged = an_incident("j", ("c",), updated=2, status=IncidentStatus.MERGED, merged_into="i")
        incidents.apply(
            tx, [IncidentChange(kind="split", incident=smaller), IncidentChange(kind="merged", incident=merged)]
        )
        assert [m.alert_id for m in incidents.get(tx, "i", EVERYTHING).incident.members] == ["a"]
        assert incidents.get(tx, "i", EVERYTHING).incident.units == ("south",)
        assert incidents.get(tx, "j", EVERYTHING).incident.merged_into == "i"
        assert incidents.of_alert(tx, "b", EVERYTHING) == []


def test_a_persons_status_outlives_what_the_correlator_says(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "ab"])
        incidents.apply(tx, [opened("i", "a", updated=1)])
        incidents.decide(
            tx, "i", EVERYTHING, actor="li.na", status=IncidentStatus.IN_PROGRESS, note="calling the town", time=99
        )
        incidents.apply(tx, [grew("i", "a", "b", updated=2)])
        stored = incidents.get(tx, "i", EVERYTHING)
        assert stored.incident.status is IncidentStatus.IN_PROGRESS
        assert (stored.decided_by, stored.decided, stored.note) == ("li.na", 99, "calling the town")
        assert len(stored.incident.members) == 2
        (said,) = ledger.records(tx, EVERYTHING, object="incident:i").items
        assert (said.actor, said.details) == ("li.na", {"from": "new", "to": "in_progress", "note": "calling the town"})


@pytest.mark.parametrize("ended", [IncidentStatus.CLOSED, IncidentStatus.RESOLVED])
def test_an_attack_that_goes_on_reopens_what_a_person_ended(state: State, ended: IncidentStatus) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "ab"])
        incidents.apply(tx, [opened("i", "a", updated=1)])
        incidents.decide(tx, "i", EVERYTHING, actor="li.na", status=ended)
        incidents.apply(tx, [grew("i", "a", "b", updated=2)])
        assert incidents.get(tx, "i", EVERYTHING).incident.status is IncidentStatus.IN_PROGRESS
        assert [h.kind for h in incidents.history(tx, "i", EVERYTHING)] == ["opened", "decided", "grew", "reopened"]
        assert incidents.apply(tx, [grew("i", "a", "b", updated=2)]) == 0


def test_a_change_older_than_what_is_stored_enters_the_history_only(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "ab"])
        incidents.apply(tx, [grew("i", "a", "b", updated=5)])
        incidents.apply(tx, [opened("i", "a", updated=1)])
        assert len(incidents.get(tx, "i", EVERYTHING).incident.members) == 2
        assert len(incidents.history(tx, "i", EVERYTHING)) == 2


def test_only_somebody_above_all_its_units_decides_over_an_incident(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert("a", unit="north"), an_alert("b", unit="south")])
        incidents.apply(tx, [opened("i", "a", "b", units=("north", "south")), opened("mine", "a", units=("north",))])
        with pytest.raises(ScopeError):
            incidents.decide(tx, "i", NORTH, actor="x", status=IncidentStatus.CLOSED)
        incidents.decide(tx, "mine", NORTH, actor="x", status=IncidentStatus.CLOSED)
        with pytest.raises(NotFound):
            incidents.decide(tx, "mine", Scope(frozenset({"south"})), actor="x", status=IncidentStatus.NEW)
        assert incidents.get(tx, "i", EVERYTHING).incident.status is IncidentStatus.NEW


def test_a_partial_view_hides_whom_else_it_concerns_and_keeps_how_grave_it_is(state: State) -> None:
    theirs = Entity(kind=EntityKind.HOST, value="south-server")
    with state.transaction() as tx:
        alerts.add(tx, [an_alert("s", unit="south", entities=(theirs,), time=50), an_alert("n", unit="north", time=60)])
        incidents.apply(tx, [opened("i", "s", "n", units=("north", "south"), entities=(theirs,), level=Level.CRITICAL)])
        incidents.decide(tx, "i", EVERYTHING, actor="li.na", status=IncidentStatus.ON_HOLD, note="south is slow")
        seen = incidents.get(tx, "i", NORTH)
        history = incidents.history(tx, "i", NORTH)
        assert ledger.records(tx, NORTH).items == []
    assert seen.partial
    assert (seen.incident.units, seen.incident.entities, seen.note) == (("north",), (), "")
    assert [(m.alert_id, m.reason.other, m.reason.path) for m in seen.incident.members] == [("n", "", ())]
    assert (seen.incident.first_event, seen.incident.last_event) == (50, 60)
    assert (seen.incident.level, seen.incident.status) == (Level.CRITICAL, IncidentStatus.ON_HOLD)
    assert [(h.kind, h.alert, h.note) for h in history] == [("opened", "", ""), ("decided", "", "")]
    assert "south" not in repr(seen)
    assert "跨单位" in seen.incident.title_zh


def test_every_filter_limits(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert(name) for name in "abc"])
        incidents.apply(
            tx,
            [
                opened("x", "a", updated=10, level=Level.LOW, escalated=False, first_event=1, last_event=5),
                opened("y", "b", updated=20, level=Level.HIGH, first_event=5, last_event=9),
                opened("z", "c", updated=20, level=Level.HIGH, first_event=9, last_event=9),
            ],
        )
        incidents.decide(tx, "z", EVERYTHING, actor="x", status=IncidentStatus.CLOSED)

        def found(**limits: object) -> list[str]:
            items = incidents.find(tx, EVERYTHING, Filter(**limits)).items
            assert incidents.count(tx, EVERYTHING, Filter(**limits)) == len(items)
            return [item.incident.id for item in items]

        assert found() == ["z", "y", "x"]
        assert found(statuses=(IncidentStatus.CLOSED,)) == ["z"]
        assert found(levels=(Level.LOW,)) == ["x"]
        assert found(escalated=True) == ["z", "y"]
        assert found(alert="b") == ["y"]
        assert found(entity="ip:203.0.113.9") == ["z", "y", "x"]
        assert found(entity="ip:other") == []
        assert found(within=TimeRange(5, 6)) == ["y", "x"]
        assert found(within=TimeRange(6, 9)) == ["y"]
        page = incidents.find(tx, EVERYTHING, limit=2)
        rest = incidents.find(tx, EVERYTHING, limit=2, cursor=page.cursor)
        assert [item.incident.id for item in page.items + rest.items] == ["z", "y", "x"]
        assert incidents.count_by_status(tx, EVERYTHING)[IncidentStatus.NEW] == 2
