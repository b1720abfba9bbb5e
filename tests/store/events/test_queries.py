"""The SQL says what the plain evaluator says, for random queries over random events, wherever values are stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from model.ecs import catalogue
from model.event import Event, Origin, seal
from model.times import DAY, SECOND
from store.base import Base
from store.events import columns
from store.events.store import ParquetEventStore
from store.query import parse
from store.scope import EVERYTHING
from tests.store.query.oracle import matches
from tests.store.query.trees import ADDRESSES, FIELDS, TEXTS, tree, written

NOON = 1_795_003_200 * SECOND // DAY * DAY + DAY // 2

scalar: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(TEXTS + ADDRESSES), st.sampled_from([443, 44, 0, -3, 4.5, True, False, 9007199254740993])
)
value = scalar | st.lists(scalar, min_size=1, max_size=3) | st.sampled_from(ADDRESSES)
fields = st.dictionaries(st.sampled_from(FIELDS), value, max_size=4)


def sealed(number: int, extra: dict[str, Any], dataset: str = "json") -> Event:
    made: Event = {"@timestamp": NOON + number, "event.dataset": dataset}
    return seal(made | extra, Origin("t", "p"), position=number, content=b"", ingested=NOON)


class Filled:
    """Not a dataclass: hypothesis would print every event with each example."""

    def __init__(self, store: ParquetEventStore, events: list[Event]) -> None:
        self.store = store
        self.events = events


@pytest.fixture(scope="module", params=["columns", "rest"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A store with a few hundred random events in several segments; once with native columns, once without."""
    folder: Path = tmp_path_factory.mktemp("store")
    patch = pytest.MonkeyPatch()
    if request.param == "rest":
        patch.setattr(columns, "MAX_NATIVE_COLUMNS", 0)
        patch.setattr(columns, "NATIVE_SHARE", 10**9)
        addresses = {name: known for name, known in catalogue().items() if known.type == "ip"}
        patch.setattr(columns, "catalogue", lambda: addresses)
    engine = create_engine(f"sqlite:///{folder / 'state.db'}")
    Base.metadata.create_all(engine)
    store = ParquetEventStore(folder / "events", engine)
    drawn: list[dict[str, Any]] = []

    @settings(max_examples=1, database=None, derandomize=True, phases=[Phase.generate])
    @given(st.lists(fields, min_size=60, max_size=60))
    def draw(some: list[dict[str, Any]]) -> None:
        drawn.extend(some)

    for _ in range(4):
        draw()
    singles = [
        {name: one} for name in FIELDS for one in [*TEXTS, *ADDRESSES, 443, -3, 4.5, True, ["a", 443], ["b"], []]
    ]
    events = [sealed(n, extra, f"d{n % 3}") for n, extra in enumerate(drawn + singles)]
    for n in range(0, len(events), 100):
        pending = store.write(events[n : n + 100], batch=f"b{n}")
        with Session(engine) as tx:
            store.publish([pending], tx)
            tx.commit()
    patch.undo()
    yield Filled(store, events)
    store.close()
    engine.dispose()


@settings(max_examples=150, deadline=None)
@given(query=tree)
def test_the_translation_agrees_with_the_plain_evaluator(filled: Any, query: Any) -> None:
    store, events = filled.store, filled.events
    text = written(query)
    expected = {one["event.id"] for one in events if matches(query, one)}
    found = {one["event.id"] for one in store.iterate(text, EVERYTHING, fields=["event.id"])}
    wrong = [one for one in events if (one["event.id"] in expected) != (one["event.id"] in found)]
    assert not wrong, (text, [{k: one[k] for k in FIELDS if k in one} for one in wrong[:3]])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("@timestamp:2026-11-18", 3),
        ("@timestamp:[2026-11-18 TO 2026-11-18]", 3),
        ("@timestamp:>2026-11-18", 2),
        ("@timestamp:<=2026-11-18", 3),
        ("@timestamp:<2026-11-18", 0),
        ("@timestamp:{2026-11-18 TO *}", 2),
        ("@timestamp:>=now-1d", 3),
        ("NOT @timestamp:>=now-1d", 2),
        ("@timestamp:[now-2d/d TO now]", 5),
        ("event.ingested:>=2026-11-18", 5),
    ],
)
def test_dates_in_queries(tmp_path: Path, query: str, expected: int) -> None:
    day = 1_794_960_000 * SECOND  # 2026-11-18
    engine = create_engine(f"sqlite:///{tmp_path / 'state.db'}")
    Base.metadata.create_all(engine)
    store = ParquetEventStore(tmp_path / "e", engine, clock=lambda: day + 2 * DAY - SECOND)
    at = [day, day + 1, day + DAY - 1, day + DAY, day + 2 * DAY - SECOND]
    events = [
        seal({"@timestamp": t, "event.dataset": "d"}, Origin("t", "p"), position=n, content=b"", ingested=day + DAY)
        for n, t in enumerate(at)
    ]
    pending = store.write(events, batch="b")
    with Session(engine) as tx:
        store.publish([pending], tx)
        tx.commit()
    assert store.count(query, EVERYTHING) == expected
    store.close()
    engine.dispose()


def test_values_never_become_part_of_the_sql(filled: Any) -> None:
    store = filled.store
    for hostile in ("'; DROP TABLE x; --", '" OR 1=1 --', "$1", "?", "%s", "\\x", "{}", "x' OR 'a'='a"):
        quoted = '"' + hostile.replace("\\", "\\\\").replace('"', '\\"') + '"'
        assert store.count(f"user.name:{quoted}", EVERYTHING) == 0
        name = "".join("\\" + char for char in hostile)
        assert store.count(f"{name}:1", EVERYTHING) == 0
        assert store.top_values(hostile, None, EVERYTHING) == []
    assert parse('a:"?"') is not None
