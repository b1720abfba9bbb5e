"""JSON records: cutting, schemas, times, names that survive."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs.jsonl import SOURCE
from collectors.logs.jsonl.shapes import SIGHTINGS
from collectors.logs.keys import INPUT
from model.errors import BadRecord
from model.event import flatten
from model.times import parse_iso, to_iso
from tests.collectors.logs.reading import NOW, ORIGIN, assert_resumable, one, ours, read

DOCUMENTS = [{"a": {"b": 1}, "s": 'br{ace " and \\ quote'}, {"a": 2, "n": None}, {"c": [{"d": 1}, {"d": 2}], "e": []}]


def shapes(documents: list[dict[str, Any]]) -> dict[str, bytes]:
    """The same documents in every form that is read."""
    pretty = [orjson.dumps(d, option=orjson.OPT_INDENT_2) for d in documents]
    plain = [orjson.dumps(d) for d in documents]
    return {
        "lines": b"\n".join(plain) + b"\n",
        "lines without a last end": b"\r\n".join(plain),
        "lines after a byte order mark": b"\xef\xbb\xbf" + b"\n".join(plain) + b"\n",
        "blank lines between": b"\n\n" + b"\n\n".join(plain),
        "array": orjson.dumps(documents),
        "pretty array": orjson.dumps(documents, option=orjson.OPT_INDENT_2),
        "pretty, one after another": b"\n".join(pretty),
        "array, an object a line": b"[\n" + b",\n".join(plain) + b"\n]\n",
    }


@pytest.mark.parametrize("shape", shapes(DOCUMENTS))
def test_every_shape_gives_the_same_objects(shape: str) -> None:
    data = shapes(DOCUMENTS)[shape]
    got = read(SOURCE, data)
    assert [orjson.loads(r.data) for r in got.records] == DOCUMENTS
    assert got.quarantined == []
    assert_resumable(SOURCE, data)


def test_documents_longer_than_a_read_are_cut_right() -> None:
    documents = [{"i": i, "text": '{["\\' * 400_000} for i in range(3)]
    got = read(SOURCE, orjson.dumps(documents, option=orjson.OPT_INDENT_2))
    assert [e["i"] for e in got.events] == [0, 1, 2]


def test_a_damaged_document_does_not_swallow_the_next() -> None:
    data = b'{\n  "a": 1\n}\n{\n  "b": "never closed\n  "c": 1\n{\n  "d": 1\n}\njunk\n{\n "e": 1\n}\n{ "f": '
    got = read(SOURCE, data)
    assert [sorted(orjson.loads(r.data)) for r in got.records] == [["a"], ["d"], ["e"]]
    assert got.reasons == ["json.syntax"] * 3
    assert_resumable(SOURCE, data)


def test_a_broken_line_is_quarantined_whole_and_the_rest_is_read() -> None:
    got = read(SOURCE, b'{"a":1}\n{"a":\n[1,2]\n"text"\n{"a":2}\n')
    assert [e["a"] for e in got.events] == [1, 2]
    assert got.reasons == ["json.syntax", "json.not_object", "json.not_object"]
    assert got.quarantined[0].data == b'{"a":'


def test_an_oversized_line_or_document_is_quarantined_and_passed_over() -> None:
    long = b'{"a":"' + b"x" * 9_000_000 + b'"}'
    lines = b'{"a":1}\n' + long + b'\n{"a":2}\n'
    assert [e["a"] for e in read(SOURCE, lines).events] == [1, 2]
    assert read(SOURCE, lines).reasons == ["line.too_long"]
    assert_resumable(SOURCE, lines)
    inner = b",".join([b'{"b": {"c": 1}}'] * 500_000)
    array = b'[\n  {"a": 1},\n  {"a": [' + inner + b']},\n  {"a": 2}\n]'
    got = read(SOURCE, array)
    assert [e["a"] for e in got.events] == [1, 2]
    assert got.reasons == ["json.too_long"]
    assert len(got.quarantined[0].data) == 64 * 1024


def test_nesting_beyond_32_levels_is_quarantined() -> None:
    got = read(SOURCE, b'{"a":' * 500 + b"1" + b"}" * 500)
    assert got.reasons in (["json.limits"], ["json.syntax"])


def test_thousands_of_fields_are_quarantined() -> None:
    got = read(SOURCE, orjson.dumps({f"f{i}": i for i in range(5000)}))
    assert got.reasons == ["json.too_many_fields"]


def test_a_list_of_more_values_than_a_record_has_is_quarantined() -> None:
    got = read(SOURCE, orjson.dumps({"a": list(range(1_000_000 // 8))}))
    assert got.reasons == ["json.limits"]


@pytest.mark.parametrize(
    ("schema", "document", "expected"),
    [
        ("ecs", {"@timestamp": "2026-01-02T03:04:05Z", "event": {"dataset": "my.app", "category": "web"}},
         {"event.dataset": "my.app", "event.category": ["web"]}),
        ("ecs", {"@timestamp": "2026-01-02T03:04:05Z", "event.kind": "event", "process.pid": "17", "event.code": 4624},
         {"event.dataset": "json", "process.pid": 17, "event.code": "4624"}),
        ("windows.flat", {"EventID": "4625", "Channel": "Security", "Hostname": "H1", "TimeCreated": "2026-01-02 03:04:05",
                          "TargetUserName": "bob", "IpAddress": "::ffff:10.0.0.9", "IpPort": "0x1F90"},
         {"event.dataset": "windows.security", "EventID": 4625, "user.name": "bob", "source.ip": "10.0.0.9",
          "source.port": 8080, "event.outcome": "failure", "host.name": "H1", "Computer": "H1", "IpPort": "0x1F90"}),
        ("windows.evtx", {"Event": {"System": {"Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon"}},
                          "EventID": {"#attributes": {"Qualifiers": ""}, "#text": 1}, "Computer": "H1",
                          "Channel": "Microsoft-Windows-Sysmon/Operational",
                          "TimeCreated": {"#attributes": {"SystemTime": "2026-01-02T03:04:05.5Z"}}},
                          "EventData": {"Image": "C:\\a\\b.exe", "Channel": "other", "Hashes": "SHA1=AB,MD5=CD"}}},
         {"event.dataset": "windows.sysmon", "EventID": 1, "Provider_Name": "Microsoft-Windows-Sysmon",
          "Image": "C:\\a\\b.exe", "process.name": "b.exe", "EventData.Channel": "other", "process.hash.md5": "cd"}),
        ("windows.winlogbeat", {"@timestamp": "2026-01-02T03:04:05Z", "winlog": {"channel": "Security", "event_id": 4688,
                                "computer_name": "H1", "event_data": {"NewProcessName": "C:\\x.exe"}}},
         {"event.dataset": "windows.security", "winlog.event_data.NewProcessName": "C:\\x.exe",
          "process.executable": "C:\\x.exe", "event.action": "process_create", "event.code": "4688", "host.name": "H1"}),
        ("suricata.eve", {"timestamp": "2026-01-02T03:04:05.000001+0000", "event_type": "alert", "flow_id": 1, "src_ip": "10.0.0.1",
                          "dest_ip": "10.0.0.2", "dest_port": 80, "proto": "TCP", "alert": {"signature": "ET X", "signature_id": 7}},
         {"event.dataset": "suricata.alert", "event.kind": "alert", "rule.name": "ET X", "rule.id": "7",
          "destination.port": 80, "network.transport": "tcp", "alert.signature_id": 7}),
        ("zeek.json", {"ts": 1767323045.000001, "uid": "C1", "id.orig_h": "10.0.0.1", "query": "Example.COM",
                       "qtype_name": "A", "answers": ["10.0.0.5", "x.example.com"]},
         {"event.dataset": "zeek.dns", "dns.question.name": "example.com", "dns.resolved_ip": ["10.0.0.5"], "query": "Example.COM"}),
        ("nginx.json", {"time_iso8601": "2026-01-02T03:04:05+00:00", "remote_addr": "10.0.0.1", "status": "404",
                        "request": "GET /a?b=1 HTTP/1.1", "request_time": "0.5"},
         {"event.dataset": "nginx.access", "http.response.status_code": 404, "url.path": "/a", "url.query": "b=1",
          "event.duration": 500_000_000, "status": "404"}),
        ("json", {"time": 1767323045, "level": "warn"}, {"event.dataset": "json", "level": "warn"}),
    ],
)  # fmt: skip
def test_a_schema_is_known_by_its_marks(schema: str, document: dict[str, Any], expected: dict[str, Any]) -> None:
    event = one(SOURCE, orjson.dumps(document))
    assert event["fengsui.schema"] == schema
    assert {name: event.get(name) for name in expected} == expected
    assert to_iso(event["@timestamp"])[:19] == "2026-01-02T03:04:05"
    assert ours(event) <= set(flatten(document)) | {"EventData.Channel"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456Z"),
        ("2026-01-02 11:04:05", "2026-01-02T03:04:05.000000Z"),  # no zone: the origin's
        ("2026-01-02T11:04:05+0800", "2026-01-02T03:04:05.000000Z"),
        (1767323045, "2026-01-02T03:04:05.000000Z"),
        (1767323045.25, "2026-01-02T03:04:05.250000Z"),
        (1767323045123, "2026-01-02T03:04:05.123000Z"),
        (1767323045123456, "2026-01-02T03:04:05.123456Z"),
        (1767323045123456789, "2026-01-02T03:04:05.123456Z"),
        ("1767323045", "2026-01-02T03:04:05.000000Z"),
    ],
)
def test_times_in_the_usual_forms_are_read(value: Any, expected: str) -> None:
    event = one(SOURCE, orjson.dumps({"timestamp": value}), ORIGIN.of(timezone="Asia/Shanghai"))
    assert to_iso(event["@timestamp"]) == expected
    assert event["timestamp"] == value


def test_a_record_without_a_time_gets_the_ingest_time_and_says_so() -> None:
    for document in ({"a": 1}, {"time": "yesterday"}, {"time": True}, {"time": {"x": 1}}):
        event = one(SOURCE, orjson.dumps(document))
        assert (event["@timestamp"], event["fengsui.time_from"]) == (NOW, "ingest")


def test_sysmon_is_timed_by_its_own_clock_and_keeps_the_exporters() -> None:
    document = {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "UtcTime": "2023-08-15 17:33:54.101",
                "@timestamp": "2023-08-15T05:33:54.101Z"}  # fmt: skip
    east = ORIGIN.of(timezone="Asia/Shanghai")
    for origin in (ORIGIN, east, *[east] * SIGHTINGS):  # in the end by what is known of its shape
        event = one(SOURCE, orjson.dumps(document), origin)
        assert event["@timestamp"] == parse_iso("2023-08-15T17:33:54.101Z")
        assert event[INPUT + "@timestamp"] == "2023-08-15T05:33:54.101Z"


def test_an_input_cannot_pass_for_the_platform() -> None:
    document = {"@timestamp": "2026-01-02T03:04:05Z", "event": {"id": "chosen", "ingested": "2020-01-01T00:00:00Z", "kind": "event"},
                "fengsui": {"unit": "another-town", "source": "trusted"}, "log": {"file": {"path": "/etc/shadow"}}}  # fmt: skip
    event = one(SOURCE, orjson.dumps(document))
    assert event["fengsui.unit"] == "town-3"
    assert event["event.id"] != "chosen"
    assert event[INPUT + "fengsui.unit"] == "another-town"
    assert event[INPUT + "event.id"] == "chosen"
    assert "log.file.path" not in event


@pytest.mark.parametrize("dataset", ["../../etc", "A B", "x" * 200, "", "a..b", 7, ["a", "b"]])
def test_a_data_set_name_that_is_no_name_is_not_taken(dataset: Any) -> None:
    document = {"@timestamp": "2026-01-02T03:04:05Z", "event": {"dataset": dataset, "kind": "event"}}
    event = one(SOURCE, orjson.dumps(document))
    assert event["event.dataset"] == "json"
    assert INPUT + "event.dataset" in event


def test_a_value_that_does_not_fit_its_ecs_type_is_kept_beside_it() -> None:
    document = {"@timestamp": "2026-01-02T03:04:05Z", "event.kind": "event", "source": {"ip": "not an address", "port": "http"},
                "event.start": "2026-01-02T03:04:00Z", "host": {"ip": "10.0.0.1"}}  # fmt: skip
    event = one(SOURCE, orjson.dumps(document))
    assert "source.ip" not in event
    assert event[INPUT + "source.ip"] == "not an address"
    assert event[INPUT + "source.port"] == "http"
    assert event["event.start"] == parse_iso("2026-01-02T03:04:00Z")
    assert event["host.ip"] == ["10.0.0.1"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["@timestamp", "EventID", "Channel", "Event", "winlog", "event", "ts", "uid", "event_type", "timestamp", "flow_id", "source.ip",
     "event.start", "event.category", "fengsui.unit", "status", "remote_addr", "request", "process.pid", "time", "host"]
) | st.text(min_size=1, max_size=8)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_every_field_of_any_object_survives_under_its_own_name(document: dict[str, Any]) -> None:
    data = orjson.dumps(document)
    got = read(SOURCE, data)
    assert len(got.records) == (1 if data.strip() else 0)
    if got.quarantined:
        assert got.reasons == ["windows.shape"] or got.reasons[0].startswith("json.")
        return
    (event,) = got.events
    if event["fengsui.schema"] == "windows.evtx":
        return
    for name in flatten(orjson.loads(data)):
        assert name in event or INPUT + name in event, name


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_events_or_quarantine(data: bytes) -> None:
    read(SOURCE, data)
    read(SOURCE, b'{"a":1}\n' + data)
    read(SOURCE, b'[\n{"a":1}\n,' + data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), min_size=1, max_size=6), st.data())
def test_a_cut_input_gives_the_records_before_the_cut(documents: list[dict[str, Any]], data: st.DataObject) -> None:
    whole = orjson.dumps(documents, option=orjson.OPT_INDENT_2)
    at = data.draw(st.integers(5, len(whole)))
    full = [r.data for r in read(SOURCE, whole).records]
    assert len(full) == len(documents)
    got = [r.data for r in read(SOURCE, whole[:at]).records]
    assert got == full[: len(got)]


def test_normalise_refuses_what_is_no_object() -> None:
    with pytest.raises(BadRecord, match="found list"):
        one(SOURCE, b"[1]")
