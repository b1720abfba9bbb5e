"""Alerts from outside: detect output, other products' JSON lines, CSV with a map; hostile lines are told, not taken."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator.foreign import CsvMap, alerts_from
from model.entity import Role
from model.errors import BadRecord, InputError
from model.severity import Level
from model.times import parse_iso

LINE = {
    "timestamp": "2026-11-22T08:00:00Z",
    "rule": {
        "id": "r1",
        "title": "SSH guessing",
        "level": "high",
        "tags": ["attack.credential-access", "attack.t1110.001", "cve.2024-1", "attack.g0016"],
    },
    "entities": {"host": "vpn", "source_ip": ["10.0.0.66"], "mood": "bad"},
    "id": "soc-17",
}


def line(**changes: object) -> bytes:
    return orjson.dumps({k: v for k, v in (LINE | changes).items() if v is not None})


def test_a_foreign_alert_keeps_its_id_and_its_words() -> None:
    (alert,) = alerts_from([line()])
    assert (alert.id, alert.rule.level, alert.time) == ("soc-17", Level.HIGH, parse_iso("2026-11-22T08:00:00Z"))
    assert (alert.tactics, alert.techniques) == (("credential-access",), ("T1110.001",))
    assert {(e.key, e.role) for e in alert.entities} == {("host:vpn", Role.OBSERVED), ("ip:10.0.0.66", Role.ACTOR)}


def test_a_detect_line_takes_its_entities_from_the_event() -> None:
    event = {"event.id": "e1", "source.ip": "10.0.0.66", "destination": {"ip": "10.0.0.5"}, "host.name": "web1"}
    (alert,) = alerts_from([line(entities=None, id=None, event=event, event_id="e1", matched={"a": 1})])
    assert [(e.key, e.role.value) for e in alert.entities] == [
        ("ip:10.0.0.66", "actor"),
        ("ip:10.0.0.5", "target"),
        ("host:web1", "target"),
    ]
    assert alert.event_ids == ("e1",)
    assert alert.matched == {"a": 1}


def test_identical_lines_are_different_alerts_with_ids_that_come_out_the_same_next_time() -> None:
    first = [a.id for a in alerts_from([line(id=None)] * 3)]
    assert len(set(first)) == 3
    assert first == [a.id for a in alerts_from([line(id=None)] * 3)]


@pytest.mark.parametrize("stamp", [1795334400, 1795334400.0, 1795334400000, 1795334400000000, 1795334400000000000])
def test_epoch_numbers_of_any_unit_are_understood(stamp: float) -> None:
    (alert,) = alerts_from([line(timestamp=stamp)])
    assert alert.time == 1795334400_000_000


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "json.syntax"),
        (b"[1]", "alert.shape"),
        (line(timestamp="yesterday"), "alert.timestamp"),
        (line(timestamp=1e300), "alert.timestamp"),
        (line(timestamp="9999-01-01"), "alert.timestamp"),
        (line(rule=None), "alert.rule"),
        (line(rule={"level": "high"}), "alert.rule"),
        (line(rule={"title": "x", "level": "terrible"}), "alert.level"),
        (line(entities=[1]), "alert.entities"),
        (line(event=[1]), "alert.event"),
        (line(id={"a": 1}), "alert.id"),
        (b'{"event":' + b'{"a":' * 200 + b"1" + b"}" * 200 + b',"timestamp":1,"rule":"x"}', "alert.entities"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_next_one_is_read(bad: bytes, reason: str) -> None:
    told: list[BadRecord] = []
    alerts = list(alerts_from([b"", bad, line()], source="soc.jsonl", bad=told.append))
    assert [a.id for a in alerts] == ["soc-17"]
    assert [(t.reason, t.where) for t in told] == [(reason, "soc.jsonl:2")]
    with pytest.raises(BadRecord):
        list(alerts_from([bad]))


def test_csv_through_a_map() -> None:
    columns = CsvMap.read(
        "timestamp: when\ntimestamp_unit: s\nrule_title: what\nrule_id: code\nlevel: sev\nentities: {host: box, ip: addr}\n"
    )
    text = ["when,what,code,sev,box,addr", '1795334400,"Web, shell",W-1,HIGH,web1,', "x,y,z,low,a,b", "1,2"]
    told: list[BadRecord] = []
    (alert,) = alerts_from(text, columns=columns, bad=told.append)
    assert (alert.rule.title, alert.rule.id, alert.rule.level) == ("Web, shell", "W-1", Level.HIGH)
    assert [e.key for e in alert.entities] == ["host:web1"]
    assert [(t.reason, t.where) for t in told] == [("alert.timestamp", "foreign:3"), ("csv.columns", "foreign:4")]


def test_a_map_that_does_not_fit_is_refused_before_any_alert() -> None:
    with pytest.raises(InputError, match="no column box"):
        list(alerts_from(["when,what"], columns=CsvMap(timestamp="when", rule_title="what", entities={"host": "box"})))
    with pytest.raises(InputError, match="unknown entity name hots"):
        CsvMap.read("timestamp: a\nrule_title: b\nentities: {hots: c}")
    with pytest.raises(InputError, match="timestamp_unit"):
        CsvMap.read("timestamp: a\nrule_title: b\ntimestamp_unit: weeks")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["timestamp", "rule", "entities", "event", "id", "event_id", "matched", "first_timestamp"]),
        json_values
        | st.fixed_dictionaries({"title": json_values, "level": json_values, "tags": json_values})
        | st.dictionaries(
            st.sampled_from(["host", "ip", "user", "event.id", "source.ip", "fengsui.unit"]), json_values
        ),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_json_object_becomes_an_alert_or_a_reason(row: dict[str, object]) -> None:
    told: list[BadRecord] = []
    alerts = list(alerts_from([orjson.dumps(row)], bad=told.append))
    assert len(alerts) + len(told) == 1
