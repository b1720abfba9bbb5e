"""Events: flattening loses nothing and stays bounded, sealing gives ids that tell records apart and repeat themselves."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.ecs import catalogue, date_fields
from model.event import (
    MAX_DEPTH,
    MAX_FIELDS,
    MAX_NAME,
    REQUIRED,
    Event,
    Origin,
    digest,
    flatten,
    seal,
    to_iso_or_text,
    to_json,
)
from model.times import EARLIEST, LATEST, SECOND, parse_iso

often = settings(deadline=None, max_examples=200)

ORIGIN = Origin(source="portal", fingerprint="f" * 32, unit="town-3", observer="collector-1", path="logs/portal.log")
NOW = parse_iso("2026-11-22T08:00:00Z")

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
# Keys that collide once joined with dots, keys that are dots, and the names Python or JSON might trip over.
KEYS = st.sampled_from(["a", "b", "a.b", "b.a", "", ".", "..", "__class__", "@timestamp", "event.id"]) | st.text(
    max_size=4
)
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
    ),
    max_size=5,
)


def leaves(value: Any) -> list[Any]:
    """Every scalar of a document that is not null, wherever it stands."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [] if value is None else [value]


def counted(values: list[Any]) -> Counter[str]:
    return Counter(f"{type(v).__name__} {v!r}" for v in values)


@often
@given(DOCUMENTS)
def test_flattening_keeps_every_value_exactly_once(document: dict[str, Any]) -> None:
    assert counted(leaves(flatten(document))) == counted(leaves(document))


@often
@given(DOCUMENTS)
def test_a_flat_event_holds_scalars_and_lists_of_scalars_only(document: dict[str, Any]) -> None:
    for value in flatten(document).values():
        members = value if isinstance(value, list) else [value]
        assert members, "an empty list is an absent fact"
        assert all(isinstance(member, str | int | float) for member in members)


@often
@given(DOCUMENTS)
def test_flattening_changes_neither_the_document_nor_what_is_flat_already(document: dict[str, Any]) -> None:
    before = json.dumps(document)
    flat = flatten(document)
    assert json.dumps(document) == before
    assert flatten(flat) == flat


@often
@given(DOCUMENTS, DOCUMENTS)
def test_results_share_nothing_with_their_document(document: dict[str, Any], other: dict[str, Any]) -> None:
    before = json.dumps(document)
    for value in flatten({"one": document, "two": other}).values():
        if isinstance(value, list):
            value.append("changed")
    assert json.dumps(document) == before


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"source": {"ip": "10.0.0.1", "port": 22}}, {"source.ip": "10.0.0.1", "source.port": 22}),
        ({"a.b": 1, "a": {"b": 2}}, {"a.b": [1, 2]}),
        ({"a.b": 1, "a": {"b": None}}, {"a.b": 1}),
        ({"a.b": [1], "a": {"b": [2, 3]}}, {"a.b": [1, 2, 3]}),
        ({"answers": [{"data": "x", "ttl": 1}, {"data": "y"}]}, {"answers.data": ["x", "y"], "answers.ttl": [1]}),
        ({"tags": ["one"]}, {"tags": ["one"]}),
        ({"m": [[1, [2]], {"n": 3}]}, {"m": [1, 2], "m.n": [3]}),
        ({"gone": None, "empty": [], "nothing": {}, "nulls": [None]}, {}),
        ({"false": False, "zero": 0, "text": ""}, {"false": False, "zero": 0, "text": ""}),
    ],
)
def test_what_flattening_makes_of_common_shapes(document: dict[str, Any], expected: Event) -> None:
    assert flatten(document) == expected


def nested(levels: int, *, lists: bool) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value] if lists else {"a": value}
    return value


@pytest.mark.parametrize("lists", [True, False])
def test_documents_are_read_to_the_depth_bound_and_refused_beyond_it(lists: bool) -> None:
    assert leaves(flatten({"a": nested(MAX_DEPTH, lists=lists)})) == [1]
    for levels in (MAX_DEPTH + 1, 900):
        with pytest.raises(ValueError, match="nested deeper"):
            flatten({"a": nested(levels, lists=lists)})


def test_lists_and_objects_in_turn_count_towards_the_same_depth() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH):
        value = [{"a": value}]
    with pytest.raises(ValueError, match="nested deeper"):
        flatten({"a": value})


def test_one_long_name_above_many_short_ones_is_refused_before_it_multiplies() -> None:
    with pytest.raises(ValueError, match="field name longer"):
        flatten({"x" * MAX_NAME: {str(n): n for n in range(100_000)}})


def test_a_document_of_more_names_than_any_record_has_is_refused() -> None:
    assert len(flatten({str(n): n for n in range(MAX_FIELDS)})) == MAX_FIELDS
    with pytest.raises(ValueError, match="different field names"):
        flatten({str(n): n for n in range(MAX_FIELDS + 1)})


def test_a_long_list_of_objects_takes_time_in_proportion_to_its_length() -> None:
    rows = [{"a": n, "b": {"c": n}} for n in range(50_000)]
    flat = flatten({"rows": rows})
    assert (len(flat["rows.a"]), flat["rows.b.c"][-1]) == (50_000, 49_999)


def sealed(
    content: bytes = b"line", position: int | str = 7, part: int = 0, origin: Origin = ORIGIN, **more: Any
) -> Event:
    event: Event = {"@timestamp": NOW, "event.dataset": "nginx.access"}
    return seal(event, origin, position=position, content=content, ingested=NOW + SECOND, part=part, **more)


def test_a_sealed_event_has_everything_an_event_must_have() -> None:
    event = sealed()
    assert set(REQUIRED) <= set(event)
    assert None not in event.values()
    assert (event["fengsui.unit"], event["observer.name"], event["log.file.path"]) == (
        "town-3",
        "collector-1",
        "logs/portal.log",
    )
    assert (event["event.ingested"], event["log.offset"]) == (NOW + SECOND, 7)


def test_every_name_sealing_writes_is_in_the_catalogue() -> None:
    written = set(sealed(keep_original=True)) | set(sealed(position="row 7"))
    written |= set(seal({"@timestamp": -1, "event.dataset": "x"}, ORIGIN, position=0, content=b"", ingested=NOW))
    assert written <= set(catalogue())


PLACES = st.tuples(st.integers(0, 2**63), st.binary(max_size=20), st.integers(0, 1000))


@often
@given(PLACES)
def test_the_same_record_gets_the_same_id_whenever_and_wherever_it_is_read(place: tuple[int, bytes, int]) -> None:
    position, content, part = place
    elsewhere = ORIGIN.of(path="copy/of/portal.log", source="renamed", unit="town-4", observer="collector-2")
    again: Event = {"@timestamp": NOW, "event.dataset": "other"}
    seal(again, elsewhere, position=position, content=content, ingested=NOW + 99, part=part, keep_original=True)
    assert again["event.id"] == sealed(content, position, part)["event.id"]


@often
@given(PLACES, PLACES)
def test_records_that_differ_in_position_content_or_part_have_different_ids(
    one: tuple[int, bytes, int], two: tuple[int, bytes, int]
) -> None:
    first = sealed(one[1], one[0], one[2])["event.id"]
    second = sealed(two[1], two[0], two[2])["event.id"]
    assert (first == second) == (one == two)


def test_the_same_line_in_another_input_is_another_event() -> None:
    assert sealed()["event.id"] != sealed(origin=ORIGIN.of(fingerprint="e" * 32))["event.id"]


@often
@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_a_digest_of_parts_does_not_run_them_together(one: list[bytes], two: list[bytes]) -> None:
    assert (digest(*one) == digest(*two)) == (one == two)
    assert len(digest(*one)) == 32


def test_a_digest_takes_text_that_is_not_unicode() -> None:
    assert digest("\udcff") != digest("\udcfe")


@pytest.mark.parametrize("time", [EARLIEST - 1, LATEST, 2**62, -(2**62)])
def test_an_impossible_time_becomes_the_time_of_arrival_and_stays_visible(time: int) -> None:
    event = seal({"@timestamp": time, "event.dataset": "x"}, ORIGIN, position=0, content=b"", ingested=NOW)
    assert event["@timestamp"] == NOW
    assert event["fengsui.clock_fault"] == to_iso_or_text(time)


@pytest.mark.parametrize("time", [EARLIEST, LATEST - 1])
def test_a_possible_time_is_believed(time: int) -> None:
    event = seal({"@timestamp": time, "event.dataset": "x"}, ORIGIN, position=0, content=b"", ingested=NOW)
    assert event["@timestamp"] == time
    assert "fengsui.clock_fault" not in event


def test_a_record_cannot_choose_its_own_id_unit_or_time_of_arrival() -> None:
    event: Event = {
        "@timestamp": NOW,
        "event.dataset": "json",
        "event.id": "forged",
        "fengsui.unit": "district",
        "fengsui.source": "forged",
        "event.ingested": 0,
        "event.hash": "forged",
    }
    seal(event, ORIGIN, position=0, content=b"{}", ingested=NOW)
    assert "forged" not in event.values()
    assert (event["fengsui.unit"], event["event.ingested"]) == ("town-3", NOW)


@often
@given(st.binary(max_size=40))
def test_the_raw_text_is_kept_only_when_asked_and_always_readable(content: bytes) -> None:
    assert "event.original" not in sealed(content)
    kept = sealed(content, keep_original=True)["event.original"]
    kept.encode("utf-8")
    try:
        assert kept == content.decode("utf-8")
    except UnicodeDecodeError:
        assert "\\x" in kept


def test_dates_are_text_outside_and_other_numbers_are_not() -> None:
    event = {"@timestamp": NOW, "event.start": [NOW, NOW + SECOND], "source.port": 22, "EventID": 4624}
    assert orjson.loads(to_json(event, date_fields())) == {
        "@timestamp": "2026-11-22T08:00:00.000000Z",
        "event.start": ["2026-11-22T08:00:00.000000Z", "2026-11-22T08:00:01.000000Z"],
        "source.port": 22,
        "EventID": 4624,
    }
    assert event["@timestamp"] == NOW


@often
@given(
    st.dictionaries(
        st.text(st.characters(), max_size=6),
        st.integers() | st.text(st.characters(), max_size=6) | st.lists(st.integers()),
    )
)
def test_any_event_can_be_written_as_json_whatever_its_numbers_and_letters(event: Event) -> None:
    read = orjson.loads(to_json(event, date_fields()))
    assert len(read) == len({name.encode("utf-8", "backslashreplace") for name in event})


def test_numbers_and_letters_json_cannot_hold_are_still_told() -> None:
    assert orjson.loads(to_json({"n": [2**64, 1], "t": "a\udc80"}, ())) == {"n": [str(2**64), 1], "t": "a\\udc80"}
