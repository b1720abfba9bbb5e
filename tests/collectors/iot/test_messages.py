"""Messages of a broker: what a line tells, whose it is, and what no device can make of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from collectors.iot import SOURCE
from collectors.iot.devices import Register, matches
from collectors.registry import recognise
from model.errors import BadRecord, FengsuiError, InputError, SettingsError
from model.event import Event, Origin
from model.times import parse_iso

ORIGIN = Origin("city-iot", "f" * 32, unit="water", observer="broker-1")
NOW = parse_iso("2026-11-22T08:00:00Z")
CSV = """id,type,town,owner,manufacturer,model,topic
env-01,air_quality,东山镇,ecology,Acme,AQ-3,
gate-7,sluice_gate,西河镇,water,,,water/+/gate7/#
"""


def one(**line: Any) -> Event:
    record = RawRecord(orjson.dumps(line), 0, 1, {"received_us": NOW, "peer": "broker:1883"})
    (event,) = SOURCE.normalise(record, ORIGIN, NOW)
    return event


def test_a_line_of_mosquitto_sub_is_recognised_and_keeps_the_payload_by_name() -> None:
    # printed by mosquitto_sub 2.0.11 -F %J
    line = (
        b'{"tst":"2026-11-22T16:00:00.123456+0800","topic":"city/devices/env-01/up","qos":1,"retain":0,"mid":3,'
        b'"payloadlen":36,"payload":{"pm25":12.5,"pos":{"lat":31.1},"ok":true}}\n'
    )
    assert recognise(line, "x.json").name == "mqtt"
    (record,) = SOURCE.records(io.BytesIO(line))
    assert isinstance(record, RawRecord)
    (event,) = SOURCE.normalise(record, ORIGIN, NOW)
    assert event["@timestamp"] == parse_iso("2026-11-22T08:00:00.123456Z")
    assert (event["payload.pm25"], event["payload.pos.lat"], event["payload.ok"]) == (12.5, 31.1, True)
    assert (event["device.id"], event["fengsui.mqtt.payload_bytes"], event["fengsui.mqtt.qos"]) == ("env-01", 36, 1)
    assert "fengsui.iot.registered" not in event, "without a register nothing is known about who is in it"


def test_a_device_that_claims_another_ones_id_is_told_apart() -> None:
    event = one(
        topic="city/devices/env-01/up", qos=0, retain=0, payload='{"deviceId":"env-02"}', device={"id": "env-01"}
    )
    assert (event["device.id"], event["fengsui.iot.claimed_id"], event["fengsui.iot.registered"]) == (
        "env-01",
        "env-02",
        True,
    )


def test_a_payload_cannot_name_fields_of_the_platform() -> None:
    event = one(topic="t", qos=0, retain=1, payload='{"event":{"id":"x"},"fengsui.unit":"district","@timestamp":1}')
    assert event["fengsui.unit"] == "water"
    assert event["payload.event.id"] == "x"
    assert (event["event.dataset"], event["fengsui.mqtt.retain"], event["@timestamp"]) == ("iot.mqtt", True, NOW)


def test_what_the_broker_says_of_itself_is_no_message_of_a_device() -> None:
    event = one(topic="$SYS/broker", qos=0, retain=0, payload={"clients.connected": 4, "version": "mosquitto"})
    assert (event["event.dataset"], event["payload.clients.connected"]) == ("iot.broker", 4)
    assert "device.id" not in event


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"topic":""}', b'{"topic":3}', b'{"topic":"a","payload_base64":"*"}'])
def test_a_line_that_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(BadRecord):
        SOURCE.normalise(RawRecord(line, 0, 1), ORIGIN, NOW)


def test_a_payload_of_very_many_members_is_refused() -> None:
    with pytest.raises(BadRecord, match="members"):
        one(topic="t", qos=0, retain=0, payload={f"m{n}": n for n in range(600)})


def test_a_line_that_never_ends_is_quarantined_and_reading_goes_on() -> None:
    stream = io.BytesIO(b'{"topic":"' + b"a" * (3 << 20) + b'\n{"topic":"b","qos":0,"retain":0,"payload":1}\n')
    first, second = SOURCE.records(stream)
    assert isinstance(first, Quarantined)
    assert isinstance(second, RawRecord)
    assert list(SOURCE.records(stream, first.end)) == [second]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    payload=JSON, topic=st.text(max_size=30), device=JSON, extra=st.dictionaries(st.text(max_size=8), JSON, max_size=3)
)
def test_any_line_gives_one_whole_event_or_is_refused(
    payload: Any, topic: str, device: Any, extra: dict[str, Any]
) -> None:
    try:
        line = orjson.dumps({**extra, "topic": topic, "payload": payload, "device": device})
    except (TypeError, orjson.JSONEncodeError):
        return
    try:
        (event,) = SOURCE.normalise(RawRecord(line, 0, len(line)), ORIGIN, NOW)
    except BadRecord:
        return
    assert event["event.dataset"] in ("iot.mqtt", "iot.broker")
    assert all(value is not None for value in event.values())
    assert event["fengsui.unit"] == "water"


def register(folder: Path, text: str = CSV, name: str = "devices.csv") -> Register:
    path = folder / name
    path.write_text(text, "utf-8")
    return Register(path)


def test_a_device_is_found_by_filter_then_by_topic_then_by_what_it_says(tmp_path: Path) -> None:
    known = register(tmp_path)
    for topic, said, expected in (
        ("water/west/gate7/level", "env-01", "gate-7"),
        ("city/env-01/up", "gate-7", "env-01"),
        ("city/up", "env-01", "env-01"),
        ("city/up", "env-99", None),
    ):
        found = known.find(topic, said)
        assert (found.id if found else None) == expected


def test_a_register_may_be_yaml(tmp_path: Path) -> None:
    known = register(tmp_path, "devices:\n- {id: 31011, type: camera, town: 东山镇}\n", "devices.yml")
    found = known.find("a/31011/b", "")
    assert found is not None
    assert (found.type, found.town) == ("camera", "东山镇")


def test_every_mistake_of_a_register_is_told_at_once(tmp_path: Path) -> None:
    wrong = "id,type,topic\nenv-01,a,\nenv-01,a,\n,b,\nx,c,a/#/b\ny,d,e,too many\n"
    with pytest.raises(SettingsError) as error:
        register(tmp_path, wrong)
    assert [p.split(":")[0] for p in error.value.problems] == ["line 3", "line 4", "line 5", "line 6"]
    with pytest.raises(InputError):
        register(tmp_path, "devices: 3", "devices.yml")


def test_a_changed_register_is_taken_and_a_wrong_one_leaves_the_one_before(tmp_path: Path) -> None:
    known = register(tmp_path)
    known.path.write_text("id\nnew-1\nnew-2\nnew-3\n")
    known.refresh()
    assert len(known) == 3
    known.path.write_text("id\nnew-1\nnew-1\n")
    known.refresh()
    assert len(known) == 3


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=200), yaml=st.booleans())
def test_any_file_is_a_register_or_is_refused_with_a_reason(text: str, yaml: bool, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / ("any.yml" if yaml else "any.csv")
    path.write_text(text, "utf-8", errors="replace")
    try:
        assert len(Register(path)) >= 0
    except FengsuiError:
        return


@pytest.mark.parametrize(
    ("pattern", "topic", "fits"),
    [  # MQTT 5.0, 4.7.1.2, 4.7.1.3 and 4.7.2
        ("sport/tennis/player1/#", "sport/tennis/player1", True),
        ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", True),
        ("sport/+", "sport", False),
        ("sport/+", "sport/", True),
        ("+/+", "/finance", True),
        ("/+", "/finance", True),
        ("+", "/finance", False),
        ("#", "$SYS/x", False),
        ("+/monitor/Clients", "$SYS/monitor/Clients", False),
        ("$SYS/#", "$SYS/x", True),
    ],
)  # fmt: skip
def test_topic_filters_match_as_the_standard_says(pattern: str, topic: str, fits: bool) -> None:
    assert matches(pattern.split("/"), topic.split("/")) is fits
