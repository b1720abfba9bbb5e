"""What every event store must do, as one class. An implementation's test inherits it and provides the fixture `store`
and the fixture `begin` (a function that opens a transaction of the state: a context manager that commits at its end).

Written against `store/contract.py` only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.errors import NotFound, QueryError
from model.event import Event, Origin, seal
from model.times import DAY, HOUR, MINUTE, SECOND
from store.contract import Bucket, EventStore, TimeRange, TopValue
from store.scope import EVERYTHING, NOTHING, Scope

NOON = 1_795_003_200 * SECOND // DAY * DAY + 12 * HOUR
Begin = Callable[[], AbstractContextManager[Any]]


def event(number: int, unit: str = "district", at: int = NOON, dataset: str = "json", **fields: Any) -> Event:
    """A sealed event; underscores in keyword names are dots. The same number gives the same id."""
    made: Event = {"@timestamp": at, "event.dataset": dataset}
    made |= {name.replace("_", "."): value for name, value in fields.items()}
    return seal(made, Origin("test", "print", unit), position=number, content=b"%d" % number, ingested=NOON + DAY)


def stored(store: EventStore, begin: Begin, events: Sequence[Event], batch: str) -> int:
    pending = store.write(events, batch=batch)
    with begin() as tx:
        return store.publish([pending], tx).stored


def ids(events: Sequence[Event]) -> list[str]:
    return [one["event.id"] for one in events]


def newest_first(events: Sequence[Event]) -> list[str]:
    return ids(sorted(events, key=lambda e: (e["@timestamp"], e["event.id"]), reverse=True))


@pytest.mark.usefixtures("store", "begin")
class EventStoreContract:
    # Many questions in one look

    def test_many_questions_are_answered_by_group_in_one_look(self, store: EventStore, begin: Begin) -> None:
        made = [
            event(
                n,
                unit="a" if n % 2 else "b",
                at=NOON + n * SECOND,
                source_ip=f"10.0.0.{n % 3}",
                event_outcome="failure",
            )
            for n in range(12)
        ]
        made.append(event(12, unit="a", at=NOON + DAY, other="x"))
        stored(store, begin, made, "one")
        units, origins = ("fengsui.unit",), ("source.ip", "fengsui.unit")
        asked = ["*", "event.outcome:failure", "source.ip:10.0.0.1", "no.such.field:x"]
        found = store.tally(asked, [units, origins], EVERYTHING)
        for text in asked:
            by_unit = {key[0]: one.count for key, one in found[units][text].items()}
            expected = {unit: store.count(text, Scope(frozenset({unit}))) for unit in ("a", "b")}
            assert by_unit == {unit: number for unit, number in expected.items() if number}
        assert {key[0] for key in found[origins]["*"]} == {"", "10.0.0.0", "10.0.0.1", "10.0.0.2"}
        newest = found[units]["event.outcome:failure"][("a",)]
        assert (newest.first, newest.last) == (NOON + SECOND, NOON + 11 * SECOND)
        assert list(newest.ids) == newest_first([one for one in made[:12] if one["fengsui.unit"] == "a"])[:3]

    def test_each_grouping_of_a_tally_may_be_asked_its_own_questions(self, store: EventStore, begin: Begin) -> None:
        made = [event(n, unit="ab"[n % 2], at=NOON + n * SECOND, source_ip=f"10.0.0.{n % 3}") for n in range(9)]
        stored(store, begin, made, "one")
        units, origins = ("fengsui.unit",), ("source.ip", "fengsui.unit")
        asked = ["*", "source.ip:10.0.0.1"]
        whole = store.tally(asked, [units, origins], EVERYTHING)
        some = store.tally(asked, [units, origins], EVERYTHING, wanted={units: ["*"], origins: asked[1:]})
        assert some[units]["*"] == whole[units]["*"]
        assert some[origins][asked[1]] == whole[origins][asked[1]]
        assert not some[units][asked[1]]
        assert not some[origins]["*"]

    def test_a_tally_is_limited_to_a_scope_a_range_and_parts(self, store: EventStore, begin: Begin) -> None:
        stored(store, begin, [event(1, unit="a"), event(2, unit="b")], "one")
        before = store.parts(EVERYTHING)
        stored(store, begin, [event(3, unit="a", at=NOON + DAY)], "two")
        units = ("fengsui.unit",)
        assert set(store.tally(["*"], [units], Scope(frozenset({"a"})))[units]["*"]) == {("a",)}
        assert store.tally(["*"], [units], NOTHING)[units]["*"] == {}
        late = store.tally(["*"], [units], EVERYTHING, within=TimeRange(NOON + HOUR, NOON + 2 * DAY))
        assert {key: one.count for key, one in late[units]["*"].items()} == {("a",): 1}
        old = store.tally(["*"], [units], EVERYTHING, parts=before)
        assert {key: one.count for key, one in old[units]["*"].items()} == {("a",): 1, ("b",): 1}
        assert before.items() < store.parts(EVERYTHING).items()

    # Writing and publishing

    def test_an_empty_store_answers_every_question(self, store: EventStore) -> None:
        assert store.search(None, EVERYTHING).events == []
        assert store.count("a:b", EVERYTHING) == 0
        assert store.top_values("source.ip", None, EVERYTHING) == []
        assert list(store.iterate("", EVERYTHING)) == []
        assert store.histogram(None, EVERYTHING, within=TimeRange(NOON, NOON + 2 * MINUTE), interval=MINUTE) == [
            Bucket(NOON, 0),
            Bucket(NOON + MINUTE, 0),
        ]

    def test_an_empty_batch_is_harmless(self, store: EventStore, begin: Begin) -> None:
        assert stored(store, begin, [], "empty") == 0

    def test_nothing_is_seen_before_publish_and_everything_after(self, store: EventStore, begin: Begin) -> None:
        events = [event(n) for n in range(5)]
        pending = store.write(events, batch="a")
        assert pending.ids == tuple(ids(events))
        assert store.count(None, EVERYTHING) == 0
        with begin() as tx:
            assert store.publish([pending], tx).stored == 5
        assert store.count(None, EVERYTHING) == 5

    def test_a_transaction_that_fails_publishes_nothing_and_can_be_repeated(
        self, store: EventStore, begin: Begin
    ) -> None:
        pending = store.write([event(1)], batch="a")

        def fail() -> None:
            with begin() as tx:
                store.publish([pending], tx)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert store.count(None, EVERYTHING) == 0
        with begin() as tx:
            assert store.publish([pending], tx).stored == 1
        assert store.count(None, EVERYTHING) == 1

    def test_publishing_the_same_batch_again_changes_nothing(self, store: EventStore, begin: Begin) -> None:
        events = [event(n) for n in range(3)]
        pending = store.write(events, batch="a")
        for _ in range(2):
            with begin() as tx:
                store.publish([pending], tx)
        again = store.write(events, batch="a")
        with begin() as tx:
            assert store.publish([again], tx).stored == 0
        assert store.count(None, EVERYTHING) == 3

    def test_events_another_batch_stored_are_named_and_not_stored_again(self, store: EventStore, begin: Begin) -> None:
        events = [event(n, at=NOON + n * SECOND) for n in range(10)]
        assert stored(store, begin, events[:6], "a") == 6
        pending = store.write(events[3:], batch="b")
        with begin() as tx:
            published = store.publish([pending], tx)
        assert published.stored == 4
        assert published.duplicates == frozenset(ids(events[3:6]))
        assert ids(store.search(None, EVERYTHING).events) == newest_first(events)

    def test_two_batches_of_one_transaction_do_not_store_an_event_twice(self, store: EventStore, begin: Begin) -> None:
        first, second = store.write([event(1), event(2)], batch="a"), store.write([event(2), event(3)], batch="b")
        with begin() as tx:
            published = store.publish([first, second], tx)
        assert published.stored == 3
        assert published.duplicates == {event(2)["event.id"]}
        assert store.count(None, EVERYTHING) == 3

    def test_an_event_that_stands_twice_in_one_batch_is_stored_once(self, store: EventStore, begin: Begin) -> None:
        assert stored(store, begin, [event(1), event(2), event(1)], "a") == 2
        assert store.count(None, EVERYTHING) == 2

    def test_one_batch_may_span_days_and_data_sets(self, store: EventStore, begin: Begin) -> None:
        events = [event(n, at=NOON + n * DAY, dataset=f"set.{n % 2}") for n in range(6)]
        assert stored(store, begin, events, "a") == 6
        assert ids(store.search("event.dataset:set.1", EVERYTHING, ascending=True).events) == ids(events[1::2])

    # What comes back

    def test_an_event_comes_back_exactly_as_it_was(self, store: EventStore, begin: Begin) -> None:
        given = event(
            1, source_ip="10.0.0.1", destination_port=443, message="登录失败 x", event_category=["network", "host"]
        ) | {"EventID": 4688, "Image": "C:\\Windows\\cmd.exe", "eventid": "other", "ratio": 0.25, "flag": True}
        stored(store, begin, [given], "a")
        assert store.get(given["event.id"], EVERYTHING) == given
        assert store.search(None, EVERYTHING).events == [given]
        assert list(store.iterate(None, EVERYTHING)) == [given]

    def test_only_the_fields_asked_for_come_back(self, store: EventStore, begin: Begin) -> None:
        stored(store, begin, [event(1, source_ip="10.0.0.1", message="m") | {"Odd name": [1, "a"]}], "a")
        wanted = ["source.ip", "Odd name", "no.such"]
        assert store.search(None, EVERYTHING, fields=wanted).events == [{"source.ip": "10.0.0.1", "Odd name": [1, "a"]}]
        assert list(store.iterate(None, EVERYTHING, fields=["@timestamp"])) == [{"@timestamp": NOON}]

    def test_an_unknown_id_and_one_of_another_unit_are_the_same_answer(self, store: EventStore, begin: Begin) -> None:
        mine = event(1, unit="town-a")
        stored(store, begin, [mine], "a")
        messages = []
        for wanted, scope in ((mine["event.id"], Scope(frozenset({"town-b"}))), ("0" * 32, EVERYTHING)):
            with pytest.raises(NotFound) as raised:
                store.get(wanted, scope)
            messages.append(str(raised.value).replace(wanted, "…"))
        assert messages[0] == messages[1]
        for hostile in ("", "x", "' OR 1=1 --", mine["event.id"].upper() + " ", "é" * 32):
            with pytest.raises(NotFound):
                store.get(hostile, EVERYTHING)

    # Order and pages

    def test_newest_come_first_and_ascending_turns_it_round(self, store: EventStore, begin: Begin) -> None:
        events = [event(n, at=NOON + (n % 3) * SECOND) for n in range(9)]
        stored(store, begin, events, "a")
        expected = newest_first(events)
        assert ids(store.search(None, EVERYTHING).events) == expected
        assert ids(store.search(None, EVERYTHING, ascending=True).events) == expected[::-1]
        assert ids(list(store.iterate(None, EVERYTHING))) == expected[::-1]

    @pytest.mark.parametrize("ascending", [False, True])
    def test_paging_neither_repeats_nor_skips_while_others_publish(
        self, store: EventStore, begin: Begin, ascending: bool
    ) -> None:
        early = [event(n, at=NOON + (n // 7) * SECOND, dataset=f"d{n % 3}") for n in range(50)]
        stored(store, begin, early, "early")
        seen: list[str] = []
        cursor = None
        for turn in range(100):
            page = store.search(None, EVERYTHING, limit=7, cursor=cursor, ascending=ascending)
            assert len(page.events) <= 7
            seen += ids(page.events)
            late = [event(1000 + 10 * turn + n, at=NOON + n * 2 * SECOND) for n in range(4)]
            stored(store, begin, late, f"late-{turn}")
            cursor = page.cursor
            if cursor is None:
                break
        assert len(set(seen)) == len(seen)
        wanted = newest_first(early)[:: -1 if ascending else 1]
        assert [one for one in seen if one in set(wanted)] == wanted

    def test_the_last_page_has_no_cursor(self, store: EventStore, begin: Begin) -> None:
        stored(store, begin, [event(n) for n in range(4)], "a")
        first = store.search(None, EVERYTHING, limit=2)
        assert first.cursor is not None
        assert store.search(None, EVERYTHING, limit=2, cursor=first.cursor).cursor is None
        assert store.search(None, EVERYTHING, limit=4).cursor is None

    @pytest.mark.parametrize("cursor", ["", "x", "AAAA", "é", "=" * 50])
    def test_a_cursor_that_is_none_is_refused(self, store: EventStore, cursor: str) -> None:
        with pytest.raises(QueryError):
            store.search(None, EVERYTHING, cursor=cursor)

    def test_the_time_range_is_half_open(self, store: EventStore, begin: Begin) -> None:
        events = [event(n, at=NOON + n) for n in range(5)]
        stored(store, begin, events, "a")
        within = TimeRange(NOON + 1, NOON + 3)
        assert ids(store.search(None, EVERYTHING, within=within, ascending=True).events) == ids(events[1:3])
        assert store.count(None, EVERYTHING, within=within) == 2
        assert ids(list(store.iterate(None, EVERYTHING, within=within))) == ids(events[1:3])
        assert store.count(None, EVERYTHING, within=TimeRange(NOON + 3, NOON + 1)) == 0

    # Aggregations

    def test_a_histogram_has_every_interval_and_aligns_them(self, store: EventStore, begin: Begin) -> None:
        at = [0, 10, 59, 60, 185]
        stored(store, begin, [event(n, at=NOON + s * SECOND) for n, s in enumerate(at)], "a")
        within = TimeRange(NOON + 5 * SECOND, NOON + 186 * SECOND)
        buckets = store.histogram(None, EVERYTHING, within=within, interval=MINUTE)
        assert buckets == [Bucket(NOON + n * MINUTE, count) for n, count in enumerate([2, 1, 0, 1])]

    def test_top_values_count_every_member_of_a_list_and_break_ties_by_value(
        self, store: EventStore, begin: Begin
    ) -> None:
        values: list[Any] = [["b", "a"], ["b"], ["c", "b"], ["a"], ["c"]]
        stored(store, begin, [event(n, event_category=v) for n, v in enumerate(values)], "a")
        assert store.top_values("event.category", None, EVERYTHING) == [
            TopValue("b", 3),
            TopValue("a", 2),
            TopValue("c", 2),
        ]
        assert store.top_values("event.category", None, EVERYTHING, limit=1) == [TopValue("b", 3)]

    def test_top_values_of_numbers_are_numbers(self, store: EventStore, begin: Begin) -> None:
        stored(store, begin, [event(n, destination_port=p) for n, p in enumerate([443, 80, 443, 9])], "a")
        assert store.top_values("destination.port", None, EVERYTHING) == [
            TopValue(443, 2),
            TopValue(9, 1),
            TopValue(80, 1),
        ]

    # The language (the differential test has the rest)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", [0, 1, 2, 3]),
            ("*", [0, 1, 2, 3]),
            ("user.name:alice", [0, 2]),
            ("user.name:ALICE", [0, 2]),
            ("user.name:ali*", [0, 2]),
            ("user.name:?lice", [0, 2]),
            ("user.name:(alice OR bob)", [0, 1, 2]),
            ("user.name:alice AND destination.port:22", [0]),
            ("user.name:alice destination.port:22", [0]),
            ("user.name:alice && !destination.port:22", [2]),
            ("user.name:bob || destination.port:22", [0, 1]),
            ("+user.name:alice -destination.port:22", [2]),
            ("NOT user.name:alice", [1, 3]),
            ("_exists_:user.name", [0, 1, 2]),
            ("user.name:*", [0, 1, 2]),
            ("NOT _exists_:user.name", [3]),
            ("destination.port:[22 TO 443]", [0, 1]),
            ("destination.port:{22 TO 443}", []),
            ("destination.port:>=443", [1, 2]),
            ("destination.port:<443", [0]),
            ("source.ip:10.0.0.0/8", [0, 1]),
            ("source.ip:10.1.0.0/16", [1]),
            ('source.ip:"2001:db8::/32"', [2]),
            ('source.ip:"2001:DB8:0::1"', [2]),
            ("failed", [0, 1]),
            ('"password for alice"', [0]),
            ("alice", [0, 2]),
            ("passw*", [0, 1]),
            ("*sword*", [0, 1]),
            ("passw", []),
            ("登录", [2]),
            ("message:/pass.ord/", [0, 1]),
            ("user.name:/al.ce/", [0]),
            ("user.name:/al/", []),
            ("Odd.native:yes", [3]),
            (r"Odd.native:y\*", []),
            ("no.such:1", []),
            ("NOT no.such:1", [0, 1, 2, 3]),
            ("@timestamp:>=2020-01-01", [0, 1, 2, 3]),
            ("@timestamp:<2020-01-01", []),
        ],
    )
    def test_queries(self, store: EventStore, begin: Begin, query: str, expected: list[int]) -> None:
        events = [
            event(0, user_name="alice", destination_port=22, source_ip="10.0.0.1", message="Failed password for alice"),
            event(1, user_name="bob", destination_port=443, source_ip="10.1.0.1", message="failed password for bob"),
            event(2, user_name="Alice", destination_port=8443, source_ip="2001:db8::1", message="登录成功"),
            event(3) | {"Odd.native": ["no", "yes"]},
        ]
        stored(store, begin, events, "a")
        found = {one["event.id"] for one in store.search(query, EVERYTHING).events}
        assert found == {events[n]["event.id"] for n in expected}
        assert store.count(query, EVERYTHING) == len(expected)

    @pytest.mark.parametrize(
        "query", ["(", "a AND", "f:", "a:b:c", "f:/(/", "[1 TO 2]", '"open', "x~2", "@timestamp:x"]
    )
    def test_a_query_that_cannot_be_read_is_a_query_error_everywhere(self, store: EventStore, query: str) -> None:
        within = TimeRange(NOON, NOON + HOUR)
        questions: list[Callable[[], object]] = [
            lambda: store.search(query, EVERYTHING),
            lambda: store.count(query, EVERYTHING),
            lambda: store.histogram(query, EVERYTHING, within=within, interval=MINUTE),
            lambda: store.top_values("f", query, EVERYTHING),
            lambda: list(store.iterate(query, EVERYTHING)),
        ]
        for ask in questions:
            with pytest.raises(QueryError):
                ask()

    # Scope

    def test_nobody_sees_anything_through_an_empty_scope(self, store: EventStore, begin: Begin) -> None:
        mine = event(1)
        stored(store, begin, [mine], "a")
        assert store.search(None, NOTHING).events == []
        assert store.count(None, NOTHING) == 0
        assert list(store.iterate(None, NOTHING)) == []
        with pytest.raises(NotFound):
            store.get(mine["event.id"], NOTHING)

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def test_no_read_shows_anothers_event_nor_hides_ones_own(
        self, store: EventStore, begin: Begin, data: st.DataObject
    ) -> None:
        """Over one growing store: random units, a random set of them in the scope, every read method."""
        names = st.sampled_from([f"unit-{n}" for n in range(8)] + ["", "*", "unit-1 OR unit-2", "' OR ''='", "单位"])
        run = uuid4().hex  # not drawn: the store keeps the events of earlier examples, and ids must not meet again
        drawn = data.draw(st.lists(st.tuples(names, st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=12))
        events = [
            seal(
                {"@timestamp": NOON + s * HOUR, "event.dataset": f"d.{d}", "user.name": f"n{s}", "run": run},
                Origin("s", run, unit),
                position=n,
                content=run.encode(),
                ingested=NOON,
            )
            for n, (unit, s, d) in enumerate(drawn)
        ]
        stored(store, begin, events, run)
        units = frozenset(data.draw(st.sets(names, max_size=5)))
        scope = Scope(units)
        within = TimeRange(NOON, NOON + 4 * HOUR)
        query = f"run:{run} AND NOT user.name:{data.draw(st.sampled_from(['n0', 'n9', '*']))}"
        if query.endswith("*"):
            query = f"run:{run} OR NOT fengsui.unit:unit-1"
            own = [e for e in store.iterate(query, EVERYTHING) if e["fengsui.unit"] in units]
        else:
            own = [e for e in events if e["fengsui.unit"] in units and not query.endswith(e["user.name"])]
        expected = set(ids(own))
        seen: list[Event] = []
        cursor = None
        while True:
            page = store.search(query, scope, limit=5, cursor=cursor)
            seen += page.events
            cursor = page.cursor
            if cursor is None:
                break
        assert len(seen) == len(expected)
        assert set(ids(seen)) == expected
        assert set(ids(list(store.iterate(query, scope)))) == expected
        assert store.count(query, scope) == len(expected)
        assert sum(b.count for b in store.histogram(query, scope, within=within, interval=HOUR)) == len(expected)
        top = {t.value: t.count for t in store.top_values("fengsui.unit", query, scope, limit=50)}
        assert top == {unit: n for unit in units if (n := sum(e["fengsui.unit"] == unit for e in own))}
        for one in events:
            if one["fengsui.unit"] in units:
                assert store.get(one["event.id"], scope) == one
            else:
                with pytest.raises(NotFound):
                    store.get(one["event.id"], scope)
