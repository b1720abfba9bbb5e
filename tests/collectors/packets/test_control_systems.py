"""Control protocols: what tshark counts on other people's recordings is counted, and damage stays bounded."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import c37118, dnp3, enip, iec104, opcua, s7comm
from model.errors import BadRecord
from tests.collectors.packets.craft import Talk, events, faults, pcap, read
from tests.collectors.packets.test_tshark import TSHARK, of, tshark
from tests.shared import shared

COMMAND = bytes.fromhex("680e000000002d01060003000b000001")  # single command on, activation
CONFIRMED = bytes.fromhex("680e000002002d01070003000b000001")
MEASURED = bytes.fromhex("6810000002000901030003000100000000 00".replace(" ", ""))
STOP = bytes.fromhex("0300002102f080320100000001001000002900000000000 9505f50524f4752414d".replace(" ", ""))
STOPPED = bytes.fromhex("0300001402f08032030000000100010000000029")


def link(control: int, destination: int, source: int, user: bytes) -> bytes:
    head = (
        b"\x05\x64" + bytes((5 + len(user), control)) + destination.to_bytes(2, "little") + source.to_bytes(2, "little")
    )
    out = head + dnp3.crc(head).to_bytes(2, "little")
    for at in range(0, len(user), 16):
        block = user[at : at + 16]
        out += block + dnp3.crc(block).to_bytes(2, "little")
    return out


RESTART = link(0xC4, 4, 3, b"\xc0\xc1\x0d")
RESTARTED = link(0x44, 3, 4, b"\xc0\xc1\x81\x80\x00\x34\x02\x07\x01\x10\x27")


def talk(said: list[tuple[int, bytes]], size: int = 1400, port: int = 9999) -> Talk:
    t = Talk(dport=port).syn()
    for side, frame in said:
        t = t.answer(frame, size) if side else t.say(frame, size)
    return t.close()


@given(size=st.integers(1, 60))
@settings(max_examples=15, deadline=None)
def test_a_command_is_told_with_its_station_and_object_wherever_segments_end(size: int) -> None:
    asked, confirmed = events(talk([(0, COMMAND), (1, CONFIRMED)], size).frames, "network.iec104")
    assert (asked["fengsui.iec104.type"], asked["fengsui.iec104.cause"]) == ("C_SC_NA_1", "activation")
    assert (asked["fengsui.iec104.common_address"], asked["fengsui.iec104.object_addresses"]) == (3, [11])
    assert (asked["fengsui.ics.operation"], asked["source.ip"]) == ("control", "10.1.0.5")
    assert (confirmed["event.outcome"], confirmed["source.ip"]) == ("success", "10.2.0.9")


def test_like_measurements_are_counted_and_told_once_a_minute() -> None:
    t = Talk(dport=2404, step=1_000_000).syn().say(COMMAND)
    for _ in range(100):
        t.answer(MEASURED)
    found = [e for e in events(t.close().frames, "network.iec104") if e["fengsui.iec104.type"] == "M_ME_NA_1"]
    assert sum(e["fengsui.messages"] for e in found) == 100
    assert len(found) == 2
    assert all(e["event.end"] > e["@timestamp"] for e in found)


def test_a_restart_and_what_the_outstation_says_of_itself_are_told() -> None:
    asked, answered = events(talk([(0, RESTART), (1, RESTARTED)]).frames, "network.dnp3")
    assert (asked["fengsui.dnp3.function"], asked["fengsui.ics.operation"]) == ("cold_restart", "control")
    assert (asked["fengsui.dnp3.source_address"], asked["fengsui.dnp3.destination_address"]) == (3, 4)
    assert answered["fengsui.dnp3.indications"] == ["device_restart"]


def test_a_stop_of_a_controller_is_one_event_with_its_answer() -> None:
    (stopped,) = events(talk([(0, STOP), (1, STOPPED)]).frames, "network.s7comm")
    assert (stopped["fengsui.s7comm.function"], stopped["fengsui.s7comm.service"]) == ("plc_stop", "P_PROGRAM")
    assert (stopped["fengsui.ics.operation"], stopped["event.outcome"]) == ("control", "success")


def test_a_block_with_a_wrong_check_sum_is_reported_and_the_next_frame_is_read() -> None:
    broken = RESTART[:-1] + bytes((RESTART[-1] ^ 1,))
    frames = talk([(0, RESTART), (0, broken), (0, RESTART)]).frames
    assert "dnp3.crc" in faults(frames)
    assert len(events(frames, "network.dnp3")) == 2


FILES = {
    "iec104": ["iti--090813_diverse.pcap", "iti--JavaRMI_and_IEC_Misc.pcap"],
    "dnp3": ["iti--dnp3.pcap", "iti--dnp3_test_data_part1.pcap", "iti--file_write.pcap"],
    "s7comm": [
        "iti--s7comm_clean.pcap",
        "iti--s7comm_downloading_block_db1.pcap",
        "iti--step7_s300_stop.pcapng",
        "icsnpp-s7comm--s7comm_plus.pcap",
    ],
}
COUNTED = {
    "iec104": ("iec60870_asdu.typeid", "fengsui.iec104.type_id"),
    "dnp3": ("dnp3.al.func", "fengsui.dnp3.function_code"),
    "s7comm": ("s7comm.param.func", "fengsui.s7comm.function_code"),
}
# (protocol, file): what only tshark has, what only we have, and why.
DIFFERENCES: dict[tuple[str, str], tuple[Counter[int], Counter[int], str]] = {}


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
@pytest.mark.parametrize(("protocol", "name"), [(p, name) for p, names in FILES.items() for name in names])
def test_messages_are_counted_as_tshark_counts_them(protocol: str, name: str) -> None:
    theirs_field, our_field = COUNTED[protocol]
    path = f"pcaps/{protocol}/{name}"
    layer = {"iec104": "iec60870_asdu"}.get(protocol, protocol)
    rows = tshark(path, {layer}, theirs_field, "s7comm.header.rosctr")
    theirs: Counter[int] = Counter()
    for values, kind in rows:
        if protocol == "s7comm" and kind not in ("1", "0x01"):
            continue  # answers are joined with their jobs; userdata has no function
        theirs.update(int(value, 0) for value in values.split("|") if value)
    mine: Counter[int] = Counter()
    for event in of(path, protocol):
        if our_field in event:
            mine[event[our_field]] += event.get("fengsui.messages", 1)
    only_theirs, only_ours, _ = DIFFERENCES.get((protocol, name), (Counter(), Counter(), ""))
    assert theirs - mine == only_theirs
    assert mine - theirs == only_ours


OPCUA = [
    "open62541_browse_next",
    "open62541_create_monitored_items",
    "open62541_read_service_test_data",
    "open62541_client-server_encrypted",
]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
@pytest.mark.parametrize("name", OPCUA)
def test_services_of_opc_ua_are_counted_as_tshark_counts_them(name: str) -> None:
    path = f"pcaps/opcua/icsnpp-opcua--{name}.pcap"
    theirs: Counter[str] = Counter()
    for (numbers,) in tshark(path, {"opcua"}, "opcua.servicenodeid.numeric"):
        theirs.update(opcua.SERVICES[int(n)] for n in numbers.split("|") if n and int(n) in opcua.SERVICES)
    mine: Counter[str] = Counter()
    for event in of(path, "opcua"):
        mine[event.get("fengsui.opcua.service", "")] += event.get("fengsui.messages", 1)
    del mine[""], mine["secured"]  # hello and error messages; what is encrypted
    assert mine == theirs


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
@pytest.mark.parametrize("name", ["iti--EIP-RebootorRestart.pcap"])
def test_what_changes_a_controller_over_cip_is_counted_as_tshark_counts_it(name: str) -> None:
    """Requests by service code; tshark also lists what stands inside a multiple service, so only single ones are compared."""
    wanted = {0x04, 0x05, 0x06, 0x07, 0x08, 0x4B, 0x54}
    path = f"pcaps/enip/{name}"
    theirs: Counter[str] = Counter()
    for codes, answers in tshark(path, {"enip"}, "cip.sc", "cip.rr"):
        single = codes.split("|")
        if len(single) == 1 and single[0] and set(answers.split("|")) <= {"0x00", "0"} and int(single[0], 0) in wanted:
            code = int(single[0], 0)
            theirs["forward_open" if code == 0x54 else enip.SERVICES[code]] += 1
    mine: Counter[str] = Counter()
    for event in of(path, "enip"):
        mine[event["fengsui.enip.service"]] += event.get("fengsui.messages", 1)
    assert {service: mine[service] for service in theirs} == dict(theirs)
    assert theirs


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_synchrophasor_frames_are_counted_as_tshark_counts_them() -> None:
    path = "pcaps/c37118/iti--C37.118_1PMU_UDP.pcap"
    rows = tshark(path, {"synphasor"}, "synphasor.frtype")
    theirs = Counter(c37118.TYPES[int(kind, 0)] for (kind,) in rows if kind)
    mine: Counter[str] = Counter()
    for event in of(path, "c37118"):
        assert event["fengsui.c37118.checksum_valid"]
        mine[event["fengsui.c37118.type"]] += event.get("fengsui.messages", 1)
    assert mine == theirs


def test_an_encrypted_channel_says_its_policy_and_an_anonymous_session_its_identity() -> None:
    secured = of("pcaps/opcua/icsnpp-opcua--open62541_client-server_encrypted.pcap", "opcua")
    assert len({e.get("fengsui.opcua.security_policy") for e in secured} - {None, "None"}) == 1
    plain = of("pcaps/opcua/icsnpp-opcua--open62541_browse_next.pcap", "opcua")
    assert {e["fengsui.opcua.identity"] for e in plain if "fengsui.opcua.identity" in e} == {"anonymous"}


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_cip_and_opc_ua_take_any_bytes(raw: bytes) -> None:
    enip.cip(raw)
    enip.messages(raw)
    opcua.service_id(raw, 0)
    with suppress(BadRecord):
        opcua.text(raw, 0)
    c37118.looks_like(raw)


@pytest.mark.parametrize(
    "said", [[COMMAND, MEASURED], [RESTART, RESTARTED], [STOP, STOPPED]], ids=["iec104", "dnp3", "s7comm"]
)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_spoilt_conversations_end_in_events_within_bounds(said: list[bytes], data: st.DataObject) -> None:
    spoilt = []
    for side, frame in enumerate(said * 2):
        raw = bytearray(frame)
        for _ in range(data.draw(st.integers(0, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        spoilt.append((side % 2, bytes(raw)))
    began = process_time()
    found, refused = read(pcap(talk([(0, said[0]), *spoilt]).frames))
    assert refused == []
    assert found
    assert process_time() - began < 5


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_parsers_take_any_bytes(raw: bytes) -> None:
    for parse in (iec104.asdu, dnp3.application, s7comm.user_facts):
        with suppress(BadRecord):
            parse(raw)
    if raw:
        s7comm.job(raw)


def test_the_recordings_are_where_the_tests_look() -> None:
    for protocol, names in FILES.items():
        for name in names:
            assert Path(shared(f"pcaps/{protocol}/{name}")).stat().st_size > 0
