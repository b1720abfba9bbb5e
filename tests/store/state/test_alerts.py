"""Alerts: stored once, decided by people, found by what they are about."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.errors import InputError, NotFound, QueryError
from model.severity import Level
from store import alerts, ledger
from store.alerts import AlertStatus, AlertVerdict, Filter
from store.contract import TimeRange
from store.scope import EVERYTHING, Scope
from store.state import State
from tests.store.state.samples import IP, an_alert

NORTH = Scope(frozenset({"north"}))


def ids(listing: object) -> list[str]:
    return [item.alert.id for item in listing.items]  # type: ignore[attr-defined]


@given(batches=st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=5))
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_an_alert_is_stored_once_however_often_and_in_whatever_batches_it_comes(
    state: State, batches: list[list[int]]
) -> None:
    with state.transaction() as tx:
        seen: set[int] = set()
        for batch in batches:
            new = alerts.add(tx, [an_alert(str(n)) for n in batch])
            wanted = [n for n in dict.fromkeys(batch) if n not in seen]
            assert [alert.id for alert in new] == [str(n) for n in wanted]
            seen |= set(batch)
        assert alerts.count(tx, EVERYTHING) == len(seen)
        tx.rollback()


def test_more_alerts_than_one_statement_can_name_are_stored_and_known_again(state: State) -> None:
    many = [an_alert(str(n), time=n) for n in range(2_500)]
    with state.transaction() as tx:
        assert len(alerts.add(tx, many)) == 2_500
        assert alerts.add(tx, many) == []


TEXT = st.text(max_size=12)


@given(
    value=TEXT,
    rule=TEXT,
    matched=st.dictionaries(TEXT, TEXT | st.integers(-(2**70), 2**70) | st.lists(TEXT, max_size=2), max_size=3),
)
@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_text_an_attacker_puts_into_an_alert_it_is_stored_and_found(
    state: State, value: str, rule: str, matched: dict
) -> None:
    alert = Alert(
        id="hostile",
        rule=RuleRef(id=rule, title=value, level=Level.LOW),
        time=1,
        first_time=1,
        created=1,
        unit="district",
        source=value,
        event_ids=(),
        entities=(Entity(kind=EntityKind.USER, value=value),),
        matched=matched,
    )
    with state.transaction() as tx:
        assert alerts.add(tx, [alert]) == [alert]
        assert ids(alerts.find(tx, EVERYTHING, Filter(entity=f"user:{value}"))) == ["hostile"]
        back = alerts.get(tx, "hostile", EVERYTHING).alert
        if not any("\ud800" <= c <= "\udfff" for c in repr(alert.rule.title + str(matched))):
            assert back == alert
        tx.rollback()


def test_text_that_no_database_can_hold_is_spelled_out(state: State) -> None:
    hostile = an_alert("x", rule="\ud800", entities=(Entity(kind=EntityKind.USER, value="a\x00b\udfff"),))
    with state.transaction() as tx:
        alerts.add(tx, [hostile])
        assert alerts.get(tx, "x", EVERYTHING).alert.rule.id == "\\ud800"
        assert ids(alerts.find(tx, EVERYTHING, Filter(entity="user:a\x00b\udfff"))) == ["x"]


def test_every_filter_limits_and_together_they_limit_more(state: State) -> None:
    host = Entity(kind=EntityKind.HOST, value="web", role=Role.TARGET)
    with state.transaction() as tx:
        alerts.add(
            tx,
            [
                an_alert("a", time=10, level=Level.LOW, rule="r1", entities=(IP,)),
                an_alert("b", time=20, level=Level.HIGH, rule="r1", entities=(IP, host)),
                an_alert("c", time=30, level=Level.HIGH, rule="r2", entities=(host,)),
                an_alert("d", time=30, level=Level.CRITICAL, rule="r2", entities=()),
            ],
        )
        alerts.decide(tx, ["c"], EVERYTHING, actor="li.na", status=AlertStatus.CLOSED, verdict=AlertVerdict.BENIGN)

        def found(**limits: object) -> list[str]:
            assert alerts.count(tx, EVERYTHING, Filter(**limits)) == len(
                ids(alerts.find(tx, EVERYTHING, Filter(**limits)))
            )
            return ids(alerts.find(tx, EVERYTHING, Filter(**limits)))

        assert found() == ["d", "c", "b", "a"]
        assert found(within=TimeRange(10, 30)) == ["b", "a"]
        assert found(levels=(Level.HIGH, Level.CRITICAL)) == ["d", "c", "b"]
        assert found(rule="r1") == ["b", "a"]
        assert found(entity=host.key) == ["c", "b"]
        assert found(statuses=(AlertStatus.OPEN,)) == ["d", "b", "a"]
        assert found(verdicts=(AlertVerdict.BENIGN,)) == ["c"]
        assert found(source="other") == []
        assert found(incident="none") == []
        assert found(entity=host.key, rule="r1", statuses=(AlertStatus.OPEN,)) == ["b"]
        assert alerts.count_by_level(tx, EVERYTHING) == {
            Level.INFORMATIONAL: 0,
            Level.LOW: 1,
            Level.MEDIUM: 0,
            Level.HIGH: 2,
            Level.CRITICAL: 1,
        }
        assert list(alerts.count_by_rule(tx, EVERYTHING).items()) == [("r1", 2), ("r2", 2)]
        assert list(alerts.count_by_rule(tx, EVERYTHING, limit=1)) == ["r1"]


@pytest.mark.parametrize("cursor", ["x", "", "====", "W10", "WzFd", "WyJhIiwxXQ", "\x00", "é", "WzEsImEiLDJd"])
def test_a_text_that_is_no_cursor_is_a_query_error(state: State, cursor: str) -> None:
    with state.reading() as tx, pytest.raises(QueryError):
        alerts.find(tx, EVERYTHING, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_page_of_no_items_or_of_too_many_is_a_query_error(state: State, limit: int) -> None:
    with state.reading() as tx, pytest.raises(QueryError):
        alerts.find(tx, EVERYTHING, limit=limit)


def test_a_decision_stands_in_the_alert_in_its_history_and_in_the_audit_ledger(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert("a"), an_alert("b")])
        alerts.decide(tx, ["a", "b"], EVERYTHING, actor="li.na", status=AlertStatus.ACKNOWLEDGED, time=7)
        closed = {"status": AlertStatus.CLOSED, "verdict": AlertVerdict.FALSE_POSITIVE, "note": "backup job"}
        alerts.decide(tx, ["a"], EVERYTHING, actor="wang.wei", time=8, **closed)
        stored = alerts.get(tx, "a", EVERYTHING)
        assert (stored.status, stored.verdict, stored.note) == tuple(closed.values())
        assert (stored.changed, stored.changed_by) == (8, "wang.wei")
        assert [(c.time, c.actor, c.status) for c in alerts.history(tx, "a", EVERYTHING)] == [
            (7, "li.na", AlertStatus.ACKNOWLEDGED),
            (8, "wang.wei", AlertStatus.CLOSED),
        ]
        said = ledger.records(tx, EVERYTHING, object="alert:a").items
        assert [(r.actor, r.action, r.details["from"], r.details["status"]) for r in said] == [
            ("wang.wei", "alert.decided", "acknowledged", "closed"),
            ("li.na", "alert.decided", "open", "acknowledged"),
        ]
        assert alerts.get(tx, "b", EVERYTHING).status is AlertStatus.ACKNOWLEDGED


def test_a_decision_over_several_alerts_is_all_or_nothing_when_one_is_out_of_reach(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert("mine", unit="north"), an_alert("theirs", unit="south")])
        with pytest.raises(NotFound, match="theirs"):
            alerts.decide(tx, ["mine", "theirs"], NORTH, actor="x", status=AlertStatus.ACKNOWLEDGED)
        assert alerts.count(tx, EVERYTHING, Filter(statuses=(AlertStatus.OPEN,))) == 2
        assert ledger.head(tx).sequence == 0


def test_closing_needs_a_verdict_and_a_false_positive_needs_a_note(state: State) -> None:
    with state.transaction() as tx:
        alerts.add(tx, [an_alert("a")])
        with pytest.raises(InputError, match="verdict"):
            alerts.decide(tx, ["a"], EVERYTHING, actor="x", status=AlertStatus.CLOSED)
        with pytest.raises(InputError, match="note"):
            alerts.decide(
                tx,
                ["a"],
                EVERYTHING,
                actor="x",
                status=AlertStatus.CLOSED,
                verdict=AlertVerdict.FALSE_POSITIVE,
                note=" ",
            )
