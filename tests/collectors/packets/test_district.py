"""The field protocols of a district: published check vectors, broken frames, and conversations cut anywhere."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets import SOURCE
from collectors.packets.protocols import gb26875, hj212, jt808, manscdp, sip, sl651
from model.errors import BadRecord
from model.event import Event
from tests.captures.make.devices import hospital
from tests.collectors.packets.craft import ORIGIN, START, Talk, ether, events, faults, ipv4, pcap, read, udp

RECORDED = Path(__file__).resolve().parents[2] / "captures" / "district-devices" / "devices.pcap.gz"
HJ_VECTOR = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n"
SL_VECTOR = bytes.fromhex("7E7E01001234567812342F0008020003591011155111036BCA")
JT_VECTOR = bytes.fromhex(
    "7E01000023013912344321007B000B0002696431323361626364656667684944313233343501B8CA4A2D313233343531317E"
)
FIRE = gb26875.build(
    2,
    b"\x01\x01\x01\x00\x02\x00" + bytes((0, 0, 8, 23, 11, 26)),
    serial=7,
    source=0x0102,
    moment=datetime(2026, 11, 23, 8, tzinfo=UTC),
)
MESSAGE = "PID|1||310114199001011234^^^ID||张^三\rOBX|1|NM|GLU||5.1\r"
HL7 = f"\x0bMSH|^~\\&|HIS|QH|LIS|QH|20261123||ORU^R01|Q1|P|2.5\r{MESSAGE}\x1c\r".encode()
ACK = b"\x0bMSH|^~\\&|LIS|QH|HIS|QH|20261123||ACK|A1|P|2.5\rMSA|AA|Q1\r\x1c\r"
ASSOCIATE = hospital.associate(1, "PACS", "CT01")
ECHO = hospital.command(1, 0x30, hospital.VERIFICATION, 1)
ECHOED = hospital.command(1, 0x8030, hospital.VERIFICATION, 1, status=0)
REGISTER = (
    b"REGISTER sip:31011400002000000001@3101140000 SIP/2.0\r\nVia: SIP/2.0/TCP 10.1.0.5:5060;branch=z9hG4bKa\r\n"
    b"From: <sip:31011400001320000031@3101140000>;tag=1\r\nTo: <sip:31011400001320000031@3101140000>\r\nCall-ID: c1\r\n"
    b'CSeq: 2 REGISTER\r\nAuthorization: Digest username="31011400001320000031", realm="3101140000", nonce="n", '
    b'uri="sip:x", response="0123456789abcdef0123456789abcdef"\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n'
)
REGISTERED = (
    b"SIP/2.0 200 OK\r\nCall-ID: c1\r\nCSeq: 2 REGISTER\r\nDate: 2023-11-15T06:13:20.000\r\nContent-Length: 0\r\n\r\n"
)


def test_the_published_vectors_hold() -> None:
    told = hj212.read(HJ_VECTOR, START)
    assert told["fengsui.hj212.checksum_valid"] is True
    assert (told["fengsui.hj212.command"], told["fengsui.hj212.version"]) == ("set_interval", "2017")
    assert hj212.build(HJ_VECTOR[6:-6].decode()) == HJ_VECTOR
    told = sl651.read(SL_VECTOR)
    assert told["fengsui.sl651.checksum_valid"] is True
    assert (told["device.id"], told["fengsui.sl651.function"]) == ("0012345678", "keep_alive")
    assert sl651.build("0012345678", 0x2F, SL_VECTOR[14:22]) == SL_VECTOR
    facts, body, message = jt808.read(JT_VECTOR)
    assert facts["fengsui.jt808.checksum_valid"] is True
    assert (message, facts["device.id"], len(body)) == (0x0100, "13912344321", 35)


def test_the_crc_of_hj212_is_not_the_one_of_modbus() -> None:
    assert hj212.crc16(HJ_VECTOR[6:-6]) == 0x1C80
    assert sl651.crc16(HJ_VECTOR[6:-6]) == 0x0759


CONVERSATIONS: dict[str, tuple[list[tuple[int, bytes]], list[str]]] = {
    "hj212": (
        [(0, hj212.build("QN=20231115061320000;ST=32;CN=2011;PW=1;MN=A1;Flag=5;CP=&&w01018-Rtd=21.4,w01018-Flag=N&&"))] * 2
        + [(1, hj212.build("QN=20231115061320000;ST=91;CN=9014;PW=1;MN=A1;Flag=4;CP=&&&&"))],
        ["hj212_realtime_data", "hj212_realtime_data", "hj212_data_answered"],
    ),
    "sl651": (
        [(0, SL_VECTOR), (1, sl651.build("0012345678", 0x4C, b"\0\1", down=True)), (0, SL_VECTOR)],
        ["sl651_keep_alive", "sl651_control_pump", "sl651_keep_alive"],
    ),
    "jt808": (
        [(0, JT_VECTOR), (1, jt808.build(0x8105, "013912344321", b"\x04")), (0, JT_VECTOR)],
        ["jt808_register", "jt808_control_terminal", "jt808_register"],
    ),
    "gb26875": ([(0, FIRE), (0, FIRE)], ["gb26875_system_state", "gb26875_system_state"]),
    "hl7": ([(0, HL7), (1, ACK)], ["hl7_oru^r01"]),
    "dicom": (
        [(0, ASSOCIATE), (1, hospital.associate(2, "PACS", "CT01")), (0, ECHO), (1, ECHOED)],
        ["dicom_associate", "dicom_c-echo"],
    ),
    "sip": ([(0, REGISTER), (1, REGISTERED)], ["sip_register"]),
}  # fmt: skip


def spoken(said: list[tuple[int, bytes]], size: int = 1400) -> Talk:
    talk = Talk(dport=9999).syn()
    for side, frame in said:
        talk = talk.answer(frame, size) if side else talk.say(frame, size)
    return talk.close()


@pytest.mark.parametrize("protocol", CONVERSATIONS)
@given(size=st.integers(16, 200))
@settings(max_examples=15, deadline=None)
def test_a_conversation_is_told_alike_wherever_segments_end_and_on_any_port(protocol: str, size: int) -> None:
    said, actions = CONVERSATIONS[protocol]
    found = events(spoken(said, size).frames, f"network.{protocol}")
    assert [e["event.action"] for e in found] == actions
    assert {e["network.protocol"] for e in found} == {protocol}
    whole = events(spoken(said).frames, f"network.{protocol}")
    kept = [{k: v for k, v in e.items() if k.startswith("fengsui.") and "packet" not in k} for e in found]
    assert kept == [{k: v for k, v in e.items() if k.startswith("fengsui.") and "packet" not in k} for e in whole]


@pytest.mark.parametrize("protocol", ["hj212", "sl651", "jt808", "gb26875", "hl7"])
def test_a_stream_with_marks_is_followed_past_rubbish_and_past_a_hole(protocol: str) -> None:
    said, actions = CONVERSATIONS[protocol]
    frame = said[0][1]
    rubbish = events(spoken([(0, frame), (0, b"\x00\x01noise"), (0, frame)]).frames, f"network.{protocol}")
    assert [e["event.action"] for e in rubbish] == [actions[0]] * 2
    talk = spoken([(0, frame), (0, frame), (0, frame), (0, frame)])
    del talk.frames[4]
    holed = events(talk.frames, f"network.{protocol}")
    assert len(holed) == 3


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        (HJ_VECTOR.replace(b"1C80", b"1C81"), "fengsui.hj212.checksum_valid"),
        (SL_VECTOR[:-1] + b"\x00", "fengsui.sl651.checksum_valid"),
        (FIRE[:-3] + bytes((FIRE[-3] ^ 1,)) + b"##", "fengsui.gb26875.checksum_valid"),
        (JT_VECTOR[:-2] + b"\x32\x7e", "fengsui.jt808.checksum_valid"),
    ],
)
def test_a_wrong_check_sum_is_a_fact(frame: bytes, field: str) -> None:
    good = {"hj212": HJ_VECTOR, "sl651": SL_VECTOR, "gb26875": FIRE, "jt808": JT_VECTOR}[field.split(".")[1]]
    found = [e for e in events(spoken([(0, good), (0, frame)]).frames) if field in e]
    assert [e[field] for e in found] == [True, False]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"##01x1QN=1;CN=2011;", "hj212.length"),
        (hj212.build("QN=20231115061320000;ST=32;MN=A1;Flag=5;CP=&&&&"), "hj212.text"),
        (b"\x7e\x7e" + bytes(9) + b"\x10\x00\x02", "sl651.head"),
        (JT_VECTOR.replace(b"\x39\x12", b"\x7d\x05"), "jt808.escape"),
        (JT_VECTOR[:-4] + b"\x7e", "jt808.length"),
        (FIRE[:-1] + b"!", "gb26875.end"),
        (FIRE[:24] + b"\xff\xff" + FIRE[26:], "gb26875.length"),
    ],
)
def test_a_broken_frame_is_reported_with_a_reason_and_the_next_one_is_read(broken: bytes, reason: str) -> None:
    protocol = reason.split(".")[0]
    good = CONVERSATIONS[protocol][0][0][1]
    frames = spoken([(0, good), (0, broken), (0, good)]).frames
    assert reason in faults(frames)
    assert len(events(frames, f"network.{protocol}")) == 2


def test_passwords_positions_and_patients_are_never_kept() -> None:
    place = jt808.build(0x0200, "013912344321", bytes.fromhex("00000000 00000003 01DEADBE 06ABCDEF") + bytes(12))
    weak = hj212.build("QN=20231115061320000;ST=32;CN=2011;PW=S3cretPw;MN=A1;Flag=5;CP=&&&&")
    talks = ([(0, JT_VECTOR), (0, place)], [(0, HL7), (1, ACK)], [(0, weak)], [(0, REGISTER), (1, REGISTERED)])
    told = [event for said in talks for event in events(spoken(said).frames)]
    text = str(told)
    for secret in ("310114199001011234", "张", "S3cretPw", "0123456789abcdef", str(0x01DEADBE), str(0x01DEADBE / 1e6)):
        assert secret not in text
    assert {e.get("fengsui.hl7.patients") for e in told if e["event.dataset"] == "network.hl7"} == {1}
    schemes = {e["fengsui.credentials.scheme"] for e in told if e.get("fengsui.credentials.cleartext")}
    assert schemes == {"hj212"}


def test_a_request_and_its_answer_are_one_event_with_its_outcome() -> None:
    (registered,) = events(spoken([(0, REGISTER), (1, REGISTERED)]).frames, "network.sip")
    assert (registered["fengsui.sip.response_code"], registered["event.outcome"]) == (200, "success")
    assert registered["device.id"] == registered["user.name"] == "31011400001320000031"
    assert registered["fengsui.sip.auth.algorithm"] == "MD5"
    assert registered["fengsui.clock_skew_s"] == 0
    (asked,) = events(spoken([(0, HL7), (1, ACK)]).frames, "network.hl7")
    assert (asked["fengsui.hl7.acknowledgment"], asked["event.outcome"]) == ("accepted", "success")


def test_a_jump_between_two_positions_is_told_as_distance_and_speed() -> None:
    def at(east: float, north: float) -> bytes:
        where = (int(north * 1e6)).to_bytes(4, "big") + (int(east * 1e6)).to_bytes(4, "big")
        return jt808.build(0x0200, "013912344321", bytes(7) + b"\x03" + where + bytes(12))

    found = events(spoken([(0, at(121.24, 31.37)), (0, at(115.85, 28.68))]).frames, "network.jt808")
    assert "fengsui.jt808.moved_km" not in found[0]
    assert found[1]["fengsui.jt808.moved_km"] == pytest.approx(597, abs=8)
    assert found[1]["fengsui.jt808.implied_speed_kmh"] > 10_000


def test_manscdp_is_read_in_the_encoding_it_declares_and_without_building_a_document() -> None:
    body = '<?xml version="1.0" encoding="GB2312"?><Notify><CmdType>Alarm</CmdType><SN>7</SN><DeviceID>设备</DeviceID></Notify>'
    told = manscdp.read(body.encode("gb2312"))
    assert told["fengsui.gb28181.device_id"] == "设备"
    assert (told["fengsui.gb28181.serial"], told["event.action"]) == (7, "gb28181_notify_Alarm")
    bomb = b"<!DOCTYPE a [" + b"".join(b'<!ENTITY x%d "&x%d;&x%d;">' % (i, i - 1, i - 1) for i in range(1, 900)) + b"]>"
    began = process_time()
    assert manscdp.read(bomb + b"<Query><CmdType>Catalog</CmdType></Query>") == {}
    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("command", "meaning"),
    [
        ("A50F01021F0000D6", "left"),
        ("A50F010900C800" + f"{(0xA5 + 0x0F + 1 + 9 + 0xC8) & 255:02X}", "right+up"),
        ("A50F0100000000B5", "stop"),
        ("A50F018200010038", "go_to_preset"),
        ("A50F0102000000B6", "bad_checksum"),
        ("nonsense12345678", "unreadable"),
    ],
)
def test_a_camera_movement_is_read_from_its_eight_bytes(command: str, meaning: str) -> None:
    assert manscdp.ptz(command) == meaning


def test_sip_in_a_datagram_is_read_and_what_nobody_answers_is_told_too() -> None:
    frames: list[Any] = [ether(ipv4(udp(REGISTER, 5060, 5060), 17))]
    (asked,) = events(frames, "network.sip")
    assert "fengsui.sip.response_code" not in asked
    frames.append(ether(ipv4(udp(REGISTERED, 5060, 5060), 17, source="10.2.0.9", destination="10.1.0.5"), back=True))
    (answered,) = events(frames, "network.sip")
    assert answered["fengsui.sip.response_code"] == 200


def recorded() -> list[Event]:
    with gzip.open(RECORDED) as stream:
        return [e for e in SOURCE.events(io.BytesIO(stream.read()), ORIGIN, 0) if isinstance(e, dict)]


def test_the_recorded_devices_speak_without_a_fault() -> None:
    found = recorded()
    assert not [e["error.code"] for e in found if e["event.kind"] == "pipeline_error"]
    counts = Counter(e["event.dataset"].removeprefix("network.") for e in found)
    del counts["flow"]
    assert set(counts) == {"sip", "hj212", "sl651", "jt808", "gb26875", "dicom", "hl7"}


PARSERS: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
    "hj212": (HJ_VECTOR, lambda raw: hj212.read(raw, START)),
    "sl651": (SL_VECTOR, lambda raw: sl651.read(raw) if sl651.frame_size(raw) == len(raw) else None),
    "jt808": (JT_VECTOR, jt808.read),
    "gb26875": (FIRE, lambda raw: gb26875.read(raw, START) if len(raw) >= 30 else None),
    "sip": (REGISTER, lambda raw: sip.request_facts(sip.parse(raw))),
    "manscdp": (b"<Control><CmdType>DeviceControl</CmdType><PTZCmd>A50F01021F0000D6</PTZCmd></Control>", manscdp.read),
}


@pytest.mark.parametrize("name", PARSERS)
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=12), cut=st.integers(0, 400))
@settings(max_examples=120, deadline=None)
def test_spoilt_messages_end_in_facts_or_in_a_reason(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    vector, parse = PARSERS[name]
    raw = bytearray(vector)
    for at, value in changes:
        raw[at % len(raw)] = value
    with suppress(BadRecord):
        parse(bytes(raw[: len(raw) - cut] if cut < 40 else raw))


@pytest.mark.parametrize("protocol", CONVERSATIONS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_spoilt_conversations_end_in_events_within_bounds(protocol: str, data: st.DataObject) -> None:
    said, _ = CONVERSATIONS[protocol]
    spoilt = []
    for side, frame in said:
        raw = bytearray(frame)
        for _ in range(data.draw(st.integers(0, 4))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        spoilt.append((side, bytes(raw)))
    began = process_time()
    found, refused = read(pcap(spoken([*said, *spoilt, *said]).frames))
    assert refused == []
    assert found
    assert process_time() - began < 5


@pytest.mark.parametrize("mark", [b"##", b"\x7e\x7e", b"\x7e", b"@@", b"\x0b"])
def test_a_megabyte_of_marks_costs_a_bounded_time(mark: bytes) -> None:
    good = {b"##": HJ_VECTOR, b"\x7e\x7e": SL_VECTOR, b"\x7e": JT_VECTOR, b"@@": FIRE, b"\x0b": HL7}[mark]
    began = process_time()
    read(pcap(spoken([(0, good), (0, mark * (1_000_000 // len(mark)))]).frames))
    assert process_time() - began < 30
