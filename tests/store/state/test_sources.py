"""Sources: configured by people, counted by the pipeline."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.errors import InputError, NotFound, ScopeError
from store import ledger, sources
from store.scope import EVERYTHING, Scope
from store.sources import Source
from store.state import State

NORTH = Scope(frozenset({"north"}))


def a_source(**more: object) -> Source:
    values: dict[str, object] = {"name": "fw", "kind": "syslog", "unit": "north", "settings": {"port": 6514}}
    return Source(**(values | more))  # type: ignore[arg-type]


def test_a_source_is_configured_changed_and_removed_with_an_audit_record_each(state: State) -> None:
    with state.transaction() as tx:
        sources.put(tx, a_source(), actor="li.na")
        sources.put(tx, a_source(), actor="li.na")
        sources.put(tx, a_source(enabled=False), actor="li.na")
        assert sources.get(tx, "fw", NORTH) == a_source(enabled=False)
        assert sources.find(tx, EVERYTHING, enabled=True) == []
        sources.remove(tx, "fw", NORTH, actor="li.na")
        assert sources.find(tx, EVERYTHING) == []
        said = ledger.records(tx, EVERYTHING, object="source:fw").items
        assert [(r.action, r.details) for r in said[:2]] == [
            ("source.removed", {"kind": "syslog"}),
            ("source.changed", {"enabled": False}),
        ]
        assert said[2].action == "source.added"


def test_the_audit_trail_shows_no_secret(state: State) -> None:
    hidden = {"auth": {"password": "hunter2", "user": "fengsui"}, "api_token": "t0ken", "rate": 0.5}
    with state.transaction() as tx:
        sources.put(tx, a_source(settings=hidden), actor="li.na")
        (record,) = ledger.records(tx, EVERYTHING, object="source:fw").items
        assert record.details["settings"] == {
            "auth": {"password": "…", "user": "fengsui"},
            "api_token": "…",
            "rate": "0.5",
        }
        assert sources.get(tx, "fw", NORTH).settings == hidden


def test_nobody_configures_a_source_of_a_unit_outside_their_scope(state: State) -> None:
    with state.transaction() as tx:
        sources.put(tx, a_source(unit="south"), actor="root")
        with pytest.raises(ScopeError):
            sources.put(tx, a_source(unit="north"), actor="x", scope=NORTH)
        with pytest.raises(ScopeError):
            sources.put(tx, a_source(name="other", unit="south"), actor="x", scope=NORTH)
        with pytest.raises(NotFound):
            sources.remove(tx, "fw", NORTH, actor="x")
        with pytest.raises(InputError):
            sources.put(tx, a_source(name=""), actor="x")


BATCHES = st.lists(
    st.fixed_dictionaries(
        {
            "events": st.integers(0, 2**40),
            "duplicates": st.integers(0, 9),
            "size": st.integers(0, 2**40),
            "quarantined": st.integers(0, 9),
            "dropped": st.integers(0, 9),
        },
        optional={
            "first_event": st.integers(0, 100),
            "last_event": st.integers(0, 100),
            "ingested": st.integers(0, 200),
        },
    ),
    min_size=1,
    max_size=8,
)


@given(batches=BATCHES)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_counters_are_the_sum_of_the_batches_and_times_their_extremes(state: State, batches: list[dict]) -> None:
    with state.transaction() as tx:
        for batch in batches:
            sources.record(tx, "fw", "north", **batch)
        (health,) = sources.health(tx, NORTH, source="fw")
        for name in ("events", "duplicates", "quarantined", "dropped"):
            assert getattr(health, name) == sum(batch[name] for batch in batches)
        assert health.bytes == sum(batch["size"] for batch in batches)

        def of(name: str) -> list[int]:
            return [batch[name] for batch in batches if name in batch]

        assert health.first_event == min(of("first_event"), default=None)
        assert health.last_event == max(of("last_event"), default=None)
        assert health.last_ingest == max(of("ingested"), default=None)
        if health.last_event is not None and health.last_ingest is not None:
            assert health.lag == max(0, health.last_ingest - health.last_event)
        else:
            assert health.lag is None
        tx.rollback()


def test_what_events_were_read_as_adds_up_over_batches(state: State) -> None:
    with state.transaction() as tx:
        sources.record(tx, "siem", "north", events=3, schemas={"windows.flat": 2, "json": 1})
        sources.record(tx, "siem", "north", events=0)
        sources.record(tx, "siem", "north", events=40, schemas={"windows.flat": 1} | {f"s{i}": 1 for i in range(39)})
        (health,) = sources.health(tx, NORTH)
    assert health.schemas["windows.flat"] == 3
    assert len(health.schemas) == sources.MAX_SCHEMAS
