import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import mqtt
from tests.collectors.packets.craft import PSH, Talk, events, faults


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return len(raw).to_bytes(2, "big") + raw


def packet(first: int, body: bytes) -> bytes:
    length, out = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        out.append(digit | (128 if length else 0))
        if not length:
            return bytes((first,)) + bytes(out) + body


def connect(version: int = 4, flags: int = 0xC2, client: str = "meter-17") -> bytes:
    properties = b"\x05\x11\0\0\0\x3c" if version == 5 else b""
    will = (b"\0" if version == 5 else b"") + text("last/will") + text("gone") if flags & 4 else b""
    login = (text("device") if flags & 128 else b"") + (text("S3cret!") if flags & 64 else b"")
    name = "MQIsdp" if version == 3 else "MQTT"
    return packet(0x10, text(name) + bytes((version, flags)) + b"\0\x3c" + properties + text(client) + will + login)


def publish(topic: str = "town/a/pump", payload: bytes = b"42", first: int = 0x30, properties: bytes = b"") -> bytes:
    number = b"\0\x07" if first & 6 else b""
    return packet(first, text(topic) + number + properties + payload)


def talk(*said: bytes, size: int = 1400, dport: int = 1883) -> Talk:
    t = Talk(dport=dport).syn().say(said[0], size).answer(packet(0x20, b"\0\0"), size)
    for part in said[1:]:
        t.say(part, size)
    return t.close()


@given(st.integers(1, 90))
@settings(max_examples=30, deadline=None)
def test_a_session_is_told_packet_by_packet_wherever_segments_end(size):
    found = events(
        talk(
            connect(),
            publish(),
            packet(0x82, b"\0\x01" + text("#") + b"\x01" + text("a/+") + b"\0"),
            packet(0xE0, b""),
            size=size,
        ).frames,
        "network.mqtt",
    )
    assert [e["fengsui.mqtt.type"] for e in found] == ["connect", "connack", "publish", "subscribe", "disconnect"]
    assert {e["fengsui.mqtt.client_id"] for e in found} == {"meter-17"}
    assert {e["user.name"] for e in found} == {"device"}
    first, answer, message, wish, _ = found
    assert {e["source.ip"] for e in found} == {"10.1.0.5"}, "an answer is told of whom it answers"
    assert (first["fengsui.mqtt.protocol_version"], first["fengsui.mqtt.keep_alive"]) == ("3.1.1", 60)
    assert (answer["fengsui.mqtt.reason"], answer["event.outcome"], answer["source.port"]) == (
        "accepted",
        "success",
        40000,
    )
    assert (message["fengsui.mqtt.topic"], message["fengsui.mqtt.payload_bytes"], message["fengsui.mqtt.qos"]) == (
        "town/a/pump",
        2,
        0,
    )
    assert (wish["fengsui.mqtt.filters"], wish["fengsui.mqtt.filters_qos"]) == (["#", "a/+"], [1, 0])


@pytest.mark.parametrize("version", [3, 4, 5])
def test_a_password_is_a_fact_and_never_kept(version):
    event = events(talk(connect(version)).frames, "network.mqtt")[0]
    assert event["fengsui.mqtt.password_present"] is True
    assert event["fengsui.credentials.cleartext"] is True
    assert "S3cret" not in str(event)
    anonymous = events(talk(connect(version, flags=2)).frames, "network.mqtt")[0]
    assert anonymous["fengsui.mqtt.password_present"] is False
    assert "user.name" not in anonymous


@pytest.mark.parametrize("version", [4, 5])
def test_the_will_is_told(version):
    event = events(talk(connect(version, flags=0x2E)).frames, "network.mqtt")[0]
    assert (event["fengsui.mqtt.will.topic"], event["fengsui.mqtt.will.payload_bytes"]) == ("last/will", 4)
    assert (event["fengsui.mqtt.will.qos"], event["fengsui.mqtt.will.retain"]) == (1, True)


def test_mqtt_5_properties_are_no_payload():
    message = publish(first=0x3B, payload=b"12345", properties=b"\x03\x23\0\x01")
    event = events(talk(connect(5), message).frames, "network.mqtt")[-1]
    assert (event["fengsui.mqtt.payload_bytes"], event["fengsui.mqtt.packet_id"]) == (5, 7)
    assert (event["fengsui.mqtt.qos"], event["fengsui.mqtt.retain"], event["fengsui.mqtt.duplicate"]) == (1, True, True)


def test_a_refused_client_is_a_failure():
    t = Talk(dport=1883).syn().say(connect()).answer(packet(0x20, b"\0\x05")).close()
    event = events(t.frames, "network.mqtt")[1]
    assert (event["fengsui.mqtt.reason"], event["event.outcome"]) == ("not_authorized", "failure")


def test_an_acknowledgement_is_told_only_when_it_refuses():
    t = (
        Talk(dport=1883)
        .syn()
        .say(connect(5))
        .answer(packet(0x20, b"\0\0\0"))
        .say(publish(first=0x32, properties=b"\0"))
    )
    t.answer(packet(0x40, b"\0\x07")).answer(packet(0x40, b"\0\x08\x87\0")).answer(packet(0xD0, b""))
    found = events(t.frames, "network.mqtt")
    assert [e["fengsui.mqtt.type"] for e in found] == ["connect", "connack", "publish", "puback"]
    assert found[-1]["fengsui.mqtt.reason"] == "not_authorized"


def test_a_payload_of_many_megabytes_is_stepped_over_and_not_held():
    body = publish(payload=bytes(3_000_000))
    t = Talk(dport=1883).syn().say(connect()).say(body, 60_000).say(publish("after", b"x"))
    found = events(t.frames, "network.mqtt")
    assert [(e["fengsui.mqtt.topic"], e["fengsui.mqtt.payload_bytes"]) for e in found[1:]] == [
        ("town/a/pump", 3_000_000),
        ("after", 1),
    ]


def test_a_hole_inside_a_payload_is_survived_and_elsewhere_said():
    t = (
        Talk(dport=1883)
        .syn()
        .say(connect())
        .say(publish(payload=bytes(300_000)), 50_000)
        .say(publish("after", b"x"))
        .answer(b"\xd0\0")
    )
    inside = [f for n, f in enumerate(t.frames) if n != 6]
    assert events(inside, "network.mqtt")[-1]["fengsui.mqtt.topic"] == "after"
    outside = [f for n, f in enumerate(t.frames) if n != 4]
    assert "stream.gap" in faults(outside)


def test_a_session_already_running_is_known_by_packets_that_follow_each_other():
    t = Talk(sport=40001, dport=9001)
    t.send(0, publish("a/b", b"1") + publish("a/c", b"2"), PSH)
    assert [e["fengsui.mqtt.topic"] for e in events(t.frames, "network.mqtt")] == ["a/b", "a/c"]
    assert mqtt.looks_like(publish("a/b"), expected=False) == 0
    assert mqtt.looks_like(publish("a/b"), expected=True) == 3


@pytest.mark.parametrize(
    "lie", [b"\x10\xff\xff\xff\xff\x7f", b"\x82\xff\xff\xff\x7f\0\x01", b"\xf0\x00\x00", b"\x36\x05\0\x03abc"]
)
def test_impossible_packets_are_said_and_nothing_is_held(lie):
    assert any(code.startswith("mqtt.") for code in faults(talk(connect(), lie + b"x" * 200).frames))


@pytest.mark.parametrize("noise", [b"\0" * 50, b"GET / HTTP/1.1\r\n\r\n", b"0\x05hello0\x05world", bytes(range(256))])
def test_other_protocols_are_not_taken_for_mqtt(noise):
    assert mqtt.looks_like(noise, expected=False) == 0


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=60)), max_size=10), st.sampled_from([4, 5]))
@settings(max_examples=200, deadline=None)
def test_noise_after_connect_is_a_fact_or_a_fault(packets, version):
    said = [packet(first, body) for first, body in packets]
    found = events(talk(connect(version), *said).frames, "network.mqtt")
    assert found[0]["fengsui.mqtt.type"] == "connect"


def test_a_length_field_is_read_as_the_standard_writes_it():
    assert mqtt.fixed_header(b"\x30\x80\x80\x01") == (4, 16384)
    assert mqtt.fixed_header(b"\x30\x80") is None
