"""What lists show of an event is bounded, whatever the event holds."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from api.events.shown import ALWAYS, MAX_EVENT, MAX_VALUE, RAW, dated, listed, whole
from api.wire import exact

HEAD: dict[str, Any] = {"@timestamp": 0, "event.id": "0" * 32, "event.dataset": "json", "fengsui.unit": "district"}
TEXTS = st.text(max_size=40) | st.builds(lambda c, n: c * n, st.sampled_from("a烽\u202e<"), st.integers(0, 20_000))
VALUES = TEXTS | st.integers() | st.floats() | st.booleans() | st.lists(TEXTS | st.integers(), max_size=30)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.text(min_size=1, max_size=50), VALUES, max_size=40))
def test_a_listed_event_is_bounded_and_says_what_it_left_out(fields: dict[str, Any]) -> None:
    event = {**fields, **HEAD}
    shown = orjson.loads(orjson.dumps(listed(event, None)))
    for name, value in shown["fields"].items():
        assert len(value) <= MAX_VALUE + 2_000 if isinstance(value, str) else True, name
    assert sum(len(str(value)) for value in shown["fields"].values()) < 2 * MAX_EVENT
    portable = {name.encode("utf-8", "backslashreplace").decode() for name in event if name != RAW}
    missing = portable - shown["fields"].keys()
    empty = {n for n, v in event.items() if v in ("", [])}
    assert missing <= {*shown["cut"], *empty}


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.text(min_size=1, max_size=50), VALUES, max_size=10))
def test_a_whole_event_lacks_nothing_but_its_raw_record(fields: dict[str, Any]) -> None:
    event = {**fields, **HEAD, RAW: "secret"}
    shown = orjson.loads(orjson.dumps(whole(event)))
    assert len(shown["fields"]) == len(event) - 1
    assert shown["raw"]
    assert set(ALWAYS) <= shown["fields"].keys()


def rounded(value: Any) -> Any:
    """As a browser reads JSON: every number is a double."""
    return float(value) if type(value) is int else [rounded(one) for one in value] if type(value) is list else value


@settings(deadline=None, max_examples=200)
@given(st.integers(-(2**63), 2**63 - 1) | st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4))
def test_no_browser_rounds_an_integer(number: Any) -> None:
    event = {**HEAD, "winlog.logon.id": number}
    for shown in (listed(event, None)["fields"], whole(event)["fields"]):
        got = orjson.loads(orjson.dumps(shown)).get("winlog.logon.id", [])
        assert exact(number) == got
        members = got if type(got) is list else [got]
        given_members = number if type(number) is list else [number]
        assert [int(rounded(one)) if type(one) is int else int(one) for one in members] == given_members
    assert dated("winlog.logon.id", 2**53) == str(2**53)
    assert dated("winlog.logon.id", 2**53 - 1) == 2**53 - 1
