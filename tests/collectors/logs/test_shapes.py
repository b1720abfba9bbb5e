"""Records of a shape that is known become the very Events the general way makes of them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC
from itertools import islice
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._sensor_logs import eve, zeek
from collectors.contract import RawRecord
from collectors.inputs import open_input
from collectors.logs.jsonl import SOURCE
from collectors.logs.jsonl.normalise import general, shapes
from collectors.logs.jsonl.shapes import MOST, SECTIONS_MOST, SIGHTINGS
from model.errors import BadRecord
from tests.collectors.logs.reading import NOW, ORIGIN
from tests.shared import shared

EVE = orjson.loads(next(iter(eve(1).splitlines())))
ZEEK = orjson.loads(next(iter(zeek(1).splitlines())))


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    shapes.clear()


def told(document: dict[str, Any]) -> Any:
    """By the general way; types count, order does not."""
    try:
        return {name: repr(value) for name, value in general(orjson.loads(orjson.dumps(document)), ORIGIN, NOW).items()}
    except BadRecord as bad:
        return bad.reason


def quick(document: dict[str, Any]) -> Any:
    """By the quick way, None where it leaves the record to the general one."""
    event = shapes.event(orjson.loads(orjson.dumps(document)), UTC)
    return None if event is None else {name: repr(value) for name, value in event.items()}


def learned(document: dict[str, Any]) -> Any:
    for _ in range(SIGHTINGS):
        found = quick(document)
    return found


def of(lines: Iterable[bytes]) -> tuple[int, int]:
    """Records that went the quick way, of how many; each is compared."""
    fast = every = 0
    for line in lines:
        document = orjson.loads(line)
        found = quick(document)
        every += 1
        if found is not None:
            fast += 1
            assert found == told(document)
    return fast, every


@pytest.mark.parametrize("make", [eve, zeek])
def test_logs_of_other_sensors_go_the_quick_way_and_nothing_is_different(make: Any) -> None:
    fast, every = of(make(600).splitlines())
    assert fast > every * 0.8


def test_a_shape_is_worked_out_only_when_it_is_seen_again_and_again() -> None:
    found = [quick(EVE) for _ in range(SIGHTINGS)]
    assert [one is None for one in found] == [True] * (SIGHTINGS - 1) + [False]
    assert found[-1] == told(EVE)


@pytest.mark.parametrize(
    "change",
    [
        {"src_ip": "10.0.0.999"},
        {"src_ip": "fe80::1%eth0"},
        {"src_ip": "x" * 5000},
        {"src_port": 2**63},
        {"src_port": "443"},
        {"proto": "-"},
        {"proto": ""},
        {"timestamp": "yesterday"},
        {"timestamp": 1_795_000_000.5},
        {"timestamp": None},
        {"event_type": 7},
        {"event_type": ""},
        {"event_type": "never seen"},
        {"event_type": "flow"},
        {"event.dataset": "mine", "event.id": "theirs"},
        {"event.category": "network", "source.port": "12", "message": 5, "tags": ["a", 7]},
        {"a": {"b": 1}, "a.b": 2},
        {"a": [], "b": {}, "c": None, "d": [{"e": 1}, {"e": "two"}], "f": [{}]},
        {"d": [{"e": 1}, {"g": 2}]},
        {"d": [1, [2]], "e": [None]},
        {"big": [2**63, 1], "bool": True, "list": [True, 1.5, "x"]},
    ],
    ids=str,
)
def test_what_is_odd_in_a_record_is_told_as_the_general_way_tells_it(change: dict[str, Any]) -> None:
    for base in (EVE, ZEEK | {"ts": 1_795_000_000.25}, {"@timestamp": "2026-11-22T08:00:00Z", "ecs": {"version": "9"}}):
        learned(base)
        document = base | change
        for _ in range(SIGHTINGS + 1):
            found = quick(document)
            assert found is None or found == told(document)


NAMES = ("src_ip", "src_port", "proto", "event_type", "timestamp", "ts", "_path", "@timestamp", "event.start", "source.ip",
         "event.category", "flow", "dns", "a", "fengsui.unit", "fengsui.input.fengsui.unit", "EventID", "Channel", "time")  # fmt: skip
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "-", "10.0.0.1", "::1", "2026-11-22T08:00:00Z", "443", "conn", "flow", "多"])
)
NESTED = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start", "rrname", "a", "a.b"]), inner)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(NAMES), NESTED), st.sampled_from([EVE, ZEEK, {}]))
def test_any_record_is_told_as_the_general_way_tells_it(change: dict[str, Any], base: dict[str, Any]) -> None:
    document = base | change
    found = learned(document)
    assert found is None or found == told(document)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(("src_ip", "src_port", "proto", "app_proto"), VALUES)), max_size=6))
def test_what_one_record_said_is_never_seen_in_another(changes: list[dict[str, Any]]) -> None:
    learned(EVE)
    for change in changes:
        document = EVE | {name: value for name, value in change.items() if type(value) is type(EVE.get(name, ""))}
        found = quick(document)
        assert found is None or found == told(document)


def test_records_that_never_repeat_fill_no_memory() -> None:
    for number in range(SECTIONS_MOST + 100):
        assert quick({f"name{number}": 1, "timestamp": 1, "time": 2, "a": 3}) is None
    for number in range(MOST // 8):
        learned(ZEEK | {f"own{number}": 1})
    assert shapes.sizes[0] <= SECTIONS_MOST
    assert shapes.sizes[1] <= MOST
    assert shapes.sizes[2] <= SECTIONS_MOST
    assert learned({f"n{number}": 1 for number in range(500)} | EVE) is None
    assert learned({"x" * 5000: 1} | EVE) is None


def test_the_facts_of_two_events_are_not_one_list() -> None:
    learned(EVE)
    record = RawRecord(orjson.dumps(EVE), 0, 1)
    (first,), (second,) = SOURCE.normalise(record, ORIGIN, NOW), SOURCE.normalise(record, ORIGIN, NOW)
    assert first == second
    first["event.category"].append("changed")
    assert "changed" not in second["event.category"]
    assert "changed" not in SOURCE.normalise(record, ORIGIN, NOW)[0]["event.category"]


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "otrf/execution/host/empire_launcher_vbs.zip",
        "otrf/credential_access/host/cmd_lsass_memory_dumpert_syscalls.zip",
    ],
)
def test_other_peoples_recordings_are_told_the_same(path: str) -> None:
    for found in open_input(shared(path)):
        records = (
            one for one in SOURCE.records(io.BytesIO(found.stream.read(8_000_000))) if isinstance(one, RawRecord)
        )
        fast, every = of(one.data for one in islice(records, 2000))
        assert every > 100
        assert fast > every * 0.3
