import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import modbus
from model.times import SECOND
from tests.collectors.packets.craft import PSH, Talk, events, faults


def frame(pdu: bytes, transaction: int = 1, unit: int = 17) -> bytes:
    return struct.pack(">HHHB", transaction, 0, len(pdu) + 1, unit) + pdu


def read(address: int = 100, quantity: int = 2, function: int = 3) -> bytes:
    return struct.pack(">BHH", function, address, quantity)


def exchange(request: bytes, response: bytes, **ports: int) -> dict:
    talk = Talk(**{"dport": 502, **ports}).syn().say(frame(request)).answer(frame(response)).close()
    found = events(talk.frames, "network.modbus")
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("dport", [502, 5020])
def test_a_request_and_its_answer_are_one_event_on_any_port(dport):
    event = exchange(read(), b"\x03\x04\x00\x01\x00\x02", dport=dport)
    assert event["fengsui.modbus.function"] == "read_holding_registers"
    assert (event["fengsui.modbus.function_code"], event["fengsui.modbus.unit_id"]) == (3, 17)
    assert (event["fengsui.modbus.address"], event["fengsui.modbus.quantity"]) == (100, 2)
    assert (event["event.outcome"], event["fengsui.ics.operation"]) == ("success", "read")
    assert event["event.duration"] == 1_000_000
    assert event["network.protocol"] == "modbus"
    assert "fengsui.modbus.values" not in event


@pytest.mark.parametrize(
    ("request_pdu", "address", "quantity", "values"),
    [
        (b"\x05\x00\x0a\xff\x00", 10, 1, [1]),
        (b"\x05\x00\x0a\x00\x00", 10, 1, [0]),
        (b"\x06\x00\x0b\x12\x34", 11, 1, [0x1234]),
        (b"\x0f\x00\x0c\x00\x0a\x02\x05\x02", 12, 10, [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]),
        (b"\x10\x00\x0d\x00\x02\x04\x00\x01\xff\xff", 13, 2, [1, 65535]),
        (b"\x16\x00\x0e\x00\xf2\x00\x25", 14, None, [0xF2, 0x25]),
        (b"\x17\x00\x01\x00\x06\x00\x0f\x00\x01\x02\x00\x07", 15, 1, [7]),
    ],
)
def test_what_is_written_is_told(request_pdu, address, quantity, values):
    answer = request_pdu[:5] if request_pdu[0] != 0x17 else b"\x17\x02\x00\x01"
    event = exchange(request_pdu, answer if request_pdu[0] != 0x16 else request_pdu)
    assert event["fengsui.modbus.address"] == address
    assert event.get("fengsui.modbus.quantity") == quantity
    assert event["fengsui.modbus.values"] == values
    assert event["fengsui.ics.operation"] == "write"


def test_an_exception_is_a_failure_with_its_name():
    event = exchange(read(), b"\x83\x02")
    assert (event["fengsui.modbus.exception_code"], event["fengsui.modbus.exception"]) == (2, "illegal_data_address")
    assert event["event.outcome"] == "failure"
    assert event["fengsui.modbus.function_code"] == 3


def test_diagnostics_tell_their_sub_function():
    assert exchange(b"\x08\x00\x04\x00\x00", b"\x88\x01")["fengsui.modbus.sub_function"] == 4


def test_the_same_port_with_another_protocol_is_not_modbus():
    cotp = b"\x03\x00\x00\x16\x11\xe0\x00\x00\x00\x01\x00\xc0\x01\x0a\xc1\x02\x01\x00\xc2\x02\x01\x02"
    talk = Talk(dport=502).syn().say(cotp).answer(cotp).close()
    assert {e["event.dataset"] for e in events(talk.frames)} == {"network.flow"}
    assert "network.protocol" not in events(talk.frames)[-1]


@given(st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_several_frames_in_a_segment_and_frames_over_several_are_all_found(size):
    asked = b"".join(frame(read(n), n) for n in range(1, 8))
    told = b"".join(frame(b"\x03\x04\x00\x01\x00\x02", n) for n in range(7, 0, -1))
    talk = Talk(dport=502).syn().say(asked, size).answer(told, size).close()
    found = events(talk.frames, "network.modbus")
    assert sorted(e["fengsui.modbus.address"] for e in found) == list(range(1, 8))
    assert all(e["fengsui.modbus.transaction_id"] == e["fengsui.modbus.address"] for e in found)
    assert all(e["event.outcome"] == "success" for e in found)


def test_a_request_nobody_answers_is_told_without_an_outcome():
    talk = Talk(dport=502, step=6 * SECOND).syn().say(frame(read(1), 1)).say(frame(read(2), 2)).say(frame(read(3), 3))
    found = events(talk.frames, "network.modbus")
    assert [e["fengsui.modbus.address"] for e in found] == [1, 2, 3]
    assert all("event.outcome" not in e for e in found)


def test_after_a_hole_the_next_frame_is_found():
    talk = Talk(dport=502).syn()
    for n in range(1, 6):
        talk.say(frame(b"\x10" + struct.pack(">HHB", n, 40, 80) + bytes(80), n)).answer(
            frame(b"\x10" + struct.pack(">HH", n, 40), n)
        )
    frames = [f for i, f in enumerate(talk.frames) if i not in (5, 9)]
    found = events(frames, "network.modbus")
    assert [e["fengsui.modbus.address"] for e in found if "fengsui.modbus.values" in e] == [1, 3, 5]
    assert len(found) == 5  # the answers to the lost requests stand alone


def test_a_frame_that_contradicts_itself_is_said_and_the_next_is_read():
    talk = Talk(dport=502).syn().say(frame(read(1), 1)).say(b"\0\2\0\7junk").say(frame(read(2), 2))
    assert [e["fengsui.modbus.address"] for e in events(talk.frames, "network.modbus")] == [1, 2]
    assert faults(talk.frames)[0] == "modbus.frame"


def test_functions_outside_the_specification_count_only_on_its_own_port():
    strange = frame(b"\x5a\x00\x02")
    assert modbus.looks_like(strange, expected=True) is not None
    assert modbus.looks_like(strange, expected=False) is None


@pytest.mark.parametrize(
    "noise", [b"\0" * 64, b"GET / HTTP/1.1\r\n", bytes(range(64)), b"\x16\x03\x01\x00\x30" + bytes(50)]
)
def test_other_protocols_are_not_taken_for_modbus(noise):
    assert modbus.looks_like(noise, expected=False) is None


def test_without_a_syn_the_shape_of_the_frames_tells_the_client():
    talk = Talk(sport=502, dport=40001)
    talk.send(0, frame(b"\x03\x06\x00\x01\x00\x02\x00\x03", 4), PSH).send(1, frame(read(), 5), PSH).send(
        0, frame(b"\x83\x02", 5), PSH
    )
    found = events(talk.frames, "network.modbus")
    assert {e["destination.port"] for e in found} == {502}


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_noise_in_frames_is_a_fact_or_a_fault(pdus):
    talk = Talk(dport=502).syn().say(frame(read()))
    for n, pdu in enumerate(pdus):
        (talk.say if n % 2 else talk.answer)(frame(pdu, n % 3))
    assert events(talk.frames, "network.modbus")
