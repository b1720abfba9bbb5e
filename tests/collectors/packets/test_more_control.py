"""FINS, MMS, and field protocols over UDP: what is asked, of what, and how it was answered."""

from __future__ import annotations

import subprocess
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import fins, hj212, jt808
from tests.collectors.packets.craft import CLIENT, SERVER, Talk, ether, events, faults, ipv4, pcap, read, udp
from tests.collectors.packets.test_control_systems import RESTART, RESTARTED
from tests.collectors.packets.test_tshark import TSHARK


def grams(said: list[tuple[int, bytes]], port: int) -> list[Any]:
    out = []
    for side, raw in said:
        ports, ends = ((40_000, port), (CLIENT, SERVER)) if not side else ((port, 40_000), (SERVER, CLIENT))
        out.append(ether(ipv4(udp(raw, *ports), 17, *ends), back=bool(side)))
    return out


def ask(code: int, parameters: bytes = b"", sid: int = 7, icf: int = 0x80) -> bytes:
    return bytes((icf, 0, 2, 0, 10, 0, 0, 5, 0, sid)) + code.to_bytes(2, "big") + parameters


def answer(code: int, end: bytes = b"\0\0", sid: int = 7) -> bytes:
    return ask(code, end, sid, 0xC0)


def over_tcp(fins_message: bytes) -> bytes:
    return b"FINS" + (8 + len(fins_message)).to_bytes(4, "big") + b"\0\0\0\x02\0\0\0\0" + fins_message


WRITE = ask(0x0102, b"\x82\x00\x64\x00\x00\x01\x00\x2a")
STOP = ask(0x0402, sid=8)
NODE = b"FINS\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0"


def test_a_write_and_a_stop_over_udp_are_told_with_their_answers() -> None:
    said = [(0, WRITE), (1, answer(0x0102)), (0, STOP), (1, answer(0x0402, b"\x11\x01", 8))]
    write, stop = events(grams(said, 9600), "network.fins")
    assert (write["fengsui.fins.command"], write["fengsui.fins.area"]) == ("memory_area_write", "DM")
    assert (write["fengsui.fins.address"], write["fengsui.fins.items"], write["event.outcome"]) == (100, 1, "success")
    assert (write["fengsui.ics.operation"], stop["fengsui.ics.operation"]) == ("write", "control")
    assert (stop["event.outcome"], stop["fengsui.fins.end_code"]) == ("failure", "0x1101")
    assert (stop["fengsui.fins.source_node"], stop["source.ip"]) == ("0.5.0", CLIENT)


@given(size=st.integers(1, 80))
@settings(max_examples=15, deadline=None)
def test_over_tcp_it_is_the_same_wherever_segments_end(size: int) -> None:
    t = Talk(dport=9999).syn().say(NODE, size).answer(NODE[:8] + b"\0\0\0\x01" + NODE[12:], size)
    t.say(over_tcp(STOP), size).answer(over_tcp(answer(0x0402, sid=8)), size)
    (stop,) = events(t.close().frames, "network.fins")
    assert (stop["fengsui.fins.command"], stop["event.outcome"]) == ("stop", "success")


def test_like_reads_are_counted() -> None:
    poll = ask(0x0101, b"\xb0\x00\x00\x00\x00\x0a")
    said = [one for n in range(40) for one in ((0, poll), (1, answer(0x0101, b"\0\0" + bytes(20))))]
    (told,) = events(grams(said, 9600), "network.fins")
    assert (told["fengsui.messages"], told["fengsui.fins.area"], told["fengsui.ics.operation"]) == (40, "CIO", "read")


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_fins_is_read_as_tshark_reads_it(tmp_path: Path) -> None:
    """No public recording here holds any, so the messages are our own; tshark is the other reader."""
    assert TSHARK is not None
    codes = sorted(fins.COMMANDS)
    path = tmp_path / "fins.pcap"
    path.write_bytes(pcap(grams([(0, ask(code, b"\x82\x00\x64\x00\x00\x01")) for code in codes], 9600)))
    command = [TSHARK, "-n", "-r", str(path), "-d", "udp.port==9600,omron", "-T", "fields", "-e", "omron.command"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    theirs = [int(line, 0) for line in done.stdout.split()]
    assert theirs == [fins.command(ask(code))["fengsui.fins.command_code"] for code in codes]


def test_field_protocols_are_read_over_udp_too() -> None:
    report = hj212.build("QN=20231115061320000;ST=31;CN=2011;PW=123456;MN=A1;Flag=5;CP=&&a34004-Rtd=40&&")
    (told,) = events(grams([(0, report)], 9000), "network.hj212")
    assert told["device.id"] == "A1"
    assert told["network.transport"] == "udp"
    beat = jt808.build(0x0002, "013912344321")
    assert len(events(grams([(0, beat + beat)], 9000), "network.jt808")) == 2
    asked, answered = events(grams([(0, RESTART), (1, RESTARTED)], 20000), "network.dnp3")
    assert (asked["fengsui.dnp3.function"], answered["fengsui.dnp3.function"]) == ("cold_restart", "response")


def test_a_datagram_that_ends_inside_a_frame_is_reported() -> None:
    beat = jt808.build(0x0002, "013912344321")
    assert "jt808.cut_off" in faults(grams([(0, beat), (0, beat + beat[:6])], 9000))


SAID = [(0, WRITE), (1, answer(0x0102)), (0, STOP), (0, RESTART), (0, jt808.build(0x0002, "013912344321"))]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_spoilt_datagrams_and_streams_end_in_events_within_bounds(data: st.DataObject) -> None:
    began = process_time()
    first = data.draw(st.sampled_from(SAID))
    spoilt = [first]
    for side, frame in SAID:
        raw = bytearray(frame)
        for _ in range(data.draw(st.integers(0, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        spoilt.append((side, bytes(raw)))
    for frames in (
        grams(spoilt, 9600),
        Talk().syn().say(over_tcp(STOP)).say(b"".join(r for _, r in spoilt)).close().frames,
    ):
        found, refused = read(pcap(frames))
        assert refused == []
        assert found
    assert process_time() - began < 5
